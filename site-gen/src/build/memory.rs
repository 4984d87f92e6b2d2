//! What one build leaves for the next: files that were taken in, records, files that were made and what each looked at.
//!
//! Entry points: [`Memory::begin`], [`Begun::all`], [`Leaving::save`]. It only ever saves work: a memory that is damaged, foreign or of another version of the program is
//! as good as none, and may be deleted at any time.

#![expect(
    clippy::disallowed_methods,
    reason = "the memory is a cache, which this module alone reads and writes"
)]

use super::dossier::{Bytes, Closed, Marks};
use super::files::{Outputs, Placed};
use super::seal::Seal;
use crate::diagnostic::Diagnostic;
use crate::library::{DepKey, Item, Print, Slot, Stored, Visibility};
use crate::source::{SourceFile, SourceId, Sources, Stamp};
use crate::validate::Found;
use governance::records::Kind;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

/// First bytes of the file.
const MAGIC: &[u8; 8] = b"MINGTANG";

/// What one build leaves for the next.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) head: Head,
    pub(crate) sources: KnownSources,
    pub(crate) slots: KeptSlots,
    pub(crate) outputs: Outputs,
    pub(crate) deps: Vec<(DepKey, Print)>,
    pub(crate) across: Across,
}

/// What is to be left for the next build.
#[derive(Debug)]
pub(crate) struct Leaving<'l> {
    pub(crate) head: Head,
    /// Files, what is kept of each, and the bytes that the last build left of them.
    pub(crate) sources: (&'l Sources, &'l [KeptSource], &'l [u8]),
    pub(crate) slots: &'l [Option<Slot>],
    pub(crate) outputs: &'l Outputs,
    pub(crate) deps: &'l [(DepKey, Print)],
    pub(crate) across: &'l Across,
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

/// What rules found that know more than a file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Across {
    /// Fingerprint of all that rules over all records may look at.
    pub(crate) print: Print,
    /// What these found.
    pub(crate) found: Vec<Found>,
    /// What all of them found in each file, sorted by file: the fingerprint of the file and the findings, and how it is told.
    pub(crate) placed: Vec<(SourceId, Print, Vec<Diagnostic>)>,
}

/// A file of the content.
#[derive(Debug)]
pub(crate) struct KeptSource {
    pub(crate) stamp: Stamp,
    pub(crate) print: Print,
    /// Places of its records, in their order.
    pub(crate) slots: Vec<u32>,
    pub(crate) dossier: Closed,
}

/// A file of the content as it is written.
#[derive(Debug, Serialize, Deserialize)]
struct SourceRow<'r> {
    path: &'r str,
    stamp: Stamp,
    print: Print,
    slots: Cow<'r, [u32]>,
    marks: Marks,
    /// The dossier.
    #[serde(with = "raw")]
    bytes: &'r [u8],
}

/// Bytes that are written and read in one go.
mod raw {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &&[u8], out: S) -> Result<S::Ok, S::Error> {
        out.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<&'de [u8], D::Error> {
        <&[u8]>::deserialize(input)
    }
}

/// What the last build left of the files of the content, as it was written: most of it is only handed on.
#[derive(Debug, Default)]
pub(crate) struct KnownSources {
    bytes: Vec<u8>,
}

/// Reads them in the order of paths.
pub(crate) struct Knowing<'k> {
    all: &'k [u8],
    rest: &'k [u8],
    next: Option<SourceRow<'k>>,
}

impl KnownSources {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn known(&self) -> Knowing<'_> {
        let mut known = Knowing {
            all: &self.bytes,
            rest: &self.bytes,
            next: None,
        };
        known.step();
        known
    }
}

