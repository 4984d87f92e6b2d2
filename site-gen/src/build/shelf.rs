//! Where records and the files beside them are fetched from while pages are made.
//!
//! Entry point: [`Shelf`]. A file that is not what it was when it was taken in is a fault: what is said of it would not fit.

use super::pack::Pack;
use crate::discover;
use crate::library::{Print, ReadFault, Shelves};
use crate::source::{SourceId, Sources};
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::path::Path;

/// The pack and the content folder.
#[derive(Debug)]
pub(super) struct Shelf<'a> {
    pub(super) content: &'a Path,
    pub(super) sources: &'a Sources,
    /// Fingerprints of the files beside records when they were taken in.
    pub(super) prints: &'a HashMap<SourceId, Print, FixedState>,
    pub(super) pack: &'a Pack,
}

impl Shelf<'_> {
    fn bytes(&self, source: SourceId) -> Result<Vec<u8>, ReadFault> {
        let file = self.sources.get(source).ok_or(ReadFault::NotShown)?;
        let changed = || ReadFault::Changed(file.path.clone());
        let bytes = discover::read(self.content, file).map_err(|_| changed())?;
        if self.prints.get(&source) == Some(&Print::of(&bytes)) {
            Ok(bytes)
        } else {
            Err(changed())
        }
    }
}

impl Shelves for Shelf<'_> {
    fn stored(&self, offset: u64, len: u32) -> Result<Vec<u8>, ReadFault> {
        self.pack.read(offset, len).map_err(|_| ReadFault::Store)
    }

    fn file(&self, source: SourceId) -> Result<Vec<u8>, ReadFault> {
        self.bytes(source)
    }
}
