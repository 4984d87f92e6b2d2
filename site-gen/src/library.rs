//! All records of the site, indexed: the one thing that pages are made of.
//!
//! Entry points: [`Library`] (built by `relate`) and [`Reader`], the only way a view may look at it. Records lie in their stored form and are
//! read when asked for; [`Item`] is the light view that lists use. Nothing here reads files or knows the clock.

pub mod dep_key;
pub mod directory;
pub(crate) mod frozen;
pub mod halls;
pub mod item;
pub(crate) mod leaf;
pub(crate) mod listed;
pub mod lists;
pub(crate) mod names;
pub mod published;
pub mod reader;
pub mod record;
mod resolver;
pub(crate) mod slots;

pub use dep_key::DepKey;
pub use directory::Directory;
pub use item::{Due, DueWhat, Item, ItemFacts, Link};
pub(crate) use leaf::Leaf;
pub(crate) use listed::Listed;
pub use lists::ListKey;
pub(crate) use names::{Names, Paths};
pub use published::Published;
pub use reader::{List, ReadFault, ReadLast, Reader};
pub(crate) use slots::{ROWS, Slots};

use crate::search::Segment;
use crate::source::SourceId;
use foldhash::fast::FixedState;
use governance::dates::Day;
use governance::deliberation::MinutesState;
use governance::divisions::DivisionCode;
use governance::notices::NoticeCategory;
use governance::records::{Facts, Kind};
use governance::statistics::Withheld;
use governance::statistics::small_cells::Counts;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;
use std::sync::Arc;

/// The place of a record in the library. It says nothing about order and holds for one library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Ix(pub(crate) u32);

/// A fingerprint: the first 16 bytes of BLAKE3, so that two different things meet once in 2^64 tries.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
pub struct Print(pub(crate) [u8; 16]);

/// Whether a record is shown.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
pub enum Visibility {
    /// In pages, lists and open data.
    Shown,
    /// A draft, or to be published later: in no output of any kind.
    #[default]
    Hidden,
    /// Was taken back, or its time to be shown is over: the URL answers with a tombstone.
    Gone,
}

/// A change that the month's page tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// Day.
    pub on: Day,
    /// What happened.
    pub what: EventKind,
    /// To which record.
    pub record: Ix,
}

governance::labelled! {
    /// What happened to a record.
    pub enum EventKind {
        Published = "published", "发布", "Published";
        Admitted = "admitted", "准入", "Admitted to the list";
        Decided = "decided", "议决", "Decided";
        Changed = "changed", "修改", "Changed";
        Withdrawn = "withdrawn", "撤下", "Withdrawn";
        Exited = "exited", "退出", "Left the list";
        Expired = "expired", "到期", "Expired";
        FellDue = "fell_due", "逾期", "Became overdue";
    }
}

/// Something that should have been done by now.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Overdue {
    /// Last day on which it was in time.
    pub on: Day,
    /// The record it belongs to.
    pub record: Ix,
    /// What.
    pub what: DueWhat,
}

/// A column or record that the rules for government sites call stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stale {
    /// The newest day in it; none if it was never dated.
    pub since: Option<Day>,
    /// Days after which the rule calls it stale.
    pub limit_days: i64,
    /// The column, or the one record meant.
    pub what: StaleWhat,
}

/// What is stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum StaleWhat {
    /// The home page: nothing new in the whole city.
    Home,
    /// A column of notices.
    Notices(NoticeCategory),
    /// One record, e.g. a vendor not checked since.
    Record(Ix),
}

/// What the library holds of a record, and where its leaf lies.
/// What follows from the day and from other records, and the folder, are not kept from build to build.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Slot {
    pub(crate) item: Item,
    /// What is seen of it once it was taken back, or where something is held back.
    #[serde(skip)]
    pub(crate) mask: Option<Box<Item>>,
    #[serde(skip)]
    pub(crate) visibility: Visibility,
    /// What is held back of a figure of people.
    #[serde(skip)]
    pub(crate) held: Option<Held>,
    /// Of the item's own fields.
    pub(crate) own_light: Print,
    /// Of everything: fields and body.
    pub(crate) whole: Print,
    pub(crate) stored: Stored,
    /// The file it stands in and which of its records it is.
    pub(crate) source: SourceId,
    pub(crate) index: u32,
    /// Folder of that file, below the content folder.
    #[serde(skip)]
    pub(crate) folder: Arc<str>,
    /// Whether there may be Markdown below its fields: in a file of its own, not in a row.
    pub(crate) body: bool,
    /// What its body refers to on this site, and the files named by its fields, as written.
    pub(crate) refers: Box<[Box<str>]>,
}

