//! Whether a body can be surveyed by looking at its lines, without reading it as Markdown.
//!
//! Entry point: [`is_sure`]. May say no wrongly, never yes.

use super::anchors;

/// Without these, and with no `#`, a body has neither links nor headings.
const SIGNS: [&str; 5] = ["](", "]:", "<", "\n==", "\n--"];

/// What a heading must be free of for its words to be what is written: marks, escapes, references, a closing `#`.
const MARKS: &[u8] = b"\\`*_~[]<>&!|#{}^$";

/// Whether a body has no link at all and no two headings of one anchor, so that its survey is empty.
pub(super) fn is_sure(text: &str) -> bool {
    let signs = has_signs(text);
    if !text.contains('#') {
        return !signs;
    }
    !signs && headings(text).is_some_and(|headings| differ(&headings))
}

fn has_signs(text: &str) -> bool {
    SIGNS.iter().any(|sign| text.contains(sign))
}

/// The words of everything that may be a heading, if each is written in the plainest way: `## ` at the beginning of a line, words without marks.
fn headings(text: &str) -> Option<Vec<&str>> {
    // Alone it ends a line too.
    if text.contains('\r') {
        return None;
    }
    let mut headings = Vec::new();
    for line in text.split('\n') {
        let line = line.trim_end();
        // Underlined by it, the line before may be a heading.
        if line.ends_with(['=', '-']) {
            return None;
        }
        if line.contains('#') {
            headings.push(words(line)?);
        }
    }
    Some(headings)
}

fn words(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    let words = rest.strip_prefix(' ')?.trim_start();
    let plain = !words.bytes().any(|byte| MARKS.contains(&byte));
    let named = words.contains(char::is_alphanumeric);
    ((1..=6).contains(&level) && plain && named).then_some(words)
}

fn differ(headings: &[&str]) -> bool {
    let anchors = headings.iter().map(|words| anchors::anchor(words, 0));
    let mut anchors: Vec<String> = anchors.collect();
    anchors.sort_unstable();
    anchors.windows(2).all(|pair| pair[0] != pair[1])
}
