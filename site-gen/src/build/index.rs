//! An index of the last whole build, by which a build that amends a few records finds what it needs without reading all that was left.
//!
//! Entry points: [`write()`], [`Index`]. It is written once by a build that looked at everything and never changed: whoever amends keeps in mind what is different since.
//! Only what is asked for is read; what is damaged or of another build is as good as none. Must not decide what is to be made.

#![expect(
    clippy::disallowed_methods,
    reason = "the index is a cache, which this module alone reads and writes"
)]

use super::blocks::ROWS;
use super::files::Outputs;
use super::memory::Deps;
use crate::library::{DepKey, Library, Print, check};
use crate::outputs::Output;
use crate::write::Target;
use foldhash::fast::FixedState;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::hash::{BuildHasher, Hash};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::FileExt;

/// First bytes of the file.
const MAGIC: &[u8; 8] = b"MINGINDX";

/// Entries of a bucket, about.
const BUCKET: usize = 16;

/// Bytes somewhere in the file, and what they are checked by.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Piece {
    offset: u64,
    len: u32,
    check: u64,
}

/// Pieces in the order of what they hold.
type Pieces = Vec<Piece>;

/// Where everything lies.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Table {
    library: Piece,
    /// Buckets of files by the hashes of their paths.
    files: Pieces,
    /// Buckets of what was looked at, with the files that did.
    looks: Pieces,
    /// What the files are, [`ROWS`] places each.
    outputs: Pieces,
}

/// All that the index is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Indexed<'i> {
    pub(super) library: &'i Library,
    pub(super) outputs: &'i Outputs,
    pub(super) deps: &'i Deps,
    /// What each file is, with its place.
    pub(super) planned: &'i [(Output, u32)],
}

/// Something that was looked at: its place, and the places of the files that did.
pub(super) type Lookers = (u32, Vec<u32>);

/// Writes the index and gives its fingerprint, under which it is to be opened.
///
/// # Errors
/// Of the file system.
pub(super) fn write(target: &Target, indexed: Indexed<'_>) -> io::Result<Print> {
    let path = target.workshop("index");
    let new = path.with_extension("new");
    let mut sink = Sink {
        file: BufWriter::with_capacity(1 << 20, File::create(&new)?),
        at: 0,
    };
    sink.append(&[0; HEAD])?;
    let table = Table {
        library: indexed.library_piece(&mut sink)?,
        files: indexed.files(&mut sink)?,
        looks: indexed.looks(&mut sink)?,
        outputs: indexed.what(&mut sink)?,
    };
    let bytes = postcard::to_stdvec(&table).map_err(io::Error::other)?;
    let print = Print::of(&bytes);
    let place = sink.append(&bytes)?;
    let file = sink
        .file
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?;
    let mut head = MAGIC.to_vec();
    head.extend(place.offset.to_le_bytes());
    head.extend(place.len.to_le_bytes());
    file.write_all_at(&head, 0)?;
    std::fs::rename(&new, path)?;
    Ok(print)
}

/// Bytes of the head: the magic, where the table lies and how long it is.
const HEAD: usize = 8 + 8 + 4;

