//! The files of the site as the last build left them, block by block and column by column: a city's archive has half a million, and none may cost an allocation.
//!
//! Entry points: [`Outputs`], [`Places`]. A file keeps its place from build to build, so that a change touches few blocks. Holds and finds; must not decide.

use super::blocks::{self, Block, ROWS, Touched};
use super::pack::Pack;
use crate::library::Print;
use foldhash::fast::FixedState;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::io;
use std::sync::OnceLock;

/// Length and last change as the file system has them; the change in nanoseconds since 1970.
pub(crate) type FileStamp = (u64, i64);

/// Where some files lie and what the file system says of them: all that tells whether anybody has touched them. A place that is free has no path.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Placed {
    /// Paths below the output folder, one after the other.
    paths: String,
    path_ends: Vec<u32>,
    stamps: Vec<FileStamp>,
}

impl Placed {
    pub(super) fn len(&self) -> usize {
        self.stamps.len()
    }

    pub(super) fn path(&self, row: usize) -> &str {
        self.paths
            .get(range(&self.path_ends, row))
            .unwrap_or_default()
    }

    pub(super) fn stamp(&self, row: usize) -> Option<FileStamp> {
        self.stamps.get(row).copied()
    }
}

/// What some files looked at, one file after the other: places in the list of all that was looked at.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Looked {
    deps: Vec<u32>,
    ends: Vec<u32>,
}

/// [`ROWS`] files.
#[derive(Debug, Default, Clone)]
struct Part {
    placed: Placed,
    looked: Looked,
}

/// Files of the site by their places.
#[derive(Debug, Default, Clone)]
pub(crate) struct Outputs {
    parts: Vec<Part>,
    few: Few,
}

/// What is known of few files only.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Few {
    /// Of those whose bytes the next build goes on with.
    prints: BTreeMap<u32, Print>,
    /// Of those that catalogues describe.
    described: BTreeMap<u32, Described>,
}

/// What catalogues say of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Described {
    pub(super) path: Box<str>,
    pub(super) bytes: u64,
    pub(super) sha256: Box<str>,
}

/// The blocks in which files were written.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(super) struct OutputBlocks {
    /// Where they lie: needed when nothing else is.
    pub(super) placed: Vec<Block>,
    looked: Vec<Block>,
    few: Option<Block>,
}

impl OutputBlocks {
    /// How many places there are, free ones among them.
    pub(super) fn places(&self) -> u32 {
        short(self.placed.iter().map(Block::rows).sum())
    }

    /// The files of which little is known otherwise; nothing if that is damaged.
    pub(super) fn few(&self, pack: &Pack) -> Option<Outputs> {
        let few = self
            .few
            .map_or(Some(Few::default()), |few| few.read(pack))?;
        Some(Outputs {
            parts: Vec::new(),
            few,
        })
    }

    /// Some files with what they looked at; nothing if the block they are in is damaged.
    fn part(&self, pack: &Pack, block: usize) -> Option<Part> {
        let placed = self
            .placed
            .get(block)
            .map_or(Some(Placed::default()), |block| block.read(pack))?;
        let looked = self
            .looked
            .get(block)
            .map_or(Some(Looked::default()), |block| block.read(pack))?;
        Some(Part { placed, looked })
    }

    /// A file with what it looked at; nothing if that can't be read.
    pub(super) fn file(&self, pack: &Pack, at: u32) -> Option<(Box<str>, Vec<u32>)> {
        let part = self.part(pack, at as usize / ROWS)?;
        Some((
            part.placed.path(row(at)).into(),
            part.deps(row(at)).to_vec(),
        ))
    }

