//! Bank cards: 16–19 digits that begin with 3–6 and end with the right check digit (Luhn, ISO/IEC 7812-1).
//!
//! Entry point: [`card`]. One in ten numbers passes Luhn by chance, so a card is written in one piece or in fours, and
//! stands alone; next to a word for a serial number it is only worth a look.

use super::chain::Chain;
use super::context::Around;
use super::{Severity, credit_code, fold::Gap};
use std::ops::Range;

/// What card numbers are called. It outweighs [`SERIALS`].
const CARDS: [&str; 6] = ["卡号", "银行", "账号", "账户", "帐号", "card"];

/// What other long numbers are called.
const SERIALS: [&str; 10] = [
    "编号", "单号", "代码", "证号", "文号", "序号", "流水", "批号", "许可", "备案",
];

/// The digits of a card that begins with this group, with what to do about it.
pub(super) fn card(
    text: &str,
    chain: &Chain,
    group: usize,
) -> Option<(Range<usize>, usize, Severity)> {
    let last = in_one_piece(chain, group).or_else(|| in_fours(chain, group))?;
    let digits = chain.groups.get(group)?.first..chain.groups.get(last)?.behind;
    let values: Vec<u8> = chain
        .digits
        .get(digits.clone())?
        .iter()
        .map(|d| d.value)
        .collect();
    let around = Around::new(text, chain.span(digits.clone()));
    let quiet = !(3..=6).contains(values.first()?)
        || !luhn(&values)
        || is_organisation(&values)
        || !around.token().is_bare()
        || around.is_amount()
        || around.in_web_address();
    let serial = around.labelled(&SERIALS) && !around.labelled(&CARDS);
    let severity = if serial {
        Severity::Warn
    } else {
        Severity::Block
    };
    (!quiet).then_some((digits, last, severity))
}

fn in_one_piece(chain: &Chain, group: usize) -> Option<usize> {
    let joined = |g: usize| {
        chain
            .groups
            .get(g)
            .is_some_and(|g| matches!(g.gap, Some(Gap::Hyphen | Gap::Dot)))
    };
    let fits = (16..=19).contains(&chain.groups.get(group)?.len());
    (fits && !joined(group) && !joined(group + 1)).then_some(group)
}

/// Four groups of four and perhaps a rest, the whole chain.
fn in_fours(chain: &Chain, group: usize) -> Option<usize> {
    let (first, rest) = match (group, &chain.groups[..]) {
        (0, [first, b, c, d]) => ([first, b, c, d], None),
        (0, [first, b, c, d, rest]) => ([first, b, c, d], Some(rest)),
        _ => return None,
    };
    let fours = first.iter().all(|g| g.len() == 4);
    let alike = chain.groups.iter().skip(2).all(|g| g.gap == first[1].gap);
    (fours && alike && rest.is_none_or(|g| g.len() <= 3)).then_some(chain.groups.len() - 1)
}

fn is_organisation(values: &[u8]) -> bool {
    let code: String = values.iter().map(|v| char::from(b'0' + v)).collect();
    credit_code::is_credit_code(&code)
}

/// The check of ISO/IEC 7812-1: every second digit from the right counts double.
fn luhn(values: &[u8]) -> bool {
    let digit = |(at, value): (usize, &u8)| match (at % 2, value * 2) {
        (0, _) => u32::from(*value),
        (_, double) => u32::from(double / 10 + double % 10),
    };
    values
        .iter()
        .rev()
        .enumerate()
        .map(digit)
        .sum::<u32>()
        .is_multiple_of(10)
}
