//! All that was taken in, now or by an earlier build.
//!
//! Entry points: [`Stock::take_in`], [`Stock::leave`]. A file whose stamp is what it was is not read; one whose bytes are what they were is not parsed.
//! Records keep their places from build to build, so that what pages looked at can be named by place.

use super::blocks::Touched;
use super::dossier::{Dossier, Marks};
use super::examine::{self, Examined, Examiner};
use super::intake::{self, Taken};
use super::kept::KeptSource;
use super::make::{Changed, Made};
use super::memory::{Across, Head, Leaving, Memory, Since};
use super::pack::Pack;
use super::seal::Seal;
use super::watch::{Branches, WATCHED};
use super::{BuildFault, BuildInput, Report};
use crate::diagnostic::Diagnostic;
use crate::discover;
use crate::leaks::Leak;
use crate::library::{FileFacts, Leaf, Library, Print, Slot, Stored};
use crate::rules::Setting;
use crate::snapshot::Loaded;
use crate::source::{SourceFile, SourceId, Sources, Stamp};
use crate::validate::Found;
use crate::write::Target;
use foldhash::fast::FixedState;
use governance::dates::Moment;
use governance::records::{Kind, Record};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Nanoseconds within which a file may be changed again without its stamp telling: the coarsest clock of file systems in use (ext4: a tick of 4–10 ms;
/// exFAT: 2 s).
const RACE: i64 = 2_000_000_000;

/// Files that are looked at before their records get their places: enough to keep all cores busy, and few enough that what they hold twice meanwhile is little.
const BATCH: usize = 8192;

/// Files that a core takes at once. By itself `rayon` cuts all of them in four, and a core that is through with its part waits for what the other began last.
const SHARE: usize = 128;

/// All that was taken in.
#[derive(Debug)]
pub(super) struct Stock {
    pub(super) sources: Arc<Sources>,
    pub(super) pack: Pack,
    pub(super) memory: Memory,
    /// Files that were read.
    pub(super) read: usize,
    slots: Vec<Option<Slot>>,
    /// Which records are not what the last build left.
    touched: Touched,
    /// What is kept of each file of `sources`, in the same order.
    kept: Vec<KeptSource>,
    /// All dossiers, if somebody asked for them.
    dossiers: OnceLock<Vec<Dossier>>,
    /// What was found beyond single files, for the next build.
    across: Across,
    /// The file system's own time when the build began.
    began: i64,
    /// The folder of the file that was taken in last; one allocation for all its files.
    folder: Arc<str>,
}

/// A file that was looked at.
pub(super) struct Need {
    pub(super) kept: KeptSource,
    /// Its records, if it was read.
    pub(super) fresh: Option<Vec<Slot>>,
}

/// Where records go.
struct Places {
    /// Which records of the last build are in a file that is what it was; none in a first build.
    claimed: Vec<bool>,
    /// Records that were read now and may have a place from before, each with the number of its file. In a first build the place of each is the next.
    fresh: Option<Vec<(usize, Slot)>>,
}

impl Stock {
    /// Takes in what changed since the last build.
    pub(super) fn take_in(
        input: &BuildInput,
        target: &Target,
        (sources, examiner): (Arc<Sources>, &Examiner),
        memory: Option<Memory>,
    ) -> Result<Self, BuildFault> {
        let began = target.time()?;
        let (mut memory, pack) = open_pack(target, memory)?;
        let slots = std::mem::take(&mut memory.slots);
        let mut places = Places {
            claimed: vec![false; slots.len()],
            fresh: (!slots.is_empty()).then(Vec::new),
        };
        let count = sources.files().len();
        let mut stock = Self {
            pack,
            read: 0,
            slots,
            touched: Touched::default(),
            kept: Vec::with_capacity(count),
            dossiers: OnceLock::new(),
            across: Across::default(),
            began,
            folder: "".into(),
            memory,
            sources,
        };
        stock.slots.reserve(count.saturating_sub(stock.slots.len()));
        stock.look_through(input, examiner, &mut places)?;
        stock.settle(places);
        stock.examine_again(examiner);
        Ok(stock)
    }

    /// Looks at every file, a batch on all cores and then the next.
    fn look_through(
        &mut self,
        input: &BuildInput,
        examiner: &Examiner,
        places: &mut Places,
    ) -> Result<(), BuildFault> {
        let seed = Mutex::new(examiner.clone());
        let own = || seed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let sources = Arc::clone(&self.sources);
        let mut known = self.memory.sources.known(sources.files());
        for (batch, known) in sources.files().chunks(BATCH).zip(known.chunks_mut(BATCH)) {
            let known = known.par_iter_mut().map(Option::take);
            let need = |examiner: &mut Examiner,
                        (file, known): (&SourceFile, Option<KeptSource>)| {
                let desk = Desk {
                    input,
                    pack: &self.pack,
                    examiner,
                };
                desk.look(file, known)
            };
            let looked = batch.par_iter().zip(known).with_max_len(SHARE);
            let needs: Result<Vec<Need>, BuildFault> = looked.map_init(own, need).collect();
            for (file, need) in batch.iter().zip(needs?) {
                self.take(file, need, places);
            }
        }
        Ok(())
    }

    /// Gives records that were read now their places: the one they had, or a free one.
    fn settle(&mut self, places: Places) {
        let Places { claimed, fresh } = places;
        let mut had: HashMap<(Kind, Box<str>), u32, FixedState> = HashMap::default();
        let unclaimed = (0_u32..).zip(claimed).filter(|(_, claimed)| !claimed);
        for (place, _) in unclaimed {
            if let Some(slot) = self.slots[place as usize].take() {
                self.touched.row(place as usize);
                had.insert((slot.item.kind, slot.item.id.as_str().into()), place);
            }
        }
        let mut homeless = Vec::new();
        for (source, slot) in fresh.into_iter().flatten() {
            let name = (slot.item.kind, slot.item.id.as_str().into());
            match had.remove(&name) {
                Some(place) => self.put(source, place, slot),
                None => homeless.push((source, slot)),
            }
        }
        let taken = (0_u32..).zip(&self.slots);
        let mut free: Vec<u32> = taken
            .filter(|(_, slot)| slot.is_none())
            .map(|(n, _)| n)
            .collect();
        free.reverse();
        for (source, slot) in homeless {
            match free.pop() {
                Some(place) => self.put(source, place, slot),
                None => self.append(source, slot),
            }
        }
    }

    /// Takes a file that was looked at to the others.
    fn take(&mut self, file: &SourceFile, need: Need, places: &mut Places) {
        let Need { mut kept, fresh } = need;
        let stamp = self.steady(kept.stamp);
        kept.was = kept.was.filter(|_| stamp == kept.stamp);
        kept.stamp = stamp;
        let at = self.kept.len();
        let Some(slots) = fresh else {
            self.keep(file, &kept.slots, &mut places.claimed);
            self.kept.push(kept);
            return;
        };
        self.read += 1;
        kept.slots.reserve_exact(slots.len());
        self.kept.push(kept);
        for slot in slots {
            match &mut places.fresh {
                None => self.append(at, slot),
                Some(fresh) => fresh.push((at, slot)),
            }
        }
    }

    fn append(&mut self, source: usize, slot: Slot) {
        let place = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        self.slots.push(None);
        self.put(source, place, slot);
    }

    /// Leaves the records of a file that is what it was where they are.
    fn keep(&mut self, file: &SourceFile, places: &[u32], claimed: &mut [bool]) {
        if &*self.folder != file.folder() {
            self.folder = file.folder().into();
        }
        for place in places {
            let place = *place as usize;
            if let (Some(Some(slot)), Some(claimed)) =
                (self.slots.get_mut(place), claimed.get_mut(place))
            {
                slot.folder = Arc::clone(&self.folder);
                *claimed = true;
            }
        }
    }

    /// Asks the rules again about kept records whose answer ran out, or for which the settings changed.
    fn examine_again(&mut self, examiner: &Examiner) {
        let same = self.memory.head.setting == examiner.print;
        let today = examiner.setting.today();
        for at in 0..self.kept.len() {
            let dossier = &self.kept[at].dossier;
            if dossier.is_of_now() || same && dossier.marks.hold(today) {
                continue;
            }
            let mut dossier = dossier.open(self.memory.sources.bytes());
            let stale = |one: &&mut Examined| !(same && examiner.holds(one));
            for examined in dossier.examined.iter_mut().filter(stale) {
                if let Some(record) = self.record(&self.kept[at].slots, examined) {
                    examiner.again(examined, &record);
                }
            }
            if let Ok(closed) = dossier.close() {
                self.kept[at].dossier = closed;
                self.kept[at].was = None;
            }
        }
    }

    /// The record that was examined, one of those at these places.
    fn record(&self, places: &[u32], examined: &Examined) -> Option<Record> {
        let mut slots = places
            .iter()
            .filter_map(|place| self.slots.get(*place as usize)?.as_ref());
        let slot = slots.find(|slot| slot.index == examined.origin.index)?;
        record_of(slot, &self.pack)
    }

    fn steady(&self, stamp: Stamp) -> Stamp {
        steady(stamp, self.began)
    }

    fn put(&mut self, source: usize, place: u32, slot: Slot) {
        self.kept[source].slots.push(place);
        self.touched.row(place as usize);
        if let Some(there) = self.slots.get_mut(place as usize) {
            *there = Some(slot);
        }
    }

    /// What is kept of each file, in the order of files.
    pub(super) fn kept(&self) -> &[KeptSource] {
        &self.kept
    }

    /// What is wrong with the records, each by itself and all together.
    pub(super) fn diagnostics(&mut self, content: &Path, examiner: &Examiner) -> Vec<Diagnostic> {
        let mut found = self.found_by_all(examiner);
        let mut all = Vec::new();
        for dossier in self.opened(|marks| marks.told) {
            found.extend(
                dossier
                    .examined
                    .iter()
                    .flat_map(Examined::findings)
                    .cloned(),
            );
            all.extend(dossier.warnings);
        }
        self.across.placed = self.placed(found, content);
        let placed = self.across.placed.iter();
        all.extend(placed.flat_map(|(_, _, told)| told.iter().cloned()));
        all
    }

    /// What was found in each file and where it stands. Files are read for it, but those of which the last build found the same.
    fn placed(&self, found: Vec<Found>, content: &Path) -> Vec<(SourceId, Print, Vec<Diagnostic>)> {
        let mut by_file: BTreeMap<SourceId, Vec<Found>> = BTreeMap::new();
        for found in found {
            by_file.entry(found.source).or_default().push(found);
        }
        let before = &self.memory.across.placed;
        let place = |(source, found): (SourceId, Vec<Found>)| {
            let at = self.sources.position(source);
            let file = at.and_then(|at| self.kept.get(at)).map(|kept| kept.print);
            let words = postcard::to_stdvec(&found).unwrap_or_default();
            let print = Print::of_all([file.unwrap_or_default(), Print::of(&words)]);
            let known = before.binary_search_by_key(&source, |(source, ..)| *source);
            let known = known.map(|at| &before[at]);
            let told = match known {
                Ok((_, same, told)) if *same == print => told.clone(),
                Ok(_) | Err(_) => examine::put(found, content, &self.sources),
            };
            (source, print, told)
        };
        let files: Vec<_> = by_file.into_iter().collect();
        files.into_par_iter().map(place).collect()
    }

    /// What rules over all records find. They find the same as long as all that they may look at is the same.
    fn found_by_all(&mut self, examiner: &Examiner) -> Vec<Found> {
        let print = self.seen_by_all(examiner);
        let found = if self.memory.across.print == print {
            std::mem::take(&mut self.memory.across.found)
        } else {
            examine::across(self.dossiers(), &examiner.setting)
        };
        self.across = Across {
            print,
            found: found.clone(),
            placed: Vec::new(),
        };
        found
    }

    /// Fingerprint of all that rules over all records may look at: day, settings, paths, claims.
    fn seen_by_all(&self, examiner: &Examiner) -> Print {
        let mut hasher = blake3::Hasher::new();
        hasher.update(examiner.setting.today().to_string().as_bytes());
        hasher.update(&examiner.print.0);
        hasher.update(&self.paths().0);
        let claims = |batch: &[KeptSource]| {
            let prints = batch.iter().map(|kept| kept.dossier.marks.claims);
            Print::of_all(prints)
        };
        let batches: Vec<Print> = self.kept.par_chunks(BATCH).map(claims).collect();
        for print in batches {
            hasher.update(&print.0);
        }
        Print::from_hash(hasher.finalize())
    }

    /// Every dossier; only rules over all records need them all.
    fn dossiers(&self) -> &[Dossier] {
        let before = self.memory.sources.bytes();
        self.dossiers.get_or_init(|| {
            let open = |kept: &KeptSource| kept.dossier.open(before);
            self.kept.par_iter().map(open).collect()
        })
    }

    /// The few dossiers with such marks.
    fn opened(&self, such: impl Fn(&Marks) -> bool) -> impl Iterator<Item = Dossier> {
        let before = self.memory.sources.bytes();
        let such = self
            .kept
            .iter()
            .filter(move |kept| such(&kept.dossier.marks));
        such.map(|kept| kept.dossier.open(before))
    }

    /// What is personal in the files, to be judged.
    pub(super) fn leaks(&self) -> Vec<Leak> {
        let opened = self.opened(|marks| marks.leaks);
        opened.flat_map(|dossier| dossier.leaks).collect()
    }

    /// The snapshot of what residents filed, if there is one, and what is wrong with it.
    pub(super) fn snapshot(
        &self,
        content: &Path,
        setting: &Setting,
    ) -> (Option<Loaded>, Vec<Diagnostic>) {
        examine::snapshot(content, &self.sources, (|| self.dossiers(), setting))
    }

    /// The records, to be related.
    pub(super) fn slots(&mut self) -> Vec<Option<Slot>> {
        self.dossiers.take();
        std::mem::take(&mut self.slots)
    }

    /// Files beside records.
    pub(super) fn files(&self) -> BTreeMap<SourceId, FileFacts> {
        let before = self.memory.sources.bytes();
        let told = self.sources.files().iter().zip(&self.kept);
        let told = told.filter(|(_, kept)| kept.dossier.marks.file);
        told.filter_map(|(file, kept)| Some((file.id, kept.dossier.open(before).file?)))
            .collect()
    }

    /// Fingerprint of which files there are.
    pub(super) fn paths(&self) -> Print {
        paths(&self.sources)
    }

    /// The seal of this build.
    pub(super) fn seal(&self, given: (Print, Moment), library: &Library, report: &Report) -> Seal {
        Seal::of(given, (&self.sources, &self.kept), library, report)
    }

    /// Leaves what the next build can use.
    pub(super) fn leave(
        mut self,
        library: &Library,
        (made, setting, seal): (Made, Print, Option<Seal>),
        (target, program): (&Target, Print),
    ) -> Result<(), BuildFault> {
        let outputs = std::mem::take(&mut self.memory.outputs);
        let deps = std::mem::take(&mut self.memory.deps);
        let (global, anew) = (made.global, made.is_anew());
        let Changed {
            outputs,
            deps,
            planned,
        } = made.into_lists(outputs, deps);
        let leaving = Leaving {
            head: Head {
                global,
                setting,
                pack_len: self.pack.flush()?,
                seal,
                branches: Branches::of(&outputs.0, (target, WATCHED)),
                since: Since::default(),
            },
            sources: (&self.sources, &self.kept),
            before: &self.memory.sources,
            touched: &self.touched,
            outputs,
            deps,
            across: &self.across,
            anew,
            library,
            planned: &planned,
        };
        Ok(leaving.save((target, program), self.memory.standing)?)
    }
}

/// A record as it is stored.
pub(super) fn record_of(slot: &Slot, pack: &Pack) -> Option<Record> {
    let bytes = match &slot.stored {
        Stored::Memory(bytes) => bytes.to_vec(),
        Stored::Pack { offset, len, .. } => pack.read(*offset, *len).ok()?,
    };
    Leaf::of(bytes).ok()?.record(slot.item.kind).ok()
}

/// A stamp that can be trusted later; of a file that was changed only when the build began, one that never fits.
pub(super) fn steady(stamp: Stamp, began: i64) -> Stamp {
    let recent = stamp.modified.max(stamp.changed) > began - RACE;
    Stamp {
        len: if recent { u64::MAX } else { stamp.len },
        ..stamp
    }
}

/// Fingerprint of which files there are.
pub(super) fn paths(sources: &Sources) -> Print {
    let lines = |files: &[SourceFile]| {
        let paths = files.iter().flat_map(|file| [&*file.path, "\n"]);
        Print::of(paths.collect::<String>().as_bytes())
    };
    let batches = sources.files().par_chunks(BATCH).map(lines);
    Print::of_all(batches.collect::<Vec<_>>())
}

/// The pack of the last build; without its memory, a new one. The memory goes first, so that it never speaks of a pack that is not its own.
fn open_pack(target: &Target, memory: Option<Memory>) -> Result<(Memory, Pack), BuildFault> {
    let path = target.workshop("pack");
    if let Some(memory) = memory
        && let Ok(pack) = Pack::open(&path, memory.head.pack_len)
    {
        return Ok((memory, pack));
    }
    Memory::forget(target);
    Ok((Memory::default(), Pack::create(&path)?))
}

/// Who takes files in.
#[derive(Clone, Copy)]
pub(super) struct Desk<'d> {
    pub(super) input: &'d BuildInput,
    pub(super) pack: &'d Pack,
    pub(super) examiner: &'d Examiner,
}