    /// The blocks with some files changed; only those in which they are are read and written.
    ///
    /// # Errors
    /// Of the file system, and if a block is damaged.
    pub(super) fn amended(
        &self,
        pack: &Pack,
        few: &mut Outputs,
        mut changed: Vec<(u32, Kept)>,
    ) -> io::Result<Self> {
        let mut amended = self.clone();
        changed.sort_by_key(|(place, _)| *place);
        for change in
            changed.chunk_by(|one, other| one.0 as usize / ROWS == other.0 as usize / ROWS)
        {
            let at = change[0].0 as usize / ROWS;
            let part = self.part(pack, at).ok_or_else(blocks::damaged)?;
            let part = part.with(change);
            let rows = part.placed.len();
            let placed = blocks::write_one(pack, &part.placed, rows)?;
            blocks::replace(&mut amended.placed, at, placed);
            let looked = blocks::write_one(pack, &part.looked, rows)?;
            blocks::replace(&mut amended.looked, at, looked);
        }
        for (place, kept) in &changed {
            few.few.set(*place, kept);
        }
        amended.few = Some(blocks::write_one(pack, &few.few, 1)?);
        Ok(amended)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Block> {
        self.placed.iter().chain(&self.looked).chain(&self.few)
    }
}

/// A file that is to be kept in mind.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) path: Box<str>,
    pub(crate) stamp: FileStamp,
    pub(crate) print: Option<Print>,
    pub(crate) sha256: Option<Box<str>>,
    /// Places in the list of all that was looked at.
    pub(crate) deps: Box<[u32]>,
}

impl Part {
    fn push(&mut self, (path, stamp): (&str, FileStamp), deps: &[u32]) {
        let Placed {
            paths,
            path_ends,
            stamps,
        } = &mut self.placed;
        paths.push_str(path);
        path_ends.push(short(paths.len()));
        stamps.push(stamp);
        self.looked.deps.extend_from_slice(deps);
        self.looked.ends.push(short(self.looked.deps.len()));
    }

    fn deps(&self, row: usize) -> &[u32] {
        self.looked
            .deps
            .get(range(&self.looked.ends, row))
            .unwrap_or_default()
    }

    /// The same with some rows changed, which are in the order of their places.
    fn with(&self, changes: &[(u32, Kept)]) -> Self {
        let mut part = Self::default();
        let mut changes = changes.iter().peekable();
        let rows = self
            .placed
            .len()
            .max(changes.clone().last().map_or(0, |last| row(last.0) + 1));
        for at in 0..rows {
            if let Some((_, kept)) = changes.next_if(|change| row(change.0) == at) {
                part.push((&kept.path, kept.stamp), &kept.deps);
            } else {
                let stamp = self.placed.stamp(at).unwrap_or_default();
                part.push((self.placed.path(at), stamp), self.deps(at));
            }
        }
        part
    }
}

impl Outputs {
    /// Reads what was written; nothing if part of it is damaged.
    pub(super) fn read(pack: &Pack, blocks: &OutputBlocks) -> Option<Self> {
        let pairs = blocks.placed.par_iter().zip(&blocks.looked);
        let part = |(placed, looked): (&Block, &Block)| {
            Some(Part {
                placed: placed.read(pack)?,
                looked: looked.read(pack)?,
            })
        };
        let parts: Option<Vec<Part>> = pairs.map(part).collect();
        Some(Self {
            parts: parts?,
            few: blocks
                .few
                .map_or(Some(Few::default()), |few| few.read(pack))?,
        })
    }

    /// Writes the blocks in which something changed; `standing` are those of the last build.
    pub(super) fn write(
        &self,
        pack: &Pack,
        (standing, touched): (&OutputBlocks, &Touched),
    ) -> io::Result<OutputBlocks> {
        let kept = |at: usize| {
            let there = Option::zip(standing.placed.get(at), standing.looked.get(at));
            there
                .filter(|_| !touched.block(at))
                .map(|(placed, looked)| (*placed, *looked))
        };
        let anew = |part: &Part| {
            let rows = part.placed.len();
            let placed = blocks::write_one(pack, &part.placed, rows)?;
            Ok((placed, blocks::write_one(pack, &part.looked, rows)?))
        };
        let one = |(at, part): (usize, &Part)| kept(at).map_or_else(|| anew(part), Ok);
        let written: io::Result<Vec<_>> = self.parts.par_iter().enumerate().map(one).collect();
        let (placed, looked) = written?.into_iter().unzip();
        let few = Some(blocks::write_one(pack, &self.few, 1)?);
        Ok(OutputBlocks {
            placed,
            looked,
            few,
        })
    }

    /// Takes files in after the others.
    pub(crate) fn push(&mut self, kept: &Kept) {
        let place = self.places();
        if row(place) == 0 {
            self.parts.push(Part::default());
        }
        if let Some(part) = self.parts.last_mut() {
            part.push((&kept.path, kept.stamp), &kept.deps);
        }
        self.few.set(place, kept);
    }