/// A file that grows.
struct Sink {
    file: BufWriter<File>,
    at: u64,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.at += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Sink {
    fn append(&mut self, bytes: &[u8]) -> io::Result<Piece> {
        let piece = Piece {
            offset: self.at,
            len: u32::try_from(bytes.len()).map_err(io::Error::other)?,
            check: check(bytes),
        };
        self.write_all(bytes)?;
        Ok(piece)
    }

    /// Entries, sorted by hash, in their buckets; `words` gives what each has beside its hash.
    fn book(
        &mut self,
        sorted: &[(u64, u32)],
        words: impl Fn(u32, &mut Vec<u32>) + Sync,
    ) -> io::Result<Pieces> {
        let count = buckets(sorted.len());
        let mut rest = sorted;
        let mut pieces = Vec::with_capacity(count);
        let mut bytes = Vec::new();
        let mut room = Vec::new();
        for number in 0..count {
            let (bucket, others) =
                rest.split_at(rest.partition_point(|(hash, _)| bucket(*hash, count) <= number));
            rest = others;
            bytes.clear();
            for (hash, entry) in bucket {
                room.clear();
                words(*entry, &mut room);
                bytes.extend(hash.to_le_bytes());
                bytes.extend(u32::try_from(room.len()).unwrap_or(u32::MAX).to_le_bytes());
                for word in &room {
                    bytes.extend(word.to_le_bytes());
                }
            }
            pieces.push(self.append(&bytes)?);
        }
        Ok(pieces)
    }
}

/// How many buckets so many entries have: a power of two.
fn buckets(entries: usize) -> usize {
    (entries / BUCKET).next_power_of_two()
}

fn bucket(hash: u64, count: usize) -> usize {
    let number = (u128::from(hash) * count as u128) >> 64;
    usize::try_from(number).unwrap_or_default()
}

fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    FixedState::default().hash_one(value)
}

/// What something that was looked at is found under: all beginnings of a list under one.
fn name(key: DepKey) -> u64 {
    if let DepKey::Head(list, _) = key {
        return hash(&DepKey::Head(list, 0));
    }
    hash(&key)
}

impl Indexed<'_> {
    fn library_piece(&self, sink: &mut Sink) -> io::Result<Piece> {
        let offset = sink.at;
        self.library.freeze(sink)?;
        let len = u32::try_from(sink.at - offset).map_err(io::Error::other)?;
        // Its sections have checks of their own.
        Ok(Piece {
            offset,
            len,
            check: 0,
        })
    }

    fn files(&self, sink: &mut Sink) -> io::Result<Pieces> {
        let all = (0..self.outputs.places()).into_par_iter();
        let paths = all
            .map(|at| (self.outputs.path(at), at))
            .filter(|(path, _)| !path.is_empty());
        let mut sorted: Vec<(u64, u32)> = paths.map(|(path, at)| (hash(path), at)).collect();
        sorted.par_sort_unstable();
        sink.book(&sorted, |at, words| words.push(at))
    }

    fn looks(&self, sink: &mut Sink) -> io::Result<Pieces> {
        let (ends, lookers) = self.lookers();
        let count = u32::try_from(self.deps.len()).map_err(io::Error::other)?;
        let named = self.deps.par_iter().zip(0..count);
        let mut sorted: Vec<(u64, u32)> = named.map(|((key, _), at)| (name(*key), at)).collect();
        sorted.par_sort_unstable();
        sink.book(&sorted, |at, words| {
            let start = at.checked_sub(1).map_or(0, |before| ends[before as usize]);
            words.push(at);
            words.extend_from_slice(&lookers[start as usize..ends[at as usize] as usize]);
        })
    }

    /// The files that looked at each thing, one thing after the other, and where those of each end.
    fn lookers(&self) -> (Vec<u32>, Vec<u32>) {
        let mut counts = vec![0_u32; self.deps.len()];
        let places = || 0..self.outputs.places();
        for dep in places().flat_map(|at| self.outputs.deps(at)) {
            if let Some(count) = counts.get_mut(*dep as usize) {
                *count += 1;
            }
        }
        let mut next = 0;
        for count in &mut counts {
            next += std::mem::replace(count, next);
        }
        let mut lookers = vec![0; next as usize];
        for at in places() {
            for dep in self.outputs.deps(at) {
                if let Some(end) = counts.get_mut(*dep as usize) {
                    lookers[*end as usize] = at;
                    *end += 1;
                }
            }
        }
        (counts, lookers)
    }

    fn what(&self, sink: &mut Sink) -> io::Result<Pieces> {
        let mut rows: Vec<Option<Output>> = vec![None; self.outputs.places() as usize];
        for (output, at) in self.planned {
            if let Some(row) = rows.get_mut(*at as usize) {
                *row = Some(*output);
            }
        }
        let bytes: Vec<_> = rows.par_chunks(ROWS).map(postcard::to_stdvec).collect();
        let mut pieces = Vec::with_capacity(bytes.len());
        for bytes in bytes {
            pieces.push(sink.append(&bytes.map_err(io::Error::other)?)?);
        }
        Ok(pieces)
    }
}

