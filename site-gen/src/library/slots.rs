//! The records of a library: all in memory, or taken up in blocks from what the last build left, each when it is first asked for.
//!
//! Entry points: [`Slots::all`], [`Slots::lazy`]. Must not relate records to each other; what depends on the day or on other records, and was not kept, is put
//! on a record by [`Finish`]. A block that can't be read is no reason to stop: its records are blank, and [`Slots::is_damaged`] says so.

use super::{Held, Item, ItemFacts, Ix, Print, Slot, Stored, Visibility};
use crate::relate;
use crate::source::{SourceId, Sources};
use foldhash::fast::FixedState;
use governance::dates::Moment;
use governance::ids::RecordId;
use governance::records::Kind;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// Records of a block.
pub(crate) const ROWS: usize = 128;

/// Records of the last build as they were kept.
pub(crate) trait SlotSource: Send + Sync + std::fmt::Debug {
    /// How many places there are, free ones among them.
    fn count(&self) -> usize;
    /// The records at the places from `at` × [`ROWS`] on; none if the block is damaged. Must not wait for other threads: they may wait for this block.
    fn block(&self, at: usize) -> Option<Vec<Option<Slot>>>;
}

/// What is put on a record that was kept: all that depends on the moment, on other records and on where its file lies.
#[derive(Debug)]
pub(crate) struct Finish {
    sources: Arc<Sources>,
    now: Moment,
    /// What is held back of figures, by place.
    held: Vec<(Ix, Held)>,
}

/// Records by their places.
#[derive(Debug)]
pub(crate) struct Slots {
    form: Form,
}

#[derive(Debug)]
enum Form {
    All(Vec<Option<Slot>>),
    Lazy(Box<Lazy>),
}

type Rows = Box<[Option<Slot>]>;

#[derive(Debug)]
struct Lazy {
    source: Arc<dyn SlotSource>,
    finish: Finish,
    /// Places in blocks.
    count: usize,
    blocks: Box<[OnceLock<Rows>]>,
    /// What is at a place now, whatever the block says.
    changed: HashMap<usize, Option<Slot>, FixedState>,
    /// Places, those after the blocks among them.
    len: usize,
    damaged: AtomicBool,
    /// What stands for a record that can't be read.
    blank: Slot,
}

impl Finish {
    pub(crate) fn new(sources: Arc<Sources>, now: Moment, mut held: Vec<(Ix, Held)>) -> Self {
        held.sort_unstable_by_key(|(ix, _)| *ix);
        Self { sources, now, held }
    }

    fn finish(&self, first: usize, rows: &mut [Option<Slot>]) {
        let mut folder: Arc<str> = "".into();
        for (place, slot) in (first..).zip(rows) {
            let Some(slot) = slot else { continue };
            relate::show(slot, self.now);
            if let Some(held) = self.held(place) {
                relate::hold_back(slot, held);
            }
            let file = self.sources.get(slot.source);
            let path = file.map_or("", |file| file.folder());
            if *folder != *path {
                folder = path.into();
            }
            slot.folder = Arc::clone(&folder);
        }
    }

    fn held(&self, place: usize) -> Option<Held> {
        let at = self.held.binary_search_by_key(&place, |(ix, _)| ix.place());
        at.ok().map(|at| self.held[at].1)
    }
}

impl Default for Slots {
    fn default() -> Self {
        Self::all(Vec::new())
    }
}

impl Slots {
    /// All of them, in memory.
    pub(crate) fn all(slots: Vec<Option<Slot>>) -> Self {
        Self {
            form: Form::All(slots),
        }
    }

    /// Those that the last build left; none is read yet.
    pub(crate) fn lazy(source: Arc<dyn SlotSource>, finish: Finish) -> Self {
        let count = source.count();
        let blocks = (0..count.div_ceil(ROWS)).map(|_| OnceLock::new());
        let lazy = Lazy {
            finish,
            count,
            blocks: blocks.collect(),
            changed: HashMap::default(),
            len: count,
            damaged: AtomicBool::new(false),
            blank: blank(),
            source,
        };
        Self {
            form: Form::Lazy(Box::new(lazy)),
        }
    }

