//! Tables: every kind whole, as CSV and JSON, at addresses that stay; large ones in parts by month, so that one new record touches one part.
//!
//! Entry points: [`plan`], [`csv()`], [`json()`]. A CSV has the columns that staff's own tables have, so that what was published can be taken in again.

use super::cell::neutral;
use super::fields::{Sorter, columns, written};
use crate::library::{Ix, Leaf, Library, List, ListKey, Reader, leaf, record};
use crate::outputs::RenderFault;
use crate::relate::lists::dated;
use crate::schema;
use governance::labelled::Labelled;
use governance::records::{Kind, Record};
use governance::skim::members;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Rows of a table above which it is split by month: 2 000 rows are 1 MB, and made in a tenth of a second.
pub const PART_ROWS: usize = 2_000;

/// A table or a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Part {
    /// All rows; of a table that is split, those without a day.
    Whole,
    /// Rows of a month.
    Month(i32, u32),
}

/// The name of a kind's table.
pub fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Division => "divisions",
        Kind::Community => "communities",
        Kind::Department => "departments",
        Kind::Notice => "notices",
        Kind::AdmissionItem => "admission",
        Kind::Meeting => "meetings",
        Kind::Topic => "topics",
        Kind::Indicator => "indicators",
        Kind::Target => "targets",
        Kind::ReportingUnit => "units",
        Kind::Observation => "observations",
        Kind::Vendor => "vendors",
        Kind::Guide => "guides",
    }
}

/// Every table with its parts; one without rows has its address and its columns too.
pub fn plan(library: &Library) -> Vec<(Kind, Part)> {
    let mut tables = Vec::new();
    for kind in Kind::ALL.iter().copied() {
        let rows = library.list(ListKey::Kind(kind)).len();
        tables.push((kind, Part::Whole));
        if is_split(kind, rows) {
            let months = library.months(kind).into_iter();
            tables.extend(months.map(|(year, month, _)| (kind, Part::Month(year, month))));
        }
    }
    tables
}

/// Whether a table of so many rows comes in parts.
pub(crate) fn is_split(kind: Kind, rows: usize) -> bool {
    dated(kind) && rows > PART_ROWS
}

/// Path of a table below the output folder.
pub(crate) fn path(kind: Kind, part: Part, extension: &str) -> String {
    match part {
        Part::Whole => format!("data/{}.{extension}", name(kind)),
        Part::Month(year, month) => {
            format!("data/{}/{year}-{month:02}.{extension}", name(kind))
        }
    }
}

/// The rows of a table or part.
fn rows<'a>(kind: Kind, part: Part, reader: &Reader<'a>) -> List<'a> {
    match part {
        Part::Month(year, month) => reader.list(ListKey::Month(kind, year, month)),
        Part::Whole if is_split(kind, reader.count(ListKey::Kind(kind))) => {
            reader.list(ListKey::Undated(kind))
        }
        Part::Whole => reader.list(ListKey::Kind(kind)),
    }
}

