//! Mobile numbers: `1[3-9]` and nine digits, perhaps behind 86, 0086 or 0, written in one piece or parted.
//!
//! Entry point: [`mobile`]. A way of parting that people use blocks; any other blocks nothing, but is worth a look when
//! the whole chain is the number. A row of figures is not taken for a number that blocks.

use super::Severity;
use super::chain::{Chain, Group, SHORTEST};
use super::context::Around;
use super::fold::Gap;
use std::ops::Range;

/// How people part the eleven digits.
const USUAL: [&[usize]; 12] = [
    &[11],
    &[3, 4, 4],
    &[3, 8],
    &[7, 4],
    &[4, 4, 3],
    &[4, 3, 4],
    &[3, 3, 5],
    &[3, 5, 3],
    &[3, 3, 3, 2],
    &[3, 2, 2, 2, 2],
    &[1, 2, 4, 4],
    &[1; 11],
];

/// What may be dialled before the number.
const PREFIXES: [&[u8]; 4] = [&[], &[8, 6], &[0, 0, 8, 6], &[0]];

/// Words of a number that is not a telephone's.
const SERIALS: [&str; 5] = ["编号", "单号", "代码", "证号", "流水"];

/// Words of a telephone.
const PHONES: [&str; 8] = ["电话", "手机", "联系", "号码", "微信", "tel", "Tel", "TEL"];

/// A mobile number that begins with this group: its digits, its last group, and what to do about it.
pub(super) fn mobile(
    text: &str,
    chain: &Chain,
    group: usize,
) -> Option<(Range<usize>, usize, Severity)> {
    PREFIXES
        .iter()
        .find_map(|prefix| with_prefix(text, chain, group, prefix))
}

fn with_prefix(
    text: &str,
    chain: &Chain,
    group: usize,
    prefix: &[u8],
) -> Option<(Range<usize>, usize, Severity)> {
    let begin = chain.groups.get(group)?.first;
    let first = begin + prefix.len();
    let digits = first..first + SHORTEST;
    let starts = chain.digits.get(begin..digits.end)?.iter().map(|d| d.value);
    if !starts.zip(prefix).all(|(d, p)| d == *p) {
        return None;
    }
    let [one, second, ..] = chain.values::<SHORTEST>(first)?;
    let last = last_group(chain, group, digits.end)?;
    if one != 1 || second < 3 {
        return None;
    }
    let severity = judged(text, chain, (group, last), &digits)?;
    Some((digits, last, severity))
}

/// The group that ends where the number ends.
fn last_group(chain: &Chain, group: usize, end: usize) -> Option<usize> {
    let ends = |g: &Group| g.behind >= end;
    let offset = chain.groups.get(group..)?.iter().position(ends)?;
    (chain.groups.get(group + offset)?.behind == end).then_some(group + offset)
}

fn judged(
    text: &str,
    chain: &Chain,
    groups: (usize, usize),
    digits: &Range<usize>,
) -> Option<Severity> {
    let around = Around::new(text, chain.span(digits.clone()));
    let prefixed = chain.groups.get(groups.0)?.first != digits.start;
    if around.is_amount() || (!prefixed && around.token().is_code()) {
        return None;
    }
    let (shape, gaps) = shape(chain, groups, digits);
    let whole = groups == (0, chain.groups.len() - 1);
    let called = around.labelled(&PHONES) || prefixed;
    if !USUAL.contains(&&shape[..]) {
        return (whole && !gaps.contains(&Gap::Dot) && !has_date(&shape, chain, digits.start))
            .then_some(Severity::Warn);
    }
    let row = !whole && shape.len() > 1 && !called;
    let doubtful = row || around.in_web_address() || (around.labelled(&SERIALS) && !called);
    Some(if doubtful {
        Severity::Warn
    } else {
        Severity::Block
    })
}

/// Lengths of the number's groups, a prefix left out, and what parts them.
fn shape(chain: &Chain, groups: (usize, usize), digits: &Range<usize>) -> (Vec<usize>, Vec<Gap>) {
    let own = chain.groups.get(groups.0..=groups.1).unwrap_or_default();
    let lengths = own
        .iter()
        .filter(|g| g.behind > digits.start)
        .map(|g| g.behind - g.first.max(digits.start))
        .collect();
    let inner = own.iter().filter(|g| g.first > digits.start);
    (lengths, inner.filter_map(|g| g.gap).collect())
}

/// Whether three groups in a row are a year, a month and a day: `13 2021-11-12 1` is no number.
fn has_date(shape: &[usize], chain: &Chain, first: usize) -> bool {
    let mut at = first;
    let mut numbers = Vec::with_capacity(shape.len());
    for length in shape {
        let digits = chain.digits.get(at..at + length).unwrap_or_default();
        numbers.push((
            *length,
            digits
                .iter()
                .fold(0_u64, |n, d| n * 10 + u64::from(d.value)),
        ));
        at += length;
    }
    numbers.windows(3).any(|w| {
        w[0].0 == 4
            && (1900..2100).contains(&w[0].1)
            && (w[1].0 <= 2 && (1..=12).contains(&w[1].1))
            && (w[2].0 <= 2 && (1..=31).contains(&w[2].1))
    })
}
