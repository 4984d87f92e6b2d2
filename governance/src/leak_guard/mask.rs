//! Values as they may be shown.
//!
//! Entry points: [`keep_ends`], [`digits_away`], [`surname_only`], [`email`]. What is hidden can't be got back.

use super::fold::{Plain, folded, separator};

/// The plain characters of a value without separators, of which only some at each end stay.
pub(super) fn keep_ends(value: &str, head: usize, tail: usize) -> String {
    let plain: Vec<char> = value
        .chars()
        .filter(|c| separator(*c).is_none())
        .map(folded)
        .collect();
    let hidden = plain.len().saturating_sub(head + tail);
    let mut out = String::with_capacity(value.len());
    out.extend(plain.iter().take(head));
    out.extend(std::iter::repeat_n('*', hidden));
    out.extend(plain.iter().skip(head + hidden));
    out
}

/// The value with `*` for each numeral or letter of it.
pub(super) fn digits_away(value: &str) -> String {
    let hide = |c: char| match Plain::of(c) {
        Plain::Digit(_) => '*',
        Plain::Other(c) if c.is_ascii_alphanumeric() || super::address::is_numeral(c) => '*',
        Plain::Other(c) => c,
    };
    value.chars().map(hide).collect()
}

/// A person's name with only its first character.
pub(super) fn surname_only(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().into_iter().chain(chars.map(|_| '*')).collect()
}

/// An e-mail address with only the first character of the local part.
pub(super) fn email(value: &str) -> String {
    let plain: String = value.chars().map(folded).collect();
    match plain.split_once('@') {
        Some((local, domain)) => {
            let first: String = local.chars().take(1).collect();
            format!("{first}***@{domain}")
        }
        None => "***".to_owned(),
    }
}