impl Knowing<'_> {
    fn step(&mut self) {
        let row = postcard::take_from_bytes::<SourceRow<'_>>(self.rest).ok();
        let (row, rest) = row.map_or((None, &[][..]), |(row, rest)| (Some(row), rest));
        (self.next, self.rest) = (row, rest);
    }

    /// What is known of a file; files are to be asked for in the order of paths.
    pub(crate) fn of(&mut self, file: &SourceFile) -> Option<KeptSource> {
        while self.next.as_ref()?.path < &*file.path {
            self.step();
        }
        let row = self.next.take_if(|row| *row.path == *file.path)?;
        let end = self.all.len() - self.rest.len();
        self.step();
        let short = |number: usize| u32::try_from(number).ok();
        Some(KeptSource {
            stamp: row.stamp,
            print: row.print,
            slots: row.slots.into_owned(),
            dossier: Closed {
                marks: row.marks,
                // The bytes are the last of a row.
                bytes: Bytes::Before(short(end - row.bytes.len())?, short(row.bytes.len())?),
            },
        })
    }
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
    body: bool,
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
    body: bool,
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

/// The records that the last build left, by their places, in the blocks in which they were written. A block goes when the last of its records was taken.
#[derive(Debug, Default)]
pub(crate) struct KeptSlots {
    blocks: Vec<Vec<Option<KeptSlot>>>,
    /// How many of each block are left.
    left: Vec<usize>,
    len: usize,
}

impl KeptSlots {
    fn of(blocks: Vec<Vec<Option<KeptSlot>>>) -> Self {
        let left = blocks.iter().map(|block| block.iter().flatten().count());
        Self {
            left: left.collect(),
            len: blocks.iter().map(Vec::len).sum(),
            blocks,
        }
    }

    /// How many places there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The record at a place, once.
    pub(crate) fn take(&mut self, place: u32) -> Option<KeptSlot> {
        let (at, row) = (place as usize / ROWS, place as usize % ROWS);
        let block = self.blocks.get_mut(at)?;
        let kept = block.get_mut(row)?.take()?;
        let left = self.left.get_mut(at)?;
        *left -= 1;
        if *left == 0 {
            *block = Vec::new();
        }
        Some(kept)
    }

    /// Those nobody has taken, with their places.
    pub(crate) fn rest(&self) -> impl Iterator<Item = (usize, &KeptSlot)> {
        let blocks = self.blocks.iter().zip((0..).step_by(ROWS));
        blocks.flat_map(|(block, first)| {
            let rows = block.iter().enumerate();
            rows.filter_map(move |(row, slot)| Some((first + row, slot.as_ref()?)))
        })
    }
}

/// Bytes and fingerprint of some rows.
type Block = (u32, Print);

/// Length and fingerprint of each part, at the beginning of the file; of a part that is a list, the fingerprint of the list of its blocks.
type Section = [u8; 24];

/// Parts of the file: head, where files lie, sources, records, files, what was looked at, what rules over all records found.
const PARTS: usize = 7;

/// Bytes that are gathered before they are written.
const BUFFER: usize = 1 << 18;

