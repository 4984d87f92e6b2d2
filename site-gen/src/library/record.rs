//! The stored form of a record: its envelope and its facts, a JSON object each, with the fields as open data shows them. Two, so that each is read once.
//!
//! Entry points: [`encode`], [`decode`]. The same record gives the same bytes.

use crate::sift;
use governance::dates::Day;
use governance::records::{Envelope, Facts, Kind, Record};
use serde::Deserialize;

/// A stored record could not be read back or written: the store is damaged, never the content.
#[derive(Debug, thiserror::Error)]
#[error("a stored record is damaged: {0}")]
pub struct RecordFault(#[from] serde_json::Error);

/// What [`encode`] makes of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredForm {
    /// The envelope as a JSON object, then the facts as another.
    pub(crate) text: Vec<u8>,
    /// Where the facts begin.
    pub(crate) facts: usize,
}

/// The record as JSON, fields in the order of the types.
///
/// # Errors
/// [`RecordFault`] if a field has no JSON form.
pub(crate) fn encode(record: &Record) -> Result<StoredForm, RecordFault> {
    let mut text = serde_json::to_vec(&record.envelope)?;
    let facts = text.len();
    encode_facts(&record.facts, &mut text)?;
    Ok(StoredForm { text, facts })
}

fn encode_facts(facts: &Facts, out: &mut Vec<u8>) -> Result<(), RecordFault> {
    match facts {
        Facts::Division(v) => serde_json::to_writer(out, v),
        Facts::Community(v) => serde_json::to_writer(out, v),
        Facts::Department(v) => serde_json::to_writer(out, v),
        Facts::Notice(v) => serde_json::to_writer(out, v),
        Facts::AdmissionItem(v) => serde_json::to_writer(out, v),
        Facts::Meeting(v) => serde_json::to_writer(out, v),
        Facts::Topic(v) => serde_json::to_writer(out, v),
        Facts::Indicator(v) => serde_json::to_writer(out, v),
        Facts::Target(v) => serde_json::to_writer(out, v),
        Facts::ReportingUnit(v) => serde_json::to_writer(out, v),
        Facts::Observation(v) => serde_json::to_writer(out, v),
        Facts::Vendor(v) => serde_json::to_writer(out, v),
        Facts::Guide(v) => serde_json::to_writer(out, v),
    }?;
    Ok(())
}

/// Reads a record of this kind from its envelope and its facts.
///
/// # Errors
/// [`RecordFault`] if they are not what [`encode`] writes.
pub(crate) fn decode(kind: Kind, (envelope, facts): (&str, &str)) -> Result<Record, RecordFault> {
    fn json<'f, T: Deserialize<'f>>(facts: &'f str) -> Result<T, RecordFault> {
        Ok(serde_json::from_str(facts)?)
    }
    let facts = match kind {
        Kind::Division => Facts::Division(json(facts)?),
        Kind::Community => Facts::Community(json(facts)?),
        Kind::Department => Facts::Department(json(facts)?),
        Kind::Notice => Facts::Notice(json(facts)?),
        Kind::AdmissionItem => Facts::AdmissionItem(json(facts)?),
        Kind::Meeting => Facts::Meeting(json(facts)?),
        Kind::Topic => Facts::Topic(json(facts)?),
        Kind::Indicator => Facts::Indicator(json(facts)?),
        Kind::Target => Facts::Target(json(facts)?),
        Kind::ReportingUnit => Facts::ReportingUnit(json(facts)?),
        Kind::Observation => Facts::Observation(json(facts)?),
        Kind::Vendor => Facts::Vendor(json(facts)?),
        Kind::Guide => Facts::Guide(json(facts)?),
    };
    let envelope: Envelope = json(envelope)?;
    Ok(Record { envelope, facts })
}

/// Every day written in a stored record, also as part of a moment; in the order of the text, with repetitions.
pub(crate) fn days(json: &[u8]) -> Vec<Day> {
    let begins = |a: u8, b: u8, c: u8| {
        let digit = |byte: u8| u8::from(byte.wrapping_sub(b'0') < 10);
        u8::from(a == b'"') & digit(b) & digit(c)
    };
    let places = sift::blocks(json, begins);
    let places = places.flat_map(|start| start..json.len().min(start + sift::BLOCK));
    places
        .filter(|at| json[*at] == b'"')
        .filter_map(|at| {
            let text = json.get(at + 1..at + 12)?;
            matches!(text[10], b'"' | b'T').then_some(())?;
            Day::parse(std::str::from_utf8(&text[..10]).ok()?).ok()
        })
        .collect()
}
