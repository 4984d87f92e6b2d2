//! A file of the index, so laid out that a client finds every part of it by reckoning from the number of records (all numbers little-endian):
//!
//! 1. `2^bits + 1` numbers of 4 bytes: where each bucket begins, and the end of the last;
//! 2. a number of 4 bytes for every [`BLOCK`] rows: where they begin; and the end of the last;
//! 3. two bytes a record: its kind and its county;
//! 4. the rows: address, title, day, `1` if it is an example, kind, county, summary, with tabs between and a line feed after;
//! 5. the buckets: for each unit with anything in it its first record, bytes of what follows, and its slice ([`super::postings`]); numbers as LEB128;
//! 6. for the next build: the fingerprint and the first record of each unit, the number of records, that of units, `bits`, [`MAGIC`].
//!
//! Entry points: [`write()`], [`Old`].

use super::postings::{self, Slices};
use crate::library::Print;
use foldhash::fast::FixedState;
use std::borrow::Cow;
use std::collections::HashMap;

/// Rows found together: a result is read with three others, in about a kilobyte.
pub const BLOCK: usize = 4;

const MAGIC: &[u8; 8] = b"MTSEEK02";

/// What a list of results shows of a record.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Row<'o> {
    pub(super) kind: u8,
    pub(super) county: u8,
    pub(super) shown: Cow<'o, [u8]>,
}

/// A unit, made or kept.
#[derive(Debug)]
pub(super) enum Part<'o> {
    Made(Print, Slices),
    /// A unit of an earlier file.
    Kept(Print, &'o Old<'o>, usize),
}

impl Part<'_> {
    fn print(&self) -> Print {
        match self {
            Self::Made(print, _) | Self::Kept(print, ..) => *print,
        }
    }

    fn bucket(&self, number: usize) -> &[u8] {
        match self {
            Self::Made(_, slices) => slices.bucket(number),
            Self::Kept(_, old, unit) => old.slice(number, *unit),
        }
    }
}

/// So many bits number the buckets: about a kilobyte in each. The client reckons the same.
pub fn bits(documents: usize) -> u32 {
    (usize::BITS - documents.leading_zeros() + 1).clamp(6, 15)
}

/// Appends the file.
pub(super) fn write(rows: &[Row<'_>], parts: &[(Part<'_>, usize)], bits: u32, out: &mut Vec<u8>) {
    let start = out.len();
    let buckets = 1_usize << bits;
    let blocks = rows.len().div_ceil(BLOCK);
    let tables = (buckets + 1 + blocks + 1) * size_of::<u32>();
    out.resize(start + tables, 0);
    for row in rows {
        out.extend([row.kind, row.county]);
    }
    let mut table = Vec::with_capacity(tables);
    let here = |out: &Vec<u8>| {
        u32::try_from(out.len() - start)
            .unwrap_or(u32::MAX)
            .to_le_bytes()
    };
    let mut block_starts = Vec::with_capacity(blocks + 1);
    for block in rows.chunks(BLOCK) {
        block_starts.push(here(out));
        for row in block {
            out.extend_from_slice(&row.shown);
            out.push(b'\n');
        }
    }
    block_starts.push(here(out));
    for bucket in 0..buckets {
        table.push(here(out));
        for (part, first) in parts {
            let slice = part.bucket(bucket);
            if !slice.is_empty() {
                postings::write(out, *first as u64);
                postings::write(out, slice.len() as u64);
                out.extend_from_slice(slice);
            }
        }
    }
    table.push(here(out));
    let table = table.into_iter().chain(block_starts).flatten();
    for (place, byte) in out[start..start + tables].iter_mut().zip(table) {
        *place = byte;
    }
    close((parts, rows.len()), bits, out);
}

