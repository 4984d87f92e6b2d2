//! Front matter in the plainest form that nearly all of it has: `name: words` on lines of their own, lists of `- words` or `[a, b]`, two levels and more of both by
//! indentation.
//!
//! Entry point: [`read`]. Gives exactly the tree that [`super::yaml`] gives, at a tenth of its price, or nothing: then the text holds something else (a fault, a comment, a
//! text block, an escape) and is for [`super::mend`] and [`super::yaml`]. Must not tell faults, and must not read a text in which [`super::mend`] would find a slip.

use super::tree::{Node, Pair, Spot, Style, Value};
use std::borrow::Cow;

/// Longest front matter that is read here; far fewer nodes than [`super::yaml`] permits fit in.
const MAX_LENGTH: usize = 20_000;

/// Deepest nesting that is read here.
const MAX_DEPTH: usize = 10;

/// Most fields of one object; names that stand twice are looked for pair by pair.
const MAX_FIELDS: usize = 64;

/// What no plain word begins with.
const INDICATORS: &[u8] = b" -?:,[]{}#&*!|>'\"%@`";

/// Reads a front matter that begins at `offset` of the file, if it is plain.
pub(super) fn read(text: &str, offset: usize) -> Option<Node<'_>> {
    if text.is_empty() || text.len() > MAX_LENGTH || !printable(text.as_bytes()) {
        return None;
    }
    let mut reader = Reader {
        text,
        offset,
        at: 0,
        depth: 0,
    };
    let root = reader.map(0, 0)?;
    (reader.at == text.len()).then_some(root)
}

/// Whether there are only characters that stand for themselves: no tab, no control character, no mark of byte order, no other line end.
fn printable(bytes: &[u8]) -> bool {
    let rare = |byte: &u8| matches!(*byte, 0..=0x09 | 0x0b..=0x1f | 0x7f | 0xc2 | 0xe2 | 0xef);
    if !bytes.iter().fold(false, |any, byte| any | rare(byte)) {
        return true;
    }
    (0..bytes.len()).filter(|at| rare(&bytes[*at])).all(|at| {
        matches!(
            bytes[at..],
            [0xc2, 0xa1..=0xbf, ..]
                | [0xe2, 0x80, 0x90..=0xa7, ..]
                | [0xe2, 0x82..=0xbf, ..]
                | [0xef, 0xbc | 0xbd, ..]
        )
    })
}

