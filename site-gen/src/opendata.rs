//! The record for machines: tables, feeds, calendars, catalogues, the map of the site.
//!
//! Read in this order: [`table`] (CSV and JSON), [`catalogue`] (what tables there are), [`residents`] (tables of the snapshot), [`halls`] (figures of deliberation), [`flat`] (how both are written), [`open311`], [`feed`], [`case_feed`], [`record_feed`], [`calendar`], [`map`], [`places`], [`head`] (what a page says
//! of itself to machines). Nothing here writes files; every function appends bytes.

pub mod calendar;
pub mod case_feed;
pub mod catalogue;
pub mod cell;
pub mod feed;
pub(crate) mod fields;
pub(crate) mod flat;
pub mod halls;
pub mod head;
pub mod map;
pub mod open311;
pub(crate) mod open_cases;
pub mod places;
pub mod record_feed;
pub mod residents;
pub mod table;

use crate::library::{Ix, Reader};
use crate::outputs::RenderFault;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is known of the files of a first round, by path below the output folder.
pub type Made = BTreeMap<Box<str>, MadeFile>;

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct MadeFile {
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: Box<str>,
}

/// What is left of a record that was taken back.
#[derive(Debug, Serialize)]
struct Tombstone<'a> {
    id: &'a str,
    kind: &'a str,
    url: String,
    deleted: bool,
    created: Option<String>,
    modified: Option<String>,
    reason: Option<&'a str>,
}

/// Appends the JSON of a record that was taken back.
///
/// # Errors
/// [`RenderFault`] if the stored record is damaged.
pub(crate) fn tombstone(ix: Ix, reader: &Reader<'_>, out: &mut Vec<u8>) -> Result<(), RenderFault> {
    use governance::labelled::Labelled;
    let Some(item) = reader.item(ix) else {
        return Ok(());
    };
    let withdrawal = reader.withdrawal(ix)?;
    let stone = Tombstone {
        id: item.id.as_str(),
        kind: item.kind.id(),
        url: reader.site().absolute(&crate::pages::address(item)),
        deleted: true,
        created: item
            .published
            .map(|m| m.to_string())
            .or(item.day.map(|d| d.to_string())),
        modified: item.withdrawn_on.or(item.changed_on).map(|d| d.to_string()),
        reason: withdrawal.as_ref().map(|w| &*w.reason),
    };
    serde_json::to_writer_pretty(&mut *out, &stone)?;
    out.push(b'\n');
    Ok(())
}
