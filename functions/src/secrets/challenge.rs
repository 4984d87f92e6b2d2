//! Proof of work: a small sum that a browser does while somebody types, and that costs whoever sends thousands.
//!
//! Entry points: [`Challenge::draw`], [`check`]. The server picks a number and tells the hash of salt and number; the browser tries numbers until the hash
//! fits. Salt and hash are signed, so nothing is kept until an answer comes; the store then takes each challenge once
//! ([`crate::store::SpendChallenges`]). No third party, no cookie, no account. Works in the strict policy of the pages: plain `crypto.subtle`.

use super::{Purpose, Secret, hex, same};
use crate::doors::{Entropy, NoEntropy};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Numbers to try at most, half of them on average. Whoever types waits for nothing: the browser is done in seconds, estimated at four on a cheap phone
/// (15,000 hashes a second through `crypto.subtle`; a server core under Node did 17,500). It keeps out what drives pages by the thousand, not who writes a
/// program: Python hashes 2.6 million a second on one core, a hundredth of a second for each filing. Those meet the limits.
pub const NUMBERS: u32 = 50_000;

/// Seconds for which a challenge is good: as long as somebody may sit at one form.
pub const LIFE: i64 = 2 * 3_600;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Challenge {
    /// Random digits and the second since 1970 at which it ends, with a dot between.
    pub salt: String,
    /// SHA-256 of `salt:number` in hexadecimal digits.
    pub hash: String,
    /// The number is below this.
    pub numbers: u32,
    /// Proves that it is ours.
    pub signature: String,
}

/// What an answer is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worth {
    /// The work was done for this challenge, named by its salt; good until that second.
    Done {
        /// Names the challenge.
        salt: Box<str>,
        /// When it ends, in seconds since 1970.
        until: i64,
    },
    /// It was ours, and its time is over.
    Late,
    /// No work was done, or not for a challenge of ours.
    Nothing,
}

impl Challenge {
    /// A new one.
    ///
    /// # Errors
    /// [`NoEntropy`].
    pub fn draw(secret: &Secret, entropy: &dyn Entropy, now: i64) -> Result<Self, NoEntropy> {
        let mut bytes = [0; 20];
        entropy.fill(&mut bytes)?;
        let [a, b, c, d, rest @ ..] = bytes;
        let number = u32::from_be_bytes([a, b, c, d]) % NUMBERS;
        let salt = format!("{}.{}", hex(&rest), now + LIFE);
        let hash = hash(&salt, number);
        Ok(Self {
            signature: sign(secret, &salt, &hash),
            salt,
            hash,
            numbers: NUMBERS,
        })
    }
}

/// What an answer `salt:number:signature` is worth at this second.
pub fn check(secret: &Secret, proof: &str, now: i64) -> Worth {
    read(secret, proof, now).unwrap_or(Worth::Nothing)
}

fn read(secret: &Secret, proof: &str, now: i64) -> Option<Worth> {
    let mut parts = proof.split(':');
    let (salt, number, signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let hash = hash(salt, number.parse().ok()?);
    if !same(sign(secret, salt, &hash).as_bytes(), signature.as_bytes()) {
        return None;
    }
    let until: i64 = salt.rsplit_once('.')?.1.parse().ok()?;
    Some(if until > now {
        Worth::Done {
            salt: salt.into(),
            until,
        }
    } else {
        Worth::Late
    })
}

fn hash(salt: &str, number: u32) -> String {
    hex(&Sha256::digest(format!("{salt}:{number}")))
}

fn sign(secret: &Secret, salt: &str, hash: &str) -> String {
    secret.key(Purpose::Challenge, &[salt.as_bytes(), hash.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doors::SystemEntropy;

    fn solve(challenge: &Challenge) -> String {
        let number = (0..challenge.numbers)
            .find(|n| hash(&challenge.salt, *n) == challenge.hash)
            .unwrap();
        format!("{}:{number}:{}", challenge.salt, challenge.signature)
    }

    #[test]
    fn only_work_on_a_challenge_of_ours_is_worth_something() {
        let secret = Secret::new([7; 32]);
        let challenge = Challenge::draw(&secret, &SystemEntropy, 1_000).unwrap();
        let proof = solve(&challenge);
        assert!(matches!(check(&secret, &proof, 1_000), Worth::Done { .. }));
        assert_eq!(check(&secret, &proof, 1_000 + LIFE), Worth::Late);
        let other = Secret::new([8; 32]);
        assert_eq!(check(&other, &proof, 1_000), Worth::Nothing);
        for wrong in [
            "",
            "::",
            "a.9999999999:1:00",
            &proof[1..],
            &format!("{proof}:"),
        ] {
            assert_eq!(check(&secret, wrong, 1_000), Worth::Nothing, "{wrong}");
        }
    }
}