/// Rows that are made into bytes at once by one thread.
const ROWS: usize = 1024;

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
        postcard::from_bytes(&self.bytes(offset, (len, print))?).ok()
    }

    /// Some bytes; nothing if they are not those that were written.
    fn bytes(&self, offset: u64, (len, print): (u64, Print)) -> Option<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(len).ok()?];
        self.file.read_exact_at(&mut bytes, offset).ok()?;
        (Print::of(&bytes) == print).then_some(bytes)
    }

    /// Where the blocks of a part that is a list begin, with what each is.
    fn blocks(&self, at: usize) -> Option<Vec<(u64, Block)>> {
        let (offset, len, print) = *self.sections.get(at)?;
        let mut size = [0; 4];
        let end = (offset + len).checked_sub(size.len() as u64)?;
        self.file.read_exact_at(&mut size, end).ok()?;
        let len = u64::from(u32::from_le_bytes(size));
        let list = self.bytes(end.checked_sub(len)?, (len, print))?;
        let list: Vec<Block> = postcard::from_bytes(&list).ok()?;
        let mut next = offset;
        let begun = list.into_iter().map(|block| {
            let start = next;
            next += u64::from(block.0);
            (start, block)
        });
        Some(begun.collect())
    }

    fn block(&self, (offset, (len, print)): (u64, Block)) -> Option<Vec<u8>> {
        self.bytes(offset, (len.into(), print))
    }

    /// The rows of a part, in the blocks in which they were written.
    fn blocks_of_rows<T: for<'de> Deserialize<'de> + Send>(
        &self,
        at: usize,
    ) -> Option<Vec<Vec<T>>> {
        let read = |block: &(u64, Block)| {
            let mut rows = Vec::with_capacity(ROWS);
            add_rows(&mut rows, &self.block(*block)?)?;
            Some(rows)
        };
        self.blocks(at)?.par_iter().map(read).collect()
    }

    /// The rows of a part.
    fn rows<T: for<'de> Deserialize<'de>>(&self, at: usize) -> Option<Vec<T>> {
        let blocks = self.blocks(at)?;
        let mut rows = Vec::with_capacity(blocks.len() * ROWS);
        for block in blocks {
            add_rows(&mut rows, &self.block(block)?)?;
        }
        Some(rows)
    }

    /// The rows of a part as they were written, one after the other.
    fn all_rows(&self, at: usize) -> Option<Vec<u8>> {
        let blocks = self.blocks(at)?;
        let len = blocks.iter().map(|(_, (len, _))| *len as usize).sum();
        let mut bytes = vec![0; len];
        let mut rest = &mut bytes[..];
        let mut places = Vec::with_capacity(blocks.len());
        for (offset, (len, print)) in blocks {
            let (place, after) = rest.split_at_mut(len as usize);
            places.push((offset, place, print));
            rest = after;
        }
        let read = |(offset, place, print): (u64, &mut [u8], Print)| {
            let read = self.file.read_exact_at(place, offset);
            read.is_ok() && Print::of(place) == print
        };
        places.into_par_iter().all(read).then_some(bytes)
    }
}

/// Reads rows until there are no more bytes.
fn add_rows<T: for<'de> Deserialize<'de>>(rows: &mut Vec<T>, bytes: &[u8]) -> Option<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let (row, after) = postcard::take_from_bytes(rest).ok()?;
        rows.push(row);
        rest = after;
    }
    Some(())
}

/// The beginning of what the last build left: enough to tell whether there is anything to do.
pub(crate) struct Begun {
    opened: Opened,
    pub(crate) head: Head,
    pub(crate) placed: Placed,
}

impl Begun {
    /// All that the last build left; nothing if part of it is damaged.
    pub(crate) fn all(self) -> Option<Memory> {
        let Self {
            opened,
            head,
            placed,
        } = self;
        let ((slots, sources), (outputs, (deps, across))) = rayon::join(
            || rayon::join(|| opened.blocks_of_rows(3), || opened.all_rows(2)),
            || {
                rayon::join(
                    || opened.part::<Outputs>(4),
                    || rayon::join(|| opened.rows(5), || opened.part(6)),
                )
            },
        );
        Some(Memory {
            head,
            sources: KnownSources { bytes: sources? },
            slots: KeptSlots::of(slots?),
            outputs: outputs?.at(placed),
            deps: deps?,
            across: across?,
        })
    }
}

impl Memory {
    /// Begins to read what the last build left; nothing if it left nothing that this program can use.
    pub(crate) fn begin(path: &Path, program: Print) -> Option<Begun> {
        let opened = Opened::open(path, program)?;
        let (head, placed) = rayon::join(|| opened.part(0), || opened.part(1));
        Some(Begun {
            head: head?,
            placed: placed?,
            opened,
        })
    }

    /// Makes as if no build had been.
    pub(crate) fn forget(path: &Path) {
        let _ = std::fs::remove_file(path);
    }
}

