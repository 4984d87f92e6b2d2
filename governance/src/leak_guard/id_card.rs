//! 公民身份号码, GB 11643-1999: six digits of a division, a birth date, three of order, a check character (MOD 11-2).
//!
//! Entry points: [`is_id_card`], [`is_old_id_card`].

use chrono::NaiveDate;

/// First two digits of a division's code, GB/T 2260.
fn is_province(first: u8, second: u8) -> bool {
    matches!(
        first * 10 + second,
        11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91
    )
}

/// Whether 17 digits and a check character (10 stands for X) are a valid number. The birth date is real and lies
/// between 1850 and 2099.
pub fn is_id_card(digits: &[u8; 17], check: u8) -> bool {
    let number =
        |r: std::ops::Range<usize>| digits[r].iter().fold(0, |n, d| n * 10 + u32::from(*d));
    let year = number(6..10);
    (1850..2100).contains(&year)
        && is_province(digits[0], digits[1])
        && NaiveDate::from_ymd_opt(year.cast_signed(), number(10..12), number(12..14)).is_some()
        && check_character(digits) == check
}

/// The check character of 17 digits, 10 for X (ISO 7064 MOD 11-2).
fn check_character(digits: &[u8; 17]) -> u8 {
    let product = digits
        .iter()
        .fold(0_u16, |p, d| (p + u16::from(*d)) * 2 % 11);
    u8::try_from((12 - product) % 11).unwrap_or(0)
}

/// Whether 15 digits have the form used until 1999: no check character, year of two digits.
pub(super) fn is_old_id_card(digits: &[u8; 15]) -> bool {
    let pair = |at: usize| u32::from(digits[at]) * 10 + u32::from(digits[at + 1]);
    let year = 1900 + pair(6).cast_signed();
    is_province(digits[0], digits[1])
        && pair(2) > 0
        && NaiveDate::from_ymd_opt(year, pair(8), pair(10)).is_some()
}
