//! Whether anybody else has touched the site since the last build.
//!
//! Entry points: [`Watch`], [`Branches::of`]. Of a site of up to [`WATCHED`] files every file is asked about in every build. Of a larger one every folder that holds
//! folders is (so that pages that were removed, moved or added by hand are seen at once) and a part of the files, in each build the next; as soon as
//! anything is not what it was, all of them. Must not change the site.

use super::blocks::{Block, ROWS};
use super::files::{Outputs, Placed};
use super::pack::Pack;
use crate::write::Target;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Files that are asked about in one build: of half a million the file system would need a second to tell.
pub(super) const WATCHED: usize = 1 << 16;

/// Folders of the site that hold folders, with their last change; none of a site that is small enough to be asked about file by file.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Branches(Vec<(Box<str>, Option<i64>)>);

impl Branches {
    /// Of a site as it stands.
    pub(super) fn of(outputs: &Outputs, target: &Target) -> Self {
        if outputs.places() as usize <= WATCHED {
            return Self::default();
        }
        let placed: Vec<&Placed> = outputs.placed().collect();
        let folders = placed.par_chunks(WATCHED / ROWS).map(folders);
        let folders = folders.reduce(BTreeSet::new, |one, other| &one | &other);
        let folders: Vec<&str> = folders.into_iter().collect();
        let changed = folders.into_par_iter();
        Self(
            changed
                .map(|path| (path.into(), target.folder_changed(path)))
                .collect(),
        )
    }

    fn stand(&self, target: &Target) -> bool {
        let folders = self.0.par_iter();
        folders
            .into_par_iter()
            .all(|(path, changed)| target.folder_changed(path) == *changed)
    }
}

/// The folders that hold folders on the way to these files.
fn folders<'p>(placed: &[&'p Placed]) -> BTreeSet<&'p str> {
    let mut found = BTreeSet::from([""]);
    let mut last = "";
    for placed in placed {
        for row in 0..placed.len() {
            let folder = above(placed.path(row));
            let mut holder = above(folder);
            if folder.is_empty() || holder == last {
                continue;
            }
            last = holder;
            while found.insert(holder) {
                holder = above(holder);
            }
        }
    }
    found
}

fn above(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Looks at the site on behalf of one build.
#[derive(Debug, Clone, Copy)]
pub(super) struct Watch<'w> {
    pub(super) target: &'w Target,
    /// Whose turn it is: the number of the build.
    pub(super) turn: usize,
    pub(super) branches: &'w Branches,
}

impl Watch<'_> {
    /// Whether nothing is known to have been touched; the places of files are read from the blocks they are in.
    pub(super) fn rests(&self, blocks: &[Block], pack: &Pack) -> bool {
        let untouched = |at: usize| {
            let placed: Option<Placed> = blocks.get(at).and_then(|block| block.read(pack));
            placed.is_some_and(|placed| self.untouched(&placed))
        };
        self.branches.stand(self.target) && self.part(blocks.len()).into_par_iter().all(untouched)
    }

    /// The places of files that somebody touched, as marks; none at all if nobody touched any that was asked about.
    pub(super) fn touched(&self, outputs: &Outputs) -> Vec<bool> {
        let placed: Vec<&Placed> = outputs.placed().collect();
        let part = self.part(placed.len());
        let untouched = |at: usize| placed.get(at).is_some_and(|placed| self.untouched(placed));
        if self.branches.stand(self.target) && part.into_par_iter().all(untouched) {
            return Vec::new();
        }
        let marks = placed
            .par_iter()
            .flat_map_iter(|placed| (0..placed.len()).map(|row| !self.is_untouched((placed, row))));
        marks.collect()
    }

    /// The blocks that are asked about in this build.
    fn part(&self, blocks: usize) -> Vec<usize> {
        const PART: usize = WATCHED / ROWS;
        if blocks <= PART {
            return (0..blocks).collect();
        }
        let first = self.turn.wrapping_mul(PART);
        (0..PART)
            .map(|at| first.wrapping_add(at) % blocks)
            .collect()
    }

    fn untouched(&self, placed: &Placed) -> bool {
        (0..placed.len()).all(|row| self.is_untouched((placed, row)))
    }

    fn is_untouched(&self, (placed, row): (&Placed, usize)) -> bool {
        let path = placed.path(row);
        path.is_empty() || self.target.stamp(path) == placed.stamp(row)
    }
}
