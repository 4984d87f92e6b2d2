//! How records are found: by kind and name, and by the file they stand in.
//!
//! Entry points: [`Names`], [`Paths`]. What a build indexes lies in tables by name; what the last build left is sorted numbers beside records, and a number is only
//! taken for a name if the record bears it. What was put since then wins. Must not: decide which of two records a name means; whoever puts them does.

use super::{ItemFacts, Ix, Slot, Slots};
use crate::source::SourceId;
use foldhash::fast::FixedState;
use governance::labelled::Labelled;
use governance::records::Kind;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

/// Records by kind and name: their identity, for departments also title and aliases.
#[derive(Debug)]
pub(crate) struct Names {
    /// By kind; no record: the name was taken away.
    put: Vec<HashMap<Box<str>, Option<Ix>, FixedState>>,
    left: Pairs,
}

/// The first record of each file.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    /// No record: it was taken away.
    put: HashMap<SourceId, Option<Ix>, FixedState>,
    left: Pairs,
}

/// Records beside numbers, sorted by number. Several may have the same.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Pairs {
    numbers: Vec<u64>,
    records: Vec<Ix>,
}

impl Pairs {
    pub(crate) fn of(mut pairs: Vec<(u64, Ix)>) -> Self {
        pairs.par_sort_unstable();
        let (numbers, records) = pairs.into_iter().unzip();
        Self { numbers, records }
    }

    /// Columns as [`Self::columns`] gives them; nothing if they can't be those.
    pub(crate) fn sorted(numbers: Vec<u64>, records: Vec<Ix>) -> Option<Self> {
        let fit = numbers.len() == records.len() && numbers.is_sorted();
        fit.then_some(Self { numbers, records })
    }

    pub(crate) fn columns(&self) -> (&[u64], &[Ix]) {
        (&self.numbers, &self.records)
    }

    fn with(&self, number: u64) -> &[Ix] {
        let from = self.numbers.partition_point(|other| *other < number);
        let same = self.numbers[from..].iter().take_while(|n| **n == number);
        &self.records[from..from + same.count()]
    }

    fn iter(&self) -> impl Iterator<Item = (u64, Ix)> {
        let numbers = self.numbers.iter().copied();
        numbers.zip(self.records.iter().copied())
    }

    fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

impl Default for Names {
    fn default() -> Self {
        Self::left(Pairs::default())
    }
}

impl Names {
    /// With room for so many records of each kind.
    pub(crate) fn with_room(counts: &[usize]) -> Self {
        let mut names = Self::default();
        for (put, count) in names.put.iter_mut().zip(counts) {
            put.reserve(*count);
        }
        names
    }

    /// As the last build left them.
    pub(crate) fn left(left: Pairs) -> Self {
        let put = vec![HashMap::default(); Kind::ALL.len()];
        Self { put, left }
    }

    /// The record of this name.
    pub(crate) fn find(&self, kind: Kind, name: &str, slots: &Slots) -> Option<Ix> {
        match self.put[kind as usize].get(name) {
            Some(ix) => *ix,
            None if self.left.is_empty() => None,
            None => self.find_left(kind, name, slots),
        }
    }

    /// The record that bears the name, of those with the number of the name. If two did, the one whose identity it is, then the first.
    fn find_left(&self, kind: Kind, name: &str, slots: &Slots) -> Option<Ix> {
        let same = self.left.with(number(kind, name)).iter().copied();
        let bears = |ix: Ix| {
            let slot = slots.get(ix.place())?;
            let named = slot.item.kind == kind && names(slot).any(|other| other == name);
            named.then_some((slot.item.id.as_str() == name, Reverse(ix)))
        };
        let best = same.filter_map(bears).max();
        best.map(|(_, Reverse(ix))| ix)
    }

    /// From now on the name means this record.
    pub(crate) fn put(&mut self, kind: Kind, name: &str, ix: Ix) {
        self.put[kind as usize].insert(name.into(), Some(ix));
    }

