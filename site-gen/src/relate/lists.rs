//! Puts every shown record into the lists it belongs to.
//!
//! Entry points: [`order`], [`fill`]. Records are walked in the order in which every list shows them.

use crate::library::{Item, ItemFacts, Ix, Library, ListKey, Slots, Visibility};
use chrono::Datelike;
use foldhash::fast::FixedState;
use governance::dates::Day;
use governance::divisions::DivisionCode;
use governance::labelled::Labelled;
use governance::records::Kind;
use rayon::prelude::*;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, HashMap};

/// Fills the lists and the places of records in them; `order` is that of every list. Lists by time and facts are made beside those by place.
pub(super) fn fill(library: &mut Library, order: &[Ix]) {
    let all: &Library = library;
    let places = || {
        let lists = Lists::of((all, order), by_place);
        (lists, crate::search::units::group(all, order))
    };
    let (by_time, (by_place, search)) = rayon::join(|| Lists::of((all, order), by_time), places);
    let positions = by_time.positions.into_iter().zip(by_place.positions);
    let positions = positions.map(|(one, other)| one.min(other)).collect();
    let (mut lists, months) = (by_time.filled, by_time.months);
    lists.extend(by_place.filled);
    library.search = search;
    library.months = months;
    library.positions = positions;
    library.lists = lists.into();
    library.newest = newest(library);
}

/// The day of the last change among the shown records of each kind.
fn newest(library: &Library) -> BTreeMap<Kind, Day> {
    let newest = |kind: &Kind| {
        let list = library.list(ListKey::Kind(*kind)).par_iter();
        let days = list.filter_map(|ix| last_change(&library.slot(*ix)?.item));
        Some((*kind, days.max()?))
    };
    Kind::ALL.iter().filter_map(newest).collect()
}

/// The day of the last change of a record.
pub(crate) fn last_change(item: &Item) -> Option<Day> {
    item.changed_on.into_iter().chain(item.day).max()
}

/// Shown records in the order of every list: dated kinds newest first, divisions by code, the rest by title.
pub(super) fn order(slots: &Slots) -> Vec<Ix> {
    let shown = slots
        .occupied()
        .filter(|(_, s)| s.visibility == Visibility::Shown);
    let mut shown: Vec<(u128, Ix, &Item)> = shown
        .map(|(ix, slot)| (rank(&slot.item), ix, &slot.item))
        .collect();
    rayon::slice::ParallelSliceMut::par_sort_unstable_by(
        &mut shown[..],
        |(a, _, one), (b, _, other)| a.cmp(b).then_with(|| compare(one, other)),
    );
    shown.into_iter().map(|(_, ix, _)| ix).collect()
}

/// The beginning of what records are ordered by, as a number: most pairs are told apart without looking at the records.
fn rank(item: &Item) -> u128 {
    let kind = item.kind as u8;
    let mut rank = [0; 16];
    if dated(item.kind) {
        let day = item
            .day
            .map(|day| day.date().num_days_from_ce().cast_unsigned());
        rank[1..5].copy_from_slice(&(!day.unwrap_or_default()).to_be_bytes());
        rank[5] = kind;
        begin(&mut rank[6..], item.id.as_str());
    } else {
        (rank[0], rank[1]) = (1, kind);
        if item.kind != Kind::Division {
            begin(&mut rank[2..], &item.title);
        }
    }
    u128::from_be_bytes(rank)
}

fn begin(place: &mut [u8], text: &str) {
    let len = text.len().min(place.len());
    place[..len].copy_from_slice(&text.as_bytes()[..len]);
}

/// Whether a kind is listed by day.
pub(crate) fn dated(kind: Kind) -> bool {
    match kind {
        Kind::Notice | Kind::Meeting | Kind::Topic | Kind::AdmissionItem | Kind::Observation => {
            true
        }
        Kind::Division
        | Kind::Community
        | Kind::Department
        | Kind::Indicator
        | Kind::Target
        | Kind::ReportingUnit
        | Kind::Vendor
        | Kind::Guide => false,
    }
}

/// The order of every list.
pub(crate) fn compare(a: &Item, b: &Item) -> Ordering {
    let by_name = |a: &Item, b: &Item| (a.kind, &a.title, &a.id).cmp(&(b.kind, &b.title, &b.id));
    match (dated(a.kind), dated(b.kind)) {
        (true, true) => (Reverse(a.day), a.kind, &a.id).cmp(&(Reverse(b.day), b.kind, &b.id)),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => match (&a.facts, &b.facts) {
            (ItemFacts::Division { code: one }, ItemFacts::Division { code: other }) => {
                one.cmp(other)
            }
            (_, _) => by_name(a, b),
        },
    }
}

