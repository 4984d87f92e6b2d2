//! The public reference of a case: eight characters that survive being read out over the telephone.
//!
//! Entry points: [`CaseReference::from_random`] and [`CaseReference::parse`]. The random bytes are an argument. A reference is no secret; it opens
//! nothing without the receipt.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// The characters of a reference: digits and capitals without those that look or sound like another (0 O D Q, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V). There are 23,
/// a prime, so that one check character finds every single wrong character and every swap of two.
pub const ALPHABET: &[u8; 23] = b"23456789ACEFHJKMNPRTWXY";

/// Characters of a reference, the check character included.
pub const LENGTH: usize = 8;

/// References there are: 23^7, 3.4 thousand million. A city files some 10^5 cases a year, so one new reference in 10^4 meets an old one: the store's
/// conditional write finds that, and another is drawn.
pub const SPACE: u64 = 23_u64.pow(7);

/// The reference of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Cow<'_, str>", into = "String")]
pub struct CaseReference([u8; LENGTH]);

/// Why a text is no reference. A resident is told the same for each: copy it again from the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceFault {
    /// Not eight characters, spaces and hyphens aside.
    #[error("a reference has {LENGTH} characters")]
    Length,
    /// A character that stands in no reference.
    #[error("a reference has only the characters 23456789ACEFHJKMNPRTWXY")]
    Character,
    /// The check character does not fit: one character is wrong or two are swapped.
    #[error("a character of the reference is wrong or two are swapped")]
    Check,
}

impl CaseReference {
    /// The reference that these random bytes stand for.
    pub fn from_random(bytes: [u8; 8]) -> Self {
        let mut number = u64::from_be_bytes(bytes) % SPACE;
        let mut digits = [0_u8; LENGTH];
        for digit in &mut digits[..LENGTH - 1] {
            *digit = u8::try_from(number % 23).unwrap_or(0);
            number /= 23;
        }
        // The last weight is 8; 8 × 3 = 24 ≡ 1, so 3 undoes it.
        let missing = (23 - weighted(digits)) % 23;
        digits[LENGTH - 1] = u8::try_from(missing * 3 % 23).unwrap_or(0);
        Self(digits.map(|digit| ALPHABET[usize::from(digit)]))
    }

    /// Reads a reference as people type it: small or full-width letters, spaces and hyphens are forgiven.
    ///
    /// # Errors
    /// [`ReferenceFault`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, ReferenceFault> {
        let mut typed = text
            .nfkc()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '–' | '—'));
        let mut digits = [0_u8; LENGTH];
        for digit in &mut digits {
            let character = typed.next().ok_or(ReferenceFault::Length)?;
            *digit = digit_of(character).ok_or(ReferenceFault::Character)?;
        }
        if typed.next().is_some() {
            return Err(ReferenceFault::Length);
        }
        if weighted(digits) != 0 {
            return Err(ReferenceFault::Check);
        }
        Ok(Self(digits.map(|digit| ALPHABET[usize::from(digit)])))
    }

    /// The eight characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

fn digit_of(character: char) -> Option<u8> {
    let capital = character.to_ascii_uppercase();
    let place = ALPHABET.iter().position(|a| char::from(*a) == capital)?;
    u8::try_from(place).ok()
}

/// Sum of the digits times their places 1–8, modulo 23; 0 for a right reference.
fn weighted(digits: [u8; LENGTH]) -> u32 {
    let products = digits
        .iter()
        .zip(1..)
        .map(|(d, place)| u32::from(*d) * place);
    products.sum::<u32>() % 23
}

impl fmt::Display for CaseReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<Cow<'_, str>> for CaseReference {
    type Error = ReferenceFault;
    fn try_from(text: Cow<'_, str>) -> Result<Self, ReferenceFault> {
        Self::parse(&text)
    }
}

impl From<CaseReference> for String {
    fn from(reference: CaseReference) -> Self {
        reference.as_str().to_owned()
    }
}

impl JsonSchema for CaseReference {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "CaseReference".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "case-reference", "pattern": "^[23456789ACEFHJKMNPRTWXY]{8}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn typed_forms_are_forgiven() {
        let reference = CaseReference::from_random([7; 8]);
        let text = reference.to_string();
        let spaced = format!(" {}-{} ", &text[..4].to_lowercase(), &text[4..]);
        let wide: String = text
            .chars()
            .filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0))
            .collect();
        for typed in [&text, &spaced, &wide] {
            assert_eq!(CaseReference::parse(typed), Ok(reference), "{typed}");
        }
        assert_eq!(CaseReference::parse("2222"), Err(ReferenceFault::Length));
        assert_eq!(
            CaseReference::parse("222222222"),
            Err(ReferenceFault::Length)
        );
        assert_eq!(
            CaseReference::parse("O2222222"),
            Err(ReferenceFault::Character)
        );
        assert_eq!(CaseReference::parse("22222223"), Err(ReferenceFault::Check));
    }

    proptest! {
        #[test]
        fn one_wrong_character_or_swap_is_found(bytes: [u8; 8], place in 0_usize..8, other in 0_usize..8, shift in 1_u8..23) {
            let right = CaseReference::from_random(bytes);
            prop_assert_eq!(CaseReference::parse(right.as_str()), Ok(right));

            let mut wrong = right.0;
            let digit = digit_of(char::from(wrong[place])).unwrap();
            wrong[place] = ALPHABET[usize::from((digit + shift) % 23)];
            prop_assert_eq!(CaseReference::parse(std::str::from_utf8(&wrong).unwrap()), Err(ReferenceFault::Check));

            let mut swapped = right.0;
            swapped.swap(place, other);
            if swapped != right.0 {
                prop_assert_eq!(CaseReference::parse(std::str::from_utf8(&swapped).unwrap()), Err(ReferenceFault::Check));
            }
        }
    }
}
