//! Contact data, sealed to the staff desk's key (HPKE, RFC 9180: X25519, HKDF-SHA-256, ChaCha20-Poly1305).
//!
//! Entry points: [`ContactKey`] seals, [`DeskKey`] opens. The reference is bound in, so that a sealed contact cannot be moved to another case.

use super::{from_hex, hex};
use crate::doors::{Entropy, NoEntropy};
use governance::cases::CaseReference;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use std::fmt;

type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type Encapped = <X25519HkdfSha256 as Kem>::EncappedKey;

/// Names this use, so that the key pair is worth nothing for another.
const INFO: &[u8] = b"mingtang/contact/1";

/// Bytes of an encapsulated key.
const ENCAPPED_LEN: usize = 32;

/// Contact data could not be sealed or opened. Says nothing about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("contact data could not be sealed or opened")]
pub struct SealFault;

/// The public half: seals.
#[derive(Clone)]
pub struct ContactKey(PublicKey);

/// The private half, for the staff desk alone: opens.
#[derive(Clone)]
pub struct DeskKey(PrivateKey);

impl fmt::Debug for ContactKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContactKey({})", self.to_hex())
    }
}

impl fmt::Debug for DeskKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeskKey")
    }
}

impl ContactKey {
    /// Reads 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        PublicKey::from_bytes(&from_hex(text)?).ok().map(Self)
    }

    /// The key in hexadecimal digits; it is public.
    pub fn to_hex(&self) -> String {
        hex(&self.0.to_bytes())
    }

    /// Seals contact data for one case. The result is longer by 48 bytes.
    ///
    /// # Errors
    /// [`SealFault`] if the key is unusable.
    pub fn seal(&self, reference: &CaseReference, contact: &str) -> Result<Vec<u8>, SealFault> {
        let (encapped, sealed) =
            hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
                &OpModeS::Base,
                &self.0,
                INFO,
                contact.as_bytes(),
                reference.as_str().as_bytes(),
            )
            .map_err(|_| SealFault)?;
        Ok([&encapped.to_bytes()[..], &sealed[..]].concat())
    }
}

impl DeskKey {
    /// A new pair's private half.
    ///
    /// # Errors
    /// [`NoEntropy`].
    pub fn draw(entropy: &dyn Entropy) -> Result<Self, NoEntropy> {
        let mut seed = [0; 32];
        entropy.fill(&mut seed)?;
        Ok(Self(X25519HkdfSha256::derive_keypair(&seed).0))
    }

    /// Reads 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        PrivateKey::from_bytes(&from_hex(text)?).ok().map(Self)
    }

    /// The key in hexadecimal digits, for its file.
    pub fn to_hex(&self) -> String {
        hex(&self.0.to_bytes())
    }

    /// The public half.
    pub fn contact_key(&self) -> ContactKey {
        ContactKey(X25519HkdfSha256::sk_to_pk(&self.0))
    }

    /// Opens what was sealed for this case.
    ///
    /// # Errors
    /// [`SealFault`] if it was sealed to another key or for another case, or is damaged.
    pub fn open(&self, reference: &CaseReference, sealed: &[u8]) -> Result<String, SealFault> {
        let (encapped, sealed) = sealed.split_at_checked(ENCAPPED_LEN).ok_or(SealFault)?;
        let encapped = Encapped::from_bytes(encapped).map_err(|_| SealFault)?;
        let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.0,
            &encapped,
            INFO,
            sealed,
            reference.as_str().as_bytes(),
        )
        .map_err(|_| SealFault)?;
        String::from_utf8(opened).map_err(|_| SealFault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doors::SystemEntropy;

    #[test]
    fn only_the_desk_opens_and_only_for_the_same_case() {
        let desk = DeskKey::draw(&SystemEntropy).unwrap();
        let key = ContactKey::from_hex(&desk.contact_key().to_hex()).unwrap();
        let reference = CaseReference::from_random([7; 8]);
        let sealed = key.seal(&reference, "张女士 0717-6000000").unwrap();
        let desk = DeskKey::from_hex(&desk.to_hex()).unwrap();
        assert_eq!(
            desk.open(&reference, &sealed).as_deref(),
            Ok("张女士 0717-6000000")
        );
        let other = CaseReference::from_random([8; 8]);
        assert_eq!(desk.open(&other, &sealed), Err(SealFault));
        let stranger = DeskKey::draw(&SystemEntropy).unwrap();
        assert_eq!(stranger.open(&reference, &sealed), Err(SealFault));
    }
}