fn close((parts, records): (&[(Part<'_>, usize)], usize), bits: u32, out: &mut Vec<u8>) {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
    for (part, first) in parts {
        out.extend_from_slice(&part.print().0);
        out.extend_from_slice(&number(*first));
    }
    out.extend_from_slice(&number(records));
    out.extend_from_slice(&number(parts.len()));
    out.extend_from_slice(&bits.to_le_bytes());
    out.extend_from_slice(MAGIC);
}

/// What an earlier file has of its units; nothing of a file that is not what [`write()`] writes.
#[derive(Debug, Default)]
pub(super) struct Old<'o> {
    file: &'o [u8],
    /// How many buckets it has.
    buckets: usize,
    /// The first record of each unit, and the number of all.
    firsts: Vec<usize>,
    /// Units by their fingerprint.
    numbers: HashMap<Print, usize, FixedState>,
    /// Where the slices of a bucket lie, unit by unit, and then those of the next.
    slices: Vec<(u32, u32)>,
}

impl<'o> Old<'o> {
    /// Reads a file that has `2^bits` buckets.
    pub(super) fn read(file: &'o [u8], bits: u32) -> Self {
        Self::attempt(file, bits).unwrap_or_default()
    }

    fn attempt(file: &'o [u8], bits: u32) -> Option<Self> {
        let rest = file.strip_suffix(MAGIC)?;
        let (rest, of_file) = rest.split_last_chunk::<4>()?;
        let (rest, count) = rest.split_last_chunk::<4>()?;
        let (rest, records) = rest.split_last_chunk::<4>()?;
        (u32::from_le_bytes(*of_file) == bits).then_some(())?;
        let count = u32::from_le_bytes(*count) as usize;
        let units = rest.get(rest.len().checked_sub(count.checked_mul(20)?)?..)?;
        let mut old = Self {
            file,
            buckets: 1 << bits,
            ..Self::default()
        };
        let mut firsts: HashMap<u64, usize, FixedState> = HashMap::default();
        for (number, unit) in units.chunks_exact(20).enumerate() {
            let (print, first) = unit.split_first_chunk::<16>()?;
            let first = u32::from_le_bytes(first.try_into().ok()?);
            old.numbers.insert(Print(*print), number);
            old.firsts.push(first as usize);
            firsts.insert(u64::from(first), number);
        }
        old.firsts.push(u32::from_le_bytes(*records) as usize);
        old.slices = vec![(0, 0); old.buckets.checked_mul(count)?];
        for bucket in 0..old.buckets {
            let end = old.number(bucket + 1)?;
            let mut bytes = file.get(old.number(bucket)?..end)?;
            while !bytes.is_empty() {
                let (first, len) = (postings::read(&mut bytes)?, postings::read(&mut bytes)?);
                let at = end - bytes.len();
                let (_, after) = bytes.split_at_checked(usize::try_from(len).ok()?)?;
                let unit = *firsts.get(&first)?;
                let place = old.slices.get_mut(bucket * count + unit)?;
                *place = (u32::try_from(at).ok()?, u32::try_from(len).ok()?);
                bytes = after;
            }
        }
        Some(old)
    }

    /// The unit with this fingerprint.
    pub(super) fn find(&self, print: Print) -> Option<usize> {
        self.numbers.get(&print).copied()
    }

    /// A number of the tables with which the file begins.
    fn number(&self, at: usize) -> Option<usize> {
        let bytes = self.file.get(at * 4..at * 4 + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
    }

    /// The rows of a unit.
    pub(super) fn rows(&self, unit: usize) -> Option<Vec<Row<'o>>> {
        let (first, end) = (*self.firsts.get(unit)?, *self.firsts.get(unit + 1)?);
        let blocks = self.firsts.last()?.div_ceil(BLOCK);
        let marks = (self.buckets + 1 + blocks + 1) * size_of::<u32>();
        let marks = self.file.get(marks + 2 * first..marks + 2 * end)?;
        let begin = self.number(self.buckets + 1 + first / BLOCK)?;
        let all = self
            .file
            .get(begin..self.number(self.buckets + 1 + blocks)?)?;
        let shown = all.split(|byte| *byte == b'\n').skip(first % BLOCK);
        let row = |(marks, shown): (&[u8], &'o [u8])| Row {
            kind: marks[0],
            county: marks[1],
            shown: shown.into(),
        };
        let rows: Vec<Row<'o>> = marks.chunks_exact(2).zip(shown).map(row).collect();
        (rows.len() == end - first).then_some(rows)
    }

    /// The slice of a bucket that a unit has.
    fn slice(&self, bucket: usize, unit: usize) -> &'o [u8] {
        let units = self.firsts.len().saturating_sub(1);
        let place = self.slices.get(bucket * units + unit);
        let range = place.map(|(at, len)| *at as usize..(at + len) as usize);
        range
            .and_then(|range| self.file.get(range))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(range: std::ops::Range<u8>) -> Vec<Row<'static>> {
        let row = |n: u8| Row {
            kind: n % 9,
            county: n % 14,
            shown: format!("/notices/{n}/\t通知{n}\t").into_bytes().into(),
        };
        range.map(row).collect()
    }

    /// Rows lie in blocks of four, units begin anywhere.
    #[test]
    fn rows_of_a_unit_are_read_from_the_file() {
        let (units, all) = ([0..3, 3..4, 4..11, 11..11, 11..17], rows(0..17));
        let parts = (1..).zip(&units).map(|(n, unit)| {
            let part = Part::Made(Print([n; 16]), Slices::default());
            (part, usize::from(unit.start))
        });
        let (parts, bits) = (parts.collect::<Vec<_>>(), bits(all.len()));
        let mut file = Vec::new();
        write(&all, &parts, bits, &mut file);
        let old = Old::read(&file, bits);
        for (n, unit) in (1..).zip(units) {
            let number = old.find(Print([n; 16])).unwrap();
            assert_eq!(old.rows(number), Some(rows(unit)), "{n}");
        }
        let cut = Old::read(&file[..file.len() - 1], bits);
        assert_eq!((cut.find(Print([1; 16])), cut.rows(0)), (None, None));
    }
}
