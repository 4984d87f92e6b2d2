//! Changes a few records in a library that is related already, so that one new page does not cost the relations of all.
//!
//! Entry point: [`amend`]. It gives the library that [`super::relate`] would, and the names of all that may be worth something else now; or nothing, where a record
//! reaches further than it can follow: then everything is related anew. Must not guess: what is not certainly the same is named or refused.

use super::lists::{compare, keys, last_change};
use super::{Circumstances, time};
use crate::library::{DepKey, Event, Item, Ix, Library, ListKey, Slot, Visibility};
use crate::outputs::published_files;
use crate::search::units;
use governance::records::Kind;
use std::collections::BTreeSet;

/// The names of what may be worth something else.
pub(crate) type Affected = BTreeSet<DepKey>;

/// Puts a record in its place, in the stead of the one that was there, and into every list.
pub(crate) fn amend(
    library: &mut Library,
    (ix, mut slot): (Ix, Slot),
    at: Circumstances<'_>,
) -> Option<Affected> {
    super::show(&mut slot, at.now);
    let same = |old: &Slot| old.own_light == slot.own_light && old.visibility == slot.visibility;
    let affected = if library.slot(ix).is_some_and(same) {
        reword(library, (ix, slot))
    } else {
        move_about(library, (ix, slot), at)
    };
    affected.filter(|_| !library.slots.is_damaged())
}

/// A record that says something else where lists do not look.
fn reword(library: &mut Library, (ix, slot): (Ix, Slot)) -> Option<Affected> {
    if slot.item.kind == Kind::Observation {
        return None;
    }
    let mut affected = Affected::from([DepKey::Record(ix)]);
    affected.extend(units::holding(library, ix).map(DepKey::Search));
    replace(library, (ix, slot))?;
    Some(affected)
}

/// Puts the record there; nothing if other files beside records are to be published with it.
fn replace(library: &mut Library, (ix, slot): (Ix, Slot)) -> Option<()> {
    let files = |library: &Library| -> BTreeSet<_> { published_files(library, ix).collect() };
    let before = files(library);
    let place = ix.0 as usize;
    let (light, whole) = (slot.light(), slot.shown_whole());
    for (column, print) in [(&mut library.lights, light), (&mut library.wholes, whole)] {
        if column.len() <= place {
            column.resize(place + 1, crate::library::Print::default());
        }
        column[place] = print;
    }
    if slot.index == 0 {
        library.paths.put(slot.source, ix);
    }
    library.slots.set(place, Some(slot));
    (before == files(library)).then_some(())
}

/// A record that is new, or stands elsewhere in lists.
fn move_about(
    library: &mut Library,
    (ix, slot): (Ix, Slot),
    at: Circumstances<'_>,
) -> Option<Affected> {
    let mut due = time::overdue_of(&slot.item, at);
    let simple = matches!(slot.item.kind, Kind::Notice | Kind::Topic);
    if !simple || due.next().is_some() || library.overdue_of(ix).next().is_some() {
        return None;
    }
    drop(due);
    let old = library.slot(ix).cloned();
    let columns = time::stale_columns(library, at);
    let mut affected = Affected::from([
        DepKey::Record(ix),
        DepKey::Light(ix),
        DepKey::Phase(ix),
        DepKey::Months(slot.item.kind),
        DepKey::EventMonths,
        DepKey::ListPages,
        DepKey::Shards,
        DepKey::Segments,
    ]);
    if old.is_none() {
        affected.extend([DepKey::Ids(slot.item.kind), DepKey::Paths]);
        let (kind, id) = (slot.item.kind, slot.item.id.as_str());
        library.names.put(kind, id, ix);
    }
    let entries = Entries {
        old: old
            .as_ref()
            .map_or_else(Vec::new, |old| entries(library, old, at)),
        new: entries(library, &slot, at),
    };
    note_neighbours(library, ix, &mut affected);
    replace(library, (ix, slot.clone()))?;
    relist(library, &entries, (ix, &slot.item), &mut affected);
    note_neighbours(library, ix, &mut affected);
    tell(
        library,
        (ix, [old.as_ref(), Some(&slot)]),
        at,
        &mut affected,
    );
    affected.extend(units::amend(library, ix, [old.as_ref(), Some(&slot)])?.map(DepKey::Search));
    renew(library, (old.as_ref(), &slot))?;
    (time::stale_columns(library, at) == columns).then_some(affected)
}