/// Reads line by line; `at` is the beginning of the next one.
struct Reader<'t> {
    text: &'t str,
    offset: usize,
    at: usize,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b'\n')
    }

    /// The blanks before the next line, if there is one.
    fn indent(&self) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.at..)?;
        rest.iter().position(|byte| *byte != b' ')
    }

    fn is_item(&self, at: usize) -> bool {
        self.byte(at) == b'-' && self.byte(at + 1) == b' '
    }

    fn spot(&self, start: usize, end: usize) -> Spot {
        Spot::bytes(self.offset + start, self.offset + end)
    }

    /// An object whose first field begins at this byte and the others with so many blanks.
    fn map(&mut self, first: usize, indent: usize) -> Option<Node<'t>> {
        self.deeper()?;
        let mut pairs: Vec<Pair<'t>> = Vec::with_capacity(8);
        let mut at = first;
        loop {
            let pair = self.pair(at, indent)?;
            if pairs.len() == MAX_FIELDS || pairs.iter().any(|known| known.name == pair.name) {
                return None;
            }
            pairs.push(pair);
            match self.indent() {
                Some(found) if found == indent => at = self.at + indent,
                Some(found) if found > indent => return None,
                Some(_) | None => break,
            }
        }
        self.depth -= 1;
        let (start, end) = (pairs.first()?.name_spot.start, pairs.last()?.node.spot.end);
        Some(Node {
            spot: Spot {
                start,
                end,
                cell: None,
            },
            value: Value::Map(pairs),
        })
    }

    fn deeper(&mut self) -> Option<()> {
        self.depth += 1;
        (self.depth <= MAX_DEPTH).then_some(())
    }

    /// A field whose name begins at this byte.
    fn pair(&mut self, at: usize, indent: usize) -> Option<Pair<'t>> {
        let colon = self.name_end(at)?;
        let name = Cow::Borrowed(self.text.get(at..colon)?);
        let name_spot = self.spot(at, colon);
        let node = if self.byte(colon + 1) == b'\n' {
            self.at = (colon + 2).min(self.text.len());
            self.block(indent)?
        } else {
            self.value(colon + 2)?
        };
        Some(Pair {
            name,
            name_spot,
            node,
        })
    }

    /// The colon behind a plain name.
    fn name_end(&self, at: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(at..)?;
        let length = rest.iter().position(|byte| !is_name(*byte))?;
        let first = *rest.first()?;
        let begins = first.is_ascii_alphabetic() || first >= 0x80;
        let ends = rest[length] == b':' && matches!(self.byte(at + length + 1), b' ' | b'\n');
        if !begins || !ends || length >= 200 {
            return None;
        }
        let name = self.text.get(at..at + length)?;
        let plain = name.is_ascii() || !name.contains(['：', '\u{3000}']);
        plain.then_some(at + length)
    }

    /// The list or object on the lines below a name.
    fn block(&mut self, outer: usize) -> Option<Node<'t>> {
        let indent = self.indent()?;
        let at = self.at + indent;
        if self.is_item(at) && indent >= outer {
            self.list(indent, outer)
        } else if indent > outer {
            self.map(at, indent)
        } else {
            None
        }
    }

    /// A list with so many blanks before each item. One that stands no further right than its name begins, for the full reader, with the first item's words.
    fn list(&mut self, indent: usize, outer: usize) -> Option<Node<'t>> {
        self.deeper()?;
        let start = self.at + indent + if indent == outer { 2 } else { 0 };
        let mut items: Vec<Node<'t>> = Vec::new();
        while self.indent() == Some(indent) && self.is_item(self.at + indent) {
            let at = self.at + indent + 2;
            let item = if self.name_end(at).is_some() {
                self.map(at, indent + 2)?
            } else {
                self.item(at)?
            };
            items.push(item);
        }
        if self.indent().is_some_and(|found| found > indent) {
            return None;
        }
        self.depth -= 1;
        let end = items.last()?.spot.end;
        Some(Node {
            spot: Spot {
                end,
                ..self.spot(start, start)
            },
            value: Value::List(items),
        })
    }

    /// An item that is one word. With a colon in it, it may be a field with a slip.
    fn item(&mut self, at: usize) -> Option<Node<'t>> {
        let line = self.text.get(at..self.line_end(at))?;
        if line.contains(':') || line.contains('：') || line.starts_with('\u{3000}') {
            return None;
        }
        self.value(at)
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        rest.find('\n').map_or(self.text.len(), |n| at + n)
    }

    /// The rest of a line as a value; goes to the next line.
    fn value(&mut self, at: usize) -> Option<Node<'t>> {
        let end = self.line_end(at);
        let word = self.text.get(at..end)?;
        self.at = (end + 1).min(self.text.len());
        let value = match word.as_bytes().first()? {
            b'[' => self.flow(at, end)?,
            b'"' | b'\'' => quoted(word)?,
            _ => plain(word)?,
        };
        Some(Node {
            spot: self.value_spot(&value, at, end),
            value,
        })
    }

    fn value_spot(&self, value: &Value<'_>, at: usize, end: usize) -> Spot {
        let spot = self.spot(at, end);
        match value {
            Value::List(items) => Spot {
                end: items.last().map_or(spot.end, |last| last.spot.end),
                ..spot
            },
            Value::Empty | Value::Refused | Value::Word(..) | Value::Map(_) => spot,
        }
    }

    /// `[a, b]`, with plain or quoted words.
    fn flow(&self, open: usize, end: usize) -> Option<Value<'t>> {
        let inner = self.text.get(open + 1..end)?.strip_suffix(']')?;
        let mut items = Vec::new();
        let mut at = open + 1;
        for part in inner.split(',') {
            let word = if items.is_empty() {
                part
            } else {
                part.strip_prefix(' ').unwrap_or(part)
            };
            let start = at + part.len() - word.len();
            let value = match word.as_bytes().first()? {
                b'"' | b'\'' => quoted(word)?,
                _ if word.bytes().any(|byte| b"[]{}:\"'".contains(&byte)) => return None,
                _ => plain(word)?,
            };
            items.push(Node {
                spot: self.spot(start, start + word.len()),
                value,
            });
            at += part.len() + 1;
        }
        Some(Value::List(items))
    }
}

/// What a plain name is made of.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// A word in quotes without escapes.
fn quoted(word: &str) -> Option<Value<'_>> {
    let quote = char::from(*word.as_bytes().first()?);
    let inner = word.get(1..)?.strip_suffix(quote)?;
    let escaped = inner.contains(quote) || (quote == '"' && inner.contains('\\'));
    (!escaped).then_some(Value::Word(Cow::Borrowed(inner), Style::Quoted))
}

/// A word as it stands: neither a comment nor a further name in it.
fn plain(word: &str) -> Option<Value<'_>> {
    let bytes = word.as_bytes();
    let (first, last) = (*bytes.first()?, *bytes.last()?);
    if INDICATORS.contains(&first) || matches!(last, b' ' | b':') {
        return None;
    }
    let parts = |pair: &[u8]| matches!(pair, b": " | b" #");
    // Without a way out of the loop sixteen bytes are compared at once.
    let mark = |byte: &u8| matches!(byte, b':' | b'#');
    let suspect = bytes.iter().fold(false, |any, byte| any | mark(byte));
    if suspect && bytes.windows(2).any(parts) {
        return None;
    }
    if word == "~" {
        return Some(Value::Empty);
    }
    Some(Value::Word(Cow::Borrowed(word), Style::Plain))
}

#[cfg(test)]
mod tests;
