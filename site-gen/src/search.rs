//! The search index: pairs of neighbouring characters with their places, laid out so that a phone reads a few kilobytes for a query and a new record changes few files.
//!
//! Read in this order: [`units`] (which record lies in which file), [`text`] (what of it is searched), [`postings`] (pairs and places), [`segment`] (a file). The
//! client is the theme's `search.js`; it asks for ranges of bytes, so that a file may be large and a query is small all the same.
//!
//! Why so: a record has some five hundred different pairs. Were each pair's list a file, as is usual, one new record would rewrite hundreds of files; were files
//! few and fetched whole, a query would be megabytes. Exact: what the client finds is what a plain search for the substring in the same text finds.
//!
//! Must not: know words of any language beyond the synonyms it is given.

pub mod postings;
pub mod segment;
pub mod text;
pub mod units;

pub use units::Segment;

use crate::config::Synonyms;
use crate::library::reader::Desk;
use crate::library::{Ix, Library, ListKey, Print, ReadFault, Reader};
use crate::opendata::Made;
use crate::outputs::RenderFault;
use crate::pages;
use governance::divisions::{DivisionCode, Level};
use governance::records::Kind;
use postings::{Room, Slices, Text};
use rayon::prelude::*;
use segment::{Part, Row};
use serde::Serialize;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Kinds that can be found, in the order of their numbers in the files.
pub const KINDS: [Kind; 9] = [
    Kind::Notice,
    Kind::Meeting,
    Kind::Topic,
    Kind::AdmissionItem,
    Kind::Guide,
    Kind::Vendor,
    Kind::Indicator,
    Kind::Department,
    Kind::Division,
];

/// What the client reads first.
#[derive(Serialize)]
struct Head<'a> {
    /// The files, in the order in which they are searched: name, year (0: no time), records, bytes, the beginning of the hash.
    segments: Vec<(String, i32, usize, u64, &'a str)>,
    /// Words that mean the same.
    synonyms: Vec<&'a [Box<str>]>,
}

/// The counties, in the order of their numbers in the files, which begin at 1.
pub(crate) fn counties(library: &Library) -> Vec<DivisionCode> {
    let all = library.list(ListKey::Kind(Kind::Division)).iter();
    let codes = all.filter_map(|ix| library.slot(*ix)?.item.division);
    codes.filter(|code| code.level() == Level::County).collect()
}

/// What decides a file of the index.
pub(crate) fn print(library: &Library, segment: Segment) -> Print {
    let units = library.search.get(&segment).map_or(&[][..], Vec::as_slice);
    let counties = print_of(&counties(library));
    let units = units.iter().map(|unit| of_unit((library, counties), unit));
    Print::of_all(std::iter::once(counties).chain(units))
}

/// The fingerprint of the counties, whose numbers stand in rows.
fn print_of(counties: &[DivisionCode]) -> Print {
    Print::of(format!("{counties:?}").as_bytes())
}

/// What decides the rows, pairs and places of a unit.
fn of_unit((library, counties): (&Library, Print), unit: &[Ix]) -> Print {
    let of = |prints: &[Print], ix: Ix| prints.get(ix.0 as usize).copied().unwrap_or_default();
    let prints = unit
        .iter()
        .flat_map(|ix| [of(&library.lights, *ix), of(&library.wholes, *ix)]);
    Print::of_all(std::iter::once(counties).chain(prints))
}

/// A unit with its rows.
type Filled<'o> = (Part<'o>, Vec<Row<'o>>);

/// Rooms that nobody uses just now: there are never more than threads, however finely the units are shared out.
#[derive(Debug, Default)]
struct Rooms(Mutex<Vec<Room>>);

impl Rooms {
    fn free(&self) -> MutexGuard<'_, Vec<Room>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Room {
        self.free().pop().unwrap_or_default()
    }

    fn give_back(&self, room: Room) {
        self.free().push(room);
    }
}

/// Fills the units of one file.
#[derive(Clone, Copy)]
struct Filling<'f> {
    desk: Desk<'f>,
    old: &'f segment::Old<'f>,
    counties: &'f [DivisionCode],
    bits: u32,
    rooms: &'f Rooms,
    /// Whether only one unit is to be made, which both cores may share then. If many are made, each is made by one, and so much memory is used as there are cores.
    alone: bool,
}