    /// Takes in what changed: files at the places they have, new ones where there is room. Gives the blocks that are not what they were, and the places of new
    /// ones in their order.
    pub(crate) fn change(&mut self, changed: Vec<(Option<u32>, Kept)>) -> (Touched, Vec<u32>) {
        let mut touched = Touched::default();
        let fresh = self.free(changed.iter().filter(|(place, _)| place.is_none()).count());
        let mut free = fresh.iter().copied();
        let place = |(place, kept): (Option<u32>, Kept)| {
            (place.or_else(|| free.next()).unwrap_or_default(), kept)
        };
        let mut changed: Vec<(u32, Kept)> = changed.into_iter().map(place).collect();
        changed.sort_by_key(|(place, _)| *place);
        for change in
            changed.chunk_by(|one, other| one.0 as usize / ROWS == other.0 as usize / ROWS)
        {
            let at = change[0].0 as usize;
            touched.row(at);
            if self.parts.len() <= at / ROWS {
                self.parts.resize_with(at / ROWS + 1, Part::default);
            }
            let part = &mut self.parts[at / ROWS];
            *part = part.with(change);
        }
        for (place, kept) in &changed {
            self.few.set(*place, kept);
        }
        (touched, fresh)
    }

    /// So many places that are free, those after the last one last.
    fn free(&self, count: usize) -> Vec<u32> {
        let mut free = Vec::with_capacity(count);
        if count > 0 {
            let all = 0..self.places();
            free.extend(all.filter(|at| self.path(*at).is_empty()).take(count));
            free.extend((self.places()..).take(count - free.len()));
        }
        free
    }

    /// How many places there are, free ones among them.
    pub(crate) fn places(&self) -> u32 {
        let last = self.parts.last().map_or(0, |part| part.placed.len());
        short(self.parts.len().saturating_sub(1) * ROWS + last)
    }

    /// Where the files of each block lie.
    pub(super) fn placed(&self) -> impl Iterator<Item = &Placed> {
        self.parts.iter().map(|part| &part.placed)
    }

    /// The paths with their places.
    pub(crate) fn paths(&self) -> impl Iterator<Item = (u32, &str)> {
        let all = (0..self.places()).map(|at| (at, self.path(at)));
        all.filter(|(_, path)| !path.is_empty())
    }

    pub(crate) fn path(&self, at: u32) -> &str {
        self.part(at).map_or("", |part| part.placed.path(row(at)))
    }

    fn part(&self, at: u32) -> Option<&Part> {
        self.parts.get(at as usize / ROWS)
    }

    pub(crate) fn print(&self, at: u32) -> Option<Print> {
        self.few.prints.get(&at).copied()
    }

    pub(crate) fn stamp(&self, at: u32) -> Option<FileStamp> {
        self.part(at)?.placed.stamp(row(at))
    }

    pub(crate) fn sha256(&self, at: u32) -> Option<&str> {
        self.few.described.get(&at).map(|one| &*one.sha256)
    }

    pub(crate) fn deps(&self, at: u32) -> &[u32] {
        self.part(at).map_or(&[], |part| part.deps(row(at)))
    }

    /// All files that catalogues describe.
    pub(super) fn described(&self) -> impl Iterator<Item = &Described> {
        self.few.described.values()
    }

    /// Which of so many things were looked at by any file.
    pub(super) fn looked_at(&self, count: usize) -> Vec<bool> {
        let mut looked_at = vec![false; count];
        for dep in self.parts.iter().flat_map(|part| &part.looked.deps) {
            if let Some(place) = looked_at.get_mut(*dep as usize) {
                *place = true;
            }
        }
        looked_at
    }

    /// Tells where each thing that was looked at stands now.
    pub(super) fn renumber(&mut self, moved: &[u32]) {
        let deps = self
            .parts
            .par_iter_mut()
            .flat_map_iter(|part| &mut part.looked.deps);
        deps.for_each(|dep| *dep = moved.get(*dep as usize).copied().unwrap_or(u32::MAX));
    }
}

impl Few {
    fn set(&mut self, place: u32, kept: &Kept) {
        let described = kept.sha256.as_ref().map(|sha256| Described {
            path: kept.path.clone(),
            bytes: kept.stamp.0,
            sha256: sha256.clone(),
        });
        match described {
            Some(described) => drop(self.described.insert(place, described)),
            None => drop(self.described.remove(&place)),
        }
        match kept.print {
            Some(print) => drop(self.prints.insert(place, print)),
            None => drop(self.prints.remove(&place)),
        }
    }
}

