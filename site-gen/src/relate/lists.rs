//! Puts every shown record into the lists it belongs to.
//!
//! Entry points: [`order`], [`fill`]. Records are walked in the order in which every list shows them.

use crate::library::{Item, ItemFacts, Ix, Library, ListKey, Slots, Visibility};
use chrono::Datelike;
use foldhash::fast::FixedState;
use governance::divisions::DivisionCode;
use governance::records::Kind;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, HashMap};

/// Fills the lists and the places of records in them; `order` is that of every list. Lists by time and facts are made beside those by place.
pub(super) fn fill(library: &mut Library, order: &[Ix]) {
    let all: &Library = library;
    let by_place = || {
        let lists = Lists::of((all, order), Lists::by_place);
        (lists, crate::search::units::group(all, order))
    };
    let (by_time, (by_place, search)) =
        rayon::join(|| Lists::of((all, order), Lists::by_time), by_place);
    let positions = by_time.positions.into_iter().zip(by_place.positions);
    let positions = positions.map(|(one, other)| one.min(other)).collect();
    let (mut lists, months) = (by_time.filled, by_time.months);
    lists.extend(by_place.filled);
    library.search = search;
    library.months = months;
    library.positions = positions;
    library.lists = lists.into();
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

fn compare(a: &Item, b: &Item) -> Ordering {
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
struct Lists<'l> {
    library: &'l Library,
    filled: HashMap<ListKey, Vec<Ix>, FixedState>,
    months: BTreeMap<(Kind, i32, u32), u32>,
    /// Of records whose neighbours are in one of these lists.
    positions: Vec<u32>,
}

impl<'l> Lists<'l> {
    fn of((library, order): (&'l Library, &[Ix]), take: impl Fn(&mut Self, Ix, &Item)) -> Self {
        let mut lists = Self {
            library,
            filled: HashMap::default(),
            months: BTreeMap::new(),
            positions: vec![u32::MAX; library.slots.len()],
        };
        for ix in order {
            if let Some(slot) = library.slot(*ix) {
                take(&mut lists, *ix, &slot.item);
            }
        }
        lists
    }

    fn push(&mut self, key: ListKey, ix: Ix) {
        self.filled.entry(key).or_default().push(ix);
    }

    /// Puts the record into the list of its neighbours, and keeps its place in mind.
    fn push_home(&mut self, key: ListKey, ix: Ix) {
        let list = self.filled.entry(key).or_default();
        self.positions[ix.0 as usize] = u32::try_from(list.len()).unwrap_or(u32::MAX);
        list.push(ix);
    }

    /// Lists of all records of a kind, by day, by what they are about.
    fn by_time(&mut self, ix: Ix, item: &Item) {
        let all = ListKey::Kind(item.kind);
        if Library::home_list(item) == all {
            self.push_home(all, ix);
        } else {
            self.push(all, ix);
        }
        if is_news(item.kind) {
            self.push(ListKey::Recent(None), ix);
        }
        self.by_day(ix, item);
        self.by_facts(ix, item);
        for link in &item.links {
            if let Some(target) = self.library.find(link.kind, &link.id) {
                self.push(ListKey::Backlinks(target, item.kind), ix);
            }
        }
    }

    fn by_day(&mut self, ix: Ix, item: &Item) {
        if !dated(item.kind) {
            return;
        }
        let Some(day) = item.day else {
            return self.push(ListKey::Undated(item.kind), ix);
        };
        let (year, month) = (day.year(), day.month());
        self.push(ListKey::Year(item.kind, year), ix);
        self.push(ListKey::Month(item.kind, year, month), ix);
        self.push(ListKey::Day(item.kind, day), ix);
        *self.months.entry((item.kind, year, month)).or_default() += 1;
    }

    /// Lists of divisions.
    fn by_place(&mut self, ix: Ix, item: &Item) {
        let Some(code) = item.division else { return };
        self.push_home(Library::home_list(item), ix);
        if item.kind == Kind::Division {
            let parent = code.parent();
            return self.push(ListKey::Children(parent.unwrap_or(code)), ix);
        }
        for holder in std::iter::successors(Some(code), |c: &DivisionCode| c.parent()) {
            self.push(ListKey::Within(holder, item.kind), ix);
            if is_news(item.kind) {
                self.push(ListKey::Recent(Some(holder)), ix);
            }
        }
    }

    fn by_facts(&mut self, ix: Ix, item: &Item) {
        match &item.facts {
            ItemFacts::Notice { category, .. } => self.push(ListKey::Notices(*category), ix),
            ItemFacts::AdmissionItem { category, .. } => {
                self.push(ListKey::Admission(*category), ix);
            }
            ItemFacts::Vendor {
                categories, serves, ..
            } => {
                for category in categories {
                    self.push(ListKey::Vendors(*category), ix);
                }
                for code in serves {
                    self.push(ListKey::Serving(*code), ix);
                }
            }
            ItemFacts::Observation { unit, .. } => {
                if let Some(unit) = self.library.find(Kind::ReportingUnit, unit.as_str()) {
                    self.push(ListKey::Reported(unit), ix);
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
}
