//! What stands around a number: words before it, signs of money, addresses of the web, codes with letters.
//!
//! Entry point: [`Around`]. Looks at most [`REACH`] bytes to either side.

use super::fold::{Plain, char_at, char_before, folded};
use std::ops::Range;

/// Bytes looked at on either side. A label and its number are in one line; an address of the web that is longer than
/// this before its number is rare.
const REACH: usize = 160;

/// Bytes in which a word still belongs to the number behind it: sixteen characters of Chinese.
const LABEL: usize = 48;

/// A range of a text, and what is around it.
#[derive(Debug, Clone)]
pub(super) struct Around<'t> {
    text: &'t str,
    range: Range<usize>,
}

impl<'t> Around<'t> {
    /// The surroundings of a range.
    pub(super) fn new(text: &'t str, range: Range<usize>) -> Self {
        Self { text, range }
    }

    /// Whether one of these words stands shortly before, in the same line.
    pub(super) fn labelled(&self, words: &[&str]) -> bool {
        let near = before(self.text, self.range.start, LABEL);
        let line = near.rsplit('\n').next().unwrap_or(near);
        words.iter().any(|word| line.contains(word))
    }

    /// Whether the number is a fraction, or an amount of money or of things.
    pub(super) fn is_amount(&self) -> bool {
        let behind = &self.text[self.range.end..];
        let unit = ["元", "万", "亿", "%", "％", "美元"];
        unit.iter()
            .any(|u| behind.trim_start_matches(' ').starts_with(u))
            || matches!(
                char_before(self.text, self.range.start),
                Some('¥' | '￥' | '$')
            )
            || self.is_fraction()
    }

    fn is_fraction(&self) -> bool {
        let digit = |c: Option<char>| c.is_some_and(|c| matches!(Plain::of(c), Plain::Digit(_)));
        let point = |c: Option<char>| matches!(c, Some('.' | '．'));
        let (start, end) = (self.range.start, self.range.end);
        (point(char_before(self.text, start)) && digit(char_before(self.text, start - 1)))
            || (point(char_at(self.text, end)) && digit(char_at(self.text, end + 1)))
    }

    /// Whether it is part of an address of the web.
    pub(super) fn in_web_address(&self) -> bool {
        let near = before(self.text, self.range.start, REACH);
        let word = near
            .rsplit(|c: char| {
                !c.is_ascii_graphic() || matches!(c, '"' | '\'' | '<' | '>' | '(' | ')' | '|')
            })
            .next()
            .unwrap_or(near);
        word.contains("://") || word.contains("www.")
    }

    /// Letters and digits that touch it, as one word with it.
    pub(super) fn token(&self) -> Token {
        let head = before(self.text, self.range.start, REACH);
        let tail = behind(self.text, self.range.end, REACH);
        let wordy = |c: &char| folded(*c).is_ascii_alphanumeric();
        Token {
            head: head.chars().rev().take_while(wordy).map(folded).collect(),
            tail: tail.chars().take_while(wordy).map(folded).collect(),
        }
    }
}

/// What touches a number on either side.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Before it, backwards.
    head: String,
    /// Behind it.
    tail: String,
}

impl Token {
    /// Nothing touches it.
    pub(super) fn is_bare(&self) -> bool {
        self.head.is_empty() && self.tail.is_empty()
    }

    /// The number is only a stretch of a longer code: a hash, a key, a serial number.
    pub(super) fn is_code(&self) -> bool {
        let hex = |s: &str| s.bytes().all(|b| b.is_ascii_hexdigit());
        !self.is_bare()
            && (!self.tail.is_empty()
                || (hex(&self.head) && self.head.len() > 1)
                || self.head.len() > 12
                || self.head.bytes().any(|b| b.is_ascii_digit()))
    }
}

/// At most so many bytes before a place, from a character's edge on.
pub(super) fn before(text: &str, at: usize, bytes: usize) -> &str {
    let mut from = at.saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..at).unwrap_or_default()
}

/// At most so many bytes behind a place, up to a character's edge.
pub(super) fn behind(text: &str, at: usize, bytes: usize) -> &str {
    let mut to = text.len().min(at + bytes);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.get(at..to).unwrap_or_default()
}
