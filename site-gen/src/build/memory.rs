//! What one build leaves for the next: files that were taken in, records, files that were made and what each looked at.
//!
//! Entry points: [`Memory::load`], [`Memory::save`]. It only ever saves work: a memory that is damaged, foreign or of another version of the program is
//! as good as none, and may be deleted at any time.

#![expect(
    clippy::disallowed_methods,
    reason = "the memory is a cache, which this module alone reads and writes"
)]

use super::examine::Examined;
use crate::diagnostic::Diagnostic;
use crate::leaks::Leak;
use crate::library::{DepKey, FileFacts, Item, Print, Slot, Stored, Visibility};
use crate::source::{SourceId, Stamp};
use governance::records::Kind;
use serde::{Deserialize, Serialize};
use std::io;
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
    pub(crate) outputs: Vec<KeptOutput>,
    pub(crate) deps: Vec<(DepKey, Print)>,
}

/// What is small.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Head {
    /// Fingerprint of what is the same for every file of the site.
    pub(crate) global: Print,
    /// Fingerprint of the settings that rules knew.
    pub(crate) setting: Print,
    /// Bytes of the pack.
    pub(crate) pack_len: u64,
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

/// A file of the site.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeptOutput {
    pub(crate) path: Box<str>,
    pub(crate) print: Print,
    pub(crate) len: u64,
    /// Last change as the file system has it, in nanoseconds since 1970.
    pub(crate) modified: i128,
    pub(crate) sha256: Option<Box<str>>,
    /// What it looked at: places in the list of all that was looked at.
    pub(crate) deps: Vec<u32>,
}

impl KeptSlot {
    pub(crate) fn of(slot: &Slot) -> Self {
        Self {
            item: slot.item.clone(),
            own_light: slot.own_light,
            whole: slot.whole,
            stored: slot.stored.clone(),
            source: slot.source,
            index: slot.index,
            body: slot.body,
            refers: slot.refers.clone(),
        }
    }

    pub(crate) fn name(&self) -> (Kind, Box<str>) {
        (self.item.kind, self.item.id.as_str().into())
    }

    pub(crate) fn into_slot(self, folder: Arc<str>) -> Slot {
        Slot {
            light: self.own_light,
            item: self.item,
            mask: None,
            visibility: Visibility::Hidden,
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

type Section = [u8; 24];

impl Memory {
    /// What the last build left; nothing if it left nothing that this program can use.
    pub(crate) fn load(path: &Path, program: Print) -> Option<Self> {
        let bytes = std::fs::read(path).ok()?;
        let (start, rest) = bytes.split_at_checked(MAGIC.len() + program.0.len())?;
        if start[..MAGIC.len()] != *MAGIC || start[MAGIC.len()..] != program.0 {
            return None;
        }
        let (heads, mut rest) = rest.split_at_checked(5 * size_of::<Section>())?;
        let mut sections = [&[][..]; 5];
        for (section, head) in sections
            .iter_mut()
            .zip(heads.chunks_exact(size_of::<Section>()))
        {
            let len = u64::from_le_bytes(head[..8].try_into().ok()?);
            (*section, rest) = rest.split_at_checked(usize::try_from(len).ok()?)?;
        }
        let prints: Vec<&[u8]> = heads
            .chunks_exact(size_of::<Section>())
            .map(|h| &h[8..])
            .collect();
        let [head, sources, slots, outputs, deps] = sections;
        let read = |at: usize, bytes: &[u8]| Print::of(bytes).0 == prints[at];
        let ((slots, sources), (outputs, (deps, head))) = rayon::join(
            || {
                rayon::join(
                    || part(read(2, slots), slots),
                    || part(read(1, sources), sources),
                )
            },
            || {
                rayon::join(
                    || part(read(3, outputs), outputs),
                    || rayon::join(|| part(read(4, deps), deps), || part(read(0, head), head)),
                )
            },
        );
        Some(Self {
            head: head?,
            sources: sources?,
            slots: slots?,
            outputs: outputs?,
            deps: deps?,
        })
    }

    /// Makes as if no build had been.
    pub(crate) fn forget(path: &Path) {
        let _ = std::fs::remove_file(path);
    }

    /// Leaves it for the next build; whole or not at all.
    pub(crate) fn save(&self, path: &Path, program: Print) -> io::Result<()> {
        let ((slots, sources), (outputs, (deps, head))) = rayon::join(
            || rayon::join(|| bytes(&self.slots), || bytes(&self.sources)),
            || {
                rayon::join(
                    || bytes(&self.outputs),
                    || rayon::join(|| bytes(&self.deps), || bytes(&self.head)),
                )
            },
        );
        let sections = [head?, sources?, slots?, outputs?, deps?];
        let mut whole = Vec::with_capacity(sections.iter().map(Vec::len).sum::<usize>() + 200);
        whole.extend_from_slice(MAGIC);
        whole.extend_from_slice(&program.0);
        for section in &sections {
            whole.extend_from_slice(&(section.len() as u64).to_le_bytes());
            whole.extend_from_slice(&Print::of(section).0);
        }
        for section in &sections {
            whole.extend_from_slice(section);
        }
        let new = path.with_extension("new");
        std::fs::write(&new, &whole)?;
        std::fs::rename(&new, path)
    }
}

fn part<T: for<'de> Deserialize<'de>>(whole: bool, bytes: &[u8]) -> Option<T> {
    whole.then(|| postcard::from_bytes(bytes).ok()).flatten()
}

fn bytes<T: Serialize>(value: &T) -> io::Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(io::Error::other)
}
