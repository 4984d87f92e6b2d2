//! One pass over a text: blocks of bytes that can hold nothing are skipped, the others are read.
//!
//! Entry points: [`Walk::run`], [`Walk::finish`]. Every step forward is counted; what a step looks at is bounded by the
//! constants of the module that judges.

use super::chain::{Chain, SHORTEST};
use super::context::Around;
use super::fold::{Plain, char_at, char_before, folded, separator};
use super::{Finding, Kind, Severity};
use super::{address, bank_card, email, hardship, id_card, mask, mobile, plate};
use std::ops::Range;

/// Bytes judged at once by the fast pass: four registers of 16 bytes.
const BLOCK: usize = 64;

/// Fewer bytes than these are read at once: the fast pass would cost more.
const SHORT: usize = 24;

/// Bytes behind a block that a character beginning in it may need.
const AHEAD: usize = 2;

/// Digits of an identity card, with its check character.
const ID_DIGITS: usize = 18;

/// What identity cards are called.
const ID_LABELS: [&str; 4] = ["身份证", "身份号", "证件号", "身份证件"];

/// What other numbers of fifteen digits are called.
const SERIALS: [&str; 6] = ["编号", "注册号", "单号", "代码", "税号", "备案"];

/// The pass.
pub(super) struct Walk<'t> {
    text: &'t str,
    found: Vec<Finding>,
    chain: Chain,
    steps: u64,
}

