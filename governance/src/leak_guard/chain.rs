//! A chain: groups of digits with at most [`GAP_LIMIT`] separators between two of them, as one number or several.
//!
//! Entry point: [`Chain::gather`]. Must not judge what the digits are.

use super::fold::{Gap, Plain, char_at, separator};
use std::ops::Range;

/// Separators between two digits of one number: `138 - 0013 - 8000` has three.
const GAP_LIMIT: usize = 3;

/// Fewest digits of anything that is looked for: a mobile number.
pub(super) const SHORTEST: usize = 11;

/// Digits and groups of nearly every chain: a date with a time, a number of eighteen digits.
const USUAL_DIGITS: usize = 20;
const USUAL_GROUPS: usize = 8;

/// One digit and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Digit {
    /// 0–9.
    pub(super) value: u8,
    /// First byte.
    pub(super) start: usize,
    /// First byte behind.
    pub(super) end: usize,
}

/// Digits that touch each other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    /// Index of the first digit.
    pub(super) first: usize,
    /// Index behind the last digit.
    pub(super) behind: usize,
    /// What parts it from the group before.
    pub(super) gap: Option<Gap>,
}

impl Group {
    /// Digits in it.
    pub(super) fn len(&self) -> usize {
        self.behind - self.first
    }
}

/// Groups of digits that may belong together.
#[derive(Debug, Default)]
pub(super) struct Chain {
    /// The digits.
    pub(super) digits: Vec<Digit>,
    /// The groups, in order.
    pub(super) groups: Vec<Group>,
}

impl Chain {
    /// Reads the chain that starts at this byte into `self`, and gives the byte behind its last digit.
    pub(super) fn gather(&mut self, text: &str, start: usize) -> usize {
        self.digits.clear();
        self.groups.clear();
        // Room for nearly every chain at once, so that a short text does not ask for more again and again.
        self.digits.reserve(USUAL_DIGITS);
        self.groups.reserve(USUAL_GROUPS);
        let (mut at, mut gap) = (start, None);
        loop {
            let first = self.digits.len();
            at = self.group(text, at);
            let behind = self.digits.len();
            self.groups.push(Group { first, behind, gap });
            let Some((next, kind)) = gap_behind(text, at) else {
                return at;
            };
            (at, gap) = (next, Some(kind));
        }
    }

    fn group(&mut self, text: &str, mut at: usize) -> usize {
        while let Some(byte @ b'0'..=b'9') = text.as_bytes().get(at) {
            let (value, start) = (byte - b'0', at);
            at += 1;
            let end = at;
            self.digits.push(Digit { value, start, end });
        }
        while let Some(c) = char_at(text, at) {
            let Plain::Digit(value) = Plain::of(c) else {
                break;
            };
            let end = at + c.len_utf8();
            let start = at;
            self.digits.push(Digit { value, start, end });
            at = end;
        }
        at
    }

    /// The values of some digits.
    pub(super) fn values<const N: usize>(&self, first: usize) -> Option<[u8; N]> {
        let digits = self.digits.get(first..first + N)?;
        let mut out = [0; N];
        for (to, from) in out.iter_mut().zip(digits) {
            *to = from.value;
        }
        Some(out)
    }

    /// The bytes that some digits span.
    pub(super) fn span(&self, digits: Range<usize>) -> Range<usize> {
        match self.digits.get(digits) {
            Some([only]) => only.start..only.end,
            Some([first, .., last]) => first.start..last.end,
            _ => 0..0,
        }
    }
}

/// Where the next group starts, if only separators lie between.
fn gap_behind(text: &str, at: usize) -> Option<(usize, Gap)> {
    let mut kind = Gap::Space;
    let mut next = at;
    for _ in 0..=GAP_LIMIT {
        let c = char_at(text, next)?;
        if matches!(Plain::of(c), Plain::Digit(_)) {
            return (next > at).then_some((next, kind));
        }
        let found = separator(c)?;
        if found != Gap::Space {
            kind = found;
        }
        next += c.len_utf8();
    }
    None
}
