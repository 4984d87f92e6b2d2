//! Characters as their plain forms, without copying the text: the part of NFKC that can hide a number.
//!
//! Entry points: [`char_at`], [`char_before`], [`Plain::of`]. Circled and superscript digits stay what they are: they are
//! list marks and notes, and would glue themselves to the number behind them.

/// What a character means to the guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    /// A decimal digit, 0–9.
    Digit(u8),
    /// Any other character, in its ASCII form if it has one.
    Other(char),
}

impl Plain {
    /// The plain form of a character.
    pub(super) fn of(c: char) -> Self {
        match folded(c) {
            d @ '0'..='9' => Self::Digit(d as u8 - b'0'),
            other => Self::Other(other),
        }
    }
}

/// A character with full-width and mathematical forms made plain.
pub(super) fn folded(c: char) -> char {
    let code = c as u32;
    match code {
        // Full-width forms are ASCII moved up by 0xFEE0.
        0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        // Five runs of mathematical digits.
        0x1D7CE..=0x1D7FF => char::from_digit((code - 0x1D7CE) % 10, 10).unwrap_or(c),
        _ => c,
    }
}

/// The character that starts at this byte; `None` at the end or inside a character.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    // Most of what is asked for is a digit or what parts digits.
    let first = *text.as_bytes().get(at)?;
    if first.is_ascii() {
        return Some(char::from(first));
    }
    text.get(at..)?.chars().next()
}

/// The character that ends before this byte.
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// How a person parts the digits of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Gap {
    /// Blanks of any width, and characters without width.
    Space,
    /// Hyphens and dashes, perhaps with blanks.
    Hyphen,
    /// Points and middle dots, perhaps with blanks.
    Dot,
}

/// The kind of separator a character is, if it is one.
pub(super) fn separator(c: char) -> Option<Gap> {
    match c {
        ' '
        | '\t'
        | '\u{A0}'
        | '\u{3000}'
        | '\u{2000}'..='\u{200D}'
        | '\u{2060}'
        | '\u{FEFF}'
        | '\u{AD}' => Some(Gap::Space),
        '-' | '－' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' => Some(Gap::Hyphen),
        '.' | '．' | '·' | '•' | '・' => Some(Gap::Dot),
        _ => None,
    }
}
