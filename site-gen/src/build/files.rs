//! The files of the site as the last build left them, column by column: a city's archive has half a million, and none may cost an allocation.
//!
//! Entry points: [`Outputs`], [`Places`]. Holds and finds; must not decide.

use crate::library::Print;
use crate::write::Target;
use foldhash::fast::FixedState;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// Length and last change as the file system has them; the change in nanoseconds since 1970.
pub(crate) type FileStamp = (u64, i64);

/// Where files lie and what the file system says of them: all that tells whether anybody has touched them.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Placed {
    /// Paths below the output folder, one after the other.
    paths: String,
    path_ends: Vec<u32>,
    stamps: Vec<FileStamp>,
}

impl Placed {
    pub(crate) fn len(&self) -> usize {
        self.stamps.len()
    }

    pub(crate) fn path(&self, at: u32) -> &str {
        let (start, end) = range(&self.path_ends, at);
        self.paths.get(start..end).unwrap_or_default()
    }

    /// Whether all files are there as they were.
    pub(crate) fn untouched(&self, target: &Target) -> bool {
        let same =
            |(at, stamp): (usize, &FileStamp)| target.stamp(self.path(short(at))) == Some(*stamp);
        self.stamps.par_iter().enumerate().all(same)
    }
}

/// Files of the site, in the order in which they were made.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Outputs {
    /// Kept apart, for it is needed when nothing else is.
    #[serde(skip)]
    pub(crate) placed: Placed,
    /// Of the few whose bytes the next build goes on with.
    prints: BTreeMap<u32, Print>,
    /// Of the few that catalogues describe.
    sha256: BTreeMap<u32, Box<str>>,
    /// What each looked at, one file after the other: places in the list of all that was looked at.
    deps: Vec<u32>,
    dep_ends: Vec<u32>,
}

/// A file that is to be kept in mind.
#[derive(Debug)]
pub(crate) struct Kept<'k> {
    pub(crate) path: &'k str,
    pub(crate) print: Option<Print>,
    pub(crate) stamp: FileStamp,
    pub(crate) sha256: Option<Box<str>>,
}

impl Outputs {
    pub(crate) fn with_capacity(files: usize, deps: usize) -> Self {
        Self {
            placed: Placed {
                paths: String::new(),
                path_ends: Vec::with_capacity(files),
                stamps: Vec::with_capacity(files),
            },
            deps: Vec::with_capacity(deps),
            dep_ends: Vec::with_capacity(files),
            ..Self::default()
        }
    }

    /// Puts together what was kept apart.
    pub(crate) fn at(self, placed: Placed) -> Self {
        Self { placed, ..self }
    }

    pub(crate) fn push(&mut self, kept: Kept<'_>, deps: impl Iterator<Item = u32>) {
        if let Some(sha256) = kept.sha256 {
            self.sha256.insert(short(self.len()), sha256);
        }
        if let Some(print) = kept.print {
            self.prints.insert(short(self.len()), print);
        }
        let placed = &mut self.placed;
        placed.paths.push_str(kept.path);
        placed.path_ends.push(short(placed.paths.len()));
        placed.stamps.push(kept.stamp);
        self.deps.extend(deps);
        self.dep_ends.push(short(self.deps.len()));
    }

    /// Keeps a file of an earlier build in mind as it was; `moved` tells where each thing it looked at stands now.
    pub(crate) fn hand_on(&mut self, before: &Self, at: u32, moved: impl Fn(&u32) -> u32) {
        let kept = Kept {
            path: before.placed.path(at),
            print: before.print(at),
            stamp: before.stamp(at).unwrap_or_default(),
            sha256: before.sha256(at).map(Box::from),
        };
        self.push(kept, before.deps(at).iter().map(moved));
    }

    pub(crate) fn len(&self) -> usize {
        self.dep_ends.len()
    }

    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        (0..short(self.len())).map(|at| self.placed.path(at))
    }

    pub(crate) fn print(&self, at: u32) -> Option<Print> {
        self.prints.get(&at).copied()
    }

    pub(crate) fn stamp(&self, at: u32) -> Option<FileStamp> {
        self.placed.stamps.get(at as usize).copied()
    }

    pub(crate) fn sha256(&self, at: u32) -> Option<&str> {
        self.sha256.get(&at).map(AsRef::as_ref)
    }

    pub(crate) fn deps(&self, at: u32) -> &[u32] {
        let (start, end) = range(&self.dep_ends, at);
        self.deps.get(start..end).unwrap_or_default()
    }

    /// The places of files by their paths.
    pub(crate) fn index(&self) -> HashMap<&str, u32, FixedState> {
        self.paths().zip(0..).collect()
    }
}

/// Where files stood among those of the last build.
#[derive(Debug)]
pub(super) struct Places<'m> {
    outputs: &'m Outputs,
    /// Only if one is not where it was.
    by_path: OnceLock<HashMap<&'m str, u32, FixedState>>,
}

impl<'m> Places<'m> {
    pub(super) fn of(outputs: &'m Outputs) -> Self {
        Self {
            outputs,
            by_path: OnceLock::new(),
        }
    }

    /// The place of a file that may still be where it was.
    pub(super) fn find(&self, path: &str, likely: Option<usize>) -> Option<u32> {
        let likely = likely.and_then(|at| u32::try_from(at).ok());
        likely
            .filter(|at| self.outputs.placed.path(*at) == path)
            .or_else(|| {
                let by_path = self.by_path.get_or_init(|| self.outputs.index());
                by_path.get(path).copied()
            })
    }
}

fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn range(ends: &[u32], at: u32) -> (usize, usize) {
    let at = at as usize;
    let start = at.checked_sub(1).and_then(|before| ends.get(before));
    let end = ends.get(at).copied().unwrap_or_default();
    (start.map_or(0, |start| *start as usize), end as usize)
}
