//! Records without doubts, and where they came from.
//!
//! Entry point: [`file()`]. An [`Entry`] exists only after the checks of its own file; must not look at other files. What needs the day, the settings or
//! other records is [`all`].

mod across;
mod bodies;
mod normal;
mod one;
pub(crate) mod paths;
mod placer;
mod scalars;
mod value;

pub use across::{Dated, Found, Reread, across, all, dated, place};
pub(crate) use bodies::bodies;
pub use one::file;
pub(crate) use one::{article, decoded, settings, told};
pub(crate) use placer::Placer;

use crate::diagnostic::Diagnostic;
use crate::leaks::Leak;
use crate::source::SourceId;
use governance::records::Record;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A record with its origin. Can be kept in a cache: it holds no text of the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The record.
    pub record: Record,
    /// Where it stands.
    pub origin: Origin,
}

/// A record that could be read in part: its file has faults. It is never published; it is kept only so that rules over all records can tell their
/// faults in the same run. Rules that know the day do not ask one that is a draft: such a draft stops no build, and what they would answer is kept from
/// build to build for whole records only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Doubtful {
    /// The record, with made-up values in the fields of `doubts`.
    pub record: Record,
    /// Where it stands.
    pub origin: Origin,
    /// The fields that could not be read, by their English identifiers.
    pub doubts: Vec<Box<str>>,
}

impl Doubtful {
    /// Whether the rules that know the day ask it.
    pub(crate) fn is_asked(&self) -> bool {
        !self.origin.draft
    }
}

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The file.
    pub source: SourceId,
    /// Which record of the file, from 0; always 0 for Markdown.
    pub index: u32,
    /// Line of its first field, or row of its sheet; from 1.
    pub line: u32,
    /// Bytes of the file that are its body; none for rows and for a body of blanks only.
    pub body: Option<Range<u32>>,
    /// BLAKE3 of everything that was read for it: its path, fields and body. Not kept from build to build.
    #[serde(skip)]
    pub fingerprint: Fingerprint,
    /// Whether it is a draft, whose faults are told but stop nothing.
    pub draft: bool,
}

/// A BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fingerprint(pub [u8; 32]);

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(blake3::Hash::from(self.0).to_hex().as_str())
    }
}

/// What a file holds and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// Its records without doubts.
    pub entries: Vec<Entry>,
    /// Its records with faults; never published, handed to [`all`] with the others.
    pub doubtful: Vec<Doubtful>,
    /// What is wrong, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// What is personal in it, for the site's allowances to judge.
    pub(crate) leaks: Vec<Leak>,
}
