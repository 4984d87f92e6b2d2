//! What one build leaves for the next: files that were taken in, records, files that were made and what each looked at.
//!
//! Entry points: [`Memory::load`], [`Leaving::save`]. It only ever saves work: a memory that is damaged, foreign or of another version of the program is
//! as good as none, and may be deleted at any time.

#![expect(
    clippy::disallowed_methods,
    reason = "the memory is a cache, which this module alone reads and writes"
)]

use super::examine::Examined;
use super::files::{Outputs, Placed};
use super::seal::Seal;
use crate::diagnostic::Diagnostic;
use crate::leaks::Leak;
use crate::library::{DepKey, FileFacts, Item, Print, Slot, Stored, Visibility};
use crate::source::{SourceId, Stamp};
use governance::records::Kind;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

/// First bytes of the file.
const MAGIC: &[u8; 8] = b"MINGTANG";

/// What one build leaves for the next.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) head: Head,
    pub(crate) sources: Vec<KeptSource>,
    pub(crate) slots: Vec<Option<KeptSlot>>,
    pub(crate) outputs: Outputs,
    pub(crate) deps: Vec<(DepKey, Print)>,
}

/// What is to be left for the next build.
#[derive(Debug)]
pub(crate) struct Leaving<'l> {
    pub(crate) head: Head,
    pub(crate) sources: &'l [KeptSource],
    pub(crate) slots: &'l [Option<Slot>],
    pub(crate) outputs: &'l Outputs,
    pub(crate) deps: &'l [(DepKey, Print)],
}

/// What is small.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Head {
    /// Fingerprint of what is the same for every file of the site.
    pub(crate) global: Print,
    /// Fingerprint of the settings that rules knew.
    pub(crate) setting: Print,
    /// Bytes of the pack.
    pub(crate) pack_len: u64,
    /// Under what the site need not be built again.
    pub(crate) seal: Option<Seal>,
}

/// A file of the content.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeptSource {
    pub(crate) id: SourceId,
    pub(crate) path: Box<str>,
    pub(crate) stamp: Stamp,
    pub(crate) print: Print,
    /// Places of its records, in their order.
    pub(crate) slots: Vec<u32>,
    /// Warnings it was published with.
    pub(crate) warnings: Vec<Diagnostic>,
    /// What is personal in it.
    pub(crate) leaks: Vec<Leak>,
    pub(crate) file: Option<FileFacts>,
    /// What the rules looked at, a record each.
    pub(crate) examined: Vec<Examined>,
}

/// A record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeptSlot {
    item: Item,
    own_light: Print,
    whole: Print,
    stored: Stored,
    source: SourceId,
    index: u32,
    body: Option<(u32, u32)>,
    refers: Box<[Box<str>]>,
}

/// A record that is to be kept; written as a [`KeptSlot`] is.
#[derive(Debug, Serialize)]
struct KeptSlotRef<'s> {
    item: &'s Item,
    own_light: Print,
    whole: Print,
    stored: &'s Stored,
    source: SourceId,
    index: u32,
    body: Option<(u32, u32)>,
    refers: &'s [Box<str>],
}

impl<'s> KeptSlotRef<'s> {
    fn of(slot: &'s Slot) -> Self {
        Self {
            item: &slot.item,
            own_light: slot.own_light,
            whole: slot.whole,
            stored: &slot.stored,
            source: slot.source,
            index: slot.index,
            body: slot.body,
            refers: &slot.refers,
        }
    }
}

impl KeptSlot {
    pub(crate) fn name(&self) -> (Kind, Box<str>) {
        (self.item.kind, self.item.id.as_str().into())
    }

    pub(crate) fn into_slot(self, folder: Arc<str>) -> Slot {
        Slot {
            light: self.own_light,
            item: self.item,
            mask: None,
            visibility: Visibility::Hidden,
            held: None,
            own_light: self.own_light,
            whole: self.whole,
            stored: self.stored,
            source: self.source,
            index: self.index,
            folder,
            body: self.body,
            refers: self.refers,
        }
    }
}

/// Length and fingerprint of each part, at the beginning of the file.
type Section = [u8; 24];

/// Parts of the file: head, where files lie, sources, records, files, what was looked at.
const PARTS: usize = 6;

