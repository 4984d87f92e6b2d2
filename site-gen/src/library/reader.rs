//! How a page looks at the library: every look is noted, so that a page's inputs are known by construction.
//!
//! Entry point: [`Reader::new`], one for each page. A view that needs the day asks [`Reader::today_of`]: it answers with the last day on which
//! anything about that record changed, so that a page is made anew when a deadline passes and not every morning.

use crate::library::FileFacts;
use crate::library::published::{CasesIn, OneCase, Published};
use crate::library::resolver::BodyLinks;
use crate::library::{
    DepKey, Event, Item, Ix, Leaf, Library, ListKey, Overdue, Shelves, Slot, Stale, Total,
    Visibility, record,
};
use crate::markdown;
use crate::markdown::links::join;
use crate::opendata::map;
use crate::pages;
use crate::search::Segment;
use crate::site::Site;
use crate::source::SourceId;
use governance::cases::CaseReference;
use governance::dates::Day;
use governance::deliberation::{MinutesState, minutes};
use governance::divisions::DivisionCode;
use governance::published::{Theme, VendorRatings};
use governance::records::{Facts, Kind, Record};
use governance::skim;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadFault {
    /// The pack of stored records is damaged.
    #[error("the store of an earlier build is damaged; build with --clean")]
    Store,
    /// A stored record can't be read.
    #[error(transparent)]
    Record(#[from] record::RecordFault),
    /// A source file changed while the site was built.
    #[error("{0} changed while the site was built; build again")]
    Changed(Box<str>),
    /// The record is hidden or was taken back: there is nothing to show.
    #[error("a page asked for a record that is not shown")]
    NotShown,
}

/// The stored records and bodies of the library, for what notes its looks by other means.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Desk<'a> {
    pub(crate) library: &'a Library,
    shelves: &'a dyn Shelves,
}

impl<'a> Desk<'a> {
    /// The title of a record.
    pub(crate) fn title(self, ix: Ix) -> &'a str {
        self.library.slot(ix).map_or("", |slot| &slot.seen().title)
    }

    /// A record as it is seen.
    pub(crate) fn item(self, ix: Ix) -> Result<&'a Item, ReadFault> {
        let slot = self.library.slot(ix).ok_or(ReadFault::NotShown)?;
        Ok(slot.seen())
    }

    /// A record with its body.
    pub(crate) fn leaf(self, ix: Ix) -> Result<Leaf, ReadFault> {
        self.library.leaf(ix, self.shelves)
    }
}

/// The library as one page sees it.
#[derive(Debug)]
pub struct Reader<'a> {
    library: &'a Library,
    shelves: &'a dyn Shelves,
    site: &'a Site,
    deps: RefCell<BTreeSet<DepKey>>,
    /// What was read last: the page of a record, its statements for machines and its hash ask for the same.
    last: RefCell<Option<Last>>,
}

/// What a reader read last, for the next one: files of one record are made one after the other and need not read it again. It says nothing of what was looked at.
#[derive(Debug, Default)]
pub struct ReadLast(Option<Last>);

/// The record that a page read last.
#[derive(Debug)]
struct Last {
    ix: Ix,
    leaf: Rc<Leaf>,
    record: Option<Rc<Record>>,
}

/// A list as a page sees it.
#[derive(Debug, Clone, Copy)]
pub struct List<'a> {
    library: &'a Library,
    all: &'a [Ix],
}

impl<'a> List<'a> {
    /// How many.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The light views in the order of the list.
    pub fn items(&self) -> impl ExactSizeIterator<Item = (Ix, &'a Item)> + use<'a> {
        let library = self.library;
        self.all.iter().map(move |ix| (*ix, library.item(*ix)))
    }
}

impl<'a> Reader<'a> {
    /// A reader that has looked at nothing yet.
    pub fn new(library: &'a Library, shelves: &'a dyn Shelves, site: &'a Site) -> Self {
        Self {
            library,
            shelves,
            site,
            deps: RefCell::default(),
            last: RefCell::default(),
        }
    }

    fn note(&self, dep: DepKey) {
        self.deps.borrow_mut().insert(dep);
    }

