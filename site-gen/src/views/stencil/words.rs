//! What stands in prints and tags, in words. Entry point: [`words`].

/// A word of a print or tag.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Word<'s> {
    Name(&'s str),
    Text(&'s str),
    Int(i64),
    Float(f64),
    Sign(&'static str),
}

/// Signs, those of two characters first.
const SIGNS: [&str; 21] = [
    "==", "!=", "<=", ">=", "/>", ".", ",", ":", "(", ")", "[", "]", "{", "}", "|", "=", "<", ">",
    "+", "*", "@",
];

/// The words of a print or tag; none if it has what is not known here.
pub(super) fn words(source: &str) -> Option<Vec<Word<'_>>> {
    let mut rest = source.trim_start();
    let mut words = Vec::new();
    while let Some(first) = rest.chars().next() {
        let (word, len) = match first {
            '"' | '\'' | '`' => quoted(rest, first)?,
            '0'..='9' => number(rest)?,
            'a'..='z' | 'A'..='Z' | '_' => named(rest),
            _ => sign(rest)?,
        };
        words.push(word);
        rest = rest[len..].trim_start();
    }
    Some(words)
}

fn quoted(rest: &str, quote: char) -> Option<(Word<'_>, usize)> {
    let (text, _) = rest[1..].split_once(quote)?;
    (!text.contains('\\')).then_some((Word::Text(text), text.len() + 2))
}

fn number(rest: &str) -> Option<(Word<'_>, usize)> {
    let len = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_');
    let number = &rest[..len.unwrap_or(rest.len())];
    let word = if number.contains('.') {
        Word::Float(number.parse().ok()?)
    } else {
        Word::Int(number.parse().ok()?)
    };
    Some((word, number.len()))
}

fn named(rest: &str) -> (Word<'_>, usize) {
    let len = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let name = &rest[..len.unwrap_or(rest.len())];
    (Word::Name(name), name.len())
}

fn sign(rest: &str) -> Option<(Word<'_>, usize)> {
    let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign))?;
    Some((Word::Sign(sign), sign.len()))
}
