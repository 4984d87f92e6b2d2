//! The written form of a library: sections in a fixed order, each with its length and what it is checked by.
//!
//! Entry points: [`Writer`], [`Sections`]; [`rows`] for what is in a section. Numbers are little-endian. Nothing is believed before it was checked:
//! bytes that are not what was written are none. Must not know the library.

use super::super::check;
use serde::{Deserialize, Serialize};
use std::io;

/// First bytes.
const MAGIC: &[u8; 8] = b"MTFROZE1";

/// Bytes before a section: which it is, how long, what it is checked by.
const START: usize = 3 * size_of::<u64>();

/// The sections in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Section {
    Head,
    Lights,
    Wholes,
    Positions,
    Names,
    NamedRecords,
    Paths,
    PathRecords,
    ListKeys,
    ListEnds,
    ListRecords,
    Codes,
    Profiles,
    Months,
    Newest,
    EventMonths,
    Events,
    Segments,
    UnitRecords,
    Files,
    Totals,
    Overdue,
    Stale,
    Held,
}

/// How many sections there are.
pub(super) const COUNT: usize = Section::Held as usize + 1;

/// Writes sections one after the other.
pub(super) struct Writer<'w> {
    out: &'w mut dyn io::Write,
    written: usize,
}

impl<'w> Writer<'w> {
    pub(super) fn begin(out: &'w mut dyn io::Write) -> io::Result<Self> {
        out.write_all(MAGIC)?;
        Ok(Self { out, written: 0 })
    }

    /// Writes the section whose turn it is.
    pub(super) fn put(&mut self, section: Section, bytes: &[u8]) -> io::Result<()> {
        if self.written != section as usize {
            return Err(io::Error::other("a section of the library out of turn"));
        }
        self.written += 1;
        let start = [section as u64, bytes.len() as u64, check(bytes)];
        self.out
            .write_all(start.map(u64::to_le_bytes).as_flattened())?;
        self.out.write_all(bytes)
    }

    /// Writes a column of values that all have the same length.
    pub(super) fn put_column<const N: usize>(
        &mut self,
        section: Section,
        values: impl Iterator<Item = [u8; N]>,
    ) -> io::Result<()> {
        let values: Vec<[u8; N]> = values.collect();
        self.put(section, values.as_flattened())
    }
}

/// Sections that were found; each is checked when it is taken.
pub(super) struct Sections<'b> {
    all: Vec<(&'b [u8], u64)>,
}

impl<'b> Sections<'b> {
    /// Finds the sections; nothing if there is anything but all of them.
    pub(super) fn find(bytes: &'b [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut all = Vec::with_capacity(COUNT);
        for section in 0..COUNT as u64 {
            let (start, after) = rest.split_at_checked(START)?;
            let (numbers, _) = start.as_chunks();
            let [number, len, check] = [0, 1, 2].map(|at: usize| u64::from_le_bytes(numbers[at]));
            if number != section {
                return None;
            }
            let (bytes, after) = after.split_at_checked(usize::try_from(len).ok()?)?;
            all.push((bytes, check));
            rest = after;
        }
        rest.is_empty().then_some(Self { all })
    }

    /// The bytes of a section as they were written; nothing if they are not.
    pub(super) fn bytes(&self, section: Section) -> Option<&'b [u8]> {
        let (bytes, known) = *self.all.get(section as usize)?;
        (check(bytes) == known).then_some(bytes)
    }

    /// A column as [`Writer::put_column`] writes it.
    pub(super) fn column<const N: usize, T>(
        &self,
        section: Section,
        of: impl Fn([u8; N]) -> T,
    ) -> Option<Vec<T>> {
        let (values, rest) = self.bytes(section)?.as_chunks();
        rest.is_empty()
            .then(|| values.iter().map(|value| of(*value)).collect())
    }

    /// Rows as [`rows`] writes them.
    pub(super) fn rows<T: Deserialize<'b>>(&self, section: Section) -> Option<Vec<T>> {
        let mut rest = self.bytes(section)?;
        let mut rows = Vec::new();
        while !rest.is_empty() {
            let (row, after) = postcard::take_from_bytes(rest).ok()?;
            rows.push(row);
            rest = after;
        }
        Some(rows)
    }
}

/// The bytes of values of any length.
pub(super) fn rows<T: Serialize>(mut rows: impl Iterator<Item = T>) -> io::Result<Vec<u8>> {
    let bytes = rows.try_fold(Vec::new(), |bytes, row| postcard::to_io(&row, bytes));
    bytes.map_err(io::Error::other)
}
