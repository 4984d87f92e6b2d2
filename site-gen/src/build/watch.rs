//! Whether anybody else has touched the site since the last build.
//!
//! Entry points: [`Watch`], [`Branches::of`]. Of a site of up to [`WATCHED`] files every file is asked about in every build. Of a larger one every folder that holds
//! folders is (so that pages that were removed, moved or added by hand are seen at once) and a part of the files, in each build the next: what was written
//! over by hand is seen after a few builds, and by a clean one at once. As soon as anything is not what it was, all files are asked about. Must not change the site.

use super::blocks::{Block, ROWS};
use super::files::{Outputs, Placed};
use super::pack::Pack;
use crate::write::Target;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Files that are asked about in one build: of half a million the file system would need a second to tell.
pub(super) const WATCHED: usize = 1 << 16;

/// Blocks whose folders are gathered by one thread.
const BATCH: usize = 512;

/// Folders of the site that hold folders, with their last change; none of a site that is small enough to be asked about file by file.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Branches(Vec<(Box<str>, Option<i64>)>);

impl Branches {
    /// Of a site as it stands; `most` files are asked about in one build.
    pub(super) fn of(outputs: &Outputs, (target, most): (&Target, usize)) -> Self {
        if outputs.places() as usize <= most {
            return Self::default();
        }
        let placed: Vec<&Placed> = outputs.placed().collect();
        let folders = placed.par_chunks(BATCH).map(folders);
        let folders = folders.reduce(BTreeSet::new, |one, other| &one | &other);
        Self::asked(folders, target)
    }

    /// The same after these files were put into the site, which has so many now.
    pub(super) fn with(
        &self,
        paths: &[Box<str>],
        (target, most): (&Target, usize),
        files: u32,
    ) -> Self {
        if files as usize <= most {
            return Self::default();
        }
        let mut folders: BTreeSet<&str> = self.0.iter().map(|(path, _)| &**path).collect();
        for path in paths {
            let folder = above(path);
            let mut holder = above(folder);
            while !folder.is_empty() && folders.insert(holder) {
                holder = above(holder);
            }
        }
        Self::asked(folders, target)
    }

    fn asked(folders: BTreeSet<&str>, target: &Target) -> Self {
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
        folders.all(|(path, changed)| target.folder_changed(path) == *changed)
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
    /// Files that are asked about in one build.
    pub(super) most: usize,
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
        let part = self.most / ROWS;
        if blocks <= part {
            return (0..blocks).collect();
        }
        let first = self.turn.wrapping_mul(part);
        (0..part)
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

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "somebody else touches the site here"
)]
mod tests {
    use super::super::blocks::Touched;
    use super::super::files::{Kept, OutputBlocks};
    use super::*;
    use std::error::Error;
    use std::path::{Path, PathBuf};

    type TestResult = Result<(), Box<dyn Error>>;

    /// A site of six hundred files in folders of folders, and what a build keeps of it.
    struct Site {
        out: PathBuf,
        target: Target,
        outputs: Outputs,
        pack: Pack,
        blocks: OutputBlocks,
        _folder: tempfile::TempDir,
    }

    impl Site {
        fn new() -> Result<Self, Box<dyn Error>> {
            let folder = tempfile::tempdir()?;
            let out = folder.path().join("public");
            let mut outputs = Outputs::default();
            let paths: Vec<String> = (0..600)
                .map(|n| format!("{}/{n}/index.html", n / 60))
                .collect();
            let target = Target::open(&out)?;
            let staging = target.staging()?;
            for path in &paths {
                let (_, stamp) = staging.put(path, b"page")?;
                let path = path.as_str().into();
                outputs.push(&Kept {
                    path,
                    stamp,
                    ..Kept::default()
                });
            }
            // A site that was not there appears whole.
            staging.commit(&[], &[])?;
            let pack = Pack::create(&folder.path().join("rows"))?;
            let blocks = outputs.write(&pack, (&OutputBlocks::default(), &Touched::default()))?;
            pack.flush()?;
            Ok(Self {
                out,
                target,
                outputs,
                pack,
                blocks,
                _folder: folder,
            })
        }

        /// Whether a build rests, and which files it finds touched; by the number of files that are asked about and whose turn it is.
        fn asked(&self, most: usize, turn: usize, branches: &Branches) -> (bool, Vec<String>) {
            let watch = Watch {
                target: &self.target,
                turn,
                branches,
                most,
            };
            let marks = watch.touched(&self.outputs);
            let touched = self
                .outputs
                .paths()
                .filter(|(at, _)| marks.get(*at as usize) == Some(&true));
            let touched = touched.map(|(_, path)| path.to_owned()).collect();
            (watch.rests(&self.blocks.placed, &self.pack), touched)
        }
    }

    fn rewrite(path: &Path) -> std::io::Result<()> {
        std::fs::write(path, "another page")
    }

    #[test]
    fn a_small_site_is_asked_about_whole() -> TestResult {
        let site = Site::new()?;
        let branches = Branches::of(&site.outputs, (&site.target, WATCHED));
        assert_eq!(branches, Branches::default());
        assert_eq!(site.asked(WATCHED, 7, &branches), (true, vec![]));
        rewrite(&site.out.join("3/200/index.html"))?;
        let found = vec!["3/200/index.html".to_owned()];
        assert_eq!(site.asked(WATCHED, 7, &branches), (false, found));
        Ok(())
    }

    #[test]
    fn of_a_large_site_every_file_has_its_turn() -> TestResult {
        let site = Site::new()?;
        let branches = Branches::of(&site.outputs, (&site.target, ROWS));
        assert_eq!(
            branches.0.len(),
            11,
            "the site and its ten folders of folders"
        );
        rewrite(&site.out.join("3/200/index.html"))?;
        let turns: Vec<bool> = (0..5)
            .map(|turn| site.asked(ROWS, turn, &branches).0)
            .collect();
        assert_eq!(turns, [true, false, true, true, true]);
        let found = vec!["3/200/index.html".to_owned()];
        assert_eq!(site.asked(ROWS, 1, &branches).1, found);
        assert_eq!(site.asked(ROWS, 2, &branches).1, Vec::<String>::new());
        Ok(())
    }

    #[test]
    fn of_a_large_site_pages_that_went_or_came_are_seen_at_once() -> TestResult {
        let site = Site::new()?;
        let branches = Branches::of(&site.outputs, (&site.target, ROWS));
        for turn in 0..5 {
            assert_eq!(site.asked(ROWS, turn, &branches), (true, vec![]), "{turn}");
        }
        std::fs::remove_dir_all(site.out.join("9/599"))?;
        let found = vec!["9/599/index.html".to_owned()];
        assert_eq!(site.asked(ROWS, 0, &branches), (false, found));
        Ok(())
    }
}
