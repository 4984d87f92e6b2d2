//! What may be published although it is personal: each exception with an owner, a reason and a last day.
//!
//! Entry point: [`AllowList::judge`]. An exception that has run out permits nothing, and is itself told
//! ([`AllowList::expired`]). Must not know which day it is: the day is an argument.

use super::Finding;
use super::fold::{folded, separator};
use crate::dates::Day;
use crate::hexadecimal::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Where a finding lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The record, if it lies in one.
    pub record: Option<&'a str>,
    /// Kind and field, e.g. `vendor.phones.number`; for a file of its own its name.
    pub field: &'a str,
    /// The text that was scanned.
    pub text: &'a str,
}

/// Why an exception can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AllowFault {
    /// Nobody answers for it.
    #[error("an exception needs an owner")]
    Owner,
    /// It has no reason.
    #[error("an exception needs a reason")]
    Reason,
    /// No field is named.
    #[error("an exception names the field it is for")]
    Field,
    /// Both or neither a record and a value would say what it is for.
    #[error("an exception gives either `value` or `value_hash`, not both")]
    Value,
    /// Not 64 hexadecimal digits.
    #[error("`value_hash` is the SHA-256 of the value, in 64 hexadecimal digits")]
    Hash,
}

/// The one value an exception is for. Compared in plain form: half-width, without separators, in capitals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowValue {
    /// The value itself.
    Plain(String),
    /// Its SHA-256 in plain form, so that the list can be read by more people than the value. Numbers are few: this hides a
    /// value from a glance, not from somebody who tries them all.
    Hash([u8; 32]),
}

impl AllowValue {
    /// Whether it stands for this value.
    pub fn matches(&self, value: &str) -> bool {
        match self {
            Self::Plain(own) => plain(own) == plain(value),
            Self::Hash(own) => <[u8; 32]>::from(Sha256::digest(plain(value))) == *own,
        }
    }
}

/// One exception.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct AllowEntry {
    /// The record, if it is allowed in one only.
    pub record: Option<String>,
    /// Kind and field, e.g. `vendor.phones.number`.
    pub field: String,
    /// The value, if only one is allowed there.
    pub value: Option<AllowValue>,
    /// Who answers for it: an office.
    pub owner: String,
    /// Why it may be public.
    pub reason: String,
    /// Last day it is allowed.
    pub expires_on: Day,
}

impl AllowEntry {
    /// Whether it is about this finding, run out or not.
    pub fn covers(&self, finding: &Finding, place: Place<'_>) -> bool {
        let value = place.text.get(finding.range.clone()).unwrap_or_default();
        self.field == place.field
            && self
                .record
                .as_deref()
                .is_none_or(|r| Some(r) == place.record)
            && self.value.as_ref().is_none_or(|v| v.matches(value))
    }

    /// Whether it permits this finding on this day.
    pub fn permits(&self, finding: &Finding, place: Place<'_>, today: Day) -> bool {
        !self.is_expired(today) && self.covers(finding, place)
    }

    /// Whether its last day is past.
    pub fn is_expired(&self, today: Day) -> bool {
        self.expires_on < today
    }
}

/// What the list says of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// It may be published.
    Permitted(&'a AllowEntry),
    /// It might have been until this exception ran out.
    RunOut(&'a AllowEntry),
    /// No exception is about it.
    Refused,
}

/// All exceptions of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AllowList(pub Vec<AllowEntry>);

impl AllowList {
    /// What to do about a finding.
    pub fn judge(&self, finding: &Finding, place: Place<'_>, today: Day) -> Verdict<'_> {
        let mut run_out = None;
        for entry in self.0.iter().filter(|e| e.covers(finding, place)) {
            if !entry.is_expired(today) {
                return Verdict::Permitted(entry);
            }
            run_out = run_out.or(Some(entry));
        }
        run_out.map_or(Verdict::Refused, Verdict::RunOut)
    }

    /// The exceptions whose last day is past, in their order.
    pub fn expired(&self, today: Day) -> impl Iterator<Item = &AllowEntry> {
        self.0.iter().filter(move |e| e.is_expired(today))
    }
}

/// An exception as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value_hash: Option<String>,
    owner: String,
    reason: String,
    #[serde(alias = "until")]
    expires_on: Day,
}

impl TryFrom<Written> for AllowEntry {
    type Error = AllowFault;

    fn try_from(w: Written) -> Result<Self, AllowFault> {
        let missing = |s: &str| s.trim().is_empty();
        if missing(&w.field) {
            return Err(AllowFault::Field);
        }
        if missing(&w.owner) {
            return Err(AllowFault::Owner);
        }
        if missing(&w.reason) {
            return Err(AllowFault::Reason);
        }
        let value = match (w.value, w.value_hash) {
            (Some(_), Some(_)) => return Err(AllowFault::Value),
            (Some(value), None) => Some(AllowValue::Plain(value)),
            (None, Some(hash)) => Some(AllowValue::Hash(unhex(&hash).ok_or(AllowFault::Hash)?)),
            (None, None) => None,
        };
        let Written {
            record,
            field,
            owner,
            reason,
            expires_on,
            ..
        } = Written {
            value: None,
            value_hash: None,
            ..w
        };
        Ok(Self {
            record,
            field,
            value,
            owner,
            reason,
            expires_on,
        })
    }
}

impl From<AllowEntry> for Written {
    fn from(e: AllowEntry) -> Self {
        let (value, value_hash) = match e.value {
            Some(AllowValue::Plain(value)) => (Some(value), None),
            Some(AllowValue::Hash(hash)) => (None, Some(hex(&hash))),
            None => (None, None),
        };
        let AllowEntry {
            record,
            field,
            owner,
            reason,
            expires_on,
            ..
        } = AllowEntry { value: None, ..e };
        Self {
            record,
            field,
            value,
            value_hash,
            owner,
            reason,
            expires_on,
        }
    }
}

fn unhex(hash: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    if hash.len() != 64 || !hash.is_ascii() {
        return None;
    }
    for (byte, pair) in out.iter_mut().zip(hash.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(out)
}

fn plain(value: &str) -> String {
    value
        .chars()
        .filter(|c| separator(*c).is_none())
        .map(|c| folded(c).to_ascii_uppercase())
        .collect()
}
