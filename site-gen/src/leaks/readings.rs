//! Bytes and marked-up text as the plain texts that people or programs may read out of them.
//!
//! Entry points: [`strings`], [`xml`], [`properties`], [`percent_decoded`]. Each looks at a byte a bounded number of times.

use std::borrow::Cow;

/// The texts that bytes of unknown form may hold: as UTF-8, and as UTF-16 from an even and from an odd byte on (which is big-endian text).
pub(super) fn strings(bytes: &[u8]) -> Vec<String> {
    let narrow: String = String::from_utf8_lossy(bytes).chars().map(lined).collect();
    let mut texts = vec![narrow];
    for shift in [0, 1] {
        let pairs = bytes.get(shift..).unwrap_or_default().chunks_exact(2);
        let units = pairs.map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let wide = char::decode_utf16(units).map(|c| lined(c.unwrap_or('\n')));
        texts.push(wide.collect());
    }
    texts
}

/// Control characters end a text.
fn lined(c: char) -> char {
    if c.is_control() || c == char::REPLACEMENT_CHARACTER {
        '\n'
    } else {
        c
    }
}

/// Elements that part what stands before and after them: paragraphs, cells, rows, breaks, strings of a table.
const PARTING: [&str; 30] = [
    "p", "br", "cr", "tab", "tc", "tr", "row", "c", "si", "li", "comment", "div", "td", "th", "dt",
    "dd", "h", "h1", "h2", "h3", "h4", "h5", "h6", "v", "title", "text", "desc", "option",
    "caption", "pre",
];

/// The text of XML or HTML as it is read: runs of one paragraph joined, then the values of all attributes, one a line.
pub(super) fn xml(source: &str) -> String {
    read(source, |element| PARTING.contains(&element))
}

/// The same of XML in which every element is a thing by itself, as properties of a document are: an author's number is not one with the count of revisions after it.
pub(super) fn properties(source: &str) -> String {
    read(source, |_| true)
}

fn read(source: &str, parting: impl Fn(&str) -> bool) -> String {
    let (mut text, mut attributes) = (String::with_capacity(source.len() / 4), String::new());
    let mut rest = source;
    while let Some(open) = rest.find('<') {
        text.push_str(&unescaped(&rest[..open]));
        let Some(length) = rest[open..].find('>') else {
            rest = "";
            break;
        };
        let tag = &rest[open + 1..open + length];
        let name = tag
            .trim_start_matches('/')
            .split([' ', '/', '\n', '\t', '\r'])
            .next();
        let local = name.and_then(|name| name.rsplit(':').next()).unwrap_or("");
        if parting(local) {
            text.push('\n');
        }
        values(tag, &mut attributes);
        rest = &rest[open + length + 1..];
    }
    text.push_str(&unescaped(rest));
    text.push('\n');
    text.push_str(&attributes);
    text
}

/// The values of a tag's attributes, in quotes of either kind, one a line.
fn values(tag: &str, out: &mut String) {
    let mut rest = tag;
    while let Some(open) = rest.find(['"', '\'']) {
        let quote = char::from(rest.as_bytes()[open]);
        rest = &rest[open + 1..];
        let end = rest.find(quote).unwrap_or(rest.len());
        out.push_str(&unescaped(&rest[..end]));
        out.push('\n');
        rest = rest.get(end + 1..).unwrap_or("");
    }
}

/// Text with its character references replaced: those of XML and those by number.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest reference is `&#1114111;`.
        let end = rest.bytes().take(11).position(|b| b == b';');
        let known = end.and_then(|end| Some((referred(&rest[1..end])?, end + 1)));
        let (c, length) = known.unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn referred(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// An address with `%31` and the like read; none if there is no such thing in it.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let read = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(read.unwrap_or(bytes[at]));
        at += if read.is_some() { 3 } else { 1 };
    }
    Some(String::from_utf8_lossy(&out).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_a_paragraph_are_one_text_and_paragraphs_are_not() {
        let source = "<w:p><w:r><w:t>138</w:t></w:r><w:r><w:t>0013&#x38;000</w:t></w:r></w:p><w:p a=\"x&amp;y\"/>";
        assert_eq!(xml(source), "\n13800138000\n\n\nx&y\n");
        assert_eq!(xml("<a b='1\"2' c=\"3'4\" d='5/>"), "\n1\"2\n3'4\n5/\n");
    }

    #[test]
    fn properties_are_texts_by_themselves() {
        let source = "<a:creator>13800138000</a:creator><a:revision>1</a:revision>";
        assert_eq!(properties(source), "\n13800138000\n\n1\n\n");
    }

    #[test]
    fn text_of_two_bytes_is_read_in_both_orders() {
        let wide: Vec<u8> = "138".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(strings(&wide).iter().any(|text| text.contains("13")));
        let wide: Vec<u8> = "138".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(strings(&wide).contains(&"138".to_owned()));
    }

    #[test]
    fn addresses_are_decoded() {
        assert_eq!(percent_decoded("tel:%31%33x%"), Some("tel:13x%".into()));
        assert_eq!(percent_decoded("x"), None);
    }
}
