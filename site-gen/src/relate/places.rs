//! Lays out by place what is too long for one page: by county, then by township, then by community, as far as it is needed.
//!
//! Entry point: [`fill`]. A list that fits on a page is left alone, so that small sites cost nothing.

use crate::library::{Directory, Item, ItemFacts, Ix, Library, ListKey, StaleWhat, Visibility};
use crate::pages::LIST_LIMIT;
use foldhash::fast::FixedState;
use governance::divisions::{DivisionCode, Level};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The shown places with their records.
type Places = HashMap<DivisionCode, Ix, FixedState>;

/// Fills the lists of the directories that are too long for a page. What is stale must be known.
pub(super) fn fill(library: &mut Library) {
    unchecked(library);
    overdue(library);
    let mut places = Places::default();
    for directory in Directory::all() {
        if is_long(library.list(directory.whole())) {
            if places.is_empty() {
                places = shown(library);
            }
            let list = library.list(directory.whole()).to_vec();
            split(library, &places, (directory, None), &list);
        }
    }
}

fn is_long(list: &[Ix]) -> bool {
    list.len() > LIST_LIMIT as usize
}

/// Vendors that nobody checked in time, longest first; where they are few, the page of what is stale names them itself.
fn unchecked(library: &mut Library) {
    if library.stale.len() <= LIST_LIMIT as usize {
        return;
    }
    let record = |what| match what {
        StaleWhat::Record(ix) => Some(ix),
        StaleWhat::Home | StaleWhat::Notices(_) => None,
    };
    let stale = library.stale.iter();
    let mut vendors: Vec<_> = stale
        .filter_map(|stale| Some((stale.since, record(stale.what)?)))
        .collect();
    vendors.sort_by_key(|(since, _)| *since);
    let vendors = vendors.into_iter().map(|(_, ix)| ix).collect();
    library.lists.set(ListKey::Unchecked, vendors);
}

/// Records of which something is overdue; where it is little, the page of what is overdue names it itself.
fn overdue(library: &mut Library) {
    if library.overdue.len() <= LIST_LIMIT as usize {
        return;
    }
    let mut seen = HashSet::<Ix, FixedState>::default();
    let records = library.overdue.iter().map(|due| due.record);
    let records = records.filter(|ix| seen.insert(*ix)).collect();
    library.lists.set(ListKey::Overdue, records);
}

fn shown(library: &Library) -> Places {
    let is_shown = |ix: Ix| {
        let slot = library.slot(ix);
        slot.is_some_and(|slot| slot.visibility == Visibility::Shown)
    };
    let places = library.by_code.iter().map(|(code, ix)| (*code, *ix));
    places
        .filter(|(code, ix)| code.level() != Level::City && is_shown(*ix))
        .collect()
}

/// What is under a place, by the next places below it. What is meant for all of it, or lies in no place that is shown, stays with it.
fn split(
    library: &mut Library,
    places: &Places,
    (directory, place): (Directory, Option<DivisionCode>),
    list: &[Ix],
) {
    let mut below: BTreeMap<DivisionCode, Vec<Ix>> = BTreeMap::new();
    let mut exactly = Vec::new();
    for ix in list {
        let Some(slot) = library.slot(*ix) else {
            continue;
        };
        for code in meant(directory, &slot.item) {
            if place.is_some_and(|place| code.is_none_or(|code| !place.contains(code))) {
                continue;
            }
            let next = code.and_then(|code| next(places, place, code));
            let list = match next {
                Some(next) => below.entry(next).or_default(),
                None => &mut exactly,
            };
            if list.last() != Some(ix) {
                list.push(*ix);
            }
        }
    }
    let codes = below.keys().filter_map(|code| places.get(code).copied());
    let codes = codes.collect();
    library.lists.set(ListKey::Places(directory, place), codes);
    library
        .lists
        .set(ListKey::Exactly(directory, place), exactly);
    for (code, list) in below {
        if is_long(&list) {
            split(library, places, (directory, Some(code)), &list);
        }
        library.lists.set(ListKey::Around(directory, code), list);
    }
}

/// The places that a record is meant for; none is the whole city.
fn meant(directory: Directory, item: &Item) -> impl Iterator<Item = Option<DivisionCode>> + '_ {
    let serves = if let ItemFacts::Vendor { serves, .. } = &item.facts {
        &serves[..]
    } else {
        &[]
    };
    let (serves, own) = match directory {
        Directory::Vendors | Directory::VendorsOf(_) => (serves, None),
        Directory::Unchecked if item.division.is_none() => (&serves[..serves.len().min(1)], None),
        Directory::Unchecked | Directory::Overdue | Directory::Guides | Directory::Items(_) => {
            (&[][..], item.division)
        }
    };
    let whole_city = serves.is_empty() && own.is_none();
    let codes = serves.iter().copied().chain(own).map(Some);
    codes.chain(whole_city.then_some(None))
}

/// The place directly below `place` that holds `code`, of those that are shown.
fn next(places: &Places, place: Option<DivisionCode>, code: DivisionCode) -> Option<DivisionCode> {
    let up = std::iter::successors(Some(code), |code| code.parent());
    let below = up.take_while(|code| Some(*code) != place);
    below.filter(|code| places.contains_key(code)).last()
}
