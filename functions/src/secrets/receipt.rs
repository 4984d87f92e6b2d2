//! Receipts: how one follows from a client key, and the slow hash that is stored of it. Entry points: [`derive`](fn@derive), [`ReceiptHash`].
//!
//! The receipt is shown once; only its hash is stored.

use super::{Purpose, Secret, from_hex, hex, same};
use crate::doors::{Entropy, NoEntropy};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use governance::cases::{CaseReference, Receipt};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;

/// Memory of the slow hash in KiB. A receipt has 53 bits, 9 × 10^15 possible ones: at a tenth of a millisecond each (measured in the Lambda binary on one
/// core of a server) trying all takes 28,000 years of that core, and half of them will do on average. More memory or more passes would only make the
/// function larger and slower (it has 10 MB and a millisecond in all).
const MEMORY_KIB: u32 = 256;

/// Passes over that memory.
const PASSES: u32 = 1;

/// Bytes of salt.
const SALT_LEN: usize = 16;

/// Bytes of hash.
const HASH_LEN: usize = 32;

/// The receipt that belongs to a client key. It is derived, not drawn, so that a repeat of a filing whose answer was lost brings the same receipt
/// though the store never held it.
pub fn derive(secret: &Secret, client_key: &str) -> Receipt {
    let mac = secret.mac(Purpose::Receipt, &[client_key.as_bytes()]);
    Receipt::from_random(std::array::from_fn(|at| mac[at]))
}

/// A new reference.
///
/// # Errors
/// [`NoEntropy`].
pub fn draw_reference(entropy: &dyn Entropy) -> Result<CaseReference, NoEntropy> {
    let mut bytes = [0; 8];
    entropy.fill(&mut bytes)?;
    Ok(CaseReference::from_random(bytes))
}

/// What is stored of a receipt (Argon2id).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptHash {
    salt: Box<str>,
    hash: Box<str>,
}

impl ReceiptHash {
    /// The slow hash with a new salt.
    ///
    /// # Errors
    /// [`NoEntropy`].
    pub fn new(receipt: &Receipt, entropy: &dyn Entropy) -> Result<Self, NoEntropy> {
        let mut salt = [0; SALT_LEN];
        entropy.fill(&mut salt)?;
        Ok(Self {
            salt: hex(&salt).into(),
            hash: hex(&slow(receipt, &salt)).into(),
        })
    }

    /// A hash that no receipt has, to compare with where there is no case: an unknown reference takes as long as a wrong receipt.
    pub fn of_nothing() -> Self {
        Self {
            salt: "00".repeat(SALT_LEN).into(),
            hash: "00".into(),
        }
    }

    /// Whether it is this receipt's. Takes about a tenth of a millisecond either way.
    pub fn is_of(&self, receipt: &Receipt) -> bool {
        let salt = from_hex(&self.salt).unwrap_or_else(|| vec![0; SALT_LEN]);
        let slow = slow(receipt, &salt);
        from_hex(&self.hash).is_some_and(|hash| same(&hash, &slow))
    }
}

thread_local! {
    /// The memory that the slow hash works in, kept from one to the next, so that the system need not give and clear a quarter of a megabyte each time.
    static MEMORY: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) };
}

fn slow(receipt: &Receipt, salt: &[u8]) -> [u8; HASH_LEN] {
    let mut out = [0; HASH_LEN];
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(HASH_LEN)).unwrap_or_default();
    let blocks = params.block_count();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hashed = MEMORY.with_borrow_mut(|memory| {
        memory.resize(blocks, Block::new());
        argon2.hash_password_into_with_memory(receipt.digits(), salt, &mut out, &mut memory[..])
    });
    // A salt of 16 bytes and these parameters are always taken; a hash of zeros would match no receipt's own.
    if hashed.is_err() { [0; HASH_LEN] } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doors::SystemEntropy;

    #[test]
    fn a_receipt_follows_from_the_key_and_only_its_hash_tells_it() {
        let secret = Secret::new([7; 32]);
        let receipt = derive(&secret, "a");
        assert_eq!(receipt, derive(&secret, "a"));
        let other = derive(&secret, "b");
        assert_ne!(receipt, other);
        let hash = ReceiptHash::new(&receipt, &SystemEntropy).unwrap();
        assert!(hash.is_of(&receipt) && !hash.is_of(&other));
        assert!(!ReceiptHash::of_nothing().is_of(&receipt));
        assert!(!format!("{receipt:?}{hash:?}").contains(&receipt.shown_once()[..4]));
    }
}
