//! Which records stand in which list.
//!
//! Entry point: [`Listed`]. What a build fills lies in a table; what the last build left is sorted names of lists as numbers, and all their records one after the
//! other. A list that was set since then wins. Must not: decide what stands in a list; `relate` does.

use super::{Directory, Ix, ListKey};
use chrono::Datelike;
use foldhash::fast::FixedState;
use governance::divisions::DivisionCode;
use rayon::slice::ParallelSliceMut;
use std::collections::HashMap;

/// The lists by their names.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    set: HashMap<ListKey, Vec<Ix>, FixedState>,
    left: Left,
}

/// Lists as they lie between two builds; none is empty.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Left {
    /// Sorted.
    keys: Vec<u128>,
    /// Where each list ends among the records.
    ends: Vec<u32>,
    records: Vec<Ix>,
}

impl From<HashMap<ListKey, Vec<Ix>, FixedState>> for Listed {
    fn from(set: HashMap<ListKey, Vec<Ix>, FixedState>) -> Self {
        let left = Left::default();
        Self { set, left }
    }
}

impl Listed {
    /// As the last build left them.
    pub(crate) fn left(left: Left) -> Self {
        let set = HashMap::default();
        Self { set, left }
    }

    /// The records of a list; none if there is no such list.
    pub(crate) fn get(&self, key: ListKey) -> &[Ix] {
        self.set
            .get(&key)
            .map_or_else(|| self.left.get(key), Vec::as_slice)
    }

    /// The names of all lists that were set.
    #[cfg(test)]
    pub(crate) fn keys(&self) -> Vec<ListKey> {
        let mut keys: Vec<ListKey> = self.set.keys().copied().collect();
        keys.sort_unstable();
        keys
    }

    /// From now on these are the records of the list.
    pub(crate) fn set(&mut self, key: ListKey, records: Vec<Ix>) {
        self.set.insert(key, records);
    }

    /// What is left of them for the next build, in its order: name and records of each list.
    pub(crate) fn sorted(&self) -> Vec<(u128, &[Ix])> {
        let set = self.set.iter();
        let set = set.map(|(key, records)| (number(*key), false, &records[..]));
        let left = self.left.iter().map(|(key, list)| (key, true, list));
        let mut all: Vec<(u128, bool, &[Ix])> = set.chain(left).collect();
        all.par_sort_unstable_by_key(|(key, left, _)| (*key, *left));
        all.dedup_by_key(|(key, ..)| *key);
        let all = all.into_iter().filter(|(_, _, list)| !list.is_empty());
        all.map(|(key, _, list)| (key, list)).collect()
    }
}

impl Left {
    /// Nothing if the columns can't be those of lists.
    pub(crate) fn new(keys: Vec<u128>, ends: Vec<u32>, records: Vec<Ix>) -> Option<Self> {
        let whole = ends.last().map_or(0, |end| *end as usize) == records.len();
        let fit = keys.len() == ends.len() && keys.is_sorted() && ends.is_sorted();
        (fit && whole).then_some(Self {
            keys,
            ends,
            records,
        })
    }

    fn get(&self, key: ListKey) -> &[Ix] {
        if self.keys.is_empty() {
            return &[];
        }
        let at = self.keys.binary_search(&number(key));
        at.map_or(&[], |at| self.nth(at))
    }

    fn nth(&self, at: usize) -> &[Ix] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.records[start as usize..self.ends[at] as usize]
    }

    fn iter(&self) -> impl Iterator<Item = (u128, &[Ix])> {
        let keys = self.keys.iter().enumerate();
        keys.map(|(at, key)| (*key, self.nth(at)))
    }
}

/// A number of its own for every list: what sort of list, of which kind or category, and the rest.
fn number(key: ListKey) -> u128 {
    let place = |code: DivisionCode| code.number_with_length();
    let anywhere = |code: Option<DivisionCode>| code.map_or(0, place);
    let (sort, of, rest): (u8, u16, u64) = match key {
        ListKey::Kind(kind) => (0, kind as u16, 0),
        ListKey::Year(kind, year) => (1, kind as u16, year.cast_unsigned().into()),
        ListKey::Month(kind, year, month) => {
            let year = u64::from(year.cast_unsigned());
            (2, kind as u16, year << 32 | u64::from(month))
        }
        ListKey::Undated(kind) => (3, kind as u16, 0),
        ListKey::Day(kind, day) => {
            let day = day.date().num_days_from_ce().cast_unsigned();
            (4, kind as u16, day.into())
        }
        ListKey::Recent(code) => (5, 0, anywhere(code)),
        ListKey::In(code, kind) => (6, kind as u16, place(code)),
        ListKey::Within(code, kind) => (7, kind as u16, place(code)),
        ListKey::Children(code) => (8, 0, place(code)),
        ListKey::Backlinks(ix, kind) => (9, kind as u16, ix.0.into()),
        ListKey::Notices(category) => (10, category as u16, 0),
        ListKey::CurrentNotices => (11, 0, 0),
        ListKey::Admission(category) => (12, category as u16, 0),
        ListKey::Vendors(category) => (13, category as u16, 0),
        ListKey::Serving(code) => (14, 0, place(code)),
        ListKey::Upcoming => (15, 0, 0),
        ListKey::Reported(ix) => (16, 0, ix.0.into()),
        ListKey::Unchecked => (17, 0, 0),
        ListKey::Overdue => (18, 0, 0),
        ListKey::Around(directory, code) => (19, of_directory(directory), place(code)),
        ListKey::Exactly(directory, code) => (20, of_directory(directory), anywhere(code)),
        ListKey::Places(directory, code) => (21, of_directory(directory), anywhere(code)),
    };
    u128::from(sort) << 120 | u128::from(of) << 64 | u128::from(rest)
}

fn of_directory(directory: Directory) -> u16 {
    match directory {
        Directory::Vendors => 0,
        Directory::Unchecked => 1,
        Directory::Overdue => 2,
        Directory::Guides => 3,
        Directory::VendorsOf(category) => 0x100 | category as u16,
        Directory::Items(category) => 0x200 | category as u16,
    }
}