    /// How many places there are, free ones among them.
    pub(crate) fn len(&self) -> usize {
        match &self.form {
            Form::All(slots) => slots.len(),
            Form::Lazy(lazy) => lazy.len,
        }
    }

    /// The record at a place.
    pub(crate) fn get(&self, place: usize) -> Option<&Slot> {
        match &self.form {
            Form::All(slots) => slots.get(place)?.as_ref(),
            Form::Lazy(lazy) => lazy.get(place),
        }
    }

    /// The record at a place that is known to have one. Where records are taken up, that they are damaged is no reason to stop.
    pub(crate) fn known(&self, place: usize) -> &Slot {
        match (self.get(place), &self.form) {
            (Some(slot), _) => slot,
            (None, Form::Lazy(lazy)) => lazy.missing(),
            (None, Form::All(_)) => unreachable!("lists hold only records of the library"),
        }
    }

    /// The record at a place, to be changed.
    pub(crate) fn get_mut(&mut self, place: usize) -> Option<&mut Slot> {
        match &mut self.form {
            Form::All(slots) => slots.get_mut(place)?.as_mut(),
            Form::Lazy(lazy) => lazy.get_mut(place),
        }
    }

    /// Puts a record at a place, or clears the place; one beyond the end makes places up to it.
    pub(crate) fn set(&mut self, place: usize, slot: Option<Slot>) {
        match &mut self.form {
            Form::All(slots) => {
                if slots.len() <= place {
                    slots.resize_with(place + 1, || None);
                }
                slots[place] = slot;
            }
            Form::Lazy(lazy) => {
                lazy.len = lazy.len.max(place + 1);
                lazy.changed.insert(place, slot);
            }
        }
    }

    /// Puts a record at a place as it was kept, to be finished as those of blocks are.
    pub(crate) fn restore(&mut self, place: usize, mut slot: Option<Slot>) {
        if let Form::Lazy(lazy) = &self.form {
            lazy.finish.finish(place, std::slice::from_mut(&mut slot));
        }
        self.set(place, slot);
    }

    /// All places, where all are in memory.
    pub(crate) fn rows(&self) -> &[Option<Slot>] {
        match &self.form {
            Form::All(slots) => slots,
            Form::Lazy(_) => &[],
        }
    }

    /// Every record, in the order of places.
    pub(crate) fn occupied(&self) -> impl Iterator<Item = (Ix, &Slot)> {
        let (all, lazy) = match &self.form {
            Form::All(slots) => (&slots[..], 0..0),
            Form::Lazy(lazy) => {
                lazy.load_all();
                (&[][..], 0..lazy.len)
            }
        };
        let all = (0_u32..).zip(all);
        let all = all.filter_map(|(n, slot)| slot.as_ref().map(|slot| (Ix(n), slot)));
        let lazy = (0_u32..).zip(lazy);
        all.chain(lazy.filter_map(|(n, place)| self.get(place).map(|slot| (Ix(n), slot))))
    }

    /// Something of every place, worked out on all cores.
    pub(crate) fn map_all<T: Send>(&self, of: impl Fn(Option<&Slot>) -> T + Sync) -> Vec<T> {
        match &self.form {
            Form::All(slots) => slots.par_iter().map(|slot| of(slot.as_ref())).collect(),
            Form::Lazy(lazy) => {
                let places = (0..lazy.len).into_par_iter();
                places.map(|place| of(lazy.get(place))).collect()
            }
        }
    }

    /// The places alone.
    #[cfg(test)]
    pub(crate) fn into_vec(self) -> Vec<Option<Slot>> {
        match self.form {
            Form::All(slots) => slots,
            Form::Lazy(lazy) => lazy.into_vec(),
        }
    }

    /// What is held back of figures, by place; reads no block.
    pub(crate) fn held(&self) -> Vec<(Ix, Held)> {
        let own = |ix: Ix, slot: &Slot| slot.held.map(|held| (ix, held));
        match &self.form {
            Form::All(_) => {
                let held = self.occupied();
                held.filter_map(|(ix, slot)| own(ix, slot)).collect()
            }
            Form::Lazy(lazy) => {
                let before = lazy.finish.held.iter().copied();
                let before = before.filter(|(ix, _)| !lazy.changed.contains_key(&ix.place()));
                let changed = lazy.changed.iter().filter_map(|(place, slot)| {
                    let ix = Ix(u32::try_from(*place).ok()?);
                    own(ix, slot.as_ref()?)
                });
                let mut held: Vec<_> = before.chain(changed).collect();
                held.sort_unstable_by_key(|(ix, _)| *ix);
                held
            }
        }
    }

