//! Puts every shown record into the lists it belongs to.
//!
//! Entry point: [`fill`]. Records are walked once, in the order in which every list shows them.

use super::occupied;
use crate::library::{Item, ItemFacts, Ix, Library, ListKey, Visibility};
use governance::divisions::DivisionCode;
use governance::records::Kind;
use std::cmp::{Ordering, Reverse};

/// Fills the lists and the places of records in them.
pub(super) fn fill(library: &mut Library) {
    let order = order(library);
    let slots = std::mem::take(&mut library.slots);
    for ix in &order {
        if let Some(slot) = &slots[ix.0 as usize] {
            place(library, *ix, &slot.item);
        }
    }
    library.slots = slots;
    library.search = crate::search::units::group(library, &order);
}

/// Shown records in the order of every list: dated kinds newest first, divisions by code, the rest by title.
fn order(library: &Library) -> Vec<Ix> {
    let shown = occupied(&library.slots).filter(|(_, s)| s.visibility == Visibility::Shown);
    let mut shown: Vec<(Ix, &Item)> = shown.map(|(ix, slot)| (ix, &slot.item)).collect();
    rayon::slice::ParallelSliceMut::par_sort_unstable_by(&mut shown[..], |(_, a), (_, b)| {
        compare(a, b)
    });
    shown.into_iter().map(|(ix, _)| ix).collect()
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

fn place(library: &mut Library, ix: Ix, item: &Item) {
    library.push(ListKey::Kind(item.kind), ix);
    let home = Library::home_list(item);
    let place = library.push_home(home, ix);
    library.positions[ix.0 as usize] = place;
    by_day(library, ix, item);
    by_place(library, ix, item);
    by_facts(library, ix, item);
    for link in &item.links {
        if let Some(target) = library.find(link.kind, &link.id) {
            library.push(ListKey::Backlinks(target, item.kind), ix);
        }
    }
}

fn by_day(library: &mut Library, ix: Ix, item: &Item) {
    if !dated(item.kind) {
        return;
    }
    let Some(day) = item.day else {
        return library.push(ListKey::Undated(item.kind), ix);
    };
    let (year, month) = (day.year(), day.month());
    library.push(ListKey::Year(item.kind, year), ix);
    library.push(ListKey::Month(item.kind, year, month), ix);
    library.push(ListKey::Day(item.kind, day), ix);
    *library.months.entry((item.kind, year, month)).or_default() += 1;
}

/// Whether a kind is told as news.
fn is_news(kind: Kind) -> bool {
    dated(kind) && kind != Kind::Observation
}

fn by_place(library: &mut Library, ix: Ix, item: &Item) {
    if is_news(item.kind) {
        library.push(ListKey::Recent(None), ix);
    }
    let Some(code) = item.division else { return };
    if item.kind == Kind::Division {
        let parent = code.parent();
        library
            .lists
            .entry(ListKey::Children(parent.unwrap_or(code)))
            .or_default()
            .push(ix);
        return;
    }
    for holder in std::iter::successors(Some(code), |c: &DivisionCode| c.parent()) {
        library.push(ListKey::Within(holder, item.kind), ix);
        if is_news(item.kind) {
            library.push(ListKey::Recent(Some(holder)), ix);
        }
    }
}

fn by_facts(library: &mut Library, ix: Ix, item: &Item) {
    match &item.facts {
        ItemFacts::Notice { category, .. } => library.push(ListKey::Notices(*category), ix),
        ItemFacts::AdmissionItem { category, .. } => {
            library.push(ListKey::Admission(*category), ix);
        }
        ItemFacts::Vendor {
            categories, serves, ..
        } => {
            for category in categories {
                library.push(ListKey::Vendors(*category), ix);
            }
            for code in serves {
                library.push(ListKey::Serving(*code), ix);
            }
        }
        ItemFacts::Observation { unit, .. } => {
            if let Some(unit) = library.find(Kind::ReportingUnit, unit.as_str()) {
                library.push(ListKey::Reported(unit), ix);
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

impl Library {
    pub(super) fn push(&mut self, key: ListKey, ix: Ix) {
        self.lists.entry(key).or_default().push(ix);
    }

    /// Puts the record into the list of its neighbours, which may be one it is in already, and tells its place.
    fn push_home(&mut self, key: ListKey, ix: Ix) -> u32 {
        let list = self.lists.entry(key).or_default();
        if list.last() != Some(&ix) {
            list.push(ix);
        }
        u32::try_from(list.len() - 1).unwrap_or(u32::MAX)
    }
}
