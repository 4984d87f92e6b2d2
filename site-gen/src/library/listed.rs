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

    /// The records of a list, to be changed.
    pub(crate) fn change(&mut self, key: ListKey) -> &mut Vec<Ix> {
        let left = &self.left;
        self.set
            .entry(key)
            .or_insert_with(|| left.get(key).to_vec())
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

#[cfg(test)]
mod tests {
    use super::*;
    use governance::admission::Category;
    use governance::dates::Day;
    use governance::labelled::Labelled;
    use governance::notices::NoticeCategory;
    use governance::records::Kind;
    use governance::vendors::VendorCategory;
    use std::collections::BTreeSet;

    const CODES: [&str; 4] = ["4205", "420502", "420502001", "420502001003"];

    fn keys() -> Vec<ListKey> {
        let codes = CODES.map(|code| DivisionCode::parse(code).unwrap());
        let mut keys = vec![
            ListKey::Recent(None),
            ListKey::CurrentNotices,
            ListKey::Upcoming,
            ListKey::Unchecked,
            ListKey::Overdue,
        ];
        for kind in Kind::ALL.iter().copied() {
            keys.extend([ListKey::Kind(kind), ListKey::Undated(kind)]);
            for year in [-1, 1, 12, 2025, 2026] {
                keys.push(ListKey::Year(kind, year));
                keys.extend((1..=12).map(|month| ListKey::Month(kind, year, month)));
            }
            let days = ["2025-12-31", "2026-01-01", "0001-01-01"];
            keys.extend(days.map(|day| ListKey::Day(kind, Day::parse(day).unwrap())));
            keys.extend(codes.map(|code| ListKey::In(code, kind)));
            keys.extend(codes.map(|code| ListKey::Within(code, kind)));
            keys.extend([0, 1, u32::MAX].map(|n| ListKey::Backlinks(Ix(n), kind)));
        }
        keys.extend(codes.map(|code| ListKey::Recent(Some(code))));
        keys.extend(codes.map(ListKey::Children));
        keys.extend(codes.map(ListKey::Serving));
        keys.extend([0, 1, u32::MAX].map(|n| ListKey::Reported(Ix(n))));
        keys.extend(NoticeCategory::ALL.iter().copied().map(ListKey::Notices));
        keys.extend(Category::ALL.iter().copied().map(ListKey::Admission));
        keys.extend(VendorCategory::ALL.iter().copied().map(ListKey::Vendors));
        for directory in Directory::all() {
            keys.extend(codes.map(|code| ListKey::Around(directory, code)));
            for code in codes.map(Some).into_iter().chain([None]) {
                keys.push(ListKey::Exactly(directory, code));
                keys.push(ListKey::Places(directory, code));
            }
        }
        keys
    }

    #[test]
    fn every_list_has_a_number_of_its_own() {
        let keys = keys();
        let numbers: BTreeSet<u128> = keys.iter().copied().map(number).collect();
        assert_eq!(numbers.len(), keys.len());
    }

    #[test]
    fn a_list_that_was_set_wins_and_an_empty_one_is_none() {
        let keys = keys();
        let mut numbered: Vec<(u128, ListKey)> =
            keys.iter().map(|key| (number(*key), *key)).collect();
        numbered.sort_unstable_by_key(|(number, _)| *number);
        let count = u32::try_from(numbered.len()).unwrap();
        let numbers = numbered.iter().map(|(number, _)| *number).collect();
        let left = Left::new(numbers, (1..=count).collect(), (0..count).map(Ix).collect());
        let mut listed = Listed::left(left.unwrap());
        for ((_, key), n) in numbered.iter().zip(0..) {
            assert_eq!(listed.get(*key), [Ix(n)], "{key:?}");
        }
        listed.set(numbered[3].1, Vec::new());
        listed.set(numbered[4].1, vec![Ix(7), Ix(8)]);
        assert!(listed.get(numbered[3].1).is_empty());
        assert_eq!(listed.get(numbered[4].1), [Ix(7), Ix(8)]);
        let sorted = listed.sorted();
        assert_eq!(sorted.len(), numbered.len() - 1);
        assert_eq!(sorted[3], (numbered[4].0, &[Ix(7), Ix(8)][..]));
    }

    #[test]
    fn columns_that_do_not_fit_are_none() {
        let of = |keys: &[u128], ends: &[u32], records: u32| {
            let records = (0..records).map(Ix).collect();
            Left::new(keys.into(), ends.into(), records).is_some()
        };
        assert!(of(&[], &[], 0) && of(&[1, 2], &[1, 3], 3));
        assert!(!of(&[2, 1], &[1, 3], 3) && !of(&[1, 2], &[3, 1], 3));
        assert!(!of(&[1], &[1, 3], 3) && !of(&[1, 2], &[1, 2], 3) && !of(&[1], &[4], 3));
    }
}