    /// The places that were set, or of which the record was taken out to be changed, in their order; none where all are in memory, for none is told apart.
    #[cfg(test)]
    pub(crate) fn changed(&self) -> Vec<usize> {
        let Form::Lazy(lazy) = &self.form else {
            return Vec::new();
        };
        let mut places: Vec<usize> = lazy.changed.keys().copied().collect();
        places.sort_unstable();
        places
    }

    /// Whether a record could not be read. Whoever writes what was made of them asks this first.
    pub(crate) fn is_damaged(&self) -> bool {
        match &self.form {
            Form::All(_) => false,
            Form::Lazy(lazy) => lazy.damaged.load(Ordering::Acquire),
        }
    }
}

impl Lazy {
    fn get(&self, place: usize) -> Option<&Slot> {
        if !self.changed.is_empty()
            && let Some(slot) = self.changed.get(&place)
        {
            return slot.as_ref();
        }
        self.block(place / ROWS)?.get(place % ROWS)?.as_ref()
    }

    fn get_mut(&mut self, place: usize) -> Option<&mut Slot> {
        if !self.changed.contains_key(&place) {
            let at = place / ROWS;
            self.block(at)?;
            let rows = self.blocks.get_mut(at)?.get_mut()?;
            let slot = rows.get_mut(place % ROWS)?.take()?;
            self.changed.insert(place, Some(slot));
        }
        self.changed.get_mut(&place)?.as_mut()
    }

    fn block(&self, at: usize) -> Option<&Rows> {
        Some(self.blocks.get(at)?.get_or_init(|| self.load(at)))
    }

    fn load(&self, at: usize) -> Rows {
        let first = at * ROWS;
        let count = ROWS.min(self.count - first);
        let whole = |rows: &Vec<Option<Slot>>| rows.len() == count;
        if let Some(mut rows) = self.source.block(at).filter(whole) {
            self.finish.finish(first, &mut rows);
            return rows.into();
        }
        self.damaged.store(true, Ordering::Release);
        (0..count).map(|_| Some(self.blank.clone())).collect()
    }

    fn load_all(&self) {
        let blocks = (0..self.blocks.len()).into_par_iter();
        blocks.for_each(|at| {
            self.block(at);
        });
    }

    fn missing(&self) -> &Slot {
        self.damaged.store(true, Ordering::Release);
        &self.blank
    }

    #[cfg(test)]
    fn into_vec(self) -> Vec<Option<Slot>> {
        self.load_all();
        let blocks = self.blocks.into_iter().filter_map(OnceLock::into_inner);
        let mut slots: Vec<Option<Slot>> = blocks.flatten().collect();
        slots.resize_with(self.len, || None);
        let changed: Vec<(usize, Option<Slot>)> = self.changed.into_iter().collect();
        for (place, slot) in changed {
            slots[place] = slot;
        }
        slots
    }
}

/// A record that is in no output.
fn blank() -> Slot {
    let id = RecordId::new("0").unwrap_or_else(|_| unreachable!("a digit is an identity"));
    let item = Item {
        kind: Kind::Guide,
        id,
        title: "".into(),
        summary: None,
        division: None,
        day: None,
        published: None,
        changed_on: None,
        example: false,
        draft: true,
        withdrawn_on: None,
        facts: ItemFacts::Guide { working_days: 0 },
        links: Box::default(),
        dues: Box::default(),
        boundaries: Box::default(),
    };
    Slot {
        item,
        mask: None,
        visibility: Visibility::Hidden,
        held: None,
        own_light: Print::default(),
        whole: Print::default(),
        stored: Stored::Memory(Box::default()),
        source: SourceId::of(""),
        index: 0,
        folder: "".into(),
        body: false,
        refers: Box::default(),
    }
}