    /// The same unless it means another already; only where nothing was left by an earlier build.
    pub(crate) fn put_if_new(&mut self, kind: Kind, name: &str, ix: Ix) {
        let put = &mut self.put[kind as usize];
        put.entry(name.into()).or_insert(Some(ix));
    }

    /// From now on the name means nothing.
    #[cfg(test)]
    pub(crate) fn remove(&mut self, kind: Kind, name: &str) {
        self.put[kind as usize].insert(name.into(), None);
    }

    /// What is left of them for the next build.
    pub(crate) fn pairs(&self, slots: &Slots) -> Pairs {
        let kinds = Kind::ALL.iter().zip(&self.put);
        let put = kinds.flat_map(|(kind, put)| put.iter().map(|(name, ix)| (*kind, &**name, *ix)));
        let put: Vec<(Kind, &str, Option<Ix>)> = put.collect();
        let numbered = put.into_par_iter();
        let numbered = numbered.map(|(kind, name, ix)| (number(kind, name), ix));
        let numbered: Vec<(u64, Option<Ix>)> = numbered.collect();
        let pairs = numbered.iter().filter_map(|(n, ix)| Some((*n, (*ix)?)));
        let mut pairs: Vec<(u64, Ix)> = pairs.collect();
        if !self.left.is_empty() {
            let replaced: HashSet<u64> = numbered.iter().map(|(n, _)| *n).collect();
            let stands =
                |n: u64, ix: Ix| !replaced.contains(&n) || self.bears_another(n, ix, slots);
            pairs.extend(self.left.iter().filter(|(n, ix)| stands(*n, *ix)));
        }
        Pairs::of(pairs)
    }

    /// Whether a record bears a name with this number that was not put anew: by chance two names may have one number.
    fn bears_another(&self, n: u64, ix: Ix, slots: &Slots) -> bool {
        slots.get(ix.place()).is_some_and(|slot| {
            let kind = slot.item.kind;
            let put = &self.put[kind as usize];
            names(slot).any(|name| number(kind, name) == n && !put.contains_key(name))
        })
    }
}

/// The names that a record may be found by.
fn names(slot: &Slot) -> impl Iterator<Item = &str> {
    let (title, aliases) = if let ItemFacts::Department { aliases } = &slot.item.facts {
        (Some(&*slot.item.title), &aliases[..])
    } else {
        (None, &[][..])
    };
    let id = std::iter::once(slot.item.id.as_str());
    id.chain(title).chain(aliases.iter().map(|alias| &**alias))
}

/// A number of a name, the same in every run.
fn number(kind: Kind, name: &str) -> u64 {
    foldhash::quality::FixedState::default().hash_one((kind as u8, name))
}

impl Paths {
    /// As the last build left them.
    pub(crate) fn left(left: Pairs) -> Self {
        let put = HashMap::default();
        Self { put, left }
    }

    /// The first record of this file.
    pub(crate) fn find(&self, file: SourceId) -> Option<Ix> {
        match self.put.get(&file) {
            Some(ix) => *ix,
            None => self.left.with(file.number()).first().copied(),
        }
    }

    /// From now on this is the first record of the file.
    pub(crate) fn put(&mut self, file: SourceId, ix: Ix) {
        self.put.insert(file, Some(ix));
    }

    /// From now on the file has no record.
    #[cfg(test)]
    pub(crate) fn remove(&mut self, file: SourceId) {
        self.put.insert(file, None);
    }

    /// What is left of them for the next build.
    pub(crate) fn pairs(&self) -> Pairs {
        let put = self.put.iter();
        let put = put.filter_map(|(file, ix)| Some((file.number(), (*ix)?)));
        let mut pairs: Vec<(u64, Ix)> = put.collect();
        if !self.left.is_empty() {
            let replaced: HashSet<u64> = self.put.keys().map(|file| file.number()).collect();
            let left = self.left.iter();
            pairs.extend(left.filter(|(number, _)| !replaced.contains(number)));
        }
        Pairs::of(pairs)
    }
}