impl<'t> Walk<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            found: Vec::new(),
            chain: Chain::default(),
            steps: 0,
        }
    }

    /// Reads the whole text.
    pub(super) fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let end = (at + BLOCK).min(bytes.len());
            at = if end - at < SHORT || may_hold(bytes, at) {
                self.block(at, end)
            } else {
                end
            };
        }
    }

    /// Findings by place without overlaps, and the steps taken.
    pub(super) fn finish(mut self) -> (Vec<Finding>, u64) {
        if self.found.is_empty() {
            return (self.found, self.steps);
        }
        self.found.sort_by_key(|f| (f.severity, f.range.start));
        let mut kept: Vec<Finding> = Vec::with_capacity(self.found.len());
        kept.extend(self.found.extract_if(.., |f| f.severity == Severity::Block));
        let blocks = kept.len();
        let mut next = 0;
        for warning in self.found {
            // Both lists are sorted: blocks that end before this warning can't meet a later one.
            while next < blocks && kept[next].range.end <= warning.range.start {
                next += 1;
            }
            let last = kept[blocks..].last().map_or(0, |f| f.range.end);
            let clear = next == blocks || kept[next].range.start >= warning.range.end;
            if clear && warning.range.start >= last {
                kept.push(warning);
            }
        }
        kept.sort_by_key(|f| f.range.start);
        (kept, self.steps)
    }

    /// Reads one block byte by byte, and gives where to go on: perhaps behind the block.
    fn block(&mut self, mut at: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        while at < end {
            self.steps += 1;
            at = match bytes[at] {
                b'0'..=b'9' => self.number(at),
                b'@' => self.at_sign(at, 1),
                0xE4..=0xE7 => self.word(at),
                0xEF | 0xF0 => self.full_width(at),
                // Any other character of three bytes, as most of the text is.
                0xE0..=0xEE => at + 3,
                _ => at + 1,
            };
        }
        at
    }

    fn full_width(&mut self, at: usize) -> usize {
        let Some(c) = char_at(self.text, at) else {
            return at + 1;
        };
        match Plain::of(c) {
            Plain::Digit(_) => self.number(at),
            Plain::Other('@') => self.at_sign(at, c.len_utf8()),
            Plain::Other(_) => at + c.len_utf8(),
        }
    }

    fn at_sign(&mut self, at: usize, width: usize) -> usize {
        if let Some(range) = email::email_around(self.text, at, width) {
            self.steps += range.len() as u64;
            let masked = mask::email(&self.text[range.clone()]);
            self.found.push(Finding {
                range,
                kind: Kind::Email,
                severity: Severity::Warn,
                masked,
            });
        }
        at + width
    }

    fn word(&mut self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at..];
        if !may_begin_word(rest) {
            return at + 3;
        }
        let found = hardship::WORDS
            .iter()
            .find(|w| rest.starts_with(w.as_bytes()));
        if let Some(word) = found {
            let word = at..at + word.len();
            if let Some(name) = hardship::name_beside(self.text, &word) {
                let masked = mask::surname_only(&self.text[name.clone()]);
                self.found.push(Finding {
                    range: name,
                    kind: Kind::Hardship,
                    severity: Severity::Warn,
                    masked,
                });
            }
        } else if rest.starts_with("单元".as_bytes())
            && let Some(range) = address::address_before_unit(self.text, at)
        {
            self.address(range);
        }
        at + 3
    }

    /// A chain of digits, from its first byte to behind its last.
    fn number(&mut self, at: usize) -> usize {
        let mut chain = std::mem::take(&mut self.chain);
        let end = chain.gather(self.text, at);
        self.steps += (end - at) as u64;
        for group in &chain.groups {
            self.short(chain.span(group.first..group.behind));
        }
        if chain.digits.len() >= SHORTEST {
            self.long(&chain);
        }
        self.chain = chain;
        end
    }

    /// What a few digits may belong to: a plate or an address.
    fn short(&mut self, digits: Range<usize>) {
        let lettered = |c: char| folded(c).is_ascii_alphabetic() || separator(c).is_some();
        if char_before(self.text, digits.start).is_some_and(lettered)
            && let Some(range) = plate::plate_around(self.text, digits.start)
        {
            let masked = mask::keep_ends(&self.text[range.clone()], 2, 2);
            self.found.push(Finding {
                range,
                kind: Kind::Plate,
                severity: Severity::Warn,
                masked,
            });
        }
        let unit = |c: char| !c.is_ascii() && "栋幢座号单".contains(c);
        if char_at(self.text, digits.end).is_some_and(unit)
            && let Some(range) = address::address_at(self.text, digits.start)
        {
            self.address(range);
        }
    }

    fn address(&mut self, range: Range<usize>) {
        let masked = mask::digits_away(&self.text[range.clone()]);
        self.found.push(Finding {
            range,
            kind: Kind::Address,
            severity: Severity::Warn,
            masked,
        });
    }

    /// Long numbers, group by group; what was found is not looked at again.
    fn long(&mut self, chain: &Chain) {
        let mut group = 0;
        while group < chain.groups.len() {
            self.steps += 1;
            group = self
                .identity(chain, group)
                .or_else(|| self.old_identity(chain, group))
                .or_else(|| self.card(chain, group))
                .or_else(|| self.mobile(chain, group))
                .map_or(group + 1, |last| last + 1);
        }
    }

    fn identity(&mut self, chain: &Chain, group: usize) -> Option<usize> {
        let first = chain.groups[group].first;
        let mut last = group;
        while let Some(g) = chain.groups.get(last)
            && g.behind - first < ID_DIGITS - 1
        {
            last += 1;
            self.steps += 1;
        }
        let length = chain.groups.get(last)?.behind - first;
        let body = chain.values::<17>(first)?;
        let mut span = chain.span(first..first + length);
        let mut end = last;
        let check = if length == ID_DIGITS {
            chain.digits.get(first + 17)?.value
        } else if length == ID_DIGITS - 1 {
            if let Some(behind) = check_letter(self.text, span.end) {
                span.end = behind;
                10
            } else {
                // The check digit stands in a group of its own.
                end = last + 1;
                let next = chain.groups.get(end).filter(|g| g.len() == 1)?;
                span = chain.span(first..next.behind);
                chain.digits.get(next.first)?.value
            }
        } else {
            return None;
        };
        if !id_card::is_id_card(&body, check) {
            return None;
        }
        let masked = mask::keep_ends(&self.text[span.clone()], 3, 2);
        self.found.push(Finding {
            range: span,
            kind: Kind::IdCard,
            severity: Severity::Block,
            masked,
        });
        Some(end)
    }

    fn old_identity(&mut self, chain: &Chain, group: usize) -> Option<usize> {
        let digits = chain.groups[group];
        let values = chain.values::<15>(digits.first)?;
        let lone = digits.len() == 15
            && digits.gap.is_none()
            && chain.groups.get(group + 1).is_none_or(|g| g.gap.is_none());
        if !lone || !id_card::is_old_id_card(&values) {
            return None;
        }
        let span = chain.span(digits.first..digits.behind);
        let around = Around::new(self.text, span.clone());
        let called = around.labelled(&ID_LABELS);
        let other = around.labelled(&SERIALS) || around.is_amount() || around.in_web_address();
        if !around.token().is_bare() || (other && !called) {
            return None;
        }
        let severity = if called {
            Severity::Block
        } else {
            Severity::Warn
        };
        let masked = mask::keep_ends(&self.text[span.clone()], 3, 2);
        self.found.push(Finding {
            range: span,
            kind: Kind::IdCardOld,
            severity,
            masked,
        });
        Some(group)
    }

    fn card(&mut self, chain: &Chain, group: usize) -> Option<usize> {
        let (digits, last, severity) = bank_card::card(self.text, chain, group)?;
        let span = chain.span(digits);
        let masked = mask::keep_ends(&self.text[span.clone()], 4, 4);
        self.found.push(Finding {
            range: span,
            kind: Kind::BankCard,
            severity,
            masked,
        });
        Some(last)
    }

    fn mobile(&mut self, chain: &Chain, group: usize) -> Option<usize> {
        let (digits, last, severity) = mobile::mobile(self.text, chain, group)?;
        let span = chain.span(digits);
        let masked = mask::keep_ends(&self.text[span.clone()], 3, 4);
        self.found.push(Finding {
            range: span,
            kind: Kind::Mobile,
            severity,
            masked,
        });
        Some(last)
    }
}

