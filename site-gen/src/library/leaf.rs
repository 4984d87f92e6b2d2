//! A record as it lies in the pack: its stored form and the Markdown of its body, so that one read gives both.
//!
//! Entry points: [`bind`], [`Leaf`]. Must not know where leaves lie or what a record means.

use super::ReadFault;
use super::record::{self, StoredForm};
use encoding_rs::UTF_8;
use governance::records::{Kind, Record};
use std::borrow::Cow;
use std::ops::Range;

/// Bytes after the text: where the facts begin, and where the body.
const FOOT: usize = 8;

/// The bytes of a leaf: envelope, facts, body, and where the latter two begin.
pub(crate) fn bind(form: StoredForm, body: &str) -> Vec<u8> {
    let StoredForm { mut text, facts } = form;
    let starts = [facts, text.len()];
    text.reserve_exact(body.len() + FOOT);
    text.extend_from_slice(body.as_bytes());
    for start in starts {
        text.extend_from_slice(&u32::try_from(start).unwrap_or(u32::MAX).to_le_bytes());
    }
    text
}

/// A record and its body, as they were read.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    bytes: Vec<u8>,
    facts: usize,
    body: usize,
}

impl Leaf {
    /// Takes what [`bind`] made.
    ///
    /// # Errors
    /// [`ReadFault::Store`] if it is anything else.
    pub(crate) fn of(bytes: Vec<u8>) -> Result<Self, ReadFault> {
        let (text, foot) = bytes.split_last_chunk::<FOOT>().ok_or(ReadFault::Store)?;
        let start = |at: Range<usize>| {
            let number = foot.get(at).and_then(|four| four.try_into().ok());
            number.map_or(usize::MAX, |four| u32::from_le_bytes(four) as usize)
        };
        let (facts, body) = (start(0..4), start(4..8));
        let sound = facts <= body && body <= text.len() && utf8(text).is_some();
        sound.then_some(()).ok_or(ReadFault::Store)?;
        Ok(Self { bytes, facts, body })
    }

    fn part(&self, range: Range<usize>) -> &str {
        utf8(&self.bytes[range]).unwrap_or("")
    }

    /// The envelope as a JSON object.
    pub(crate) fn envelope(&self) -> &str {
        self.part(0..self.facts)
    }

    /// The facts as a JSON object.
    pub(crate) fn facts(&self) -> &str {
        self.part(self.facts..self.body)
    }

    /// The Markdown of the body; empty if there is none.
    pub(crate) fn body(&self) -> &str {
        self.part(self.body..self.bytes.len() - FOOT)
    }

    /// Appends both as one JSON object, as open data shows it.
    pub(crate) fn write_json(&self, out: &mut Vec<u8>) {
        let (envelope, facts) = (
            &self.bytes[..self.facts],
            &self.bytes[self.facts..self.body],
        );
        out.extend_from_slice(envelope);
        if facts != b"{}" {
            out.pop();
            out.push(b',');
            out.extend_from_slice(facts.strip_prefix(b"{").unwrap_or(facts));
        }
    }

    /// The record.
    ///
    /// # Errors
    /// [`ReadFault::Record`] if its stored form is damaged.
    pub(crate) fn record(&self, kind: Kind) -> Result<Record, ReadFault> {
        Ok(record::decode(kind, (self.envelope(), self.facts()))?)
    }

    /// The same body below another record.
    ///
    /// # Errors
    /// [`ReadFault::Record`] if a field has no JSON form.
    pub(crate) fn with(&self, record: &Record) -> Result<Self, ReadFault> {
        Self::of(bind(record::encode(record)?, self.body()))
    }
}

/// The bytes as text; the standard library looks at Chinese byte by byte.
fn utf8(bytes: &[u8]) -> Option<&str> {
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes)? {
        Cow::Borrowed(text) => Some(text),
        Cow::Owned(_) => None,
    }
}