impl<'f> Filling<'f> {
    fn unit(self, print: Print, unit: &[Ix]) -> Result<Filled<'f>, ReadFault> {
        if let Some((number, rows)) = self.kept(print) {
            return Ok((Part::Kept(print, self.old, number), rows));
        }
        let Self {
            desk,
            counties,
            bits,
            rooms,
            alone,
            ..
        } = self;
        let text = |ix: &Ix| text::of(desk, *ix);
        let texts: Result<Vec<Text>, ReadFault> = if alone {
            unit.par_iter().map(text).collect()
        } else {
            unit.iter().map(text).collect()
        };
        let lay = if alone { Slices::shared } else { Slices::of };
        let mut room = rooms.take();
        let slices = lay(&texts?, bits, &mut room);
        rooms.give_back(room);
        let rows = unit.iter().map(|ix| row(desk.library, *ix, counties));
        Ok((Part::Made(print, slices), rows.collect()))
    }

    /// What the earlier file has of a unit.
    fn kept(self, print: Print) -> Option<(usize, Vec<Row<'f>>)> {
        let number = self.old.find(print)?;
        Some((number, self.old.rows(number)?))
    }
}

/// Appends a file of the index. What `before` (the same file of an earlier build) has of units that are what they were is taken over.
///
/// # Errors
/// [`ReadFault`] if a record or its body can't be read.
pub(crate) fn write(
    segment: Segment,
    reader: &Reader<'_>,
    before: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), ReadFault> {
    let units = reader.search_units(segment);
    let documents: usize = units.iter().map(|unit| unit.len()).sum();
    let bits = segment::bits(documents);
    let old = &segment::Old::read(before, bits);
    let desk = reader.desk();
    let counties = &counties(desk.library);
    let of_all = (desk.library, print_of(counties));
    let prints: Vec<Print> = units.iter().map(|unit| of_unit(of_all, unit)).collect();
    let made = prints.iter().filter(|print| old.find(**print).is_none());
    let filling = Filling {
        desk,
        old,
        counties,
        bits,
        rooms: &Rooms::default(),
        alone: made.count() == 1,
    };
    let filled = prints.par_iter().copied().zip(units.par_iter());
    let filled = filled.with_max_len(1);
    let filled = filled.map(|(print, unit)| filling.unit(print, unit));
    let filled: Result<Vec<Filled<'_>>, ReadFault> = filled.collect();
    let mut rows = Vec::with_capacity(documents);
    let mut parts = Vec::with_capacity(units.len());
    for (part, of_part) in filled? {
        parts.push((part, rows.len()));
        rows.extend(of_part);
    }
    // Most of it is there already.
    out.reserve(before.len() + before.len() / 16);
    segment::write(&rows, &parts, bits, out);
    Ok(())
}

fn row<'o>(library: &Library, ix: Ix, counties: &[DivisionCode]) -> Row<'o> {
    let Some(slot) = library.slot(ix) else {
        return Row::default();
    };
    let item = slot.seen();
    let county = item.division.and_then(|code| code.ancestor(Level::County));
    let number = county.and_then(|county| counties.iter().position(|c| *c == county));
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let day = item.day.map(|day| day.to_string()).unwrap_or_default();
    let kind = KINDS.iter().position(|kind| *kind == item.kind);
    let kind = kind.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX);
    let county = number.and_then(|at| u8::try_from(at + 1).ok()).unwrap_or(0);
    let cells = [
        pages::address(item),
        flat(&item.title),
        day,
        if item.example { "1" } else { "" }.into(),
        kind.to_string(),
        county.to_string(),
        flat(item.summary.as_deref().unwrap_or_default()),
    ];
    Row {
        kind,
        county,
        shown: cells.join("\t").into_bytes().into(),
    }
}

/// Appends what the client reads first; second round, for it states bytes and hashes of the other files.
///
/// # Errors
/// [`RenderFault::Json`] never in practice.
pub(crate) fn head(reader: &Reader<'_>, made: &Made, out: &mut Vec<u8>) -> Result<(), RenderFault> {
    reader.note_search();
    let described = reader
        .search_segments()
        .into_iter()
        .filter_map(|(segment, documents)| {
            let file = made.get(&*units::path(segment))?;
            let hash = file.sha256.get(..8).unwrap_or_default();
            Some((
                units::name(segment),
                segment.year(),
                documents,
                file.bytes,
                hash,
            ))
        });
    let synonyms = reader.site().config.synonyms.iter();
    let head = Head {
        segments: described.collect(),
        synonyms: synonyms.map(|s: &Synonyms| &*s.words).collect(),
    };
    serde_json::to_writer(&mut *out, &head)?;
    Ok(())
}
