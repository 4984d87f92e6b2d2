//! E-mail addresses, by the letters that RFC 5321 allows without quotes.
//!
//! Entry point: [`email_around`].

use super::context::{before, behind};
use super::fold::folded;
use std::ops::Range;

/// Bytes of a local part: 64 (RFC 5321 § 4.5.3.1.1), times three when written full-width.
const LOCAL: usize = 192;

/// Bytes of a domain: 255, times three when written full-width.
const DOMAIN: usize = 765;

/// Ends of file names such as `icon@2x.png`.
const FILES: [&str; 9] = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "pdf",
];

/// The address around the `@` at this byte.
pub(super) fn email_around(text: &str, at: usize, width: usize) -> Option<Range<usize>> {
    let local = |c: &char| folded(*c).is_ascii_alphanumeric() || "._%+-".contains(folded(*c));
    let head: usize = before(text, at, LOCAL)
        .chars()
        .rev()
        .take_while(local)
        .map(char::len_utf8)
        .sum();
    let domain = |c: &char| folded(*c).is_ascii_alphanumeric() || ".-".contains(folded(*c));
    let tail: usize = behind(text, at + width, DOMAIN)
        .chars()
        .take_while(domain)
        .map(char::len_utf8)
        .sum();
    let name: String = text
        .get(at + width..at + width + tail)?
        .chars()
        .map(folded)
        .collect();
    let trimmed = name.trim_end_matches(['.', '-']);
    let cut: usize = name.len() - trimmed.len();
    (head > 0 && is_domain(trimmed))
        .then(|| at - head..at + width + shortened(text, at + width, tail, cut))
}

/// The bytes of a domain without its last `cut` characters.
fn shortened(text: &str, from: usize, bytes: usize, cut: usize) -> usize {
    let domain = text.get(from..from + bytes).unwrap_or_default();
    bytes
        - domain
            .chars()
            .rev()
            .take(cut)
            .map(char::len_utf8)
            .sum::<usize>()
}

fn is_domain(name: &str) -> bool {
    let Some((host, top)) = name.rsplit_once('.') else {
        return false;
    };
    !host.is_empty()
        && !host.starts_with(['.', '-'])
        && !host.contains("..")
        && top.len() >= 2
        && top.bytes().all(|b| b.is_ascii_alphabetic())
        && !FILES.contains(&top.to_ascii_lowercase().as_str())
}
