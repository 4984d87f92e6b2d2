//! Rows that are kept between builds, in blocks that are written anew only when a row of them changed.
//!
//! Entry points: [`write()`], [`Block::read`]; [`cuts`] and [`Standing`] for rows in an order of their own. A block that is damaged is as good as none. Must not
//! know what the rows are.

use super::pack::Pack;
use crate::library::check;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

/// Rows of a block: few enough that one changed row costs little, many enough that a city's archive has only some ten thousand blocks.
pub(super) const ROWS: usize = crate::library::ROWS;

/// Where a block lies in the pack of blocks, and what it is checked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Block {
    offset: u64,
    len: u32,
    check: u64,
    /// How many rows it has.
    rows: u32,
}

impl Block {
    /// Its bytes.
    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    /// How many rows it has.
    pub(super) fn rows(&self) -> usize {
        self.rows as usize
    }

    /// The bytes as they were written; nothing if they are not.
    pub(super) fn bytes(&self, pack: &Pack) -> Option<Vec<u8>> {
        let bytes = pack.read(self.offset, self.len).ok()?;
        (check(&bytes) == self.check).then_some(bytes)
    }

    /// Puts the bytes into this place of memory; false if they are not as they were written.
    pub(super) fn read_into(&self, pack: &Pack, place: &mut [u8]) -> bool {
        pack.read_into(self.offset, place).is_ok() && check(place) == self.check
    }

    /// What was written as one value.
    pub(super) fn read<T: for<'de> Deserialize<'de>>(&self, pack: &Pack) -> Option<T> {
        postcard::from_bytes(&self.bytes(pack)?).ok()
    }

    /// The rows; `each` is called for every one of them, in order.
    pub(super) fn each_row<T: for<'de> Deserialize<'de>>(
        &self,
        pack: &Pack,
        mut each: impl FnMut(T) -> Option<()>,
    ) -> Option<()> {
        let bytes = self.bytes(pack)?;
        let mut rest = &bytes[..];
        for _ in 0..self.rows {
            let (row, after) = postcard::take_from_bytes(rest).ok()?;
            each(row)?;
            rest = after;
        }
        rest.is_empty().then_some(())
    }
}

impl Block {
    /// All rows; nothing if the block is damaged.
    pub(super) fn all_rows<T: for<'de> Deserialize<'de>>(&self, pack: &Pack) -> Option<Vec<T>> {
        let mut rows = Vec::with_capacity(self.rows().min(ROWS));
        self.each_row(pack, |row| {
            rows.push(row);
            Some(())
        })?;
        Some(rows)
    }
}

/// The fault of a block whose bytes are not what was written.
pub(super) fn damaged() -> io::Error {
    io::Error::other("a block is damaged")
}

/// Puts a block in its place, which may be the next one.
pub(super) fn replace(blocks: &mut Vec<Block>, at: usize, block: Block) {
    match blocks.get_mut(at) {
        Some(there) => *there = block,
        None => blocks.push(block),
    }
}

/// The blocks with some rows changed or added; only those in which they are are read and written.
///
/// # Errors
/// Of the file system, and if a block is damaged.
pub(super) fn amended<T: Serialize + for<'de> Deserialize<'de>>(
    pack: &Pack,
    blocks: &[Block],
    changed: BTreeMap<usize, T>,
) -> io::Result<Vec<Block>> {
    let mut blocks = blocks.to_vec();
    let mut changed = changed.into_iter().peekable();
    while let Some((place, _)) = changed.peek() {
        let at = place / ROWS;
        let standing = blocks.get(at);
        let standing = standing.map(|block| block.all_rows(pack).ok_or_else(damaged));
        let mut rows: Vec<T> = standing.transpose()?.unwrap_or_default();
        while let Some((place, row)) = changed.next_if(|(place, _)| place / ROWS == at) {
            match rows.get_mut(place % ROWS) {
                Some(there) => *there = row,
                None => rows.push(row),
            }
        }
        replace(&mut blocks, at, write(pack, rows.iter())?);
    }
    Ok(blocks)
}

/// Writes rows, one after the other.
pub(super) fn write<S: Serialize>(
    pack: &Pack,
    rows: impl ExactSizeIterator<Item = S>,
) -> io::Result<Block> {
    let count = rows.len();
    let mut rows = rows;
    let bytes = rows.try_fold(Vec::new(), |bytes, row| postcard::to_io(&row, bytes));
    put(pack, (&bytes.map_err(io::Error::other)?, count))
}

/// Writes one value that stands for so many rows.
pub(super) fn write_one(pack: &Pack, value: &impl Serialize, rows: usize) -> io::Result<Block> {
    let bytes = postcard::to_stdvec(value).map_err(io::Error::other)?;
    put(pack, (&bytes, rows))
}

fn put(pack: &Pack, (bytes, rows): (&[u8], usize)) -> io::Result<Block> {
    let short = |number| u32::try_from(number).map_err(io::Error::other);
    Ok(Block {
        offset: pack.append(bytes)?,
        len: short(bytes.len())?,
        check: check(bytes),
        rows: short(rows)?,
    })
}