/// Where files stood among those of the last build.
#[derive(Debug)]
pub(super) struct Places<'m> {
    outputs: &'m Outputs,
    /// The hashes of the paths with their places, sorted; only if one is not where it is looked for first.
    by_path: OnceLock<Vec<(u64, u32)>>,
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
            .filter(|at| self.outputs.path(*at) == path)
            .or_else(|| self.look_up(path))
    }

    fn look_up(&self, path: &str) -> Option<u32> {
        let by_path = self.by_path.get_or_init(|| self.index());
        let hash = hash(path);
        let from = by_path.partition_point(|(other, _)| *other < hash);
        let same = by_path[from..]
            .iter()
            .take_while(|(other, _)| *other == hash);
        let mut places = same.map(|(_, place)| *place);
        places.find(|place| self.outputs.path(*place) == path)
    }

    /// By one thread: whoever waits for others here may be given a file to make that asks for this index too.
    fn index(&self) -> Vec<(u64, u32)> {
        let all = 0..self.outputs.places();
        let mut index: Vec<(u64, u32)> = all.map(|at| (hash(self.outputs.path(at)), at)).collect();
        index.sort_unstable();
        index
    }
}

fn hash(path: &str) -> u64 {
    FixedState::default().hash_one(path)
}

fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn row(place: u32) -> usize {
    place as usize % ROWS
}

fn range(ends: &[u32], row: usize) -> std::ops::Range<usize> {
    let start = row.checked_sub(1).and_then(|before| ends.get(before));
    let end = ends.get(row).copied().unwrap_or_default();
    start.map_or(0, |start| *start as usize)..end as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::error::Error;

    type TestResult = Result<(), Box<dyn Error>>;

    fn file(path: &str, deps: &[u32]) -> Kept {
        Kept {
            path: path.into(),
            stamp: (path.len() as u64, 7),
            print: path.ends_with('7').then(|| Print::of(path.as_bytes())),
            sha256: path.ends_with('9').then(|| path.into()),
            deps: deps.into(),
        }
    }

    /// Every file by its path with all that is known of it.
    fn all(outputs: &Outputs) -> BTreeMap<String, String> {
        let about = |at| {
            let known = (outputs.stamp(at), outputs.print(at), outputs.sha256(at));
            format!("{known:?} {:?}", outputs.deps(at))
        };
        let paths = outputs.paths();
        paths
            .map(|(at, path)| (path.to_owned(), about(at)))
            .collect()
    }

    #[test]
    fn files_keep_their_places_and_a_change_touches_few_blocks() -> TestResult {
        let folder = tempfile::tempdir()?;
        let pack = Pack::create(&folder.path().join("rows"))?;
        let mut outputs = Outputs::default();
        for n in 0..1000_u32 {
            outputs.push(&file(&format!("a/{n}"), &[n, n + 1]));
        }
        let first = outputs.write(&pack, (&OutputBlocks::default(), &Touched::default()))?;
        pack.flush()?;
        let mut outputs = Outputs::read(&pack, &first).ok_or("unreadable")?;
        let find = |outputs: &Outputs, path: &str| Places::of(outputs).find(path, None);
        let place = find(&outputs, "a/500").ok_or("lost")?;
        let gone = find(&outputs, "a/507").ok_or("lost")?;
        let changes = vec![
            (Some(place), file("a/500", &[9])),
            (Some(gone), Kept::default()),
            (None, file("b/9", &[1, 2, 3])),
            (None, file("b/7", &[])),
        ];
        let (touched, _) = outputs.change(changes);
        let second = outputs.write(&pack, (&first, &touched))?;
        pack.flush()?;
        let anew = second.placed.iter().zip(&first.placed);
        assert_eq!(
            anew.filter(|(one, other)| one != other).count(),
            2,
            "two blocks of eight"
        );
        let read = Outputs::read(&pack, &second).ok_or("unreadable")?;
        assert_eq!(all(&read), all(&outputs));
        assert_eq!(all(&read).len(), 1001);
        assert_eq!(find(&read, "a/507"), None);
        assert_eq!(find(&read, "b/7"), Some(1001));
        Ok(())
    }
}
