//! What is kept of each file of the content from build to build.
//!
//! Entry points: [`KeptSource`], [`KnownSources::known`]. Most of it is only handed on, so that it stays bytes. Must not read content.

use super::blocks::{self, Block, Standing};
use super::dossier::{Bytes, Closed, Marks};
use super::pack::Pack;
use crate::library::Print;
use crate::source::{SourceFile, Sources, Stamp};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io;
use std::ops::Range;

/// A file of the content.
#[derive(Debug)]
pub(crate) struct KeptSource {
    pub(crate) stamp: Stamp,
    pub(crate) print: Print,
    /// Places of its records, in their order.
    pub(crate) slots: Vec<u32>,
    pub(crate) dossier: Closed,
    /// The number of its row among those of the last build, as long as it is what it was.
    pub(crate) was: Option<u32>,
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

/// What the last build left of the files of the content, as it was written.
#[derive(Debug, Default)]
pub(crate) struct KnownSources {
    bytes: Vec<u8>,
    /// Where the rows of each block lie, and the number of its first row.
    blocks: Vec<(Range<usize>, u32)>,
}

impl KnownSources {
    /// Reads what was written; nothing if part of it is damaged.
    pub(super) fn read(pack: &Pack, blocks: &[Block]) -> Option<Self> {
        let mut bytes = vec![0; blocks.iter().map(Block::len).sum()];
        let mut rest = &mut bytes[..];
        let mut places = Vec::with_capacity(blocks.len());
        let mut ranges = Vec::with_capacity(blocks.len());
        let (mut next, mut row) = (0, 0);
        for block in blocks {
            let (place, after) = rest.split_at_mut(block.len());
            places.push((block, place));
            ranges.push((next..next + block.len(), row));
            (next, rest) = (next + block.len(), after);
            row += u32::try_from(block.rows()).ok()?;
        }
        let read = |(block, place): (&Block, &mut [u8])| block.read_into(pack, place);
        let whole = places.into_par_iter().all(read);
        whole.then_some(Self {
            bytes,
            blocks: ranges,
        })
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What is known of each of these files, which are in the order of paths.
    pub(crate) fn known(&self, files: &[SourceFile]) -> Vec<Option<KeptSource>> {
        let mut known = Vec::new();
        known.resize_with(files.len(), || None);
        let mut parts = Vec::with_capacity(self.blocks.len());
        let (mut files, mut rest) = (files, &mut known[..]);
        for (at, block) in self.blocks.iter().enumerate().rev() {
            let Some((first, _)) = self.row(block.0.start) else {
                continue;
            };
            let (before, of_block) =
                files.split_at(files.partition_point(|file| *file.path < *first.path));
            let (others, places) = rest.split_at_mut(before.len());
            parts.push((at, of_block, places));
            (files, rest) = (before, others);
        }
        parts
            .into_par_iter()
            .for_each(|(at, files, places)| self.look_up(at, (files, places)));
        known
    }

    fn row(&self, start: usize) -> Option<(SourceRow<'_>, usize)> {
        let (row, rest) = postcard::take_from_bytes(self.bytes.get(start..)?).ok()?;
        Some((row, self.bytes.len() - rest.len()))
    }

    /// Finds the rows of one block among the files that may be in it.
    fn look_up(&self, block: usize, (files, places): (&[SourceFile], &mut [Option<KeptSource>])) {
        let (Range { start, end }, number) = self.blocks[block].clone();
        let (mut next, mut numbers) = (start, number..);
        let mut left = files.iter().zip(places).peekable();
        while next < end
            && let Some((row, after)) = self.row(next)
            && let Some(number) = numbers.next()
        {
            next = after;
            while left.next_if(|(file, _)| *file.path < *row.path).is_some() {}
            if let Some((_, place)) = left.next_if(|(file, _)| *file.path == *row.path) {
                *place = row.kept((after, number));
            }
        }
    }
}

impl SourceRow<'_> {
    /// What is kept of the file; the row ends at `end`, and its number is known.
    fn kept(self, (end, number): (usize, u32)) -> Option<KeptSource> {
        let short = |number: usize| u32::try_from(number).ok();
        Some(KeptSource {
            stamp: self.stamp,
            print: self.print,
            slots: self.slots.into_owned(),
            dossier: Closed {
                marks: self.marks,
                // The bytes are the last of a row.
                bytes: Bytes::Before(short(end - self.bytes.len())?, short(self.bytes.len())?),
            },
            was: Some(number),
        })
    }
}

/// Files of the content that are to be kept, with what the last build left of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keeping<'k> {
    pub(super) sources: &'k Sources,
    pub(super) kept: &'k [KeptSource],
    pub(super) before: &'k KnownSources,
}

impl Keeping<'_> {
    /// Writes the blocks in which something changed; of those that stand it tells where.
    pub(super) fn write(self, pack: &Pack, standing: &Standing<'_>) -> io::Result<Vec<Block>> {
        let cuts = blocks::cuts(self.sources.files().iter().map(|file| file.id.number()));
        let one = |rows: Range<usize>| {
            let was = self.kept[rows.clone()].iter().map(|kept| kept.was);
            match standing.block(was) {
                Some(block) => Ok(block),
                None => blocks::write(pack, rows.map(|at| self.row(at))),
            }
        };
        cuts.into_par_iter().map(one).collect()
    }

    fn row(&self, at: usize) -> SourceRow<'_> {
        row(
            (&self.sources.files()[at], &self.kept[at]),
            self.before.bytes(),
        )
    }
}

/// A file as it is written; `before` are the bytes that the last build left.
fn row<'k>((file, kept): (&'k SourceFile, &'k KeptSource), before: &'k [u8]) -> SourceRow<'k> {
    SourceRow {
        path: &file.path,
        stamp: kept.stamp,
        print: kept.print,
        slots: Cow::Borrowed(&kept.slots),
        marks: kept.dossier.marks,
        bytes: kept.dossier.bytes(before),
    }
}

/// Writes one block of files.
pub(super) fn write_block(
    pack: &Pack,
    files: &[(SourceFile, KeptSource)],
    before: &KnownSources,
) -> io::Result<Block> {
    let rows = files.iter();
    blocks::write(
        pack,
        rows.map(|(file, kept)| row((file, kept), before.bytes())),
    )
}
