//! Bytes to text: encodings that staff's programs write, and characters that must not be published.
//!
//! Entry point: [`decode`]. Offsets everywhere after count bytes of the decoded text, its byte-order mark included.

use super::Fault;
use super::tree::{Node, Spot, Value};
use crate::diagnostic::{Fix, Repair};
use crate::rules;
use crate::sift;
use crate::source::Format;
use crate::words;
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use std::ops::Range;

/// Forbidden characters that are told one by one; a binary file has thousands.
const TOLD: usize = 20;

/// A file as text.
#[derive(Debug)]
pub(crate) struct Decoded<'b> {
    /// The bytes of the file.
    pub(crate) bytes: &'b [u8],
    /// Their text.
    pub(crate) text: Cow<'b, str>,
    /// Bytes of a byte-order mark at its beginning.
    pub(crate) start: usize,
    /// What is wrong with it as text.
    pub(crate) faults: Vec<Fault>,
}

impl Decoded<'_> {
    /// The body of a record, empty if it has none; its place counts bytes of the file. Of a file in another encoding, only what is UTF-8 all the same.
    pub(crate) fn body(&self, place: Option<&Range<u32>>) -> &str {
        let Some(place) = place else { return "" };
        let place = place.start as usize..place.end as usize;
        if let Cow::Borrowed(text) = &self.text {
            return text.get(place).unwrap_or("");
        }
        let bytes = self.bytes.get(place).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or("")
    }
}

/// Reads bytes as UTF-8, else as what Excel and Notepad write.
pub(crate) fn decode(bytes: &[u8], format: Format) -> Decoded<'_> {
    let mut decoded = Decoded {
        bytes,
        text: Cow::Borrowed(""),
        start: 0,
        faults: Vec::new(),
    };
    if format == Format::Xlsx {
        return decoded;
    }
    // Many bytes at once, where the standard library looks at each character.
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => {
            decoded.start = if text.starts_with('\u{feff}') { 3 } else { 0 };
            decoded.text = text;
        }
        None => other_encoding(&mut decoded, format, Encoding::utf8_valid_up_to(bytes)),
    }
    forbidden(&decoded.text, &mut decoded.faults);
    decoded
}

fn other_encoding(decoded: &mut Decoded<'_>, format: Format, valid: usize) {
    let Some((text, encoding)) = guess(decoded.bytes) else {
        let spot = Spot::default();
        let message = words!(
            "文件既不是 UTF-8 也不是 GB18030 编码，第 {valid} 字节起读不出文字",
            "the file is neither UTF-8 nor GB18030; no text from byte {valid} on"
        );
        decoded.faults.push(
            Fault::new(&rules::not_text::RULE, spot, message).hint(words!(
                "文件可能损坏，或者不是文本文件(例如 Word 文档改了扩展名)。请用原来的程序打开，另存为 UTF-8 文本。",
                "It may be damaged, or no text at all (a Word document renamed). Open it in its own program and save it as UTF-8 text."
            )),
        );
        return;
    };
    decoded.text = Cow::Owned(text.to_string());
    if format == Format::Csv {
        return;
    }
    let name = encoding.name();
    let message = words!(
        "文件是 {name} 编码，文章须用 UTF-8",
        "the file is in {name}; articles are written in UTF-8"
    );
    let fault = Fault::new(&rules::other_encoding::RULE, Spot::default(), message).hint(words!(
        "运行 mingtang check --fix，或：iconv -f {name} -t UTF-8 旧文件 > 新文件；记事本里可“另存为”，编码选 UTF-8。",
        "Run mingtang check --fix, or: iconv -f {name} -t UTF-8 old > new"
    ));
    decoded.faults.push(fault.fix(Fix {
        safe: true,
        repair: Repair::Reencode,
    }));
}

/// The text of bytes that are no UTF-8, if they are whole in another encoding.
pub(crate) fn guess(bytes: &[u8]) -> Option<(Cow<'_, str>, &'static Encoding)> {
    let encoding = match bytes {
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xfe, 0xff, ..] => UTF_16BE,
        _ => GB18030,
    };
    let rest = if encoding == GB18030 {
        bytes
    } else {
        &bytes[2..]
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(rest)?;
    Some((text, encoding))
}