/// Where rows in an order of their own are cut into blocks: before each row with such an `id`, so that a row that comes or goes changes one block.
pub(super) fn cuts(ids: impl ExactSizeIterator<Item = u64>) -> Vec<Range<usize>> {
    let count = ids.len();
    let begins = |(at, id): (usize, u64)| (at == 0 || id % ROWS as u64 == 0).then_some(at);
    let starts: Vec<usize> = ids.enumerate().filter_map(begins).collect();
    let ends = starts.iter().copied().skip(1).chain([count]);
    let ranges = starts.iter().copied().zip(ends);
    ranges.map(|(start, end)| start..end).collect()
}

/// Blocks of the last build by the numbers of their rows.
#[derive(Debug)]
pub(super) struct Standing<'b> {
    blocks: &'b [Block],
    /// The number of each block's first row.
    starts: Vec<usize>,
}

impl<'b> Standing<'b> {
    pub(super) fn of(blocks: &'b [Block]) -> Self {
        let mut next = 0;
        let start = |block: &Block| {
            let start = next;
            next += block.rows();
            start
        };
        Self {
            starts: blocks.iter().map(start).collect(),
            blocks,
        }
    }

    /// The block that holds exactly these rows, each told by the number it had; a row that is not what it was has none.
    pub(super) fn block(
        &self,
        mut was: impl ExactSizeIterator<Item = Option<u32>>,
    ) -> Option<Block> {
        let count = was.len();
        let first = was.next()?? as usize;
        let block = self.blocks.get(self.starts.binary_search(&first).ok()?)?;
        let follows = was
            .zip(first + 1..)
            .all(|(was, next)| was.is_some_and(|was| was as usize == next));
        (follows && block.rows() == count).then_some(*block)
    }
}

/// Which blocks of rows with fixed places have to be written anew.
#[derive(Debug, Default)]
pub(super) struct Touched(Vec<bool>);

impl Touched {
    /// The row at this place is not what it was.
    pub(super) fn row(&mut self, place: usize) {
        let block = place / ROWS;
        if self.0.len() <= block {
            self.0.resize(block + 1, false);
        }
        self.0[block] = true;
    }

    /// Whether a row of this block is not what it was.
    pub(super) fn block(&self, block: usize) -> bool {
        self.0.get(block).copied().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::error::Error;

    type TestResult = Result<(), Box<dyn Error>>;

    #[test]
    fn a_row_that_comes_or_goes_changes_one_block() -> TestResult {
        let folder = tempfile::tempdir()?;
        let pack = Pack::create(&folder.path().join("rows"))?;
        let ids: Vec<u64> = (0..5000_u64).map(|n| n * 7919 % 10_007).collect();
        let cut = cuts(ids.iter().copied());
        assert!(cut.len() > 10, "{} blocks", cut.len());
        let blocks: Vec<Block> = cut
            .iter()
            .map(|rows| write(&pack, ids[rows.clone()].iter()))
            .collect::<Result<_, _>>()?;
        pack.flush()?;
        let standing = Standing::of(&blocks);
        for (gone, come) in [
            (Some(2000), None),
            (None, Some(2000)),
            (Some(2000), Some(2000)),
            (None, None),
        ] {
            let mut rows: Vec<(u64, Option<u32>)> =
                ids.iter().copied().zip((0..).map(Some)).collect();
            if let Some(at) = gone {
                rows.remove(at);
            }
            if let Some(at) = come {
                rows.insert(at, (1, None));
            }
            let cut = cuts(rows.iter().map(|(id, _)| *id));
            let kept = |range: &&Range<usize>| {
                standing
                    .block(rows[(*range).clone()].iter().map(|(_, was)| *was))
                    .is_some()
            };
            let anew = cut.len() - cut.iter().filter(kept).count();
            let expected = usize::from(gone.is_some() || come.is_some());
            assert_eq!(anew, expected, "{gone:?} {come:?}");
        }
        Ok(())
    }

    #[test]
    fn a_block_that_is_not_what_was_written_is_none() -> TestResult {
        let folder = tempfile::tempdir()?;
        let pack = Pack::create(&folder.path().join("rows"))?;
        let block = write(&pack, [3_u32, 500, 70_000].iter())?;
        pack.flush()?;
        let rows = |block: Block| {
            let mut rows: Vec<u32> = Vec::new();
            let read = block.each_row(&pack, |row| {
                rows.push(row);
                Some(())
            });
            read.map(|()| rows)
        };
        assert_eq!(rows(block), Some(vec![3, 500, 70_000]));
        let check = block.check ^ 1;
        assert_eq!(rows(Block { check, ..block }), None, "other bytes");
        let (len, offset) = (block.len - 1, block.offset + 1);
        assert_eq!(
            rows(Block {
                offset,
                len,
                ..block
            }),
            None,
            "a part of them"
        );
        assert_eq!(rows(Block { len: 99, ..block }), None, "more than there is");
        assert_eq!(
            rows(Block { rows: 2, ..block }),
            None,
            "another number of rows"
        );
        Ok(())
    }
}
