//! Number plates, GA 36: a province, a letter, five characters with at most two letters (six on new-energy cars).
//!
//! Entry point: [`plate_around`], called with the first digit of a plate, as none is without digits.

use super::fold::{char_at, char_before, folded};
use std::ops::Range;

/// The provinces, and what army and embassies use is left out: their plates name no person.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

/// Characters between the letter and the rest.
fn is_parting(c: char) -> bool {
    matches!(c, '·' | '•' | '・' | ' ' | '-' | '—' | '.' | '\u{A0}')
}

/// The plate whose first digit is at this byte.
pub(super) fn plate_around(text: &str, digit: usize) -> Option<Range<usize>> {
    let start = province_before(text, digit)?;
    let province = char_at(text, start)?;
    let letter_at = skip(text, start + province.len_utf8(), 1);
    let letter = char_at(text, letter_at)?;
    let serial = skip(text, letter_at + letter.len_utf8(), 1);
    let end = serial_end(text, serial)?;
    Some(start..end)
}

/// Walks back over at most two letters of the serial, the place's letter and a parting to the province.
fn province_before(text: &str, digit: usize) -> Option<usize> {
    let (mut at, mut letters) = (digit, 0);
    for _ in 0..6 {
        let c = char_before(text, at)?;
        at -= c.len_utf8();
        if !c.is_ascii() && PROVINCES.contains(c) {
            return (letters > 0).then_some(at);
        }
        match folded(c) {
            'A'..='Z' | 'a'..='z' => letters += 1,
            c if is_parting(c) => {}
            _ => return None,
        }
    }
    None
}

fn skip(text: &str, at: usize, most: usize) -> usize {
    let partings = text
        .get(at..)
        .unwrap_or_default()
        .chars()
        .take_while(|c| is_parting(*c));
    at + partings.take(most).map(char::len_utf8).sum::<usize>()
}

/// The end of five or six characters that make a plate's serial.
fn serial_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let serial: Vec<(usize, char)> = rest
        .char_indices()
        .map(|(i, c)| (i + c.len_utf8(), folded(c)))
        .take_while(|(_, c)| c.is_ascii_alphanumeric())
        .take(7)
        .collect();
    let letters = serial
        .iter()
        .filter(|(_, c)| c.is_ascii_alphabetic())
        .count();
    let chars: Vec<char> = serial.iter().map(|(_, c)| *c).collect();
    let fits = match chars.len() {
        5 => letters <= 2,
        6 => is_new_energy(&chars),
        _ => false,
    };
    let plain = chars.iter().all(|c| !matches!(c, 'I' | 'O' | 'i' | 'o'));
    (fits && plain).then(|| at + serial.last().map_or(0, |(end, _)| *end))
}

/// Small cars: a letter A–K, a character, four digits; big ones: five digits and a letter D or F.
fn is_new_energy(chars: &[char]) -> bool {
    let digits = |r: Range<usize>| chars[r].iter().all(char::is_ascii_digit);
    let small = matches!(chars[0].to_ascii_uppercase(), 'A'..='K') && digits(2..6);
    let big = matches!(chars[5].to_ascii_uppercase(), 'D' | 'F') && digits(0..5);
    small || big
}
