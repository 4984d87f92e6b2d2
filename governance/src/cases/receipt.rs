//! The receipt of a case: sixteen digits, shown to the resident once and stored only as a slow hash.
//!
//! Entry points: [`Receipt::from_random`], [`Receipt::parse`]. The type has neither `Display` nor serde, and its `Debug` hides the digits, so that it
//! cannot slip into a log, an error or a file. Whoever hashes it asks for [`Receipt::digits`]; whoever shows it, for [`Receipt::shown_once`].

use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// Digits of a receipt: 10^16, about 53 bits; guessing at ten tries a second takes 30 million years.
pub const DIGITS: usize = 16;

/// The secret of a case.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt([u8; DIGITS]);

/// The text has not sixteen digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a receipt has {DIGITS} digits")]
pub struct ReceiptFault;

impl Receipt {
    /// The receipt that these random bytes stand for. The remainder favours no receipt by more than one part in 1,800.
    pub fn from_random(bytes: [u8; 8]) -> Self {
        let mut number = u64::from_be_bytes(bytes);
        let mut digits = [b'0'; DIGITS];
        for digit in digits.iter_mut().rev() {
            *digit += u8::try_from(number % 10).unwrap_or(0);
            number /= 10;
        }
        Self(digits)
    }

    /// Reads a receipt as people type it: spaces, hyphens and full-width digits are forgiven.
    ///
    /// # Errors
    /// [`ReceiptFault`] if there are not sixteen digits, or anything else.
    pub fn parse(text: &str) -> Result<Self, ReceiptFault> {
        let mut typed = text
            .nfkc()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '–' | '—'));
        let mut digits = [0; DIGITS];
        for digit in &mut digits {
            let value = typed
                .next()
                .and_then(|c| c.to_digit(10))
                .ok_or(ReceiptFault)?;
            *digit = b'0' + u8::try_from(value).map_err(|_| ReceiptFault)?;
        }
        typed.next().map_or(Ok(Self(digits)), |_| Err(ReceiptFault))
    }

    /// The digits, for the slow hash.
    pub fn digits(&self) -> &[u8; DIGITS] {
        &self.0
    }

    /// The digits in groups of four, for the one page and the one answer that show them.
    pub fn shown_once(&self) -> String {
        let groups: Vec<&str> = self
            .0
            .chunks(4)
            .filter_map(|group| std::str::from_utf8(group).ok())
            .collect();
        groups.join(" ")
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receipt(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_read_back_and_never_printed() {
        let receipt = Receipt::from_random([0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0]);
        let shown = receipt.shown_once();
        assert_eq!(shown.len(), 19);
        assert_eq!(Receipt::parse(&shown), Ok(receipt.clone()));
        assert_eq!(
            Receipt::parse(&shown.replace(' ', "-")),
            Ok(receipt.clone())
        );
        assert_eq!(Receipt::parse(&shown.replace(' ', "")), Ok(receipt.clone()));
        let debug = format!("{receipt:?} {:#?}", Some(&receipt));
        assert!(!debug.chars().any(|c| c.is_ascii_digit()), "{debug}");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "1234",
            "12345678901234567",
            "123456789012345a",
            "1234 5678 9012 345６7",
        ] {
            assert_eq!(Receipt::parse(text), Err(ReceiptFault), "{text}");
        }
        assert!(Receipt::parse("１２３４５６７８９０１２３４５６").is_ok());
    }
}
