//! A pack: bytes one after the other in a file, so that they need not be held in memory: records with their bodies, and blocks of what a build leaves.
//!
//! Entry points: [`Pack::create`], [`Pack::open`]. Bytes are only ever appended; who reads them checks them by their own hash. A record that was changed
//! leaves its old bytes behind until a clean build.

use crate::library::{Stored, check};
use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Mutex;

/// Bytes gathered before they are written: a few hundred records.
const BUFFER: usize = 1 << 20;

/// A pack that is open for reading and appending.
#[derive(Debug)]
pub(crate) struct Pack {
    file: File,
    tail: Mutex<Tail>,
}

#[derive(Debug)]
struct Tail {
    /// Bytes that are in the file.
    written: u64,
    /// Bytes that are not yet.
    buffer: Vec<u8>,
}

impl Pack {
    /// A new, empty pack.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(path)?;
        Ok(Self::of(file, 0))
    }

    /// A pack of an earlier build; what stands after `len` is cut off.
    pub(crate) fn open(path: &Path, len: u64) -> io::Result<Self> {
        let file = File::options().read(true).write(true).open(path)?;
        if file.metadata()?.len() < len {
            return Err(io::Error::other("the pack is shorter than it was"));
        }
        Ok(Self::of(file, len))
    }

    fn of(file: File, written: u64) -> Self {
        let buffer = Vec::new();
        let tail = Mutex::new(Tail { written, buffer });
        Self { file, tail }
    }

    /// Appends a record.
    pub(crate) fn put(&self, bytes: &[u8]) -> io::Result<Stored> {
        Ok(Stored::Pack {
            offset: self.append(bytes)?,
            len: u32::try_from(bytes.len()).map_err(io::Error::other)?,
            check: check(bytes),
        })
    }

    /// Appends bytes and tells where they begin.
    pub(super) fn append(&self, bytes: &[u8]) -> io::Result<u64> {
        let mut tail = self
            .tail
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let offset = tail.written + tail.buffer.len() as u64;
        tail.buffer.extend_from_slice(bytes);
        if tail.buffer.len() > BUFFER {
            self.flush_tail(&mut tail)?;
        }
        Ok(offset)
    }

    fn flush_tail(&self, tail: &mut Tail) -> io::Result<()> {
        self.file.write_all_at(&tail.buffer, tail.written)?;
        tail.written += tail.buffer.len() as u64;
        tail.buffer.clear();
        Ok(())
    }

    /// Writes what is still in memory and gives the length.
    pub(crate) fn flush(&self) -> io::Result<u64> {
        let mut tail = self
            .tail
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        self.flush_tail(&mut tail)?;
        (&self.file).flush()?;
        Ok(tail.written)
    }

    /// Reads bytes that were flushed.
    pub(crate) fn read(&self, offset: u64, len: u32) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; len as usize];
        self.read_into(offset, &mut bytes)?;
        Ok(bytes)
    }

    /// The same into a place in memory.
    pub(super) fn read_into(&self, offset: u64, place: &mut [u8]) -> io::Result<()> {
        self.file.read_exact_at(place, offset)
    }

    /// Bytes that are in it, flushed or not.
    pub(super) fn len(&self) -> u64 {
        let tail = self
            .tail
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        tail.written + tail.buffer.len() as u64
    }
}
