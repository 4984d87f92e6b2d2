//! The text of a document as it is searched, and how text is made comparable.
//!
//! Entry points: `of`, [`Words`]. What is searched is what people read: title, summary, the record's own words, a vendor's trades, the body; not identifiers, dates and codes of lists.

use super::postings::Text;
use crate::library::reader::Desk;
use crate::library::{ItemFacts, Ix, ReadFault};
use crate::markdown;
use governance::labelled::Labelled;
use governance::skim::{elements, members, text};
use unicode_normalization::UnicodeNormalization;

/// The text of a record, title first.
///
/// # Errors
/// [`ReadFault`] if the record or its body can't be read.
pub(super) fn of(desk: Desk<'_>, ix: Ix) -> Result<Text, ReadFault> {
    let mut words = Words::default();
    words.add(desk.title(ix));
    let title = u32::try_from(words.characters.len()).unwrap_or(u32::MAX);
    let leaf = desk.leaf(ix)?;
    for object in [leaf.envelope(), leaf.facts()] {
        let fields = members(object).filter(|(name, _)| *name != "title");
        fields.for_each(|field| member(field, &mut words));
    }
    // A record holds the trades of a vendor as codes; its page shows the words, and who looks for a trade types them.
    if let ItemFacts::Vendor { categories, .. } = &desk.item(ix)?.facts {
        categories.iter().for_each(|trade| words.add(trade.zh()));
    }
    let mut body = String::new();
    markdown::plain(leaf.body(), &mut body);
    words.add(&body);
    Ok(Text {
        words: words.characters,
        title,
    })
}

/// Fields that hold codes: digits, but nothing that people dial.
const CODES: [&str; 4] = ["id", "code", "division", "serves"];

fn member((name, value): (&str, &str), words: &mut Words) {
    if !CODES.contains(&name) {
        strings(value, words);
    }
}

/// Adds every string that people read: whatever is not plain ASCII, and numbers that people dial.
fn strings(value: &str, words: &mut Words) {
    match value.as_bytes().first() {
        Some(b'[') => elements(value).for_each(|one| strings(one, words)),
        Some(b'{') => members(value).for_each(|field| member(field, words)),
        Some(_) => {
            if let Some(said) = text(value).filter(|said| read_by_people(said)) {
                words.add(&said);
            }
        }
        None => {}
    }
}

fn read_by_people(text: &str) -> bool {
    let dialled = || text.len() >= 5 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let day = || text.len() == 10 && text.as_bytes().get(4) == Some(&b'-');
    !text.is_ascii() || (dialled() && !day())
}

/// Text made comparable: NFKC (full-width letters and digits become plain), small letters, every run of blanks one space.
#[derive(Debug, Default)]
pub struct Words {
    characters: Vec<char>,
    /// Whether a blank was met since the last character.
    gap: bool,
}

impl Words {
    /// Adds words after a blank.
    pub fn add(&mut self, text: &str) {
        self.gap = true;
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let after = &rest[c.len_utf8()..];
            match known(c) {
                Some(plain) if is_wide(c) => {
                    self.put(plain);
                    rest = after;
                }
                Some(plain) if !may_be_joined(after) => {
                    self.push(plain);
                    rest = after;
                }
                Some(_) | None => {
                    let end = after.find(|c| known(c).is_some()).unwrap_or(after.len());
                    let (run, after) = rest.split_at(c.len_utf8() + end);
                    let small = run.nfkc().flat_map(char::to_lowercase);
                    small.for_each(|c| self.push(c));
                    rest = after;
                }
            }
        }
    }

    fn push(&mut self, c: char) {
        if c.is_whitespace() || c.is_control() {
            self.gap = true;
        } else {
            self.put(c);
        }
    }

    /// Adds a character that can be seen.
    fn put(&mut self, c: char) {
        if self.gap && !self.characters.is_empty() {
            self.characters.push(' ');
        }
        self.gap = false;
        self.characters.push(c);
    }
}

/// Chinese, of which NFKC and small letters make nothing else; it joins neither the character before nor the one after.
fn is_wide(c: char) -> bool {
    matches!(c, '一'..='\u{9fff}' | '、'..='〃' | '〈'..='】' | '〔'..='〛' | '“' | '”')
}

/// What NFKC and small letters make of a character of which both are known without a table. None of them joins the character before it.
fn known(c: char) -> Option<char> {
    match c {
        c if is_wide(c) => Some(c),
        '\0'..='\u{7f}' => Some(c.to_ascii_lowercase()),
        '！'..='～' => {
            let plain = u32::from(c) - u32::from('！') + u32::from('!');
            char::from_u32(plain).map(|plain| plain.to_ascii_lowercase())
        }
        _ => None,
    }
}

/// Whether text begins with what may join the character before it: whatever is not known.
fn may_be_joined(text: &str) -> bool {
    text.chars().next().is_some_and(|c| known(c).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    fn normal(text: &str) -> String {
        let mut words = Words::default();
        words.add(text);
        words.characters.into_iter().collect()
    }

    /// The same without knowing any character.
    fn by_tables(text: &str) -> String {
        let small = text.nfkc().flat_map(char::to_lowercase);
        let blank = |c: char| c.is_whitespace() || c.is_control();
        let parts: String = small.map(|c| if blank(c) { ' ' } else { c }).collect();
        parts.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn text_is_made_comparable() {
        assert_eq!(normal("  ＡＢ１　\n Xy "), "ab1 xy");
    }

    #[test]
    fn every_character_is_what_the_tables_make_of_it() {
        for c in '\0'..='\u{2fa1f}' {
            let text = format!("{c} a{c}e 中{c}e {c}\u{301}");
            assert_eq!(normal(&text), by_tables(&text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_what_the_tables_make_of_it(text in r"(\PC|[aeＡ＝<中、か각 \x{301}\x{323}\x{338}\x{ff9e}\x{1100}\x{1161}\x{11a8}]){0,12}") {
            prop_assert_eq!(normal(&text), by_tables(&text));
        }
    }

    #[test]
    fn codes_of_lists_are_not_words() {
        assert!(
            read_by_people("石板溪") && read_by_people("0717-0000101") && read_by_people("12345")
        );
        assert!(!read_by_people("village_council") && !read_by_people("2026-11-05"));
    }
}
