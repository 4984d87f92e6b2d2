//! Looks into the JSON of records without making values of it: what stands where, as it was written.
//!
//! Entry points: [`members`], [`elements`], [`text`]. Only for JSON that our own types were written as, with nothing between its parts: of anything else it
//! finds less, never more than is there. Must not know what a record means.

use std::borrow::Cow;

/// The members of an object in their order: name and value.
pub fn members(object: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = object.strip_prefix('{').unwrap_or("");
    std::iter::from_fn(move || {
        let (name, after) = split(rest)?;
        let (value, after) = split(after.strip_prefix(':')?)?;
        rest = after.strip_prefix(',').unwrap_or("");
        Some((name.strip_prefix('"')?.strip_suffix('"')?, value))
    })
}

/// The elements of an array in their order.
pub fn elements(array: &str) -> impl Iterator<Item = &str> {
    let mut rest = array.strip_prefix('[').unwrap_or("");
    std::iter::from_fn(move || {
        let (value, after) = split(rest)?;
        rest = after.strip_prefix(',').unwrap_or("");
        Some(value)
    })
}

/// What a string says; none of other values.
pub fn text(value: &str) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        return serde_json::from_str(value).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inner))
}

/// The value that something begins with, and what comes after it.
fn split(json: &str) -> Option<(&str, &str)> {
    let bytes = json.as_bytes();
    let end = match bytes.first()? {
        b'"' => string(bytes),
        b'{' | b'[' => nested(bytes)?,
        _ => {
            let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']');
            bytes.iter().position(ends).unwrap_or(bytes.len())
        }
    };
    (end > 0).then(|| json.split_at_checked(end)).flatten()
}

/// Bytes of the string that these begin with, its quotes included.
fn string(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(found) = bytes.get(at..).and_then(mark) {
        at += found;
        match bytes[at] {
            b'"' => return at + 1,
            _ => at += 2,
        }
    }
    bytes.len()
}

/// Where the first quotation mark or escape stands. Sixteen bytes are looked at at once: texts are long.
fn mark(text: &[u8]) -> Option<usize> {
    // A number and no truth value, so that there is no branch.
    let is = |byte: u8| u8::from(byte == b'"') | u8::from(byte == b'\\');
    let (chunks, _) = text.as_chunks::<16>();
    let clear = |chunk: &&[u8; 16]| chunk.iter().fold(0, |any, byte| any | is(*byte)) == 0;
    let from = 16 * chunks.iter().take_while(clear).count();
    Some(from + text[from..].iter().position(|byte| is(*byte) == 1)?)
}

/// Bytes of the object or array that these begin with.
fn nested(bytes: &[u8]) -> Option<usize> {
    let (mut at, mut depth) = (0, 0_usize);
    loop {
        match bytes.get(at)? {
            b'"' => {
                at += string(&bytes[at..]);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    /// The value as it is skimmed.
    fn skimmed(json: &str) -> Value {
        match json.as_bytes().first() {
            Some(b'{') => {
                let read = members(json).map(|(name, value)| (name.to_owned(), skimmed(value)));
                Value::Object(read.collect())
            }
            Some(b'[') => elements(json).map(skimmed).collect(),
            Some(b'"') => text(json).map_or(Value::Null, Into::into),
            _ => serde_json::from_str(json).unwrap(),
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[议a\"\\\\\n{}\\[\\],: ]{0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            let named = proptest::collection::btree_map("[a-z_]{1,4}", inner.clone(), 0..4);
            prop_oneof![
                proptest::collection::vec(inner, 0..4).prop_map(Value::from),
                named.prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_skimmed_is_what_is_there(value in values()) {
            prop_assert_eq!(skimmed(&value.to_string()), value);
        }

        #[test]
        fn nothing_brings_it_down(json in "[\\[\\]{}:,\"\\\\a议1]{0,20}") {
            members(&json).for_each(|(_, value)| elements(value).for_each(|one| drop(text(one))));
            elements(&json).for_each(|value| drop(text(value)));
        }
    }
}
