//! The seal of a build: as long as it is unbroken, another build has nothing to do and need not take in what the last one left.
//!
//! Entry points: [`Seal::of`], [`Seal::is_unbroken`]. It covers all that a build is made of: program, theme, address, the stamp of every file of the content, the
//! moment; whatever is in doubt breaks it. Whether the site itself was touched is asked by the build's watch.

use super::Report;
use super::kept::KeptSource;
use crate::diagnostic::Diagnostic;
use crate::library::{ItemFacts, Library, Print};
use crate::source::{Sources, Stamp};
use governance::dates::Moment;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Under what the site need not be built again.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Seal {
    /// Fingerprint of program, theme and address.
    given: Print,
    /// Fingerprint of the paths and stamps of the content's files.
    stamps: Print,
    /// The moment of the build; the same is true on its day until [`Self::until`].
    since: Moment,
    /// The first moment after it at which something begins: a record is published, a meeting starts.
    until: Option<Moment>,
    /// What was told of the content, none of it a fault.
    diagnostics: Vec<Diagnostic>,
    /// How many files the site has.
    files: usize,
}

impl Seal {
    /// Of a build that is over; `given` is the fingerprint of program, theme and address.
    pub(super) fn of(
        (given, since): (Print, Moment),
        (sources, kept): (&Sources, &[KeptSource]),
        library: &Library,
        report: &Report,
    ) -> Self {
        let stamps = sources.files().par_iter().zip(kept);
        let stamps = stamps.map(|(file, kept)| (&*file.path, &kept.stamp));
        let begins = library.slots.occupied().flat_map(|(_, slot)| {
            let starts = if let ItemFacts::Meeting { start, .. } = slot.item.facts {
                Some(start)
            } else {
                None
            };
            [slot.item.published, starts].into_iter().flatten()
        });
        Self {
            given,
            stamps: print(stamps),
            since,
            until: begins.filter(|moment| *moment > since).min(),
            diagnostics: report.diagnostics.clone(),
            files: report.unchanged + report.counts.new + report.counts.changed,
        }
    }

    /// Whether the content is what it was, and nothing began since.
    pub(super) fn is_unbroken(&self, (given, now): (Print, Moment), sources: &Sources) -> bool {
        let files = sources.files().par_iter();
        self.given == given
            && now >= self.since
            && now.day() == self.since.day()
            && self.until.is_none_or(|until| now < until)
            && self.stamps == print(files.map(|file| (&*file.path, &file.stamp)))
    }

    /// The report of a build that had nothing to do.
    pub(super) fn report(self) -> Report {
        Report {
            published: true,
            diagnostics: self.diagnostics,
            unchanged: self.files,
            ..Report::default()
        }
    }
}

/// Files whose stamps are hashed by one thread.
const BATCH: usize = 8192;

/// The fingerprint of files by what the file system says of them.
fn print<'f>(files: impl IndexedParallelIterator<Item = (&'f str, &'f Stamp)>) -> Print {
    let batches = files.fold_chunks(BATCH, Vec::new, |mut line, (path, stamp)| {
        line.extend_from_slice(path.as_bytes());
        line.push(0);
        line.extend_from_slice(&stamp.len.to_le_bytes());
        line.extend_from_slice(&stamp.modified.to_le_bytes());
        line.extend_from_slice(&stamp.changed.to_le_bytes());
        line.extend_from_slice(&stamp.inode.to_le_bytes());
        line
    });
    let prints: Vec<Print> = batches.map(|lines| Print::of(&lines)).collect();
    Print::of_all(prints)
}
