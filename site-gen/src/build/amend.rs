//! A build that amends: a few articles were edited or added since the last build, and all else is what it was.
//!
//! Entry point: [`amend`]. It gives the bytes that a build of everything gives, and leaves what that would leave; it reads and relates what the few records touch. Where
//! it is not certain it does nothing, and everything is built. Must not put anything in place before all of it is made.

mod content;
mod looked;
mod press;

use super::blocks::Block;
use super::deps::{MadePrints, Outside};
use super::examine::{self, Examined, Examiner};
use super::few::Known;
use super::index::Index;
use super::memory::{Across, Begun, Since};
use super::pack::Pack;
use super::seal::Chunk;
use super::stock;
use super::{BuildFault, Order, Report};
use crate::diagnostic;
use crate::library::slots::SlotSource;
use crate::library::{FileFacts, Ix, Library, ListKey, Published, Slot};
use crate::outputs::{self, Output};
use crate::relate::Circumstances;
use crate::relate::amend::{Affected, amend as relate};
use crate::rules::Claims;
use crate::site::Site;
use crate::source::{SourceId, Sources};
use crate::views::{Singles, Theme};
use content::{Content, Edit};
use governance::divisions::DivisionCode;
use governance::records::Kind;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Records and files that may be kept in mind beside an index: with more, everything is built and a new one is written.
const MOST: usize = 256;

/// What may be amended, and what there is to do it with.
#[derive(Clone, Copy)]
pub(super) struct Given<'g> {
    pub(super) order: Order<'g>,
    pub(super) begun: &'g Begun,
    pub(super) sources: &'g Arc<Sources>,
    /// The files of the content in blocks, as they are now.
    pub(super) chunks: &'g [Chunk],
    /// The number of the build.
    pub(super) turn: usize,
}

/// Content and library with the few records changed.
struct Amended {
    content: Content,
    library: Library,
    /// What rules over all records found, if it is not what it was.
    across: Option<Across>,
    /// What may be worth something else.
    affected: Affected,
    /// Files that there were not.
    fresh: Vec<Output>,
    /// Records as they are to be kept.
    slots: BTreeMap<usize, Option<Slot>>,
    since: Since,
}

/// What the last build left, as far as it is of use.
struct Ground {
    index: Index,
    examiner: Examiner,
    /// Records of the last build, and those that are taken in.
    pack: Pack,
    began: i64,
}

/// Amends the site; nothing if everything has to be built.
///
/// # Errors
/// [`BuildFault`] if the site can't be written, or what the next build could use.
pub(super) fn amend(given: Given<'_>) -> Result<Option<Report>, BuildFault> {
    let input = given.order.input;
    let Some(ground) = Ground::of(given) else {
        return Ok(None);
    };
    let setting = &ground.examiner.setting;
    let certificates = setting.denied_certificates.clone();
    let site = super::site(input, setting.config.clone(), certificates);
    let theme = || Theme::new(&input.theme, &site);
    let (theme, library) = rayon::join(theme, || thawed(given, &ground.index));
    let theme = theme?;
    let global = super::global(input, (&site, theme.singles()), &setting.calendar);
    let same = global == given.begun.head.global;
    let amended = library.filter(|_| same).and_then(|library| {
        let told = Report {
            amended: true,
            ..Report::default()
        };
        Amended::of((given, &ground), (library, &site), told)
    });
    let Some((amended, report)) = amended else {
        return Ok(None);
    };
    ground.pack.flush()?;
    let report = amended.publish((given, &ground), (&site, &theme), report);
    // Nobody need wait until all of it is let go.
    rayon::spawn(move || drop(amended));
    report
}

impl Ground {
    /// Nothing if what the last build left is of no use here.
    fn of(given: Given<'_>) -> Option<Self> {
        let Order { input, target, .. } = given.order;
        let head = &given.begun.head;
        let began = target.time().ok()?;
        let index = Index::open(target, head.since.index?)?;
        let (setting, _) = examine::setting(input, given.sources);
        let examiner = Examiner::new(setting);
        let of_use = head.setting == examiner.print && !given.begun.stood.is_worn();
        of_use.then_some(())?;
        Some(Self {
            index,
            examiner,
            pack: Pack::open(&target.workshop("pack"), head.pack_len).ok()?,
            began,
        })
    }
}

/// The rows of records, block by block.
#[derive(Debug)]
struct SlotRows {
    pack: Arc<Pack>,
    blocks: Vec<Block>,
}

impl SlotSource for SlotRows {
    fn count(&self) -> usize {
        self.blocks.iter().map(Block::rows).sum()
    }

    fn block(&self, at: usize) -> Option<Vec<Option<Slot>>> {
        self.blocks.get(at)?.all_rows(&self.pack)
    }
}

/// What rules ask of the records of the last build.
struct Others<'l> {
    library: &'l Library,
    pack: &'l Pack,
    faulty: &'l [Examined],
}

