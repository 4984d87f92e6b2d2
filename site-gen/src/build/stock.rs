//! All that was taken in, now or by an earlier build.
//!
//! Entry points: [`Stock::take_in`], [`Stock::leave`]. A file whose stamp is what it was is not read; one whose bytes are what they were is not parsed.
//! Records keep their places from build to build, so that what pages looked at can be named by place.

use super::examine::{self, Examined, Examiner};
use super::intake::{self, Taken};
use super::make::Made;
use super::memory::{Head, KeptSlot, KeptSource, Leaving, Memory};
use super::pack::Pack;
use super::seal::Seal;
use super::{BuildFault, BuildInput};
use crate::diagnostic::Diagnostic;
use crate::discover;
use crate::leaks::Leak;
use crate::library::{FileFacts, Leaf, Library, Print, Slot, Stored};
use crate::rules::Setting;
use crate::snapshot::Loaded;
use crate::source::{SourceFile, SourceId, Sources, Stamp};
use crate::write::Target;
use foldhash::fast::FixedState;
use governance::dates::Moment;
use governance::records::Kind;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Nanoseconds within which a file may be changed again without its stamp telling: the coarsest clock of file systems in use (ext4: a tick of 4–10 ms;
/// exFAT: 2 s).
const RACE: i64 = 2_000_000_000;

/// All that was taken in.
#[derive(Debug)]
pub(super) struct Stock {
    pub(super) sources: Arc<Sources>,
    pub(super) prints: HashMap<SourceId, Print, FixedState>,
    pub(super) pack: Pack,
    pub(super) memory: Memory,
    /// Files that were read.
    pub(super) read: usize,
    slots: Vec<Option<Slot>>,
    kept: Vec<KeptSource>,
    diagnostics: Vec<Diagnostic>,
    /// The file system's own time when the build began.
    began: i64,
    /// The folder of the file that was taken in last; one allocation for all its files.
    folder: Arc<str>,
}

/// What to do with a source file.
enum Need {
    Keep(Box<KeptSource>),
    Take(Box<Taken>),
}

/// Records that were read now and have no place yet, each with the number of its file.
enum Fresh {
    /// No build was before: the place of each is the next.
    First,
    /// Each may have a place from before.
    Later(Vec<(usize, Slot)>),
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
        let known = paired(sources.files(), std::mem::take(&mut memory.sources));
        let seed = Mutex::new(examiner.clone());
        let own = || seed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let need = |examiner: &mut Examiner,
                    (file, known): (&SourceFile, Option<Box<KeptSource>>)| {
            let desk = Desk {
                input,
                pack: &pack,
                examiner,
            };
            desk.look(file, known)
        };
        let needs: Result<Vec<Need>, BuildFault> = sources
            .files()
            .par_iter()
            .zip(known)
            .map_init(own, need)
            .collect();
        let slots = std::mem::take(&mut memory.slots);
        let mut stock = Self {
            sources,
            prints: HashMap::default(),
            pack,
            memory,
            read: 0,
            slots: Vec::new(),
            kept: Vec::new(),
            diagnostics: Vec::new(),
            began,
            folder: "".into(),
        };
        stock.settle(needs?, slots);
        stock.examine_again(examiner);
        Ok(stock)
    }

    /// Gives every record its place: the one it had, or a free one.
    fn settle(&mut self, needs: Vec<Need>, old: Vec<Option<KeptSlot>>) {
        let mut places: HashMap<(Kind, Box<str>), u32, FixedState> = HashMap::default();
        let mut old: Vec<Option<KeptSlot>> = old;
        self.slots.resize_with(old.len(), || None);
        self.slots
            .reserve_exact(needs.iter().map(Need::fresh).sum());
        self.kept.reserve_exact(needs.len());
        let mut fresh = if old.is_empty() {
            Fresh::First
        } else {
            Fresh::Later(Vec::new())
        };
        for need in needs {
            match need {
                Need::Keep(source) => self.keep(*source, &mut old),
                Need::Take(taken) => self.take(*taken, &mut fresh),
            }
        }
        let Fresh::Later(fresh) = fresh else {
            return;
        };
        for (place, slot) in (0_u32..).zip(&old) {
            if let Some(slot) = slot {
                places.insert(slot.name(), place);
            }
        }
        let mut free: Vec<u32> = Vec::new();
        let mut homeless = Vec::new();
        for (source, slot) in fresh {
            let name = (slot.item.kind, slot.item.id.as_str().into());
            match places.remove(&name) {
                Some(place) => self.put(source, place, slot),
                None => homeless.push((source, slot)),
            }
        }
        free.extend(
            (0_u32..)
                .zip(&self.slots)
                .filter(|(_, s)| s.is_none())
                .map(|(n, _)| n),
        );
        free.reverse();
        for (source, slot) in homeless {
            match free.pop() {
                Some(place) => self.put(source, place, slot),
                None => self.append(source, slot),
            }
        }
    }

    fn append(&mut self, source: usize, slot: Slot) {
        let place = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        self.slots.push(None);
        self.put(source, place, slot);
    }

    fn keep(&mut self, source: KeptSource, old: &mut [Option<KeptSlot>]) {
        self.note_print(source.id, source.print, source.file.as_ref());
        self.diagnostics.extend(source.warnings.iter().cloned());
        let folder = source.path.rsplit_once('/').map_or("", |(f, _)| f);
        if &*self.folder != folder {
            self.folder = folder.into();
        }
        for place in &source.slots {
            let kept = old.get_mut(*place as usize).and_then(Option::take);
            if let (Some(slot), Some(kept)) = (self.slots.get_mut(*place as usize), kept) {
                *slot = Some(kept.into_slot(Arc::clone(&self.folder)));
            }
        }
        self.kept.push(KeptSource {
            stamp: self.steady(source.stamp),
            ..source
        });
    }

    fn take(&mut self, mut taken: Taken, fresh: &mut Fresh) {
        self.read += 1;
        let at = self.kept.len();
        self.note_print(taken.id, taken.print, taken.file.as_ref());
        let slots = std::mem::take(&mut taken.slots);
        self.diagnostics.extend(taken.diagnostics.iter().cloned());
        self.kept.push(KeptSource {
            stamp: self.steady(taken.stamp),
            ..KeptSource::of(taken)
        });
        for slot in slots {
            match fresh {
                Fresh::First => self.append(at, slot),
                Fresh::Later(fresh) => fresh.push((at, slot)),
            }
        }
    }

    /// Files beside records are read again while pages are made; nothing else is.
    fn note_print(&mut self, id: SourceId, print: Print, file: Option<&FileFacts>) {
        if file.is_some() {
            self.prints.insert(id, print);
        }
    }

    /// Asks the rules again about kept records whose answer ran out, or for which the settings changed.
    fn examine_again(&mut self, examiner: &Examiner) {
        let same = self.memory.head.setting == examiner.print;
        for source in self.kept.iter_mut().filter(|source| !source.fresh) {
            let stale = |one: &&mut Examined| !(same && examiner.holds(one));
            for examined in source.examined.iter_mut().filter(stale) {
                let here = |place: &&u32| {
                    let slot = self.slots.get(**place as usize).and_then(Option::as_ref);
                    slot.is_some_and(|slot| slot.index == examined.origin.index)
                };
                let place = source.slots.iter().find(here);
                let slot = place.and_then(|place| self.slots[*place as usize].as_ref());
                let Some(slot) = slot else { continue };
                let bytes = match &slot.stored {
                    Stored::Memory(bytes) => Some(bytes.to_vec()),
                    Stored::Pack { offset, len, .. } => self.pack.read(*offset, *len).ok(),
                };
                let leaf = bytes.and_then(|bytes| Leaf::of(bytes).ok());
                if let Some(record) = leaf.and_then(|leaf| leaf.record(slot.item.kind).ok()) {
                    examiner.again(examined, &record);
                }
            }
        }
    }

    /// A stamp that can be trusted later; of a file that was changed only now, one that never fits.
    fn steady(&self, stamp: Stamp) -> Stamp {
        let recent = stamp.modified.max(stamp.changed) > self.began - RACE;
        Stamp {
            len: if recent { u64::MAX } else { stamp.len },
            ..stamp
        }
    }

    fn put(&mut self, source: usize, place: u32, slot: Slot) {
        self.kept[source].slots.push(place);
        if let Some(there) = self.slots.get_mut(place as usize) {
            *there = Some(slot);
        }
    }

    /// What is wrong with the records, each by itself and all together.
    pub(super) fn diagnostics(&self, content: &Path, setting: &Setting) -> Vec<Diagnostic> {
        let mut all = self.diagnostics.clone();
        all.extend(examine::place(content, &self.sources, &self.kept, setting));
        all
    }

    /// What is personal in the files, to be judged.
    pub(super) fn leaks(&self) -> impl Iterator<Item = &Leak> {
        self.kept.iter().flat_map(|source| &source.leaks)
    }

    /// The snapshot of what residents filed, if there is one, and what is wrong with it.
    pub(super) fn snapshot(
        &self,
        content: &Path,
        setting: &Setting,
    ) -> (Option<Loaded>, Vec<Diagnostic>) {
        examine::snapshot(content, &self.sources, (&self.kept, setting))
    }

    /// The records, to be related.
    pub(super) fn slots(&mut self) -> Vec<Option<Slot>> {
        std::mem::take(&mut self.slots)
    }

    /// Files beside records.
    pub(super) fn files(&self) -> BTreeMap<SourceId, FileFacts> {
        let files = self
            .kept
            .iter()
            .filter_map(|s| s.file.clone().map(|file| (s.id, file)));
        files.collect()
    }

    /// Fingerprint of which files there are.
    pub(super) fn paths(&self) -> Print {
        let mut hasher = blake3::Hasher::new();
        for file in self.sources.files() {
            hasher.update(file.path.as_bytes());
            hasher.update(b"\n");
        }
        Print::from_hash(hasher.finalize())
    }

    /// The seal of this build.
    pub(super) fn seal(
        &self,
        given: (Print, Moment),
        library: &Library,
        diagnostics: &[Diagnostic],
    ) -> Seal {
        Seal::of(given, &self.kept, library, diagnostics)
    }

    /// Leaves what the next build can use; what the last one left is let go first.
    pub(super) fn leave(
        mut self,
        slots: &[Option<Slot>],
        (made, setting, seal): (Made, Print, Option<Seal>),
        (index, program): (&Path, Print),
    ) -> Result<(), BuildFault> {
        self.memory = Memory::default();
        let leaving = Leaving {
            head: Head {
                global: made.global,
                setting,
                pack_len: self.pack.flush()?,
                seal,
            },
            sources: &self.kept,
            slots,
            outputs: &made.outputs,
            deps: &made.deps,
        };
        Ok(leaving.save(index, program)?)
    }
}