impl Leaving<'_> {
    fn source(&self, at: usize) -> SourceRow<'_> {
        let (sources, kept, before) = self.sources;
        let kept = &kept[at];
        SourceRow {
            path: &sources.files()[at].path,
            stamp: kept.stamp,
            print: kept.print,
            slots: Cow::Borrowed(&kept.slots),
            marks: kept.dossier.marks,
            bytes: kept.dossier.bytes(before),
        }
    }

    /// Leaves it for the next build; whole or not at all. No part is ever in memory as a whole: it would be as much again as what it is made of.
    pub(crate) fn save(&self, path: &Path, program: Print) -> io::Result<()> {
        let new = path.with_extension("new");
        let mut file = File::create(&new)?;
        let head_len = MAGIC.len() + 16 + PARTS * size_of::<Section>();
        file.write_all(&vec![0; head_len])?;
        let mut out = BufWriter::with_capacity(BUFFER, file);
        let sections: [(u64, Print); PARTS] = [
            Part::one(&mut out, &self.head)?,
            Part::one(&mut out, &self.outputs.placed)?,
            Part::rows(&mut out, self.sources.1.len(), |at| self.source(at))?,
            Part::rows(&mut out, self.slots.len(), |at| {
                self.slots[at].as_ref().map(KeptSlotRef::of)
            })?,
            Part::one(&mut out, self.outputs)?,
            Part::rows(&mut out, self.deps.len(), |at| self.deps[at])?,
            Part::one(&mut out, self.across)?,
        ];
        let mut start = MAGIC.to_vec();
        start.extend_from_slice(&program.0);
        for (len, print) in sections {
            start.extend_from_slice(&len.to_le_bytes());
            start.extend_from_slice(&print.0);
        }
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.write_all_at(&start, 0)?;
        drop(file);
        std::fs::rename(&new, path)
    }
}

/// A part of the file while it is written.
struct Part<'f> {
    out: &'f mut BufWriter<File>,
    hasher: blake3::Hasher,
    len: u64,
}

impl<'f> Part<'f> {
    fn new(out: &'f mut BufWriter<File>) -> Self {
        Self {
            out,
            hasher: blake3::Hasher::new(),
            len: 0,
        }
    }

    /// A part that is one value. Gives its length and fingerprint.
    fn one(out: &'f mut BufWriter<File>, value: &impl Serialize) -> io::Result<(u64, Print)> {
        let part = BufWriter::with_capacity(BUFFER, Self::new(out));
        let part = postcard::to_io(value, part).map_err(io::Error::other)?;
        let part = part.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(part.finish())
    }

    /// A part that is a list: blocks of rows, the list of blocks, the bytes of that.
    fn rows<S: Serialize>(
        out: &'f mut BufWriter<File>,
        count: usize,
        row: impl Fn(usize) -> S + Sync,
    ) -> io::Result<(u64, Print)> {
        let block = |start: &usize| -> postcard::Result<(Vec<u8>, Print)> {
            let begun = Vec::with_capacity(BUFFER);
            let mut rows = *start..count.min(start + ROWS);
            let bytes = rows.try_fold(begun, |bytes, at| postcard::to_io(&row(at), bytes))?;
            let print = Print::of(&bytes);
            Ok((bytes, print))
        };
        let mut blocks: Vec<Block> = Vec::new();
        let mut len = 0;
        let starts: Vec<usize> = (0..count).step_by(ROWS).collect();
        for batch in starts.chunks(2 * rayon::current_num_threads()) {
            let written: postcard::Result<Vec<_>> = batch.par_iter().map(block).collect();
            for (bytes, print) in written.map_err(io::Error::other)? {
                out.write_all(&bytes)?;
                len += bytes.len() as u64;
                blocks.push((u32::try_from(bytes.len()).map_err(io::Error::other)?, print));
            }
        }
        let list = postcard::to_stdvec(&blocks).map_err(io::Error::other)?;
        out.write_all(&list)?;
        let list_len = u32::try_from(list.len()).map_err(io::Error::other)?;
        out.write_all(&list_len.to_le_bytes())?;
        len += u64::from(list_len) + size_of::<u32>() as u64;
        Ok((len, Print::of(&list)))
    }

    fn finish(self) -> (u64, Print) {
        (self.len, Print::from_hash(self.hasher.finalize()))
    }
}

impl Write for Part<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write_all(bytes)?;
        self.hasher.update(bytes);
        self.len += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