    /// The same with what another reader of the same library read last.
    #[must_use]
    pub fn after(self, ReadLast(last): ReadLast) -> Self {
        Self {
            last: RefCell::new(last),
            ..self
        }
    }

    /// What was looked at, sorted, and what was read last.
    pub fn finish(self) -> (Vec<DepKey>, ReadLast) {
        let deps = self.deps.into_inner().into_iter().collect();
        (deps, ReadLast(self.last.into_inner()))
    }

    /// What is the same for every page: configuration, base URL, asset names, calendar. A change in it makes every page anew.
    pub fn site(&self) -> &'a Site {
        self.site
    }

    /// The light view of a record; none if it is in no output. A record that was taken back has its id for a title.
    pub fn item(&self, ix: Ix) -> Option<&'a Item> {
        self.note(DepKey::Light(ix));
        self.library.visible(ix).map(Slot::seen)
    }

    /// Whether the record was taken back, so that its page is a tombstone.
    pub fn is_gone(&self, ix: Ix) -> bool {
        self.note(DepKey::Light(ix));
        self.library
            .slot(ix)
            .is_some_and(|s| s.visibility == Visibility::Gone)
    }

    /// The record of a kind with this id; a department also by its name or alias.
    pub fn find(&self, kind: Kind, id: &str) -> Option<(Ix, &'a Item)> {
        let Some(ix) = self.library.find(kind, id) else {
            self.note(DepKey::Ids(kind));
            return None;
        };
        self.item(ix).map(|item| (ix, item))
    }

    /// The record of a kind with this id, unless it was taken back.
    pub fn shown(&self, kind: Kind, id: &str) -> Option<(Ix, &'a Item)> {
        self.find(kind, id).filter(|(ix, _)| !self.is_gone(*ix))
    }

    /// The record of a Markdown file, by its path below the content folder.
    pub(super) fn at_path(&self, path: &str) -> Option<Ix> {
        let found = self.library.paths.find(SourceId::of(path));
        if found.is_none() {
            self.note(DepKey::Paths);
        }
        found
    }

    /// What is known of a file that stands beside records, by its path below the content folder.
    pub fn file(&self, path: &str) -> Option<&'a FileFacts> {
        let id = SourceId::of(path);
        self.note(DepKey::File(id));
        self.library.files.get(&id)
    }

    /// The sum of what was reported for an indicator and a day.
    pub(crate) fn total(&self, indicator: Ix, day: Day) -> Option<&'a Total> {
        self.note(DepKey::List(ListKey::Backlinks(
            indicator,
            Kind::Observation,
        )));
        self.note(DepKey::List(ListKey::Kind(Kind::ReportingUnit)));
        self.library.totals.get(&(indicator, day))
    }

    /// A file that a record names, by the name in the record: its address on the site and what is known of it.
    pub fn attachment(&self, ix: Ix, name: &str) -> Option<(String, &'a FileFacts)> {
        self.note(DepKey::Light(ix));
        let path = join(&self.library.slot(ix)?.folder, name)?;
        self.file(&path)
            .map(|facts| (pages::file_address(&path), facts))
    }

    /// The whole record.
    ///
    /// # Errors
    /// [`ReadFault`] if it is not shown or its stored form is damaged.
    pub fn record(&self, ix: Ix) -> Result<Rc<Record>, ReadFault> {
        self.note(DepKey::Record(ix));
        let slot = self
            .library
            .slot(ix)
            .filter(|s| s.visibility == Visibility::Shown);
        let slot = slot.ok_or(ReadFault::NotShown)?;
        let leaf = self.leaf(ix)?;
        let mut last = self.last.borrow_mut();
        let known = last.as_mut().filter(|last| last.ix == ix);
        if let Some(record) = known.as_ref().and_then(|last| last.record.as_ref()) {
            return Ok(Rc::clone(record));
        }
        let record = Rc::new(leaf.record(slot.item.kind)?);
        if let Some(last) = known {
            last.record = Some(Rc::clone(&record));
        }
        Ok(record)
    }

    /// The record with its body, as tables have it: in its stored form.
    pub(crate) fn leaf(&self, ix: Ix) -> Result<Rc<Leaf>, ReadFault> {
        self.note(DepKey::Record(ix));
        let mut last = self.last.borrow_mut();
        if let Some(last) = last.as_ref().filter(|last| last.ix == ix) {
            return Ok(Rc::clone(&last.leaf));
        }
        let leaf = Rc::new(self.library.leaf(ix, self.shelves)?);
        *last = Some(Last {
            ix,
            leaf: Rc::clone(&leaf),
            record: None,
        });
        Ok(leaf)
    }

    /// When and why a record was taken back; reason and day only.
    ///
    /// # Errors
    /// [`ReadFault`] if its stored form is damaged.
    pub fn withdrawal(&self, ix: Ix) -> Result<Option<governance::records::Withdrawal>, ReadFault> {
        self.note(DepKey::Record(ix));
        let Some(slot) = self
            .library
            .slot(ix)
            .filter(|s| s.visibility == Visibility::Gone)
        else {
            return Ok(None);
        };
        let record = self.leaf(ix)?.record(slot.item.kind)?;
        Ok(record.envelope.withdrawn)
    }

    /// The body as HTML with its headings; none if the record has no body.
    ///
    /// # Errors
    /// [`ReadFault`] if it is not shown or its stored form is damaged.
    pub fn body(&self, ix: Ix) -> Result<Option<markdown::Body>, ReadFault> {
        self.note(DepKey::Record(ix));
        let slot = self.library.slot(ix);
        let slot = slot.filter(|s| s.visibility == Visibility::Shown);
        let slot = slot.ok_or(ReadFault::NotShown)?;
        if !slot.body {
            return Ok(None);
        }
        let leaf = self.leaf(ix)?;
        let links = BodyLinks {
            reader: self,
            folder: &slot.folder,
        };
        Ok(Some(markdown::render(leaf.body(), &links)))
    }

    /// The text of final minutes, which their hash is of; none of other records.
    ///
    /// # Errors
    /// [`ReadFault`] if the record is not shown or its stored form is damaged.
    pub(crate) fn final_minutes(&self, ix: Ix) -> Result<Option<String>, ReadFault> {
        let record = self.record(ix)?;
        let Facts::Meeting(meeting) = &record.facts else {
            return Ok(None);
        };
        if meeting.minutes != Some(MinutesState::Final) {
            return Ok(None);
        }
        let leaf = self.leaf(ix)?;
        let text = minutes::canonical(&record.envelope, meeting, leaf.body());
        Ok(Some(text))
    }

    /// The hash of final minutes; none of other records.
    ///
    /// # Errors
    /// [`ReadFault`] if the stored form is damaged.
    pub(crate) fn minutes_hash(&self, ix: Ix) -> Result<Option<String>, ReadFault> {
        let leaf = self.leaf(ix)?;
        Ok(skim::text(leaf.hash()).map(Cow::into_owned))
    }

    /// A whole list.
    pub fn list(&self, key: ListKey) -> List<'a> {
        self.note(DepKey::List(key));
        List {
            library: self.library,
            all: self.library.list(key),
        }
    }

    /// The first so many of a list. Prefer it: a page that shows ten should not be made anew for the eleventh.
    pub fn head(&self, key: ListKey, count: u32) -> List<'a> {
        self.note(DepKey::Head(key, count));
        let all = self.library.list(key);
        List {
            library: self.library,
            all: &all[..all.len().min(count as usize)],
        }
    }

    /// How long a list is.
    pub fn count(&self, key: ListKey) -> usize {
        self.note(DepKey::Count(key));
        self.library.list(key).len()
    }

    /// The records before (newer) and after (older) this one in the list of its kind.
    pub fn neighbours(&self, ix: Ix) -> [Option<(Ix, &'a Item)>; 2] {
        self.note(DepKey::Neighbours(ix));
        let pair = self.library.neighbours(ix);
        pair.map(|side| side.map(|ix| (ix, self.library.item(ix))))
    }

    /// The day of the last change among the records of a kind.
    pub fn newest(&self, kind: Kind) -> Option<Day> {
        self.note(DepKey::List(ListKey::Kind(kind)));
        self.library.newest.get(&kind).copied()
    }

    /// Year, month and number of records, newest month first.
    pub fn months(&self, kind: Kind) -> Vec<(i32, u32, u32)> {
        self.note(DepKey::Months(kind));
        self.library.months(kind)
    }

    /// The days of a month with the number of records, newest first.
    pub fn days(&self, kind: Kind, year: i32, month: u32) -> Vec<(Day, u32)> {
        self.note(DepKey::List(ListKey::Month(kind, year, month)));
        self.library.days(kind, year, month)
    }

    /// The division with this code.
    pub fn division(&self, code: DivisionCode) -> Option<(Ix, &'a Item)> {
        let Some(ix) = self.library.by_code.get(&code).copied() else {
            self.note(DepKey::Ids(Kind::Division));
            return None;
        };
        self.item(ix).map(|item| (ix, item))
    }

    /// The community profile of a division, unless it was taken back.
    pub fn profile(&self, code: DivisionCode) -> Option<(Ix, &'a Item)> {
        self.note(DepKey::List(ListKey::In(code, Kind::Community)));
        let ix = *self.library.profiles.get(&code)?;
        let profile = self.item(ix).map(|item| (ix, item));
        profile.filter(|(ix, _)| !self.is_gone(*ix))
    }

    /// The divisions that hold this one, from the county down, without itself.
    pub fn ancestors(&self, code: DivisionCode) -> Vec<(Ix, &'a Item)> {
        let up = std::iter::successors(code.parent(), |c| c.parent());
        let mut all: Vec<_> = up.filter_map(|c| self.division(c)).collect();
        all.reverse();
        all
    }

    /// The months (newest first) in which anything changed.
    pub fn event_months(&self) -> Vec<(i32, u32)> {
        self.note(DepKey::EventMonths);
        self.library.events.keys().rev().copied().collect()
    }

    /// What changed in a month, oldest first.
    pub fn events(
        &self,
        year: i32,
        month: u32,
    ) -> impl Iterator<Item = (Event, &'a Item)> + use<'a> {
        self.note(DepKey::Events(year, month));
        self.told(self.library.events_in(year, month))
    }

    /// What changed on a day.
    pub fn events_on(&self, day: Day) -> impl Iterator<Item = (Event, &'a Item)> + use<'a> {
        self.note(DepKey::EventsOn(day));
        self.told(self.library.events_on(day))
    }

    fn told(&self, events: &'a [Event]) -> impl Iterator<Item = (Event, &'a Item)> + use<'a> {
        let library = self.library;
        let events = events.iter();
        events.map(|event| (*event, library.item(event.record)))
    }

    /// What should have been done by today, longest overdue first; figures after all else.
    pub fn overdue(&self) -> impl Iterator<Item = (&'a Overdue, &'a Item)> + use<'a> {
        self.note(DepKey::Overdue);
        let library = self.library;
        library
            .overdue
            .iter()
            .map(|due| (due, library.item(due.record)))
    }

    /// What should have been done by today about one record.
    pub fn overdue_of(&self, ix: Ix) -> Vec<&'a Overdue> {
        self.note(DepKey::OverdueOf(ix));
        self.library.overdue_of(ix).collect()
    }

    /// Whether there is a snapshot of what residents filed.
    pub fn is_published(&self) -> bool {
        self.note(DepKey::IsPublished);
        self.library.published.is_some()
    }

    /// The whole snapshot. A page that asks is made anew with every snapshot.
    pub fn published(&self) -> Option<&'a Published> {
        self.note(DepKey::Snapshot);
        self.library.published.as_ref()
    }

    /// What the snapshot says of the ratings of a vendor.
    pub fn ratings(&self, vendor: Ix) -> Option<&'a VendorRatings> {
        self.note(DepKey::Ratings(vendor));
        self.library.ratings(vendor)
    }

    /// What the snapshot says of the cases in a division; none if there are none.
    pub fn cases_in(&self, code: DivisionCode) -> Option<CasesIn<'a>> {
        self.note(DepKey::CasesIn(code));
        self.library.published.as_ref()?.cases_in(code)
    }

    /// The rounds of one case, and its answer if it was cleared for publication; none if the snapshot does not know it.
    pub fn case(&self, reference: CaseReference) -> Option<OneCase<'a>> {
        self.note(DepKey::Case(reference));
        self.library.published.as_ref()?.case(reference)
    }

    /// A theme of "you said, we did"; none if the snapshot does not have it.
    pub fn theme(&self, id: &str) -> Option<&'a Theme> {
        self.note(DepKey::Themes);
        let rows = &self.library.published.as_ref()?.snapshot.themes.rows;
        rows.iter().find(|theme| theme.id.as_str() == id)
    }

    /// What is stale by the rules for government sites.
    pub fn stale(&self) -> &'a [Stale] {
        self.note(DepKey::Stale);
        &self.library.stale
    }

    /// All that the library holds of a record.
    pub(crate) fn slot(&self, ix: Ix) -> Option<&'a Slot> {
        self.note(DepKey::Record(ix));
        self.library.slot(ix)
    }

    /// Appends the bytes of a file beside records.
    pub(crate) fn file_bytes(&self, id: SourceId, out: &mut Vec<u8>) -> Result<(), ReadFault> {
        self.note(DepKey::File(id));
        out.extend_from_slice(&self.shelves.file(id)?);
        Ok(())
    }

    /// Appends the bytes of a smaller size of an image, by its width.
    pub(crate) fn smaller_bytes(
        &self,
        (id, width): (SourceId, u32),
        out: &mut Vec<u8>,
    ) -> Result<(), ReadFault> {
        self.note(DepKey::File(id));
        let file = self.library.files.get(&id).ok_or(ReadFault::NotShown)?;
        let smaller = file.smaller.iter().find(|one| one.width == width);
        let smaller = smaller.ok_or(ReadFault::NotShown)?;
        out.extend_from_slice(&smaller.stored.bytes(self.shelves)?);
        Ok(())
    }

    /// The addresses of pages that belong to no single record.
    pub(crate) fn list_pages(&self) -> Vec<String> {
        self.note(DepKey::ListPages);
        pages::list_pages(self.library)
    }

    /// The parts of the map of the site.
    pub(crate) fn map_shards(&self) -> Vec<map::Shard> {
        self.note(DepKey::Shards);
        map::plan(self.library)
    }

    /// The records of a file of the search index, unit by unit; covers all that [`Self::desk`] gives of them.
    pub(crate) fn search_units(&self, segment: Segment) -> &'a [Box<[Ix]>] {
        self.note(DepKey::Search(segment));
        self.library.search.get(&segment).map_or(&[], Vec::as_slice)
    }

    /// The files of the search index with how many records are in each.
    pub(crate) fn search_segments(&self) -> Vec<(Segment, usize)> {
        self.note(DepKey::Segments);
        self.library.segments().collect()
    }

    /// Records and bodies without a note of each.
    pub(crate) fn desk(&self) -> Desk<'a> {
        Desk {
            library: self.library,
            shelves: self.shelves,
        }
    }

    /// Notes that the tables are described.
    pub(crate) fn note_made(&self) {
        self.note(DepKey::Made);
    }

    /// Notes that the files of the search index are described.
    pub(crate) fn note_search(&self) {
        self.note(DepKey::MadeSearch);
    }

    /// Notes the template that the page is made with.
    pub(crate) fn note_template(&self, number: u8) {
        self.note(DepKey::Template(number));
    }

    /// The day to judge this record by: the last of its own days (or the day after one) that is not after today; the first of the calendar if none has
    /// come. Whatever compares the record's days with today says the same on it as today.
    pub fn today_of(&self, ix: Ix) -> Day {
        self.note(DepKey::Phase(ix));
        self.library
            .phase(ix)
            .unwrap_or_else(|| governance::dates::Day::from(chrono::NaiveDate::MIN))
    }

    /// The day itself. A page that asks is made anew every day: only for pages that say how many days are left.
    pub fn today(&self) -> Day {
        self.note(DepKey::Today);
        self.library.today
    }
}
