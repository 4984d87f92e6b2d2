//! The rules that content is held against: one file a rule, all of them in one list.
//!
//! Entry point: [`across`]. A rule names the record and the field; it must not read files or know the clock.

use crate::config::SiteConfig;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, SourceId};
use crate::validate::Entry;
use governance::dates::Day;

/// What rules may know besides the records.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The day of the build.
    pub today: Day,
    /// The site's settings.
    pub config: SiteConfig,
    /// Certificates that committees no longer issue, from `rules/`.
    pub denied_certificates: Vec<Box<str>>,
}

/// Gives back a file for showing where a fault stands; called for files with faults only.
pub type Reread<'f> = dyn Fn(SourceId) -> Option<(SourceFile, Vec<u8>)> + 'f;

/// Holds all records against the rules that need the day, the settings or other records (references, duplicates, what ran out).
/// `entries` in the order of [`crate::source::Sources::files`]. The answer is sorted.
pub fn across(entries: &[&Entry], setting: &Setting, reread: &Reread<'_>) -> Vec<Diagnostic> {
    let _ = (entries, setting, reread);
    Vec::new()
}
