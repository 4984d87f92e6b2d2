//! The stored form of a record: one JSON object with the fields of the envelope and of the kind, as open data shows it.
//!
//! Entry points: [`encode`], [`decode`]. The same record gives the same bytes; the bytes are what fingerprints are taken of.

use governance::admission::AdmissionItem;
use governance::communities::CommunityProfile;
use governance::dates::Day;
use governance::deliberation::{Meeting, Topic};
use governance::divisions::Division;
use governance::guides::ServiceGuide;
use governance::notices::Notice;
use governance::records::{Department, Envelope, Facts, Kind, Record};
use governance::statistics::{Indicator, Observation, ReportingUnit, Target};
use governance::vendors::Vendor;
use serde::Serialize;

/// A stored record could not be read back or written: the store is damaged, never the content.
#[derive(Debug, thiserror::Error)]
#[error("a stored record is damaged: {0}")]
pub struct RecordFault(#[from] serde_json::Error);

/// The record as one JSON object, fields in the order of the types.
///
/// # Errors
/// [`RecordFault`] if a field has no JSON form.
pub fn encode(record: &Record) -> Result<Vec<u8>, RecordFault> {
    let mut out = serde_json::to_vec(&record.envelope)?;
    let facts = encode_facts(&record.facts)?;
    if facts.len() > b"{}".len() {
        out.pop();
        out.push(b',');
        out.extend_from_slice(&facts[1..]);
    }
    Ok(out)
}

fn encode_facts(facts: &Facts) -> Result<Vec<u8>, RecordFault> {
    fn json<T: Serialize>(value: &T) -> Result<Vec<u8>, RecordFault> {
        Ok(serde_json::to_vec(value)?)
    }
    match facts {
        Facts::Division(v) => json(v),
        Facts::Community(v) => json(v),
        Facts::Department(v) => json(v),
        Facts::Notice(v) => json(v),
        Facts::AdmissionItem(v) => json(v),
        Facts::Meeting(v) => json(v),
        Facts::Topic(v) => json(v),
        Facts::Indicator(v) => json(v),
        Facts::Target(v) => json(v),
        Facts::ReportingUnit(v) => json(v),
        Facts::Observation(v) => json(v),
        Facts::Vendor(v) => json(v),
        Facts::Guide(v) => json(v),
    }
}

/// Reads a record of this kind from its stored form.
///
/// # Errors
/// [`RecordFault`] if the bytes are not what [`encode`] writes.
pub fn decode(kind: Kind, json: &[u8]) -> Result<Record, RecordFault> {
    let envelope: Envelope = serde_json::from_slice(json)?;
    let facts = match kind {
        Kind::Division => Facts::Division(serde_json::from_slice::<Division>(json)?),
        Kind::Community => Facts::Community(serde_json::from_slice::<CommunityProfile>(json)?),
        Kind::Department => Facts::Department(serde_json::from_slice::<Department>(json)?),
        Kind::Notice => Facts::Notice(serde_json::from_slice::<Notice>(json)?),
        Kind::AdmissionItem => Facts::AdmissionItem(serde_json::from_slice::<AdmissionItem>(json)?),
        Kind::Meeting => Facts::Meeting(serde_json::from_slice::<Meeting>(json)?),
        Kind::Topic => Facts::Topic(serde_json::from_slice::<Topic>(json)?),
        Kind::Indicator => Facts::Indicator(serde_json::from_slice::<Indicator>(json)?),
        Kind::Target => Facts::Target(serde_json::from_slice::<Target>(json)?),
        Kind::ReportingUnit => Facts::ReportingUnit(serde_json::from_slice::<ReportingUnit>(json)?),
        Kind::Observation => Facts::Observation(serde_json::from_slice::<Observation>(json)?),
        Kind::Vendor => Facts::Vendor(serde_json::from_slice::<Vendor>(json)?),
        Kind::Guide => Facts::Guide(serde_json::from_slice::<ServiceGuide>(json)?),
    };
    Ok(Record { envelope, facts })
}

/// Every day written in a stored record, also as part of a moment; in the order of the text, with repetitions.
pub fn days(json: &[u8]) -> Vec<Day> {
    let quotes = json.iter().enumerate().filter(|(_, b)| **b == b'"');
    quotes
        .filter_map(|(at, _)| {
            let text = json.get(at + 1..at + 12)?;
            matches!(text[10], b'"' | b'T').then_some(())?;
            Day::parse(std::str::from_utf8(&text[..10]).ok()?).ok()
        })
        .collect()
}
