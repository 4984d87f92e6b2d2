//! Makes emphasis work beside Chinese text.
//!
//! `CommonMark` lets `**` close only if no punctuation stands before it or white space or punctuation stands after it. Chinese has no spaces, so that
//! `**注意：**请查收` would show its asterisks. Where such a run of `*` or `~` stands between punctuation and a character of a script without spaces,
//! [`Prepared::new`] puts a mark between the run and the punctuation; the mark is no punctuation, so the run may open or close, and the mark is taken out
//! of every word again ([`clean`]). The mark is U+FDD0, which no text may contain (Unicode, ch. 23.7).

use std::borrow::Cow;

/// Stands between a delimiter and punctuation; a noncharacter, never part of a text.
pub(super) const MARK: char = '\u{fdd0}';

/// A text whose emphasis can be read, with a way back to the places of the original.
#[derive(Debug)]
pub struct Prepared<'t> {
    text: Cow<'t, str>,
    /// Where marks stand in the prepared text, ascending.
    marks: Vec<usize>,
}

impl<'t> Prepared<'t> {
    /// Marks the runs that need it. A text without such a run is not copied.
    pub fn new(original: &'t str) -> Self {
        let places = places(original);
        if places.is_empty() {
            return Self {
                text: Cow::Borrowed(original),
                marks: places,
            };
        }
        let mut text = String::with_capacity(original.len() + places.len() * MARK.len_utf8());
        let mut marks = Vec::with_capacity(places.len());
        let mut done = 0;
        for place in places {
            text.push_str(&original[done..place]);
            marks.push(text.len());
            text.push(MARK);
            done = place;
        }
        text.push_str(&original[done..]);
        Self {
            text: Cow::Owned(text),
            marks,
        }
    }

    /// The prepared text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place in the original that a place in the prepared text stands for.
    pub fn original(&self, place: usize) -> usize {
        place - self.marks.partition_point(|mark| *mark < place) * MARK.len_utf8()
    }
}

/// A word without marks.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.contains(MARK) {
        Cow::Owned(text.replace(MARK, ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// Where marks are needed, ascending.
fn places(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = next_run(&bytes[at..]) {
        let start = at + found;
        let delimiter = bytes[start];
        let run = bytes[start..]
            .iter()
            .take_while(|b| **b == delimiter)
            .count();
        let end = start + run;
        at = end;
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let (Some(before), Some(after)) = (before, after) else {
            continue;
        };
        if before == '\\' {
            continue;
        }
        if is_punctuation(before) && is_unspaced(after) {
            places.push(start);
        } else if is_unspaced(before) && is_punctuation(after) {
            places.push(end);
        }
    }
    places
}

/// Where the next run begins. Blocks of bytes without any are passed over without a branch for each byte.
fn next_run(bytes: &[u8]) -> Option<usize> {
    let delimiter = |byte: &u8| matches!(*byte, b'*' | b'~');
    let (blocks, _) = bytes.as_chunks::<32>();
    let clear = |block: &&[u8; 32]| !block.iter().fold(false, |any, byte| any | delimiter(byte));
    let passed = 32 * blocks.iter().take_while(clear).count();
    let found = bytes[passed..].iter().position(delimiter);
    found.map(|at| passed + at)
}

/// A character of a script that is written without spaces: Han, kana, Hangul and their extensions.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3021}'..='\u{3029}'
        | '\u{3041}'..='\u{30fa}'
        | '\u{30fc}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff10}'..='\u{ff19}'
        | '\u{ff21}'..='\u{ff3a}'
        | '\u{ff41}'..='\u{ff5a}'
        | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}')
}

/// A character that Chinese text has no blank beside: of such a script, or full-width punctuation.
pub(super) fn is_wide(c: char) -> bool {
    let hangul = ('\u{ac00}'..='\u{d7af}').contains(&c);
    let full_width = matches!(c, '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff60}' | '“' | '”' | '‘' | '’' | '…' | '—');
    !hangul && (is_unspaced(c) || full_width)
}

/// Punctuation as `CommonMark` has it: ASCII, general and full-width punctuation and symbols.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c,
        '\u{a1}'..='\u{bf}'
        | '\u{d7}'
        | '\u{f7}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205e}'
        | '\u{20a0}'..='\u{20cf}'
        | '\u{2190}'..='\u{2bff}'
        | '\u{3001}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}'
        | '\u{3030}'
        | '\u{303d}'
        | '\u{30fb}'
        | '\u{fe10}'..='\u{fe1f}'
        | '\u{fe30}'..='\u{fe6b}'
        | '\u{ff01}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff20}'
        | '\u{ff3b}'..='\u{ff40}'
        | '\u{ff5b}'..='\u{ff65}'
        | '\u{ffe0}'..='\u{ffee}')
}
