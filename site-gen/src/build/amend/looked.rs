//! What files of the site looked at, asked one by one: from the index of the last whole build and from what was amended since.
//!
//! Entry points: [`Looked::dirty`], [`Looked::place`]. Gives nothing where something can't be read. Must not decide what a thing is worth.

use super::super::blocks::{Block, ROWS};
use super::super::deps::{self, MadePrints};
use super::super::index::Index;
use super::super::memory::Begun;
use super::{Given, outside};
use crate::library::{DepKey, Library, Print};
use crate::outputs::Output;
use crate::views::Singles;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A thing that was looked at, with its worth then.
type Row = (DepKey, Print);

/// What was looked at until now.
pub(super) struct Looked<'l> {
    begun: &'l Begun,
    index: &'l Index,
    singles: &'l Singles,
    blocks: HashMap<usize, Vec<Row>>,
    /// What nobody looked at when the index was written.
    late: Vec<(DepKey, u32)>,
    /// Files that were made since, with what they looked at.
    moved: BTreeMap<u32, Vec<u32>>,
}

/// What is not worth what it was.
#[derive(Debug, Default)]
pub(super) struct Dirty {
    /// Things, by their places, with their worth now.
    pub(super) worth: BTreeMap<u32, Row>,
    /// Files that looked at any of them.
    pub(super) files: BTreeSet<u32>,
}

impl<'l> Looked<'l> {
    pub(super) fn of(begun: &'l Begun, (index, singles): (&'l Index, &'l Singles)) -> Option<Self> {
        let mut looked = Self {
            begun,
            index,
            singles,
            blocks: HashMap::new(),
            late: Vec::new(),
            moved: BTreeMap::new(),
        };
        for at in begun.head.since.deps..looked.count()? {
            let (key, _) = looked.row(at)?;
            looked.late.push((key, at));
        }
        let outputs = &begun.stood.blocks.outputs;
        for (at, _) in &begun.head.since.files {
            let (_, deps) = outputs.file(&begun.stood.pack, *at)?;
            looked.moved.insert(*at, deps);
        }
        Some(looked)
    }

    /// How many things there are.
    pub(super) fn count(&self) -> Option<u32> {
        let blocks = self.begun.stood.blocks.deps.iter();
        u32::try_from(blocks.map(Block::rows).sum::<usize>()).ok()
    }

    /// What stands at a place.
    pub(super) fn row(&mut self, at: u32) -> Option<Row> {
        let number = at as usize / ROWS;
        if !self.blocks.contains_key(&number) {
            let stood = &self.begun.stood;
            let rows = stood.blocks.deps.get(number)?.all_rows(&stood.pack)?;
            self.blocks.insert(number, rows);
        }
        self.blocks[&number].get(at as usize % ROWS).copied()
    }

    /// The files that looked at what stands at a place; `lookers` are those of the index.
    fn lookers(&self, at: u32, lookers: &[u32]) -> impl Iterator<Item = u32> {
        let stayed = lookers.iter().copied();
        let stayed = stayed.filter(|file| !self.moved.contains_key(file));
        let moved = self.moved.iter();
        let moved = moved.filter(move |(_, deps)| deps.contains(&at));
        stayed.chain(moved.map(|(file, _)| *file))
    }

    /// Where things with this name stand, every beginning of a list with that list; with the files that looked at them when the index was written.
    fn standing(&mut self, name: DepKey) -> Option<Vec<(u32, Row, Vec<u32>)>> {
        let mut found = Vec::new();
        for (at, lookers) in self.index.looked(name)? {
            let row = self.row(at)?;
            if is_named(row.0, name) {
                found.push((at, row, lookers));
            }
        }
        let late = self.late.iter().filter(|(key, _)| is_named(*key, name));
        let late: Vec<u32> = late.map(|(_, at)| *at).collect();
        for at in late {
            found.push((at, self.row(at)?, Vec::new()));
        }
        Some(found)
    }

    /// The place of a thing; the inner nothing if nobody looked at it yet.
    #[expect(clippy::option_option, reason = "the outer one tells of damage")]
    pub(super) fn place(&mut self, key: DepKey) -> Option<Option<u32>> {
        let found = self.standing(key)?;
        Some(
            found
                .iter()
                .find(|(_, row, _)| row.0 == key)
                .map(|(at, ..)| *at),
        )
    }

    /// Which of these are not worth what they were, and who looked at them.
    pub(super) fn dirty(
        &mut self,
        (given, library): (Given<'_>, &Library),
        names: impl Iterator<Item = DepKey>,
    ) -> Option<Dirty> {
        let singles = self.singles;
        self.compare(names, |row| Some(worth((given, singles), library, row)))
    }

    /// Descriptions of files that are not worth what they were, and who looked at them.
    pub(super) fn made(&mut self, made: MadePrints) -> Option<Dirty> {
        let names = [DepKey::Made, DepKey::MadeSearch].into_iter();
        self.compare(names, |(key, _)| made.worth(key))
    }

    fn compare(
        &mut self,
        names: impl Iterator<Item = DepKey>,
        worth: impl Fn(Row) -> Option<Print>,
    ) -> Option<Dirty> {
        let mut dirty = Dirty::default();
        for name in names {
            for (at, row, lookers) in self.standing(name)? {
                let now = worth(row)?;
                if now != row.1 {
                    dirty.worth.insert(at, (row.0, now));
                    dirty.files.extend(self.lookers(at, &lookers));
                }
            }
        }
        Some(dirty)
    }

    /// What the file at a place looked at, and where it lies.
    pub(super) fn file(&self, at: u32) -> Option<(Box<str>, Vec<u32>)> {
        let stood = &self.begun.stood;
        stood.blocks.outputs.file(&stood.pack, at)
    }

    /// What the file at a place is.
    pub(super) fn output(&self, at: u32) -> Option<Output> {
        let mut since = self.begun.head.since.files.iter();
        let new = since.find_map(|(file, output)| (*file == at).then_some(*output)?);
        new.or_else(|| self.index.output(at))
    }
}

/// Whether a thing has this name; every beginning of a list has the name of each.
fn is_named(key: DepKey, name: DepKey) -> bool {
    match (key, name) {
        (DepKey::Head(one, _), DepKey::Head(other, _)) => one == other,
        (key, name) => key == name,
    }
}

/// What a thing is worth now. Of the identities of a kind it is only known that they are others: what it was stands for all that came before.
fn worth((given, singles): (Given<'_>, &Singles), library: &Library, (key, before): Row) -> Print {
    if let DepKey::Ids(_) = key {
        return Print::of_all([before, Print::of(b"and more")]);
    }
    let asked = key == DepKey::Paths;
    let outside = outside(given, (singles, MadePrints::default()), asked);
    deps::value(library, key, outside)
}
