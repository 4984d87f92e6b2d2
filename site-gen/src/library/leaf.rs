//! A record as it lies in the pack: its stored form, the hash of final minutes and the Markdown of its body, so that one read gives all.
//!
//! Entry points: [`bind`], [`Leaf`]. Must not know where leaves lie.

use super::ReadFault;
use super::record::{self, StoredForm};
use encoding_rs::UTF_8;
use governance::deliberation::{MinutesState, minutes};
use governance::records::{Facts, Kind, Record};
use std::borrow::Cow;

/// Bytes after the text: where the facts end, then the hash, and where the envelope does, four each.
const FOOT: usize = 12;

/// The bytes of a leaf: envelope, facts, hash, body, and where the first three end.
pub(crate) fn bind(form: StoredForm, (hash, body): (&str, &str)) -> Vec<u8> {
    let StoredForm { mut text, facts } = form;
    let ends = [facts, text.len(), text.len() + hash.len()];
    text.reserve_exact(hash.len() + body.len() + FOOT);
    text.extend_from_slice(hash.as_bytes());
    text.extend_from_slice(body.as_bytes());
    for end in ends {
        text.extend_from_slice(&u32::try_from(end).unwrap_or(u32::MAX).to_le_bytes());
    }
    text
}

/// The hash of final minutes as a JSON string; empty for other records. It is of the record as it was taken in, so it is reckoned once.
pub(crate) fn hash(record: &Record, body: &str) -> String {
    if let Facts::Meeting(meeting) = &record.facts
        && meeting.minutes == Some(MinutesState::Final)
    {
        let text = minutes::canonical(&record.envelope, meeting, body);
        return format!("\"{}\"", minutes::fingerprint(&text));
    }
    String::new()
}

/// A record and its body, as they were read.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    bytes: Vec<u8>,
    /// Where envelope, facts and hash end.
    ends: [usize; 3],
}

impl Leaf {
    /// Takes what [`bind`] made.
    ///
    /// # Errors
    /// [`ReadFault::Store`] if it is anything else.
    pub(crate) fn of(bytes: Vec<u8>) -> Result<Self, ReadFault> {
        let (text, foot) = bytes.split_last_chunk::<FOOT>().ok_or(ReadFault::Store)?;
        let mut ends = [usize::MAX; 3];
        for (end, bytes) in ends.iter_mut().zip(foot.as_chunks().0) {
            *end = u32::from_le_bytes(*bytes) as usize;
        }
        let sound = ends.is_sorted() && ends[2] <= text.len() && utf8(text).is_some();
        sound.then_some(()).ok_or(ReadFault::Store)?;
        Ok(Self { bytes, ends })
    }

    fn part(&self, range: std::ops::Range<usize>) -> &str {
        utf8(&self.bytes[range]).unwrap_or("")
    }

    /// The envelope as a JSON object.
    pub(crate) fn envelope(&self) -> &str {
        self.part(0..self.ends[0])
    }

    /// The facts as a JSON object.
    pub(crate) fn facts(&self) -> &str {
        self.part(self.ends[0]..self.ends[1])
    }

    /// The hash of final minutes as a JSON string; empty for other records.
    pub(crate) fn hash(&self) -> &str {
        self.part(self.ends[1]..self.ends[2])
    }

    /// The Markdown of the body; empty if there is none.
    pub(crate) fn body(&self) -> &str {
        self.part(self.ends[2]..self.bytes.len() - FOOT)
    }

    /// Appends both as one JSON object, as open data shows it.
    pub(crate) fn write_json(&self, out: &mut Vec<u8>) {
        let [facts, end, _] = self.ends;
        let (envelope, facts) = (&self.bytes[..facts], &self.bytes[facts..end]);
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

    /// The same hash and body below another record.
    ///
    /// # Errors
    /// [`ReadFault::Record`] if a field has no JSON form.
    pub(crate) fn with(&self, record: &Record) -> Result<Self, ReadFault> {
        Self::of(bind(record::encode(record)?, (self.hash(), self.body())))
    }
}

/// The bytes as text; the standard library looks at Chinese byte by byte.
fn utf8(bytes: &[u8]) -> Option<&str> {
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes)? {
        Cow::Borrowed(text) => Some(text),
        Cow::Owned(_) => None,
    }
}
