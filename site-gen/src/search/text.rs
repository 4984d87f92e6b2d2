//! The text of a document as it is searched, and how text is made comparable.
//!
//! Entry points: [`of`], [`normal`]. What is searched is what people read: title, summary, the record's own words, the body; not identifiers, dates and codes of lists.

use crate::library::{Item, Ix, ReadFault, Reader, record};
use unicode_normalization::UnicodeNormalization;

/// The text of a record, title first.
///
/// # Errors
/// [`ReadFault`] if the record or its body can't be read.
pub fn of(reader: &Reader<'_>, ix: Ix, item: &Item) -> Result<String, ReadFault> {
    let mut text = item.title.to_string();
    let stored = record::encode(&reader.record(ix)?)?;
    if let Ok(serde_json::Value::Object(mut fields)) = serde_json::from_slice(&stored) {
        fields.remove("title");
        for value in fields.values() {
            strings(value, &mut text);
        }
    }
    if let Some(body) = reader.body(ix)? {
        text.push('\n');
        untagged(&body.html, &mut text);
    }
    Ok(normal(&text))
}

/// Adds every string that people read: whatever is not plain ASCII, and numbers that people dial.
fn strings(value: &serde_json::Value, out: &mut String) {
    match value {
        serde_json::Value::String(text) if read_by_people(text) => {
            out.push('\n');
            out.push_str(text);
        }
        serde_json::Value::Array(all) => all.iter().for_each(|v| strings(v, out)),
        serde_json::Value::Object(fields) => fields.values().for_each(|v| strings(v, out)),
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

/// The text of HTML without its tags; entities of the five characters that were escaped are read back.
fn untagged(html: &str, out: &mut String) {
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        entities(before, out);
        let Some((name, after)) = tag.split_once('>') else {
            return;
        };
        let inline = ["a", "strong", "em", "code", "sup", "del"];
        let bare = name
            .trim_start_matches('/')
            .split([' ', '/'])
            .next()
            .unwrap_or_default();
        if !inline.contains(&bare) {
            out.push('\n');
        }
        rest = after;
    }
    entities(rest, out);
}

fn entities(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let known = [
            ("lt;", '<'),
            ("gt;", '>'),
            ("amp;", '&'),
            ("quot;", '"'),
            ("#39;", '\''),
        ];
        let entity = known
            .iter()
            .find_map(|(name, c)| Some((after.strip_prefix(name)?, *c)));
        let (tail, c) = entity.unwrap_or((after, '&'));
        out.push(c);
        rest = tail;
    }
    out.push_str(rest);
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
    fn tags_go_and_words_stay_together() {
        let mut out = String::new();
        untagged(
            "<p>居民<strong>代表</strong>会议</p><p>a &lt; b &amp;amp;</p>",
            &mut out,
        );
        assert_eq!(normal(&out), "居民代表会议 a < b &amp;");
    }

    #[test]
    fn codes_of_lists_are_not_words() {
        assert!(
            read_by_people("石板溪") && read_by_people("0717-0000101") && read_by_people("12345")
        );
        assert!(!read_by_people("village_council") && !read_by_people("2026-11-05"));
    }
}
