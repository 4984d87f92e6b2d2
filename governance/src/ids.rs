//! Identities that are typed by staff and stand in URLs.
//!
//! Entry point: [`RecordId::new`]. An identity, once published, is never given to something else.

use crate::written;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// Longest identity in characters; a URL with it stays readable on one line of a phone.
pub const MAX_ID_LEN: usize = 64;

/// The identity of a record, e.g. `XZ-004` or `2026-tu-jie-tou-01`: ASCII letters, digits, `-` and `_`, beginning with a letter or digit,
/// at most [`MAX_ID_LEN`] characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(Box<str>);

/// Why a text is no identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdFault {
    /// Nothing was typed.
    #[error("an id cannot be empty")]
    Empty,
    /// More than [`MAX_ID_LEN`] characters.
    #[error("an id has at most {MAX_ID_LEN} characters")]
    TooLong,
    /// A character other than ASCII letters, digits, `-`, `_`, or a wrong first one.
    #[error("an id has only letters a–z, digits, `-` and `_`, and begins with a letter or digit")]
    Characters,
}

impl RecordId {
    /// Checks and takes the text.
    ///
    /// # Errors
    /// Says which rule of [`IdFault`] the text breaks.
    pub fn new(text: &str) -> Result<Self, IdFault> {
        let bytes = text.as_bytes();
        match bytes.first() {
            None => Err(IdFault::Empty),
            Some(_) if bytes.len() > MAX_ID_LEN => Err(IdFault::TooLong),
            Some(first) if !first.is_ascii_alphanumeric() => Err(IdFault::Characters),
            Some(_)
                if bytes
                    .iter()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(b)) =>
            {
                Ok(Self(text.into()))
            }
            Some(_) => Err(IdFault::Characters),
        }
    }

    /// The identity as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for RecordId {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        written::read(input, Self::new)
    }
}

impl From<RecordId> for Box<str> {
    fn from(id: RecordId) -> Self {
        id.0
    }
}

impl JsonSchema for RecordId {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "RecordId".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "record-id", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_short_plain_word() {
        assert!(RecordId::new("XZ-004").is_ok());
        assert_eq!(RecordId::new(""), Err(IdFault::Empty));
        assert_eq!(RecordId::new("../x"), Err(IdFault::Characters));
        assert_eq!(RecordId::new("a b"), Err(IdFault::Characters));
        assert_eq!(RecordId::new(&"a".repeat(65)), Err(IdFault::TooLong));
    }
}
