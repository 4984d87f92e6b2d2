//! Finds what the links of a body mean, through the reader, so that a page is made anew when what it links to moves or goes.
//!
//! Entry point: [`BodyLinks`].

use super::{FileFacts, Ix, Reader};
use crate::markdown::links::join;
use crate::markdown::{Picture, Resolve, Resolved};
use crate::pages;
use governance::records::Kind;
use std::path::Path;

/// The links of one record's body.
#[derive(Debug)]
pub(super) struct BodyLinks<'r, 'a> {
    pub(super) reader: &'r Reader<'a>,
    /// Folder of the record's file in the content folder.
    pub(super) folder: &'r str,
}

impl BodyLinks<'_, '_> {
    fn page_of(&self, ix: Option<Ix>) -> Resolved {
        let item = ix.and_then(|ix| self.reader.item(ix));
        item.map_or(Resolved::Nowhere, |item| {
            Resolved::Here(pages::address(item))
        })
    }
}

fn picture(file: &FileFacts) -> Picture {
    let smaller = file.smaller.iter().map(|one| {
        let path = pages::smaller_path(&file.path, one);
        (pages::file_address(&path), one.width)
    });
    Picture {
        address: pages::file_address(&file.path),
        pixels: file.pixels,
        smaller: smaller.collect(),
    }
}

impl Resolve for BodyLinks<'_, '_> {
    fn record(&self, kind: Kind, id: &str) -> Resolved {
        self.page_of(self.reader.find(kind, id).map(|(ix, _)| ix))
    }

    fn path(&self, path: &str) -> Resolved {
        let Some(path) = join(self.folder, path) else {
            return Resolved::Nowhere;
        };
        if Path::new(&*path).extension().is_some_and(|e| e == "md") {
            return self.page_of(self.reader.at_path(&path));
        }
        match self.reader.file(&path) {
            None => Resolved::Nowhere,
            Some(file) => Resolved::File(picture(file)),
        }
    }
}