/// What is held back of a figure of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) what: Option<Withheld>,
    /// Fewer people than these are held back, in the figure before a revision too.
    pub(crate) floor: u32,
}

/// What all units reported for one indicator and day, summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// The sum; not to be shown as far as it is held back.
    pub(crate) counts: Counts,
    /// What is held back of it.
    pub(crate) withheld: Option<Withheld>,
    /// How many units it adds up.
    pub(crate) reported: usize,
}

/// What is known of a file that is published beside the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Path below the content folder.
    pub path: Box<str>,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: Box<str>,
    /// Media type.
    pub media: Box<str>,
    /// Width and height of an image, as it is seen.
    pub pixels: Option<(u32, u32)>,
    /// Smaller sizes of an image, the narrowest first.
    pub smaller: Box<[Smaller]>,
}

/// A smaller size of an image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Smaller {
    /// Pixels.
    pub width: u32,
    /// First twelve hexadecimal digits of the BLAKE3 of its bytes: its name tells what it is.
    pub hash: Box<str>,
    pub(crate) stored: Stored,
}

/// Stored bytes: the leaf of a record, or what was made of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Stored {
    /// In memory.
    Memory(Box<[u8]>),
    /// In the pack of an earlier build.
    Pack {
        /// First byte.
        offset: u64,
        /// Bytes.
        len: u32,
        /// What they are checked by.
        check: u64,
    },
}

/// What the library itself can't hold in memory: records with their bodies, and the files beside them in the content folder.
pub trait Shelves: Sync + std::fmt::Debug {
    /// Bytes of the pack of an earlier build.
    ///
    /// # Errors
    /// [`ReadFault::Store`] if the pack is not what it was.
    fn stored(&self, offset: u64, len: u32) -> Result<Vec<u8>, ReadFault>;
    /// The bytes of a file beside records.
    ///
    /// # Errors
    /// [`ReadFault::Changed`] if the file is not what it was when it was taken in.
    fn file(&self, source: SourceId) -> Result<Vec<u8>, ReadFault>;
}

/// Shelves with nothing on them, for sites that are wholly in memory.
#[derive(Debug, Clone, Copy)]
pub struct NoShelves;

impl Shelves for NoShelves {
    fn stored(&self, _: u64, _: u32) -> Result<Vec<u8>, ReadFault> {
        Err(ReadFault::Store)
    }
    fn file(&self, _: SourceId) -> Result<Vec<u8>, ReadFault> {
        Ok(Vec::new())
    }
}

/// All records, indexed.
#[derive(Debug)]
pub struct Library {
    pub(crate) slots: Slots,
    /// The fingerprint of each record as it is shown, beside the others: whoever asks for a list's asks for thousands.
    pub(crate) lights: Vec<Print>,
    /// The same of each record with its body.
    pub(crate) wholes: Vec<Print>,
    /// By kind; departments also by name and alias.
    pub(crate) names: Names,
    /// The first record of each file.
    pub(crate) paths: Paths,
    /// Files beside records, whether or not anything shown refers to them.
    pub(crate) files: BTreeMap<SourceId, FileFacts>,
    pub(crate) by_code: BTreeMap<DivisionCode, Ix>,
    pub(crate) profiles: BTreeMap<DivisionCode, Ix>,
    pub(crate) lists: Listed,
    /// How many records of a kind are listed under a month.
    pub(crate) months: BTreeMap<(Kind, i32, u32), u32>,
    /// The day of the last change among the shown records of a kind.
    pub(crate) newest: BTreeMap<Kind, Day>,
    /// The place of each record in the list that its neighbours are taken from.
    pub(crate) positions: Vec<u32>,
    pub(crate) events: BTreeMap<(i32, u32), Vec<Event>>,
    /// The sums of figures, by indicator and day.
    pub(crate) totals: BTreeMap<(Ix, Day), Total>,
    pub(crate) overdue: Vec<Overdue>,
    /// The places in `overdue` of what is overdue of one record.
    pub(crate) overdue_of: HashMap<Ix, Vec<u32>, FixedState>,
    pub(crate) stale: Vec<Stale>,
    /// Which record lies in which file of the search index.
    pub(crate) search: crate::search::units::Units,
    /// What residents filed, if a snapshot was taken.
    pub(crate) published: Option<Published>,
    pub(crate) today: Day,
}

impl Ix {
    pub(crate) fn place(self) -> usize {
        self.0 as usize
    }
}

impl Stored {
    /// The bytes, checked.
    pub(crate) fn bytes(&self, shelves: &dyn Shelves) -> Result<Cow<'_, [u8]>, ReadFault> {
        match self {
            Self::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
            Self::Pack { offset, len, check } => {
                let bytes = shelves.stored(*offset, *len)?;
                if self::check(&bytes) != *check {
                    return Err(ReadFault::Store);
                }
                Ok(Cow::Owned(bytes))
            }
        }
    }
}