/// Tells the day of the last change of the kind; nothing if it was this record's and is no more.
fn renew(library: &mut Library, (old, new): (Option<&Slot>, &Slot)) -> Option<()> {
    let shown = |slot: &Slot| slot.visibility == Visibility::Shown;
    let day = |slot: Option<&Slot>| {
        slot.filter(|slot| shown(slot))
            .and_then(|slot| last_change(&slot.item))
    };
    let (was, is) = (day(old), day(Some(new)));
    let newest = library.newest.get(&new.item.kind).copied();
    (was.is_none() || was < newest || is >= was).then_some(())?;
    if let Some(newest) = newest.max(is) {
        library.newest.insert(new.item.kind, newest);
    }
    Some(())
}

/// The lists of a record before and now; one that it belongs to twice is named twice.
struct Entries {
    old: Vec<ListKey>,
    new: Vec<ListKey>,
}

fn entries(library: &Library, slot: &Slot, at: Circumstances<'_>) -> Vec<ListKey> {
    if slot.visibility != Visibility::Shown {
        return Vec::new();
    }
    let mut keys = keys(library, &slot.item);
    if time::is_valid(&slot.item, at.now.day()) {
        keys.push(ListKey::CurrentNotices);
    }
    keys
}

/// The record itself and those beside it in the list that its neighbours are taken from.
fn note_neighbours(library: &Library, ix: Ix, affected: &mut Affected) {
    let beside = library.neighbours(ix).into_iter().flatten();
    affected.extend(beside.chain([ix]).map(DepKey::Neighbours));
}

/// Takes the record out of its lists and puts it into those of now.
fn relist(
    library: &mut Library,
    entries: &Entries,
    (ix, item): (Ix, &Item),
    affected: &mut Affected,
) {
    let all: BTreeSet<ListKey> = entries.old.iter().chain(&entries.new).copied().collect();
    for key in all {
        library.lists.change(key).retain(|other| *other != ix);
        let list = library.list(key);
        let place = list.partition_point(|other| {
            let other = library.slot(*other);
            other.is_some_and(|other| compare(&other.item, item).is_lt())
        });
        let times = entries.new.iter().filter(|new| **new == key).count();
        let list = library.lists.change(key);
        list.splice(place..place, std::iter::repeat_n(ix, times));
        let count = u32::try_from(list.len()).unwrap_or(u32::MAX);
        count_month(library, key, count);
        affected.extend([DepKey::List(key), DepKey::Head(key, 0), DepKey::Count(key)]);
    }
}

/// Tells how many records the list of a month has.
fn count_month(library: &mut Library, key: ListKey, count: u32) {
    if let ListKey::Month(kind, year, month) = key {
        match count {
            0 => drop(library.months.remove(&(kind, year, month))),
            _ => drop(library.months.insert((kind, year, month), count)),
        }
    }
}

/// Tells what happened to the record among what changed.
fn tell(
    library: &mut Library,
    (ix, slots): (Ix, [Option<&Slot>; 2]),
    at: Circumstances<'_>,
    affected: &mut Affected,
) {
    let mut events: [Vec<Event>; 2] = [Vec::new(), Vec::new()];
    for (slot, events) in slots.iter().zip(&mut events) {
        if let Some(slot) = slot {
            time::events_of((ix, slot), at, events);
        }
        events.retain(|event| event.on <= at.now.day());
    }
    for event in events.iter().flatten() {
        let (year, month) = (event.on.year(), event.on.month());
        affected.extend([DepKey::Events(year, month), DepKey::EventsOn(event.on)]);
        if let Some(month) = library.events.get_mut(&(year, month)) {
            month.retain(|other| other.record != ix);
        }
    }
    for event in events.into_iter().next_back().into_iter().flatten() {
        insert(library, event);
    }
    library.events.retain(|_, events| !events.is_empty());
}

/// Puts an event in its place: by day, by what it is, by the name of the record.
fn insert(library: &mut Library, event: Event) {
    let month = (event.on.year(), event.on.month());
    let mut events = library.events.remove(&month).unwrap_or_default();
    let key = |event: &Event| {
        let slot = library.slot(event.record);
        let name = slot.map(|slot| (slot.item.kind, slot.item.id.as_str()));
        (event.on, event.what, name)
    };
    let new = key(&event);
    let place = events.partition_point(|other| key(other) < new);
    events.insert(place, event);
    library.events.insert(month, events);
}
