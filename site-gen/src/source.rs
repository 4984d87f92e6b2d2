//! What lies in the content folder, before anything of it was read.
//!
//! Entry points: [`Sources`], [`SourceFile`]. Must not read files: [`crate::discover`] does.

use governance::records::Kind;
use rayon::slice::ParallelSliceMut;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Identity of a file: the first eight bytes of the BLAKE3 hash of its path, so that it stays the same from run to run (a cache may keep it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(u64);

impl SourceId {
    /// The identity of the file at this path, relative to the content folder, with `/` between its parts.
    pub fn of(path: &str) -> Self {
        let hash = blake3::hash(path.as_bytes());
        let mut first = [0_u8; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        Self(u64::from_le_bytes(first))
    }

    /// The same as a number, as good as drawn by lot.
    pub(crate) fn number(self) -> u64 {
        self.0
    }
}

/// What a file is for; its folder and name say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Records of this kind: Markdown with front matter, or rows.
    Records(Kind),
    /// `site.toml`.
    Site,
    /// A year of the working calendar.
    Calendar,
    /// A table of rules: deny-lists, laws, exceptions.
    Rules,
    /// A dated snapshot of what residents filed.
    Snapshot,
    /// A file that stands beside a record of this kind.
    Attachment(Kind),
}

/// How a file is written; its extension says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Front matter and Markdown.
    Markdown,
    /// Rows with a header.
    Csv,
    /// Rows with a header on sheets.
    Xlsx,
    /// Settings.
    Toml,
    /// Data of the functions.
    Json,
    /// Anything else; never parsed as a record.
    Other,
}

/// What the file system says about a file: whoever finds it unchanged need not read the file again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// Bytes.
    pub len: u64,
    /// Last change of the bytes, in nanoseconds since 1970.
    pub modified: i64,
    /// Last change of the bytes or of what the file system keeps about them (ctime on Unix, else 0).
    pub changed: i64,
    /// Number of the file in its file system (else 0).
    pub inode: u64,
}

/// A file of the content folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Identity.
    pub id: SourceId,
    /// Path relative to the content folder, with `/` between its parts.
    pub path: Box<str>,
    /// What it is for.
    pub role: Role,
    /// How it is written.
    pub format: Format,
    /// What the file system says about it.
    pub stamp: Stamp,
}

impl SourceFile {
    /// The file name without its folder.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The file name without folder and extension; the id of a Markdown record that gives none.
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The folder, without a `/` at its end; empty for the content folder itself.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

impl fmt::Display for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)
    }
}

/// All files of a content folder, sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<SourceFile>,
    by_id: Vec<(SourceId, u32)>,
}

impl Sources {
    /// Sorts the files and indexes them. A second file of the same path is left out.
    pub fn new(mut files: Vec<SourceFile>) -> Self {
        files.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        let numbered = files.iter().zip(0_u32..).map(|(file, n)| (file.id, n));
        let mut by_id: Vec<_> = numbered.collect();
        by_id.par_sort_unstable();
        Self { files, by_id }
    }

    /// Every file, in the order of paths.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The file with this identity.
    pub fn get(&self, id: SourceId) -> Option<&SourceFile> {
        self.files.get(self.position(id)?)
    }

    /// Where the file with this identity stands among [`Self::files`].
    pub fn position(&self, id: SourceId) -> Option<usize> {
        let found = self.by_id.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        usize::try_from(self.by_id[found].1).ok()
    }

    /// The file at this path.
    pub fn at(&self, path: &str) -> Option<&SourceFile> {
        let found = self
            .files
            .binary_search_by(|file| (*file.path).cmp(path))
            .ok()?;
        self.files.get(found)
    }
}