/// The index of the last whole build.
#[derive(Debug)]
pub(super) struct Index {
    file: File,
    table: Table,
}

impl Index {
    /// Opens the index with this fingerprint; nothing if there is none or its table is damaged.
    pub(super) fn open(target: &Target, print: Print) -> Option<Self> {
        let file = File::open(target.workshop("index")).ok()?;
        let mut head = [0; HEAD];
        file.read_exact_at(&mut head, 0).ok()?;
        let (magic, rest) = head.split_at(MAGIC.len());
        let (offset, len) = rest.split_at(8);
        let offset = u64::from_le_bytes(offset.try_into().ok()?);
        let len = u64::from(u32::from_le_bytes(len.try_into().ok()?));
        if magic != MAGIC || file.metadata().ok()?.len() != offset.checked_add(len)? {
            return None;
        }
        let mut bytes = vec![0; usize::try_from(len).ok()?];
        file.read_exact_at(&mut bytes, offset).ok()?;
        (Print::of(&bytes) == print).then_some(())?;
        let table = postcard::from_bytes(&bytes).ok()?;
        Some(Self { file, table })
    }

    fn piece(&self, piece: &Piece) -> Option<Vec<u8>> {
        let mut bytes = vec![0; piece.len as usize];
        self.file.read_exact_at(&mut bytes, piece.offset).ok()?;
        (check(&bytes) == piece.check).then_some(bytes)
    }

    /// The related library as bytes, which are checked by whoever takes it up.
    pub(super) fn library(&self) -> Option<Vec<u8>> {
        let piece = &self.table.library;
        let mut bytes = vec![0; piece.len as usize];
        self.file.read_exact_at(&mut bytes, piece.offset).ok()?;
        Some(bytes)
    }

    /// What lies under a hash; nothing if it can't be read.
    fn entries(&self, pieces: &[Piece], hash: u64) -> Option<Vec<Vec<u32>>> {
        let bytes = self.piece(pieces.get(bucket(hash, pieces.len()))?)?;
        let mut rest = &bytes[..];
        let mut found = Vec::new();
        while !rest.is_empty() {
            let (name, after) = rest.split_first_chunk::<8>()?;
            let (count, after) = after.split_first_chunk::<4>()?;
            let count = u32::from_le_bytes(*count) as usize;
            let (words, after) = after.split_at_checked(count.checked_mul(4)?)?;
            if u64::from_le_bytes(*name) == hash {
                let (words, _) = words.as_chunks::<4>();
                found.push(words.iter().map(|word| u32::from_le_bytes(*word)).collect());
            }
            rest = after;
        }
        Some(found)
    }

    /// The places of files whose paths have the hash of this one; nothing if it can't be read.
    pub(super) fn places(&self, path: &str) -> Option<Vec<u32>> {
        let found = self.entries(&self.table.files, hash(path))?;
        Some(found.into_iter().flatten().collect())
    }

    /// What was looked at and may be this (or another beginning of the same list), with who did; nothing if it can't be read.
    pub(super) fn looked(&self, key: DepKey) -> Option<Vec<Lookers>> {
        let found = self.entries(&self.table.looks, name(key))?.into_iter();
        found
            .map(|words| {
                let (at, lookers) = words.split_first()?;
                Some((*at, lookers.to_vec()))
            })
            .collect()
    }

    /// What the file at this place is; nothing if it can't be read or there is none.
    pub(super) fn output(&self, at: u32) -> Option<Output> {
        let bytes = self.piece(self.table.outputs.get(at as usize / ROWS)?)?;
        let rows: Vec<Option<Output>> = postcard::from_bytes(&bytes).ok()?;
        rows.get(at as usize % ROWS).copied().flatten()
    }
}