impl Library {
    /// The files of the search index with how many records are in each.
    pub(crate) fn segments(&self) -> impl Iterator<Item = (Segment, usize)> {
        let count = |units: &Vec<Box<[Ix]>>| units.iter().map(|unit| unit.len()).sum();
        self.search
            .iter()
            .map(move |(segment, units)| (*segment, count(units)))
    }

    /// The light view of a record that is known to be there.
    fn item(&self, ix: Ix) -> &Item {
        self.slots.known(ix.place()).seen()
    }

    pub(crate) fn slot(&self, ix: Ix) -> Option<&Slot> {
        self.slots.get(ix.place())
    }

    /// The record of a kind with this id; departments also by name or alias.
    pub(crate) fn find(&self, kind: Kind, id: &str) -> Option<Ix> {
        self.names.find(kind, id, &self.slots)
    }

    pub(crate) fn list(&self, key: ListKey) -> &[Ix] {
        self.lists.get(key)
    }

    /// The light view of a record that is shown or has a tombstone.
    pub(crate) fn visible(&self, ix: Ix) -> Option<&Slot> {
        self.slot(ix)
            .filter(|slot| slot.visibility != Visibility::Hidden)
    }

    /// The latest boundary of the record that is not after today: what is true of it today was true then already.
    pub(crate) fn phase(&self, ix: Ix) -> Option<Day> {
        let boundaries = &self.slot(ix)?.item.boundaries;
        let passed = boundaries.partition_point(|day| *day <= self.today);
        passed.checked_sub(1).map(|last| boundaries[last])
    }

    /// The record with its body, without what is held back of it.
    pub(crate) fn leaf(&self, ix: Ix, shelves: &dyn Shelves) -> Result<Leaf, ReadFault> {
        let slot = self.slot(ix).ok_or(ReadFault::NotShown)?;
        let leaf = Leaf::of(slot.stored.bytes(shelves)?.into_owned())?;
        match slot.held {
            None => Ok(leaf),
            Some(held) => held.told(slot.item.kind, &leaf),
        }
    }

    /// Years and months under which records of a kind are listed, newest first, with how many.
    pub(crate) fn months(&self, kind: Kind) -> Vec<(i32, u32, u32)> {
        let months = self
            .months
            .range((kind, i32::MIN, 0)..=(kind, i32::MAX, u32::MAX));
        let months = months.map(|((_, year, month), count)| (*year, *month, *count));
        months.rev().collect()
    }

    /// The days of a month under which records of a kind are listed, newest first, with how many.
    pub(crate) fn days(&self, kind: Kind, year: i32, month: u32) -> Vec<(Day, u32)> {
        let days = (1..=31)
            .rev()
            .filter_map(|day| Day::from_parts(year, month, day));
        let counted = days.map(|day| (day, self.list(ListKey::Day(kind, day)).len()));
        let counted = counted.filter(|(_, count)| *count > 0);
        counted
            .map(|(day, count)| (day, u32::try_from(count).unwrap_or(u32::MAX)))
            .collect()
    }

    /// What changed in a month, oldest first.
    pub(crate) fn events_in(&self, year: i32, month: u32) -> &[Event] {
        let events = self.events.get(&(year, month));
        events.map_or(&[], Vec::as_slice)
    }

    /// What changed on a day.
    pub(crate) fn events_on(&self, day: Day) -> &[Event] {
        let month = self.events_in(day.year(), day.month());
        let from = month.partition_point(|event| event.on < day);
        let after = month.partition_point(|event| event.on <= day);
        &month[from..after]
    }

    /// The list in which a record has neighbours: that of its kind in its division, or in the whole city.
    pub(crate) fn home_list(item: &Item) -> ListKey {
        item.division.map_or(ListKey::Kind(item.kind), |code| {
            ListKey::In(code, item.kind)
        })
    }

    pub(crate) fn neighbours(&self, ix: Ix) -> [Option<Ix>; 2] {
        let Some(slot) = self.slot(ix) else {
            return [None, None];
        };
        let list = self.list(Self::home_list(&slot.item));
        let hint = self.positions.get(ix.place()).map(|at| *at as usize);
        let there = |at: &usize| list.get(*at) == Some(&ix);
        // A list that was amended has moved on.
        let at = hint
            .filter(there)
            .or_else(|| list.iter().position(|other| *other == ix));
        let beside = |at: Option<usize>| at.and_then(|at| list.get(at).copied());
        at.map_or([None, None], |at| {
            [beside(at.checked_sub(1)), beside(at.checked_add(1))]
        })
    }

