//! What must not be guessed: keyed hashes, receipts and their slow hash, sealed contact data.
//!
//! Entry points: [`Secret`], [`receipt`], [`contact::ContactKey`]. The functions hold only the public half of the contact key: they can seal
//! and cannot open. Must not: write a secret, a receipt or contact data into `Debug`, a log or an error.

pub mod challenge;
pub mod contact;
pub mod receipt;

pub use governance::hexadecimal::hex;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;

/// Bytes of a secret and of a keyed hash.
pub const KEY_LEN: usize = 32;

/// What a keyed hash is for. One secret, one purpose each, so that a hash of one kind is never worth anything as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Who sent a request, for limits; salted with the day.
    Source,
    /// A client key as it is stored.
    ClientKey,
    /// The content of a request, to tell a repeat from another filing.
    Fingerprint,
    /// The receipt of a filing.
    Receipt,
    /// A voucher.
    Voucher,
    /// A proof-of-work challenge.
    Challenge,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Source => b"mingtang/source/1",
            Self::ClientKey => b"mingtang/client-key/1",
            Self::Fingerprint => b"mingtang/fingerprint/1",
            Self::Receipt => b"mingtang/receipt/1",
            Self::Voucher => b"mingtang/voucher/1",
            Self::Challenge => b"mingtang/challenge/1",
        }
    }
}

/// The site's secret: 32 random bytes from the data folder or from the deployment's secret store.
#[derive(Clone)]
pub struct Secret([u8; KEY_LEN]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// Takes 32 bytes.
    pub const fn new(bytes: [u8; KEY_LEN]) -> Self {
        Self(bytes)
    }

    /// Reads 64 hexadecimal digits; `None` for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        from_hex(text)?.try_into().ok().map(Self)
    }

    /// The keyed hash (HMAC-SHA-256) of the parts, each with its length before it, so that no two lists of parts are alike.
    pub fn mac(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; KEY_LEN] {
        // HMAC takes a key of any length, so this never fails; a hash without a key would still be a hash.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            return [0; KEY_LEN];
        };
        for part in std::iter::once(purpose.label()).chain(parts.iter().copied()) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// The first 128 bits of [`Self::mac`] as hexadecimal digits, for keys in the store.
    pub fn key(&self, purpose: Purpose, parts: &[&[u8]]) -> String {
        hex(&self.mac(purpose, parts)[..16])
    }

    /// The key for vouchers, which the command that prints them derives alike.
    pub fn voucher_key(&self) -> [u8; KEY_LEN] {
        self.mac(Purpose::Voucher, &[])
    }
}

/// The SHA-256 of some bytes, in hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    use sha2::Digest;
    hex(&Sha256::digest(bytes))
}

/// The bytes of an even number of hexadecimal digits.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}

/// Compares in a time that does not depend on where the difference is.
pub(crate) fn same(left: &[u8], right: &[u8]) -> bool {
    let difference = left.iter().zip(right).fold(0, |d, (a, b)| d | (a ^ b));
    left.len() == right.len() && std::hint::black_box(difference) == 0
}
