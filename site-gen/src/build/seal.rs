//! The seal of a build: as long as it is unbroken, another build has nothing to do and need not take in what the last one left.
//!
//! Entry points: [`Seal::of`], [`Seal::holds`], [`Seal::covers`]. It covers all that a build is made of: program, theme, address, the stamp of every file of the content, the
//! moment; whatever is in doubt breaks it. Whether the site itself was touched is asked by the build's watch.

use super::Report;
use super::blocks;
use super::kept::KeptSource;
use crate::diagnostic::Diagnostic;
use crate::library::{Item, ItemFacts, Library, Print};
use crate::source::{SourceFile, Sources, Stamp};
use governance::dates::Moment;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Under what the site need not be built again.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Seal {
    /// Fingerprint of program, theme and address.
    given: Print,
    /// Fingerprints of the paths and stamps of the content's files, by the blocks in which files are kept.
    chunks: Vec<Print>,
    /// The moment of the build; the same is true on its day until [`Self::until`].
    since: Moment,
    /// The first moment after it at which something begins: a record is published, a meeting starts.
    until: Option<Moment>,
    /// What was told of the content, none of it a fault.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How many files the site has.
    pub(super) files: usize,
}

/// Some files of the content that follow each other, and the fingerprint of their paths and stamps.
pub(super) type Chunk = (Range<usize>, Print);

impl Seal {
    /// Of a build that is over; `given` is the fingerprint of program, theme and address.
    pub(super) fn of(
        (given, since): (Print, Moment),
        (sources, kept): (&Sources, &[KeptSource]),
        library: &Library,
        report: &Report,
    ) -> Self {
        let chunks = chunks(sources.files(), |at, _| &kept[at].stamp);
        let items = library.slots.occupied().map(|(_, slot)| &slot.item);
        Self {
            given,
            chunks: chunks.into_iter().map(|(_, print)| print).collect(),
            since,
            until: items.filter_map(|item| begins(item, since)).min(),
            diagnostics: report.diagnostics.clone(),
            files: report.unchanged + report.counts.new + report.counts.changed,
        }
    }

    /// Whether what was true of the content that it covers is true at this moment.
    pub(super) fn holds(&self, (given, now): (Print, Moment)) -> bool {
        self.given == given
            && now >= self.since
            && now.day() == self.since.day()
            && self.until.is_none_or(|until| now < until)
    }

    /// Whether the content is what it was.
    pub(super) fn covers(&self, chunks: &[Chunk]) -> bool {
        let now = chunks.iter().map(|(_, print)| print);
        self.chunks.iter().eq(now)
    }

    /// The fingerprints of the files by the blocks in which they are kept.
    pub(super) fn chunks(&self) -> &[Print] {
        &self.chunks
    }

    /// The seal of a build that held this one's content but for some records; `chunks` are those of now.
    pub(super) fn amended<'i>(
        &self,
        (since, chunks): (Moment, Vec<Print>),
        items: impl Iterator<Item = &'i Item>,
        report: &Report,
    ) -> Self {
        let begin = items.filter_map(|item| begins(item, since));
        Self {
            chunks,
            since,
            until: begin.chain(self.until).min(),
            diagnostics: report.diagnostics.clone(),
            files: report.unchanged + report.counts.new + report.counts.changed,
            given: self.given,
        }
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

/// The first moment after this one at which something about a record begins.
fn begins(item: &Item, since: Moment) -> Option<Moment> {
    let starts = if let ItemFacts::Meeting { start, .. } = item.facts {
        Some(start)
    } else {
        None
    };
    let moments = [item.published, starts].into_iter().flatten();
    moments.filter(|moment| *moment > since).min()
}

/// Files in the blocks in which they are kept, each with the fingerprint of what the file system says of them, or said when they were taken in.
pub(super) fn chunks<'s>(
    files: &'s [SourceFile],
    stamp: impl Fn(usize, &'s SourceFile) -> &'s Stamp + Sync,
) -> Vec<Chunk> {
    let cuts = blocks::cuts(files.iter().map(|file| file.id.number()));
    let one = |rows: Range<usize>| {
        let stamped = rows.clone().zip(&files[rows.clone()]);
        let print = print(stamped.map(|(at, file)| (&*file.path, stamp(at, file))));
        (rows, print)
    };
    cuts.into_par_iter().map(one).collect()
}

/// The fingerprint of files by what the file system says of them.
pub(super) fn print<'f>(files: impl Iterator<Item = (&'f str, &'f Stamp)>) -> Print {
    let mut lines = Vec::new();
    for (path, stamp) in files {
        lines.extend_from_slice(path.as_bytes());
        lines.push(0);
        lines.extend_from_slice(&stamp.len.to_le_bytes());
        lines.extend_from_slice(&stamp.modified.to_le_bytes());
        lines.extend_from_slice(&stamp.changed.to_le_bytes());
        lines.extend_from_slice(&stamp.inode.to_le_bytes());
    }
    Print::of(&lines)
}
