//! A body as it is read rather than as it is written: without the marks that could part the digits of a number.
//!
//! Entry points: [`may_part_digits`], [`as_read`].

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "most events of the Markdown reader say nothing about words"
)]

use super::events;
use super::flanking::{Prepared, clean};
use crate::sift;
use pulldown_cmark::{Event, Tag};

/// Places of a plain text and where they stand in the body, rising.
type Marks = Vec<(usize, usize)>;

/// Whether markup, a character reference or an escape touches a digit, so that what is read differs from what is written.
pub(crate) fn may_part_digits(body: &str) -> bool {
    let bytes = body.as_bytes();
    let touches = |at: &usize| {
        let before = at.checked_sub(1).map_or(0, |at| digit(bytes[at]));
        let behind = bytes.get(at + 1).copied().unwrap_or_default();
        before | digit(behind) | u8::from(behind == b'#') != 0
    };
    let marked = sift::blocks(bytes, |byte, _, _| sign(byte));
    let places = marked.flat_map(|start| start..bytes.len().min(start + sift::BLOCK));
    places
        .filter(|at| sign(bytes[*at]) != 0)
        .any(|at| touches(&at))
}

/// Whether a byte is one of ``*_~`<>&\[]()%``.
#[inline]
fn sign(byte: u8) -> u8 {
    let within = |first: u8, count: u8| u8::from(byte.wrapping_sub(first) < count);
    let marks = within(b'%', 2) | within(b'(', 3) | within(b'[', 3) | within(b'_', 2);
    marks | u8::from(byte | 2 == b'>') | u8::from(byte == b'~')
}

/// Whether a byte is a digit; the last byte of a full-width one lies in 0x90–0x99.
#[inline]
fn digit(byte: u8) -> u8 {
    u8::from(byte.wrapping_sub(b'0') < 10) | u8::from(byte.wrapping_sub(0x90) < 10)
}

/// The words of a body with blocks on lines of their own, and the addresses of its links.
pub(crate) fn as_read(body: &str) -> Vec<(String, Marks)> {
    let prepared = Prepared::new(body);
    let mut read: (String, Marks) = Default::default();
    let mut addresses: (String, Marks) = Default::default();
    for (event, span) in events(&prepared) {
        let at = prepared.original(span.start);
        match event {
            Event::Text(text) | Event::Code(text) => {
                read.1.push((read.0.len(), at));
                read.0.push_str(&clean(&text));
            }
            Event::SoftBreak => read.0.push(' '),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                addresses.1.push((addresses.0.len(), at));
                let address = clean(&dest_url);
                let decoded = crate::leaks::percent_decoded(&address);
                addresses.0.push_str(decoded.as_deref().unwrap_or(&address));
                addresses.0.push('\n');
            }
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::Item
                | Tag::TableCell
                | Tag::CodeBlock(_),
            )
            | Event::HardBreak => read.0.push('\n'),
            _ => {}
        }
    }
    vec![read, addresses]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same, two bytes at a time.
    fn plainly(body: &str) -> bool {
        let sign = |byte: u8| b"*_~`<>&\\[]()%".contains(&byte);
        let digit = |byte: u8| byte.is_ascii_digit() || (0x90..0x9A).contains(&byte);
        body.as_bytes().windows(2).any(|pair| {
            (sign(pair[0]) && (digit(pair[1]) || pair[1] == b'#'))
                || (digit(pair[0]) && sign(pair[1]))
        })
    }

    #[test]
    fn every_pair_is_judged_wherever_it_stands() {
        let mut chars: Vec<char> = (1..128).map(char::from).collect();
        chars.extend("１６９一低".chars());
        for a in &chars {
            for b in &chars {
                for before in [0, 62, 63, 64, 65, 127, 140] {
                    let text = format!("{}{a}{b}", "x".repeat(before));
                    assert_eq!(may_part_digits(&text), plainly(&text), "{text:?}");
                    let text = format!("{text}{}", "x".repeat(150));
                    assert_eq!(may_part_digits(&text), plainly(&text), "{text:?}");
                }
            }
        }
    }
}
