//! The text of a document as it is searched, and how text is made comparable.
//!
//! Entry points: `of`, [`normal`]. What is searched is what people read: title, summary, the record's own words, a vendor's trades, the body; not identifiers, dates and codes of lists.

use super::postings::Text;
use crate::library::reader::Desk;
use crate::library::{ItemFacts, Ix, ReadFault};
use crate::markdown;
use governance::labelled::Labelled;
use governance::vendors::VendorCategory;
use unicode_normalization::UnicodeNormalization;

/// The text of a record, title first.
///
/// # Errors
/// [`ReadFault`] if the record or its body can't be read.
pub(super) fn of(desk: Desk<'_>, ix: Ix) -> Result<Text, ReadFault> {
    let title = desk.title(ix);
    let mut text = title.to_owned();
    let leaf = desk.leaf(ix)?;
    for part in [leaf.envelope(), leaf.facts()] {
        if let Ok(serde_json::Value::Object(mut fields)) = serde_json::from_str(part) {
            fields.shift_remove("title");
            words(&fields, &mut text);
        }
    }
    if let ItemFacts::Vendor { categories, .. } = &desk.item(ix)?.facts {
        trades(categories, &mut text);
    }
    if !leaf.body().is_empty() {
        text.push('\n');
        markdown::plain(leaf.body(), &mut text);
    }
    Ok(Text {
        words: normal(&text),
        title: u32::try_from(normal(title).chars().count()).unwrap_or(u32::MAX),
    })
}

/// Adds what the trades of a vendor are called: the record holds them as codes, its page shows the words, and who looks for a trade types them.
fn trades(categories: &[VendorCategory], out: &mut String) {
    for category in categories {
        out.push('\n');
        out.push_str(category.zh());
    }
}

/// Fields that hold codes: digits, but nothing that people dial.
const CODES: [&str; 4] = ["id", "code", "division", "serves"];

fn words(fields: &serde_json::Map<String, serde_json::Value>, out: &mut String) {
    let read = fields.iter().filter(|(name, _)| !CODES.contains(&&***name));
    read.for_each(|(_, value)| strings(value, out));
}

/// Adds every string that people read: whatever is not plain ASCII, and numbers that people dial.
fn strings(value: &serde_json::Value, out: &mut String) {
    match value {
        serde_json::Value::String(text) if read_by_people(text) => {
            out.push('\n');
            out.push_str(text);
        }
        serde_json::Value::Array(all) => all.iter().for_each(|v| strings(v, out)),
        serde_json::Value::Object(fields) => words(fields, out),
        serde_json::Value::String(_)
        | serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_) => {}
    }
}

fn read_by_people(text: &str) -> bool {
    let dialled = || text.len() >= 5 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let day = || text.len() == 10 && text.as_bytes().get(4) == Some(&b'-');
    !text.is_ascii() || (dialled() && !day())
}

/// Text made comparable: NFKC (full-width letters and digits become plain), small letters, every run of blanks one space.
pub fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if c.is_whitespace() || c.is_control() {
            gap = true;
        } else {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_made_comparable() {
        assert_eq!(normal("  ＡＢ１　\n Xy "), "ab1 xy");
    }

    #[test]
    fn codes_of_lists_are_not_words() {
        assert!(
            read_by_people("石板溪") && read_by_people("0717-0000101") && read_by_people("12345")
        );
        assert!(!read_by_people("village_council") && !read_by_people("2026-11-05"));
    }
}