/// The byte behind an X that closes an identity card's number, if it stands here and no longer word begins with it.
fn check_letter(text: &str, mut at: usize) -> Option<usize> {
    for _ in 0..4 {
        let c = char_at(text, at)?;
        at += c.len_utf8();
        if matches!(folded(c), 'X' | 'x' | '\u{2169}') {
            let next = char_at(text, at).map(folded);
            return (!next.is_some_and(|c| c.is_ascii_alphabetic())).then_some(at);
        }
        separator(c)?;
    }
    None
}

/// Whether a character stands here with which a word begins that is looked for: 低 残 患 矫 单.
fn may_begin_word(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xE4, 0xBD, 0x8E, ..]
            | [0xE6, 0xAE, 0x8B, ..]
            | [0xE6, 0x82, 0xA3, ..]
            | [0xE7, 0x9F, 0xAB, ..]
            | [0xE5, 0x8D, 0x95, ..]
    )
}

/// Whether anything can begin in the block at this place. May say yes wrongly, never no.
fn may_hold(bytes: &[u8], at: usize) -> bool {
    if let Some(window) = bytes.get(at..at + BLOCK + AHEAD)
        && let Ok(window) = window.try_into()
    {
        return any_trigger(window);
    }
    let mut window = [0; BLOCK + AHEAD];
    let rest = &bytes[at..bytes.len().min(at + BLOCK + AHEAD)];
    window[..rest.len()].copy_from_slice(rest);
    any_trigger(&window)
}

/// Written without branches, so that the compiler takes 16 bytes at a time. A character is known by its second and third
/// byte: 低 残 患 矫 单, full-width digits and `＠`, mathematical digits.
fn any_trigger(window: &[u8; BLOCK + AHEAD]) -> bool {
    let mut hit = 0_u8;
    for i in 0..BLOCK {
        let (a, b, c) = (window[i], window[i + 1], window[i + 2]);
        let is = |b2: u8, c2: u8| u8::from(b == b2) & u8::from(c == c2);
        hit |= u8::from(a.wrapping_sub(b'0') < 10) | u8::from(a == b'@');
        hit |= u8::from(b == 0xBC) & u8::from(c.wrapping_sub(0x90) < 0x11);
        hit |= is(0x9D, 0x9F) | is(0xBD, 0x8E) | is(0xAE, 0x8B);
        hit |= is(0x82, 0xA3) | is(0x9F, 0xAB) | is(0x8D, 0x95);
    }
    hit != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_may_begin() {
        for word in hardship::WORDS.iter().chain(&["单元"]) {
            assert!(may_begin_word(word.as_bytes()), "{word}");
        }
    }
}
