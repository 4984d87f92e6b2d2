//! Where records and the files beside them are fetched from while pages are made.
//!
//! Entry point: [`Shelf`]. A file that is not what it was when it was taken in is a fault: what is said of it would not fit.

use super::intake;
use super::kept::KeptSource;
use super::pack::Pack;
use crate::discover;
use crate::library::{ReadFault, Shelves};
use crate::source::{SourceId, Sources};
use std::path::Path;

/// The pack and the content folder.
#[derive(Debug)]
pub(super) struct Shelf<'a> {
    pub(super) content: &'a Path,
    pub(super) sources: &'a Sources,
    /// The same files as they were taken in, in the same order.
    pub(super) kept: &'a [KeptSource],
    pub(super) pack: &'a Pack,
}

impl Shelf<'_> {
    fn bytes(&self, source: SourceId) -> Result<Vec<u8>, ReadFault> {
        let at = self.sources.position(source);
        let at = at.ok_or(ReadFault::NotShown)?;
        let (file, kept) = (&self.sources.files()[at], self.kept.get(at));
        let changed = || ReadFault::Changed(file.path.clone());
        let bytes = discover::read(self.content, file).map_err(|_| changed())?;
        if kept.is_some_and(|kept| kept.print == intake::print(file, &bytes)) {
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