/// The record as open data says it: its own fields, and of its files what they are.
fn published(ix: Ix, reader: &Reader<'_>) -> Result<Rc<Leaf>, RenderFault> {
    let leaf = reader.leaf(ix)?;
    let has_files = || leaf.facts().contains(r#""file":"#);
    let slot = reader.slot(ix);
    let refers = slot.is_some_and(|slot| !slot.refers.is_empty());
    if !(refers && has_files()) {
        return Ok(leaf);
    }
    let mut record = Record::clone(&*reader.record(ix)?);
    for attachment in record.facts.attachments_mut() {
        if let Some((_, facts)) = reader.attachment(ix, &attachment.file) {
            attachment.describe(facts.bytes, &facts.media, &facts.sha256);
        }
    }
    Ok(Rc::new(leaf.with(&record)?))
}

/// The field that says the hash of final minutes, whether or not it was written down.
const HASH: &str = "minutes_sha256";

/// Appends the row of a table of JSON.
fn write_object(leaf: &Leaf, out: &mut Vec<u8>) {
    let facts = || members(leaf.facts());
    if leaf.hash().is_empty() || facts().any(|(name, _)| name == HASH) {
        leaf.write_json(out);
        return;
    }
    let fields = schema::of(Kind::Meeting).fields().iter();
    let after = fields.skip_while(|field| &*field.id != HASH);
    let after: Vec<&str> = after.map(|field| &*field.id).collect();
    let before = facts().take_while(|(name, _)| !after.contains(name));
    let rest = facts().skip_while(|(name, _)| !after.contains(name));
    let envelope = leaf.envelope();
    out.extend_from_slice(envelope.strip_suffix('}').unwrap_or(envelope).as_bytes());
    for (name, value) in before.chain([(HASH, leaf.hash())]).chain(rest) {
        for part in [",\"", name, "\":", value] {
            out.extend_from_slice(part.as_bytes());
        }
    }
    out.push(b'}');
}

/// Appends a table as a JSON array of records, one a line.
///
/// # Errors
/// [`RenderFault`] if a stored record is damaged.
pub(crate) fn json(
    kind: Kind,
    part: Part,
    reader: &Reader<'_>,
    out: &mut Vec<u8>,
) -> Result<(), RenderFault> {
    out.push(b'[');
    for (row, (ix, _)) in rows(kind, part, reader).items().enumerate() {
        out.extend_from_slice(if row == 0 { b"\n" } else { b",\n" });
        write_object(&*published(ix, reader)?, out);
    }
    out.extend_from_slice(b"\n]\n");
    Ok(())
}

/// Appends a table as CSV (RFC 4180, UTF-8).
///
/// # Errors
/// [`RenderFault`] if a stored record is damaged.
pub(crate) fn csv(
    kind: Kind,
    part: Part,
    reader: &Reader<'_>,
    out: &mut Vec<u8>,
) -> Result<(), RenderFault> {
    let rows = rows(kind, part, reader).items();
    write(kind, rows.map(|(ix, _)| published(ix, reader)), out)
}

/// Appends the figures of one indicator as CSV: the rows of the table of figures that its page and chart are made of.
///
/// # Errors
/// [`RenderFault`] if a stored record is damaged.
pub(crate) fn figures(
    indicator: Ix,
    reader: &Reader<'_>,
    out: &mut Vec<u8>,
) -> Result<(), RenderFault> {
    let kind = Kind::Observation;
    let rows = reader.list(ListKey::Backlinks(indicator, kind)).items();
    write(kind, rows.map(|(ix, _)| Ok(reader.leaf(ix)?)), out)
}

/// Appends records as CSV that are in no library, in the order given.
///
/// # Errors
/// [`RenderFault`] if a record can't be written.
pub fn csv_of(kind: Kind, records: &[Record], out: &mut Vec<u8>) -> Result<(), RenderFault> {
    let leaf = |one| Ok(Leaf::of(leaf::bind(record::encode(one)?, ("", "")))?);
    write(kind, records.iter().map(|one| leaf(one).map(Rc::new)), out)
}

/// Writes the header and a row for each record.
fn write(
    kind: Kind,
    leaves: impl Iterator<Item = Result<Rc<Leaf>, RenderFault>>,
    out: &mut Vec<u8>,
) -> Result<(), RenderFault> {
    let (columns, sorter) = (columns(kind), Sorter::new(kind));
    let hash = columns.iter().position(|column| column.path == HASH);
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer.write_record(columns.iter().map(|column| column.path.as_str()))?;
    for leaf in leaves {
        let leaf = leaf?;
        let mut values = sorter.values([leaf.envelope(), leaf.facts()]);
        if let Some(hash) = hash
            .and_then(|at| values.get_mut(at))
            .filter(|v| v.is_empty())
        {
            *hash = leaf.hash();
        }
        for value in values {
            writer.write_field(neutral(&written(value)).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush().map_err(csv::Error::from)?;
    Ok(())
}
