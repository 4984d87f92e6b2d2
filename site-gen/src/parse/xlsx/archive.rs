//! The parts of the packed file, unpacked within one bound for all of them.
//!
//! Entry points: [`Archive::open`], [`Archive::part`]. What the file claims about the sizes of its parts is not believed.

use super::Broken;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Most bytes that are unpacked of one file: 200,000 rows of ten columns take about 60 MB.
pub(super) const MAX_UNPACKED: u64 = 64 * 1024 * 1024;

/// Most parts of a file; a workbook with fifty sheets has about a hundred.
const MAX_PARTS: usize = 2000;

/// Beginning of a compound file: an encrypted workbook, or one from before 2007.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// A packed file.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'b> Archive<'b> {
    /// Opens it.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Broken> {
        if bytes.starts_with(COMPOUND) {
            return Err(Broken::Closed);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Broken::Damaged)?;
        if zip.len() > MAX_PARTS {
            return Err(Broken::Crowded);
        }
        Ok(Self {
            zip,
            left: MAX_UNPACKED,
        })
    }

    /// The text of a part; none if it is not there.
    pub(super) fn part(&mut self, path: &str) -> Result<Option<String>, Broken> {
        let part = match self.zip.by_name(path) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(_) => return Err(Broken::Damaged),
        };
        let mut bytes = Vec::new();
        let read = part.take(self.left + 1).read_to_end(&mut bytes);
        read.map_err(|_| Broken::Damaged)?;
        self.left = self
            .left
            .checked_sub(bytes.len() as u64)
            .ok_or(Broken::Bomb)?;
        let text = String::from_utf8(bytes).map_err(|_| Broken::Damaged)?;
        Ok(Some(text))
    }
}