    /// What is overdue of one record.
    pub(crate) fn overdue_of(&self, ix: Ix) -> impl Iterator<Item = &Overdue> {
        let places = self.overdue_of.get(&ix).map_or(&[][..], Vec::as_slice);
        places
            .iter()
            .filter_map(|at| self.overdue.get(*at as usize))
    }
}

impl Held {
    /// A number that differs by what is held back.
    pub(crate) fn mark(self) -> u8 {
        self.what.map_or(1, |what| what as u8 + 2)
    }

    /// A figure without what is held back.
    fn told(self, kind: Kind, leaf: &Leaf) -> Result<Leaf, ReadFault> {
        let mut record = leaf.record(kind)?;
        if let Facts::Observation(figure) = &mut record.facts {
            if figure.earlier_is_small(self.floor) {
                figure.earlier_numerator = None;
            }
            if let Some(what) = self.what {
                figure.hold_back(what);
            }
        }
        leaf.with(&record)
    }
}

impl Slot {
    /// The fingerprint of the item as it is shown.
    pub(crate) fn light(&self) -> Print {
        let mut print = self.own_light;
        print.0[0] ^= self.visibility as u8;
        print.0[1] ^= self.held.map_or(0, Held::mark);
        print
    }

    /// The fingerprint of fields and body as they are shown.
    pub(crate) fn shown_whole(&self) -> Print {
        let mut print = self.whole;
        print.0[0] ^= self.visibility as u8;
        print.0[1] ^= self.held.map_or(0, Held::mark);
        print
    }

    /// What may be seen of the record.
    pub(crate) fn seen(&self) -> &Item {
        self.mask.as_deref().unwrap_or(&self.item)
    }

    /// Whether these are minutes that no longer change.
    pub(crate) fn is_final(&self) -> bool {
        let ItemFacts::Meeting { minutes, .. } = self.item.facts else {
            return false;
        };
        minutes == Some(MinutesState::Final)
    }
}

/// The places of what is overdue of each record.
pub(crate) fn overdue_by_record(overdue: &[Overdue]) -> HashMap<Ix, Vec<u32>, FixedState> {
    let mut places = HashMap::<Ix, Vec<u32>, FixedState>::default();
    for (due, at) in overdue.iter().zip(0_u32..) {
        places.entry(due.record).or_default().push(at);
    }
    places
}

/// What stored bytes are checked by: it finds damage, not malice; whoever can write the store can write the site.
pub(crate) fn check(bytes: &[u8]) -> u64 {
    foldhash::quality::FixedState::default().hash_one(bytes)
}

/// Fingerprints that are hashed as they lie.
const FEW: usize = 16;

/// Fingerprints that are worth being hashed at once: eight kilobytes, which the processor does side by side.
const MANY: usize = 512;

/// Bytes that are worth being hashed on all cores.
const LARGE: usize = 1 << 20;

impl Print {
    /// The fingerprint of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        if bytes.len() < LARGE {
            return Self::from_hash(blake3::hash(bytes));
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update_rayon(bytes);
        Self::from_hash(hasher.finalize())
    }

    /// A small number stands for itself.
    pub(crate) fn number(number: u64) -> Self {
        let mut print = Self::default();
        print.0[..8].copy_from_slice(&number.to_le_bytes());
        print.0[8] = 1;
        print
    }

    pub(crate) fn from_hash(hash: blake3::Hash) -> Self {
        let mut short = [0; 16];
        short.copy_from_slice(&hash.as_bytes()[..16]);
        Self(short)
    }

    /// The fingerprint of several, in their order.
    pub(crate) fn of_all(prints: impl IntoIterator<Item = Self>) -> Self {
        let mut prints = prints.into_iter();
        if prints.size_hint().1.is_some_and(|most| most <= FEW) {
            // A hasher takes longer to set up than few take to hash.
            let mut room = [0; FEW * size_of::<Self>()];
            let (places, _) = room.as_chunks_mut();
            let mut filled = 0;
            for (place, print) in places.iter_mut().zip(prints) {
                *place = print.0;
                filled += 1;
            }
            return Self::of(places[..filled].as_flattened());
        }
        let mut hasher = blake3::Hasher::new();
        if prints.size_hint().0 > MANY {
            // Many at once, side by side: a third of the work.
            let mut room = [0; MANY * size_of::<Self>()];
            let (places, _) = room.as_chunks_mut();
            let mut filled = places.len();
            while filled == places.len() {
                filled = 0;
                for (place, print) in places.iter_mut().zip(&mut prints) {
                    *place = print.0;
                    filled += 1;
                }
                hasher.update(places[..filled].as_flattened());
            }
        }
        for print in prints {
            hasher.update(&print.0);
        }
        Self::from_hash(hasher.finalize())
    }
}
