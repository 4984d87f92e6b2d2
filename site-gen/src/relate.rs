//! Relates records to each other: lists, backlinks, what changed, what is overdue, what is stale.
//!
//! Entry point: [`relate`]. Pure: the day and the moment are arguments. Order never depends on where a record was read.

pub(crate) mod amend;
pub(crate) mod lists;
mod places;
mod reports;
mod small_cells;
mod time;

use crate::config::Limits;
use crate::library::{
    FileFacts, Item, ItemFacts, Library, Listed, Names, Paths, Print, Slot, Slots, Visibility,
};
use crate::source::SourceId;
use governance::dates::{Day, Moment};
use governance::labelled::Labelled;
use governance::records::Kind;
pub(crate) use small_cells::hold_back;
use std::collections::{BTreeMap, HashMap};

/// What relations depend on beside the records.
#[derive(Clone, Copy)]
pub(crate) struct Circumstances<'a> {
    /// The moment for which the site is built.
    pub(crate) now: Moment,
    /// Days after which something is stale, late or unchecked.
    pub(crate) limits: &'a Limits,
    /// The working calendar: whether a day is worked.
    pub(crate) worked: &'a dyn Fn(Day) -> bool,
}

/// Indexes the records.
pub(crate) fn relate(
    mut slots: Vec<Option<Slot>>,
    files: BTreeMap<SourceId, FileFacts>,
    at: Circumstances<'_>,
) -> Library {
    for slot in slots.iter_mut().flatten() {
        show(slot, at.now);
    }
    let mut library = Library::empty(Slots::all(slots), at.now.day());
    library.files = files;
    let slots = std::mem::take(&mut library.slots);
    let ((), order) = rayon::join(|| library.index_ids(&slots), || lists::order(&slots));
    library.slots = slots;
    lists::fill(&mut library, &order);
    small_cells::fill(&mut library, at.limits.small_cells);
    time::fill(&mut library, at);
    places::fill(&mut library);
    let of = |print: fn(&Slot) -> Print| {
        let print = |slot: Option<&Slot>| slot.map_or_else(Print::default, print);
        library.slots.map_all(print)
    };
    (library.lights, library.wholes) = (of(Slot::light), of(Slot::shown_whole));
    library
}

/// Decides whether a record is shown. What was taken back is seen as a mask with its id for a title, so that nothing of it is read by accident.
pub(crate) fn show(slot: &mut Slot, now: Moment) {
    slot.visibility = visibility(&slot.item, now);
    slot.held = None;
    slot.mask = (slot.visibility == Visibility::Gone).then(|| Box::new(mask(&slot.item)));
}

fn mask(item: &Item) -> Item {
    Item {
        title: item.id.as_str().into(),
        summary: None,
        dues: Box::default(),
        links: Box::default(),
        ..item.clone()
    }
}

fn visibility(item: &Item, now: Moment) -> Visibility {
    let over = |expires_on: Option<Day>| expires_on.is_some_and(|last| now.day() > last);
    if item.draft || item.published.is_some_and(|at| at > now) {
        return Visibility::Hidden;
    }
    let boxed = matches!(item.facts, ItemFacts::Notice { expires_on, time_boxed: true, .. } if over(expires_on));
    if boxed || item.withdrawn_on.is_some_and(|on| on <= now.day()) {
        return Visibility::Gone;
    }
    Visibility::Shown
}

impl Library {
    pub(crate) fn empty(slots: Slots, today: Day) -> Self {
        Self {
            positions: Vec::new(),
            slots,
            lights: Vec::new(),
            wholes: Vec::new(),
            names: Names::default(),
            paths: Paths::default(),
            files: BTreeMap::new(),
            by_code: BTreeMap::new(),
            profiles: BTreeMap::new(),
            lists: Listed::default(),
            months: BTreeMap::new(),
            newest: BTreeMap::new(),
            events: BTreeMap::new(),
            totals: BTreeMap::new(),
            overdue: Vec::new(),
            overdue_of: HashMap::default(),
            stale: Vec::new(),
            search: BTreeMap::new(),
            published: None,
            today,
        }
    }

    fn index_ids(&mut self, slots: &Slots) {
        let mut counts = vec![0; Kind::ALL.len()];
        for (_, slot) in slots.occupied() {
            counts[slot.item.kind as usize] += 1;
        }
        self.names = Names::with_room(&counts);
        for (ix, slot) in slots.occupied() {
            let item = &slot.item;
            self.names.put(item.kind, item.id.as_str(), ix);
            if slot.index == 0 {
                self.paths.put(slot.source, ix);
            }
            match (&item.facts, item.division) {
                (ItemFacts::Department { aliases }, _) => {
                    self.names.put_if_new(item.kind, &item.title, ix);
                    for alias in aliases {
                        self.names.put_if_new(item.kind, alias, ix);
                    }
                }
                (ItemFacts::Division { code }, _) => {
                    self.by_code.insert(*code, ix);
                }
                (ItemFacts::Community { .. }, Some(code)) => {
                    self.profiles.insert(code, ix);
                }
                (_, _) => {}
            }
        }
    }
}

/// The fingerprint of a light view: of all its fields.
pub(crate) fn own_light(item: &Item) -> Print {
    Print::of(&postcard::to_stdvec(item).unwrap_or_default())
}
