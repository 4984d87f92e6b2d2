//! Home addresses: a building or a staircase, and a room: 3栋2单元501室, 三栋二单元501, 5号楼1202室.
//!
//! Entry points: [`address_at`] for numbers in digits, [`address_before_unit`] for Chinese numerals. A room alone is an office,
//! a staircase alone is a place for repairs; neither says where a person lives.

use super::context::before;
use super::fold::{Plain, char_at, char_before, folded};
use std::ops::Range;

/// Bytes before the address in which an office is named: 20 characters.
const REACH: usize = 60;

/// Words of places where nobody lives.
const OFFICES: [&str; 17] = [
    "办公",
    "行政",
    "大厦",
    "写字楼",
    "政务",
    "政府",
    "中心",
    "大楼",
    "机关",
    "酒店",
    "宾馆",
    "学校",
    "医院",
    "会议",
    "委员会",
    "窗口",
    "局",
];

/// Parts of a number of building, staircase or room.
const PART_LIMIT: usize = 6;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Building,
    Staircase,
    Floor,
    Room,
    None,
}

/// Whether a character is a Chinese numeral.
pub(super) fn is_numeral(c: char) -> bool {
    "〇零一二三四五六七八九十百两".contains(c)
}

fn is_number_part(c: char) -> bool {
    matches!(Plain::of(c), Plain::Digit(_)) || folded(c).is_ascii_uppercase() || is_numeral(c)
}

/// The address that begins with the number at this byte.
pub(super) fn address_at(text: &str, start: usize) -> Option<Range<usize>> {
    let mut seen = Vec::with_capacity(4);
    let mut at = start;
    let mut end = start;
    for _ in 0..5 {
        let Some((mark, next)) = part(text, at, &seen) else {
            break;
        };
        seen.push(mark);
        end = next;
        at = next + blank(text, next);
        if matches!(mark, Mark::Room | Mark::None) {
            break;
        }
    }
    let has = |mark| seen.contains(&mark);
    let room = matches!(seen.last(), Some(Mark::Room | Mark::None));
    let home = room && (has(Mark::Staircase) || (has(Mark::Building) && has(Mark::Room)));
    (home && !is_office(text, start)).then_some(start..end)
}

/// The address whose staircase is the 单元 at this byte, when its numbers are Chinese numerals.
pub(super) fn address_before_unit(text: &str, unit: usize) -> Option<Range<usize>> {
    if !char_before(text, unit).is_some_and(is_numeral) {
        return None;
    }
    let mut start = unit;
    for _ in 0..2 * PART_LIMIT {
        match char_before(text, start) {
            Some(c) if is_number_part(c) || "栋幢座号楼".contains(c) => start -= c.len_utf8(),
            _ => break,
        }
    }
    // A mark without its number does not begin an address.
    while let Some(c) = char_at(text, start).filter(|c| "栋幢座号楼".contains(*c)) {
        start += c.len_utf8();
    }
    address_at(text, start)
}

/// A number and its mark; behind a staircase the mark may be missing.
fn part(text: &str, at: usize, seen: &[Mark]) -> Option<(Mark, usize)> {
    let rest = text.get(at..)?;
    let number: usize = rest
        .chars()
        .take_while(|c| is_number_part(*c))
        .take(PART_LIMIT)
        .map(char::len_utf8)
        .sum();
    if number == 0 {
        return None;
    }
    let behind = at + number;
    let tail = text.get(behind..)?;
    let marks: [(&str, Mark); 11] = [
        ("号楼", Mark::Building),
        ("栋", Mark::Building),
        ("幢", Mark::Building),
        ("座", Mark::Building),
        ("单元", Mark::Staircase),
        ("楼", Mark::Floor),
        ("层", Mark::Floor),
        ("室", Mark::Room),
        ("房", Mark::Room),
        ("户", Mark::Room),
        ("号", Mark::Room),
    ];
    let known = marks.iter().find(|(word, _)| tail.starts_with(word));
    match known {
        Some((_, Mark::Room)) if seen.is_empty() => None,
        Some((word, mark)) => Some((*mark, behind + word.len())),
        None if seen.last() == Some(&Mark::Staircase) && is_room_number(&rest[..number]) => {
            Some((Mark::None, behind))
        }
        None => None,
    }
}

/// Three or four digits: floor and door.
fn is_room_number(number: &str) -> bool {
    (3..=4).contains(&number.chars().count())
        && number
            .chars()
            .all(|c| matches!(Plain::of(c), Plain::Digit(_)))
}

fn blank(text: &str, at: usize) -> usize {
    match char_at(text, at) {
        Some(c @ (' ' | '\u{3000}' | '-' | ',' | '，')) => c.len_utf8(),
        _ => 0,
    }
}

fn is_office(text: &str, start: usize) -> bool {
    let near = before(text, start, REACH);
    let line = near
        .rsplit(['\n', '。', '；', '，', '、'])
        .next()
        .unwrap_or(near);
    OFFICES.iter().any(|word| line.contains(word)) && !line.contains('住')
}