/// Whether a kind is told as news.
fn is_news(kind: Kind) -> bool {
    dated(kind) && kind != Kind::Observation
}

/// Some of the lists.
struct Lists {
    filled: HashMap<ListKey, Vec<Ix>, FixedState>,
    months: BTreeMap<(Kind, i32, u32), u32>,
    /// Of records whose neighbours are in one of these lists.
    positions: Vec<u32>,
}

impl Lists {
    fn of(
        (library, order): (&Library, &[Ix]),
        keys: impl Fn(&Library, &Item, &mut dyn FnMut(ListKey)),
    ) -> Self {
        let mut lists = Self {
            filled: HashMap::default(),
            months: BTreeMap::new(),
            positions: vec![u32::MAX; library.slots.len()],
        };
        for ix in order {
            if let Some(slot) = library.slot(*ix) {
                let home = Library::home_list(&slot.item);
                keys(library, &slot.item, &mut |key| lists.push((key, home), *ix));
            }
        }
        lists
    }

    /// Puts the record into a list; in that of its neighbours its place is kept in mind.
    fn push(&mut self, (key, home): (ListKey, ListKey), ix: Ix) {
        let list = self.filled.entry(key).or_default();
        if key == home {
            self.positions[ix.0 as usize] = u32::try_from(list.len()).unwrap_or(u32::MAX);
        }
        list.push(ix);
        if let ListKey::Month(kind, year, month) = key {
            *self.months.entry((kind, year, month)).or_default() += 1;
        }
    }
}

/// Every list that a shown record belongs to by what is in it; a list that it belongs to twice is named twice.
pub(super) fn keys(library: &Library, item: &Item) -> Vec<ListKey> {
    let mut keys = Vec::new();
    by_time(library, item, &mut |key| keys.push(key));
    by_place(library, item, &mut |key| keys.push(key));
    keys
}

/// Lists of all records of a kind, by day, by what they are about.
fn by_time(library: &Library, item: &Item, each: &mut dyn FnMut(ListKey)) {
    each(ListKey::Kind(item.kind));
    if is_news(item.kind) {
        each(ListKey::Recent(None));
    }
    by_day(item, each);
    by_facts(library, item, each);
    for link in &item.links {
        if let Some(target) = library.find(link.kind, &link.id) {
            each(ListKey::Backlinks(target, item.kind));
        }
    }
}

fn by_day(item: &Item, each: &mut dyn FnMut(ListKey)) {
    if !dated(item.kind) {
        return;
    }
    let Some(day) = item.day else {
        return each(ListKey::Undated(item.kind));
    };
    let (year, month) = (day.year(), day.month());
    each(ListKey::Year(item.kind, year));
    each(ListKey::Month(item.kind, year, month));
    each(ListKey::Day(item.kind, day));
}

/// Lists of divisions.
fn by_place(_: &Library, item: &Item, each: &mut dyn FnMut(ListKey)) {
    let Some(code) = item.division else { return };
    each(Library::home_list(item));
    if item.kind == Kind::Division {
        let parent = code.parent();
        return each(ListKey::Children(parent.unwrap_or(code)));
    }
    for holder in std::iter::successors(Some(code), |c: &DivisionCode| c.parent()) {
        each(ListKey::Within(holder, item.kind));
        if is_news(item.kind) {
            each(ListKey::Recent(Some(holder)));
        }
    }
}

fn by_facts(library: &Library, item: &Item, each: &mut dyn FnMut(ListKey)) {
    match &item.facts {
        ItemFacts::Notice { category, .. } => each(ListKey::Notices(*category)),
        ItemFacts::AdmissionItem { category, .. } => each(ListKey::Admission(*category)),
        ItemFacts::Vendor {
            categories, serves, ..
        } => {
            categories.iter().for_each(|c| each(ListKey::Vendors(*c)));
            serves.iter().for_each(|code| each(ListKey::Serving(*code)));
        }
        ItemFacts::Observation { unit, .. } => {
            if let Some(unit) = library.find(Kind::ReportingUnit, unit.as_str()) {
                each(ListKey::Reported(unit));
            }
        }
        ItemFacts::Division { .. }
        | ItemFacts::Community { .. }
        | ItemFacts::Department { .. }
        | ItemFacts::Meeting { .. }
        | ItemFacts::Topic { .. }
        | ItemFacts::Indicator { .. }
        | ItemFacts::Target { .. }
        | ItemFacts::ReportingUnit { .. }
        | ItemFacts::Guide { .. } => {}
    }
}
