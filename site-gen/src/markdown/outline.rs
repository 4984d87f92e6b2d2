//! Whether a body can be surveyed by looking at its headings alone, without reading it as Markdown.
//!
//! Entry point: [`is_sure`]. May say no wrongly, never yes.

use super::anchors;
use crate::sift;
use std::borrow::Cow;

/// Whether a body has no link at all and no two headings of one anchor, so that its survey is empty.
pub(super) fn is_sure(text: &str) -> bool {
    !has_signs(text.as_bytes())
        && (!text.contains('#')
            || (!may_be_underlined(text.as_bytes())
                && headings(text).is_some_and(|headings| differ(&headings))))
}

/// Without `](`, `]:`, `<`, a line of `==` or `--`, and without `#`, a body has neither links nor headings.
fn has_signs(bytes: &[u8]) -> bool {
    sift::any(bytes, |a, b, c| {
        let is = |byte: u8, what: u8| u8::from(byte == what);
        let link = is(a, b']') & (is(b, b'(') | is(b, b':'));
        let under = is(a, b'\n') & (is(b, b'=') | is(b, b'-')) & u8::from(b == c);
        is(a, b'<') | link | under
    })
}

/// Whether a line may end as one that makes a heading of the line before it, or ends in another way than by a line feed alone.
fn may_be_underlined(bytes: &[u8]) -> bool {
    sift::any(bytes, |a, b, _| {
        let is = |byte: u8, what: u8| u8::from(byte == what);
        let last = is(a, b'=') | is(a, b'-') | is(a, b' ') | is(a, b'\t');
        is(a, b'\r') | (last & is(b, b'\n'))
    })
}

/// The words of everything that may be a heading, if each is written in the plainest way: `## ` at the beginning of a line, words without marks.
fn headings(text: &str) -> Option<Vec<&str>> {
    let mut headings = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('#') {
        let start = at + found;
        let rest = &text[start..];
        let line = rest.split_once('\n').map_or(rest, |(line, _)| line);
        let begins = start == 0 || text.as_bytes()[start - 1] == b'\n';
        headings.push(words(line).filter(|_| begins)?);
        at = start + line.len();
    }
    Some(headings)
}

fn words(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    let words = rest.strip_prefix(' ')?.trim();
    let plain = !words.bytes().any(is_mark);
    ((1..=6).contains(&level) && plain && words.contains(char::is_alphanumeric)).then_some(words)
}

/// What a heading must be free of for its words to be what is written: marks, escapes, references, a closing `#`.
fn is_mark(byte: u8) -> bool {
    matches!(
        byte,
        b'\\'
            | b'`'
            | b'*'
            | b'_'
            | b'~'
            | b'['
            | b']'
            | b'<'
            | b'>'
            | b'&'
            | b'!'
            | b'|'
            | b'#'
            | b'{'
            | b'}'
            | b'^'
            | b'$'
    )
}

fn differ(headings: &[&str]) -> bool {
    let mut anchors: Vec<Cow<'_, str>> = headings.iter().map(|words| anchor(words)).collect();
    anchors.sort_unstable();
    anchors.windows(2).all(|pair| pair[0] != pair[1])
}

/// The anchor; words of Han characters alone are theirs as they stand.
fn anchor(words: &str) -> Cow<'_, str> {
    if words
        .chars()
        .all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    {
        return Cow::Borrowed(words);
    }
    Cow::Owned(anchors::anchor(words, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Survey, survey::in_full};
    use proptest::prelude::*;

    #[test]
    fn plain_bodies_are_sure() {
        for text in [
            "",
            "甲\n\n## 乙\n\n丙(丁)\n\n- 戊\n\n## 己 1\n",
            "| 甲 |\n|---|\n| 1 |\n# A\n",
        ] {
            assert!(is_sure(text), "{text}");
        }
        for text in [
            "[a](b)",
            "## 甲\n\n## 甲\n",
            "## 甲\n\n### **甲**\n",
            "甲\n=\n# 乙",
            "# A b\n# a-b",
        ] {
            assert!(!is_sure(text), "{text}");
        }
    }

    const PIECES: &[&str] = &[
        "\n", "\n\n", "# ", "## ", "#", "甲", "乙", "a", "A", " ", "  ", "\t", "1", "-", "=",
        "\n=", "\n-", "- ", "> ", "```\n", "[", "]", "(", ")", ":", "<a>", "![", "*", "_", "`",
        "&amp;", "\\", "\r", "\r\n", "|", "|---|\n", "·", "!", "x.org", "[^1]", "~~",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn what_is_sure_has_an_empty_survey(
            pieces in proptest::collection::vec(0..PIECES.len(), 1..20),
        ) {
            let text: String = pieces.into_iter().map(|n| PIECES[n]).collect();
            for text in [text.clone(), format!("## 甲\n\n{text}\n\n## 乙\n")] {
                if text.contains('#') && is_sure(&text) {
                    prop_assert_eq!(in_full(&text), Survey::default(), "{:?}", text);
                }
            }
        }
    }
}