impl Need {
    /// How many records were read for it.
    fn fresh(&self) -> usize {
        match self {
            Self::Keep(_) => 0,
            Self::Take(taken) => taken.slots.len(),
        }
    }
}

impl KeptSource {
    fn of(taken: Taken) -> Self {
        Self {
            id: taken.id,
            path: taken.path,
            stamp: taken.stamp,
            print: taken.print,
            slots: Vec::new(),
            warnings: taken.diagnostics,
            leaks: taken.leaks,
            file: taken.file,
            examined: taken.examined,
            fresh: true,
        }
    }
}

/// The pack of the last build; without its memory, a new one. The memory goes first, so that it never speaks of a pack that is not its own.
fn open_pack(target: &Target, memory: Option<Memory>) -> Result<(Memory, Pack), BuildFault> {
    let path = target.workshop("pack");
    if let Some(memory) = memory
        && let Ok(pack) = Pack::open(&path, memory.head.pack_len)
    {
        return Ok((memory, pack));
    }
    Memory::forget(&target.workshop("memory"));
    Ok((Memory::default(), Pack::create(&path)?))
}

/// Who takes files in.
#[derive(Clone, Copy)]
struct Desk<'d> {
    input: &'d BuildInput,
    pack: &'d Pack,
    examiner: &'d Examiner,
}

