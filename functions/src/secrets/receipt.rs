//! Case references and receipts. Entry points: [`Reference`], [`Receipt`], [`ReceiptHash`].
//!
//! The reference is public; the receipt is shown once and only its slow hash is stored.

use super::{Purpose, Secret, from_hex, hex, same};
use crate::doors::{Entropy, NoEntropy};
use argon2::{Algorithm, Argon2, Params, Version};
use governance::forms::track::{RECEIPT_LEN, REFERENCE_LEN};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Letters and digits that no one takes for another: without 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
const ALPHABET: &[u8; 23] = b"34679ACDEFGHJKMNPQRTWXY";

/// Memory of the slow hash in KiB. A receipt has 53 bits, so guessing one from its hash takes 10^16 tries of about a millisecond; more memory would
/// only make the function larger (it has 10 MB in all).
const MEMORY_KIB: u32 = 1_024;

/// Passes over that memory.
const PASSES: u32 = 2;

/// Bytes of salt and of hash.
const SALT_LEN: usize = 16;
const HASH_LEN: usize = 32;

/// The public reference of a case, such as `7KQM4RTX`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Box<str>", into = "Box<str>")]
pub struct Reference(Box<str>);

/// No case can have this reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a reference has {REFERENCE_LEN} letters and digits without look-alikes")]
pub struct NoReference;

impl Reference {
    /// A new one: 23^8, about 78 thousand million, so that a million cases collide once in 80,000 filings (and are then drawn again).
    ///
    /// # Errors
    /// [`NoEntropy`].
    pub fn draw(entropy: &dyn Entropy) -> Result<Self, NoEntropy> {
        let mut text = String::with_capacity(REFERENCE_LEN);
        while text.len() < REFERENCE_LEN {
            let mut byte = [0];
            entropy.fill(&mut byte)?;
            // 253 = 11 × 23: bytes above it would favour the first letters.
            if byte[0] < 253 {
                text.push(char::from(ALPHABET[usize::from(byte[0] % 23)]));
            }
        }
        Ok(Self(text.into()))
    }

    /// Reads a reference in capitals.
    ///
    /// # Errors
    /// [`NoReference`] for another length or letter.
    pub fn parse(text: &str) -> Result<Self, NoReference> {
        let fits = text.len() == REFERENCE_LEN && text.bytes().all(|b| ALPHABET.contains(&b));
        if fits {
            Ok(Self(text.into()))
        } else {
            Err(NoReference)
        }
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<Box<str>> for Reference {
    type Error = NoReference;
    fn try_from(text: Box<str>) -> Result<Self, NoReference> {
        Self::parse(&text)
    }
}

impl From<Reference> for Box<str> {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

/// The secret half: 16 digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt([u8; RECEIPT_LEN]);

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receipt")
    }
}

impl Receipt {
    /// The receipt that belongs to a client key. It is derived, not drawn, so that a repeat of a filing whose answer was lost brings the same
    /// receipt though the store never held it.
    pub fn derive(secret: &Secret, client_key: &str) -> Self {
        let mac = secret.mac(Purpose::Receipt, &[client_key.as_bytes()]);
        let mut wide = u128::from_be_bytes(std::array::from_fn(|at| mac[at]));
        let digits = std::array::from_fn(|_| {
            let digit = u8::try_from(wide % 10).unwrap_or(0);
            wide /= 10;
            b'0' + digit
        });
        Self(digits)
    }

    /// Reads 16 digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: [u8; RECEIPT_LEN] = text.as_bytes().try_into().ok()?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then_some(Self(digits))
    }

    /// As people copy it: four groups of four.
    pub fn grouped(&self) -> String {
        let text: Vec<String> = self
            .0
            .chunks(4)
            .map(|four| four.iter().copied().map(char::from).collect())
            .collect();
        text.join(" ")
    }

    /// The slow hash with a new salt.
    ///
    /// # Errors
    /// [`NoEntropy`].
    pub fn hash(&self, entropy: &dyn Entropy) -> Result<ReceiptHash, NoEntropy> {
        let mut salt = [0; SALT_LEN];
        entropy.fill(&mut salt)?;
        Ok(ReceiptHash {
            salt: hex(&salt).into(),
            hash: hex(&self.slow(&salt)).into(),
        })
    }

    fn slow(&self, salt: &[u8]) -> [u8; HASH_LEN] {
        let mut out = [0; HASH_LEN];
        let params = Params::new(MEMORY_KIB, PASSES, 1, Some(HASH_LEN)).unwrap_or_default();
        let hashed = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(&self.0, salt, &mut out);
        // A salt of 16 bytes and these parameters are always taken; a hash of zeros would match no receipt's own.
        if hashed.is_err() { [0; HASH_LEN] } else { out }
    }
}

/// What is stored of a receipt (Argon2id).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptHash {
    salt: Box<str>,
    hash: Box<str>,
}

impl ReceiptHash {
    /// A hash that no receipt has, to compare with where there is no case: an unknown reference takes as long as a wrong receipt.
    pub fn of_nothing() -> Self {
        Self {
            salt: "00".repeat(SALT_LEN).into(),
            hash: "00".into(),
        }
    }

    /// Whether it is this receipt's. Takes about a millisecond either way.
    pub fn is_of(&self, receipt: &Receipt) -> bool {
        let salt = from_hex(&self.salt).unwrap_or_else(|| vec![0; SALT_LEN]);
        let slow = receipt.slow(&salt);
        from_hex(&self.hash).is_some_and(|hash| same(&hash, &slow))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doors::SystemEntropy;

    #[test]
    fn a_receipt_follows_from_the_key_and_only_its_hash_tells_it() {
        let secret = Secret::new([7; 32]);
        let receipt = Receipt::derive(&secret, "a");
        assert_eq!(receipt, Receipt::derive(&secret, "a"));
        let other = Receipt::derive(&secret, "b");
        assert_ne!(receipt, other);
        let hash = receipt.hash(&SystemEntropy).unwrap();
        assert!(hash.is_of(&receipt) && !hash.is_of(&other));
        assert!(!ReceiptHash::of_nothing().is_of(&receipt));
        assert!(!format!("{receipt:?}{hash:?}").contains(&receipt.grouped()[..4]));
    }

    #[test]
    fn a_reference_has_no_look_alikes() {
        let drawn = Reference::draw(&SystemEntropy).unwrap();
        assert_eq!(Reference::parse(drawn.as_str()), Ok(drawn));
        assert_eq!(Reference::parse("7KQM4RT0"), Err(NoReference));
        assert_eq!(Reference::parse("7kqm4rtx"), Err(NoReference));
    }
}