impl Desk<'_> {
    /// Reads and parses a file only if it is not what it was.
    pub(super) fn look(
        self,
        file: &SourceFile,
        known: Option<KeptSource>,
    ) -> Result<Need, BuildFault> {
        let known = match known {
            Some(kept) if kept.stamp == file.stamp => return Ok(Need::keep(kept)),
            other => other,
        };
        let taken = match discover::read(&self.input.content, file) {
            Err(diagnostic) => Taken::unreadable(file, *diagnostic),
            Ok(bytes) => {
                if let Some(known) =
                    known.filter(|known| known.print == intake::print(file, &bytes))
                {
                    let stamp = file.stamp;
                    let was = None;
                    return Ok(Need::keep(KeptSource {
                        stamp,
                        was,
                        ..known
                    }));
                }
                intake::take(file, &bytes, self.pack, self.examiner)?
            }
        };
        Ok(Need {
            kept: KeptSource {
                stamp: taken.stamp,
                print: taken.print,
                slots: Vec::new(),
                dossier: taken.dossier.close().map_err(std::io::Error::other)?,
                was: None,
            },
            fresh: Some(taken.slots),
        })
    }
}

impl Need {
    fn keep(kept: KeptSource) -> Self {
        Self { kept, fresh: None }
    }
}

/// Reads and checks every file and keeps no record.
pub(super) fn check(content: &Path, sources: &Sources, examiner: &Examiner) -> Vec<Dossier> {
    let seed = Mutex::new(examiner.clone());
    let own = || seed.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let one = |examiner: &mut Examiner, file: &SourceFile| match discover::read(content, file) {
        Ok(bytes) => intake::check(file, &bytes, examiner).dossier,
        Err(diagnostic) => Taken::unreadable(file, *diagnostic).dossier,
    };
    let files = sources.files().par_iter().with_max_len(SHARE);
    files.map_init(own, one).collect()
}