impl Known for Others<'_> {
    fn at(&self, kind: Kind, id: &str) -> Option<(SourceId, u32)> {
        let slot = self.library.slot(self.library.find(kind, id)?)?;
        (slot.item.id.as_str() == id).then_some((slot.source, slot.index))
    }

    fn meeting(&self, id: &str) -> Option<Claims> {
        let slot = self.library.slot(self.library.find(Kind::Meeting, id)?)?;
        let record = stock::record_of(slot, self.pack)?;
        Some(Claims::of(&record))
    }

    fn is_on_agenda(&self, topic: &str) -> Option<bool> {
        let topic = self.library.find(Kind::Topic, topic)?;
        let meetings = ListKey::Backlinks(topic, Kind::Meeting);
        // Of meetings that are in no list nothing is known.
        (!self.library.list(meetings).is_empty()).then_some(true)
    }

    fn has_place(&self, code: DivisionCode) -> bool {
        self.library.by_code.contains_key(&code)
    }

    fn any_place(&self) -> bool {
        !self.library.by_code.is_empty()
    }

    fn has_department(&self, name: &str) -> bool {
        self.library.find(Kind::Department, name).is_some()
    }

    fn any_department(&self) -> bool {
        // One that is hidden counts and is in no list: whoever names a department that can't be found is looked at with all.
        true
    }

    fn file(&self, path: &str) -> Option<&FileFacts> {
        self.library.files.get(&SourceId::of(path))
    }

    fn faulty(&self) -> &[Examined] {
        self.faulty
    }
}

impl Amended {
    /// Takes in what changed, judges it and relates it; nothing if that can't be done for a few records alone, or there are faults.
    fn of(
        (given, ground): (Given<'_>, &Ground),
        (mut library, site): (Library, &Site),
        mut report: Report,
    ) -> Option<(Self, Report)> {
        let Ground { examiner, pack, .. } = ground;
        let setting = &examiner.setting;
        let mut content = Content::of(given, (examiner, pack), ground.began)?;
        let folder = &given.order.input.content;
        let (loaded, _) = crate::snapshot::load(folder, given.sources, setting);
        (loaded.is_none() || content.is_apart(given)).then_some(())?;
        library.published = loaded.map(|s| Published::new(s.snapshot, s.print));
        let at = Circumstances {
            now: given.order.input.now,
            limits: &setting.config.limits,
            worked: &super::worked(&setting.calendar),
        };
        let stood = &given.begun.stood;
        let across = stood.blocks.across?.read::<Across>(&stood.pack)?;
        let mut since = again(given, &mut library, at)?;
        let others = Others {
            library: &library,
            pack,
            faulty: given.begun.head.since.faulty.as_deref()?,
        };
        let (told, across) = content.told(given, (across, &others), examiner)?;
        (!diagnostic::any_error(&told)).then_some(())?;
        (report.diagnostics, report.read) = (told, content.read);
        let before = planned(&library, site);
        let places = settle(&mut content, &library)?;
        let before = before.into_iter().chain(files_of(&library, &places));
        let before: BTreeSet<Output> = before.collect();
        let mut affected = Affected::new();
        let mut slots = BTreeMap::new();
        for (edit, ix) in content.edits.iter().zip(&places) {
            since.note_record(ix.0, library.slot(*ix));
            slots.insert(ix.place(), Some(edit.slot.clone()));
            affected.extend(relate(&mut library, (*ix, edit.slot.clone()), at)?);
        }
        let mut now = planned(&library, site);
        now.extend(files_of(&library, &places));
        before.is_subset(&now).then_some(())?;
        let amended = Self {
            content,
            across,
            affected,
            fresh: now.difference(&before).copied().collect(),
            library,
            slots,
            since,
        };
        Some((amended, report))
    }
}

/// The library of the index.
fn thawed(given: Given<'_>, index: &Index) -> Option<Library> {
    let stood = &given.begun.stood;
    let rows = SlotRows {
        pack: Arc::clone(&stood.pack),
        blocks: stood.blocks.slots.clone(),
    };
    let sources = Arc::clone(given.sources);
    Library::thaw(
        &index.library()?,
        Arc::new(rows),
        (sources, given.order.input.now),
    )
}

/// Amends again what was amended since the index was written; gives it.
fn again(given: Given<'_>, library: &mut Library, at: Circumstances<'_>) -> Option<Since> {
    let since = &given.begun.head.since;
    (since.records.len() < MOST && since.files.len() < MOST).then_some(())?;
    let mut now = Vec::new();
    for (place, then) in &since.records {
        let ix = Ix(*place);
        now.push((ix, library.slot(ix)?.clone()));
        library.slots.restore(ix.place(), then.clone());
    }
    for (ix, slot) in now {
        relate(library, (ix, slot), at)?;
    }
    Some(since.clone())
}

/// The places of the edited records: those they had, or the next ones; nothing if an identity is another, or is there already.
fn settle(content: &mut Content, library: &Library) -> Option<Vec<Ix>> {
    let mut next = u32::try_from(library.slots.len()).ok()?..;
    let place = |edit: &Edit| {
        let item = &edit.slot.item;
        let known = library.find(item.kind, item.id.as_str());
        match edit.had.map(Ix) {
            None if known.is_none() => next.next().map(Ix),
            had => had.filter(|_| had == known),
        }
    };
    let places: Vec<Ix> = content.edits.iter().map(place).collect::<Option<_>>()?;
    content.settle(&places);
    Some(places)
}

/// The files of these records.
fn files_of(library: &Library, records: &[Ix]) -> Vec<Output> {
    let mut files = Vec::new();
    for ix in records {
        if let Some(slot) = library.slot(*ix) {
            outputs::plan_record((*ix, slot), &mut files);
        }
    }
    files
}

/// The files that belong to no single record.
fn planned(library: &Library, site: &Site) -> BTreeSet<Output> {
    outputs::plan_lists(library, site).into_iter().collect()
}

/// What is not in the library; which files there are only if it is asked for.
fn outside<'l>(
    given: Given<'_>,
    (singles, made): (&'l Singles, MadePrints),
    asked: bool,
) -> Outside<'l> {
    let paths = asked.then(|| stock::paths(given.sources));
    Outside {
        paths: paths.unwrap_or_default(),
        made,
        singles,
    }
}