/// Control characters and those that turn the direction of writing: they forge what a reader sees.
fn forbidden(text: &str, faults: &mut Vec<Fault>) {
    let found = forbidden_in(text).take(TOLD);
    faults.extend(found.map(|(at, len)| forbidden_at(text, at, len)));
}

/// Where the first of them stands, and its bytes.
pub(crate) fn first_forbidden(text: &str) -> Option<(usize, usize)> {
    forbidden_in(text).next()
}

/// Refuses words that got such a character, or a lone carriage return, by an escape such as `\u202e`: the text of the file does not show it.
pub(crate) fn refuse_escaped(node: &mut Node<'_>, faults: &mut Vec<Fault>) {
    match &mut node.value {
        Value::Word(word, _) => {
            let lone = |(at, _): &(usize, &str)| !word[*at..].starts_with("\r\n");
            let lone = word.match_indices('\r').find(lone);
            let found = first_forbidden(word).or_else(|| lone.map(|(at, _)| (at, 1)));
            if let Some((at, len)) = found {
                let mut fault = forbidden_at(word, at, len);
                fault.spot = node.spot;
                faults.push(fault);
                node.value = Value::Refused;
            }
        }
        Value::List(items) => {
            for item in items {
                refuse_escaped(item, faults);
            }
        }
        Value::Map(pairs) => {
            for pair in pairs {
                refuse_escaped(&mut pair.node, faults);
            }
        }
        Value::Empty | Value::Refused => {}
    }
}

fn forbidden_in(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = text.as_bytes();
    let length = |at: usize| {
        let len = match bytes[at] {
            b'\t' | b'\n' | b'\r' | 0x20..=0x7e => return None,
            0..=0x1f | 0x7f => 1,
            0xc2 if bytes.get(at + 1).is_some_and(|b| *b < 0xa0) => 2,
            0xd8 if bytes.get(at + 1) == Some(&0x9c) => 2,
            0xe2 if turns(&bytes[at..]) => 3,
            _ => return None,
        };
        Some((at, len))
    };
    let suspect = sift::blocks(bytes, may_be_forbidden);
    suspect.flat_map(move |start| (start..bytes.len().min(start + sift::BLOCK)).filter_map(length))
}

/// Whether a forbidden character may begin here. 0xE2 begins quotation marks and dashes too, so what stands behind it is looked at.
#[inline]
fn may_be_forbidden(a: u8, b: u8, c: u8) -> u8 {
    let turning = u8::from(c & 0xfe == 0x8e) | u8::from(c.wrapping_sub(0xa6) < 9);
    let control = u8::from(a < 0x20) & u8::from(a != b'\n');
    let turn = u8::from(a == 0xe2) & u8::from(b & 0xfe == 0x80) & turning;
    control | u8::from(a == 0x7f) | u8::from(a == 0xc2) | u8::from(a == 0xd8) | turn
}

fn turns(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xe2, 0x80, 0x8e | 0x8f | 0xaa..=0xae, ..] | [0xe2, 0x81, 0xa6..=0xa9, ..]
    )
}

/// The fault of such a character.
pub(crate) fn forbidden_at(text: &str, at: usize, len: usize) -> Fault {
    let number = text[at..].chars().next().map_or(0, u32::from);
    let message = words!(
        "有不可见的控制字符 U+{number:04X}",
        "an invisible control character U+{number:04X}"
    );
    Fault::new(
        &rules::control_character::RULE,
        Spot::bytes(at, at + len),
        message,
    )
    .hint(words!(
        "删掉这个字符。它常常是从别的程序粘贴带来的。",
        "Remove it. It often comes with text pasted from another program."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excels_encodings_are_read() {
        let (gb, _, _) = GB18030.encode("标题,摘要\n通知,𠮷");
        let decoded = decode(&gb, Format::Csv);
        assert_eq!(decoded.text, "标题,摘要\n通知,𠮷");
        assert!(decoded.faults.is_empty());
        assert_eq!(decode(&gb, Format::Markdown).faults.len(), 1);
    }

    #[test]
    fn forged_lines_are_refused() {
        for (text, count) in [("a\u{202e}b", 1), ("a\0b\u{1b}", 2), ("“好”…—\t\r\n", 0)] {
            assert_eq!(
                decode(text.as_bytes(), Format::Markdown).faults.len(),
                count,
                "{text:?}"
            );
        }
    }
}