impl Desk<'_> {
    /// Reads and parses a file only if it is not what it was.
    fn look(self, file: &SourceFile, known: Option<Box<KeptSource>>) -> Result<Need, BuildFault> {
        let known = match known {
            Some(known) if known.stamp == file.stamp => return Ok(Need::Keep(known)),
            other => other,
        };
        let taken = match discover::read(&self.input.content, file) {
            Err(diagnostic) => Taken::unreadable(file, *diagnostic),
            Ok(bytes) => {
                if let Some(known) = known.filter(|known| known.print == Print::of(&bytes)) {
                    let stamp = file.stamp;
                    return Ok(Need::Keep(Box::new(KeptSource { stamp, ..*known })));
                }
                intake::take(file, &bytes, self.pack, self.examiner)?
            }
        };
        Ok(Need::Take(Box::new(taken)))
    }
}

/// What is known of each file; both are in the order of paths.
fn paired(files: &[SourceFile], known: Vec<KeptSource>) -> Vec<Option<Box<KeptSource>>> {
    let mut known = known.into_iter().peekable();
    let of = |file: &SourceFile| {
        while known.next_if(|k| k.path < file.path).is_some() {}
        known.next_if(|k| k.path == file.path).map(Box::new)
    };
    files.iter().map(of).collect()
}

/// Reads and checks every file and keeps no record.
pub(super) fn check(
    content: &Path,
    sources: &Sources,
    examiner: &Examiner,
) -> (Vec<KeptSource>, Vec<Diagnostic>) {
    let seed = Mutex::new(examiner.clone());
    let own = || seed.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let one = |examiner: &mut Examiner, file: &SourceFile| match discover::read(content, file) {
        Ok(bytes) => intake::check(file, &bytes, examiner),
        Err(diagnostic) => Taken::unreadable(file, *diagnostic),
    };
    let taken: Vec<Taken> = sources.files().par_iter().map_init(own, one).collect();
    let mut found = Vec::new();
    let mut kept = Vec::with_capacity(taken.len());
    for taken in taken {
        found.extend(taken.diagnostics.iter().cloned());
        kept.push(KeptSource::of(taken));
    }
    (kept, found)
}