/// The file, opened and found to be of this program.
struct Opened {
    file: File,
    sections: [(u64, u64, Print); PARTS],
}

impl Opened {
    fn open(path: &Path, program: Print) -> Option<Self> {
        let mut file = File::open(path).ok()?;
        let mut start = [0; MAGIC.len() + 16 + PARTS * size_of::<Section>()];
        file.read_exact(&mut start).ok()?;
        let (magic, rest) = start.split_at(MAGIC.len());
        let (made_by, heads) = rest.split_at(16);
        if magic != MAGIC || made_by != program.0 {
            return None;
        }
        let mut offset = start.len() as u64;
        let mut sections = [(0, 0, Print::default()); PARTS];
        let heads = heads.chunks_exact(size_of::<Section>());
        for (section, head) in sections.iter_mut().zip(heads) {
            let len = u64::from_le_bytes(head[..8].try_into().ok()?);
            *section = (offset, len, Print(head[8..].try_into().ok()?));
            offset = offset.checked_add(len)?;
        }
        (file.metadata().ok()?.len() == offset).then_some(Self { file, sections })
    }

    /// One part; nothing if it is damaged.
    fn part<T: for<'de> Deserialize<'de>>(&self, at: usize) -> Option<T> {
        let (offset, len, print) = *self.sections.get(at)?;
        let mut bytes = vec![0; usize::try_from(len).ok()?];
        self.file.read_exact_at(&mut bytes, offset).ok()?;
        let whole = Print::of(&bytes) == print;
        whole.then(|| postcard::from_bytes(&bytes).ok()).flatten()
    }
}

impl Memory {
    /// What the last build left; nothing if it left nothing that this program can use.
    pub(crate) fn load(path: &Path, program: Print) -> Option<Self> {
        let opened = Opened::open(path, program)?;
        let ((slots, sources), (outputs, (deps, (head, placed)))) = rayon::join(
            || rayon::join(|| opened.part(3), || opened.part(2)),
            || {
                rayon::join(
                    || opened.part::<Outputs>(4),
                    || rayon::join(|| opened.part(5), || (opened.part(0), opened.part(1))),
                )
            },
        );
        Some(Self {
            head: head?,
            sources: sources?,
            slots: slots?,
            outputs: outputs?.at(placed?),
            deps: deps?,
        })
    }

    /// Only the seal, and where the files lie that it is about.
    pub(crate) fn seal(path: &Path, program: Print) -> Option<(Seal, Placed)> {
        let opened = Opened::open(path, program)?;
        let head: Head = opened.part(0)?;
        Some((head.seal?, opened.part(1)?))
    }

    /// Makes as if no build had been.
    pub(crate) fn forget(path: &Path) {
        let _ = std::fs::remove_file(path);
    }
}

impl Leaving<'_> {
    /// Leaves it for the next build; whole or not at all.
    pub(crate) fn save(&self, path: &Path, program: Print) -> io::Result<()> {
        let slots = || -> io::Result<Vec<u8>> {
            let slots: Vec<_> = self
                .slots
                .iter()
                .map(|slot| slot.as_ref().map(KeptSlotRef::of))
                .collect();
            bytes(&slots)
        };
        let head = || (bytes(&self.head), bytes(&self.outputs.placed));
        let ((slots, sources), (outputs, (deps, (head, placed)))) = rayon::join(
            || rayon::join(slots, || bytes(self.sources)),
            || {
                rayon::join(
                    || bytes(self.outputs),
                    || rayon::join(|| bytes(self.deps), head),
                )
            },
        );
        let sections: [_; PARTS] = [head?, placed?, sources?, slots?, outputs?, deps?];
        let new = path.with_extension("new");
        let mut file = File::create(&new)?;
        let mut start = MAGIC.to_vec();
        start.extend_from_slice(&program.0);
        let prints: Vec<Print> = sections.par_iter().map(|s| Print::of(s)).collect();
        for (section, print) in sections.iter().zip(prints) {
            start.extend_from_slice(&(section.len() as u64).to_le_bytes());
            start.extend_from_slice(&print.0);
        }
        file.write_all(&start)?;
        for section in &sections {
            file.write_all(section)?;
        }
        drop(file);
        std::fs::rename(&new, path)
    }
}

fn bytes<T: Serialize + ?Sized>(value: &T) -> io::Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(io::Error::other)
}
