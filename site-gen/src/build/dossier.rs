//! What is kept of each file of the content beside its records: what was told of it, what the rules looked at. As bytes, for half a million files whose objects nobody asks for.
//!
//! Entry points: [`Dossier::close`], [`Closed::open`]. What tells whether it has to be opened at all stands outside: [`Marks`].

use super::examine::Examined;
use crate::diagnostic::Diagnostic;
use crate::leaks::Leak;
use crate::library::{FileFacts, Print};
use governance::dates::Day;
use serde::{Deserialize, Serialize};

/// What is kept of a file beside its records.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Dossier {
    /// Warnings it was published with.
    pub(crate) warnings: Vec<Diagnostic>,
    /// What is personal in it.
    pub(crate) leaks: Vec<Leak>,
    pub(crate) file: Option<FileFacts>,
    /// What the rules looked at, a record each.
    pub(crate) examined: Vec<Examined>,
}

/// What can be known of a dossier without opening it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Marks {
    /// Whether there are warnings, or findings of dated rules.
    pub(crate) told: bool,
    /// Whether there is something personal.
    pub(crate) leaks: bool,
    /// Whether there are facts of a file.
    pub(crate) file: bool,
    /// How many records the rules looked at, drafts with faults among them.
    pub(crate) examined: u32,
    /// The days from and until which the answers of dated rules hold.
    pub(crate) holds: (Option<Day>, Option<Day>),
    /// Fingerprint of all that rules over all records may look at.
    pub(crate) claims: Print,
}

/// A dossier that is closed.
#[derive(Debug)]
pub(crate) struct Closed {
    pub(crate) marks: Marks,
    pub(crate) bytes: Bytes,
}

/// The bytes of a dossier.
#[derive(Debug)]
pub(crate) enum Bytes {
    /// Made in this build.
    Now(Box<[u8]>),
    /// First byte and length among what the last build left of all.
    Before(u32, u32),
}

impl Dossier {
    /// Makes bytes of it.
    ///
    /// # Errors
    /// None that its types allow.
    pub(crate) fn close(&self) -> postcard::Result<Closed> {
        Ok(Closed {
            marks: self.marks()?,
            bytes: Bytes::Now(postcard::to_stdvec(self)?.into()),
        })
    }

    fn marks(&self) -> postcard::Result<Marks> {
        let found = self.examined.iter().any(Examined::found);
        let claims: Vec<_> = self.examined.iter().map(Examined::seen_by_all).collect();
        let claims = postcard::to_stdvec(&(claims, &self.file))?;
        let since = self.examined.iter().map(Examined::since).max();
        let until = self.examined.iter().filter_map(Examined::until).min();
        Ok(Marks {
            told: found || !self.warnings.is_empty(),
            leaks: !self.leaks.is_empty(),
            file: self.file.is_some(),
            examined: u32::try_from(self.examined.len()).unwrap_or(u32::MAX),
            holds: (since, until),
            claims: Print::of(&claims),
        })
    }
}

impl Marks {
    /// Whether the answers of dated rules hold on this day.
    pub(crate) fn hold(&self, today: Day) -> bool {
        let (since, until) = self.holds;
        since.is_none_or(|since| today >= since) && until.is_none_or(|until| today < until)
    }
}

impl Closed {
    /// Whether it was made by this build: what the rules say in it is of today.
    pub(crate) fn is_of_now(&self) -> bool {
        match self.bytes {
            Bytes::Now(_) => true,
            Bytes::Before(..) => false,
        }
    }

    /// Its bytes; `before` are those that the last build left of all.
    pub(crate) fn bytes<'b>(&'b self, before: &'b [u8]) -> &'b [u8] {
        match &self.bytes {
            Bytes::Now(bytes) => bytes,
            Bytes::Before(start, len) => {
                let start = *start as usize;
                before.get(start..start + *len as usize).unwrap_or(&[])
            }
        }
    }

    /// Reads it. The bytes are of this build, or their fingerprint was looked at: they are as they were written.
    pub(crate) fn open(&self, before: &[u8]) -> Dossier {
        postcard::from_bytes(self.bytes(before)).unwrap_or_default()
    }
}
