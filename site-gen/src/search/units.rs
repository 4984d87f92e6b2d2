//! Which record lies in which file of the index, and in which unit of it.
//!
//! Entry points: [`Segment`], [`group`]. A file holds one year, a quarter or a month of what is dated, newest first, and what has no day by county; the fewer
//! files the fewer requests, the smaller files the less is written. A unit is the piece of a file that is made anew as a whole. Both follow from the records
//! alone, never from what an earlier build did.

use super::KINDS;
use crate::library::{Ix, Library, Slot, Visibility};
use crate::pages::ARCHIVED;
use crate::relate::lists::compare;
use governance::dates::Day;
use governance::divisions::{DivisionCode, Level};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// Records in one file, unless a month or county has more: 8 192 records are some 16 MB, copied in 20 ms.
const MOST: usize = 8192;

/// Records in one unit, unless a day or street has more: made in a tenth of a second.
const UNIT: usize = 512;

/// A file of the index. The order is that in which files are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Segment {
    /// Places, guides, services: whatever has no day.
    Standing,
    /// The same of one county; none: of the whole city.
    County(Option<DivisionCode>),
    /// Notices, minutes and topics of a time, counted back from the year 9999 so that the newest comes first.
    Time(Back),
}

/// A time counted back: year, quarter (0: whole year), month (0: whole quarter).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Back(u16, u8, u8);

const LAST_YEAR: i32 = 9999;

impl Back {
    fn of(year: i32, quarter: u32, month: u32) -> Self {
        let small = |n: u32| u8::try_from(n).unwrap_or(0);
        let back = |n: u32, most: u32| if n == 0 { 0 } else { small(most - n) };
        Self(
            u16::try_from(LAST_YEAR - year).unwrap_or(u16::MAX),
            back(quarter, 5),
            back(month, 13),
        )
    }
}

impl Segment {
    /// The year, 0 for what has no day.
    pub(crate) fn year(self) -> i32 {
        match self {
            Self::Standing | Self::County(_) => 0,
            Self::Time(Back(back, ..)) => LAST_YEAR - i32::from(back),
        }
    }
}

/// Name of a file.
pub(crate) fn name(segment: Segment) -> String {
    match segment {
        Segment::Standing => "all".into(),
        Segment::County(None) => "city".into(),
        Segment::County(Some(code)) => code.to_string(),
        Segment::Time(Back(_, 0, _)) => segment.year().to_string(),
        Segment::Time(Back(_, quarter, 0)) => format!("{}-q{}", segment.year(), 5 - quarter),
        Segment::Time(Back(_, _, month)) => format!("{}-{:02}", segment.year(), 13 - month),
    }
}

/// Path of a file below the output folder.
pub(crate) fn path(segment: Segment) -> String {
    format!("search/{}.bin", name(segment))
}

/// The units of every file.
pub type Units = BTreeMap<Segment, Vec<Box<[Ix]>>>;

/// Records with nothing between them but the order of lists.
type Cells = BTreeMap<(usize, Option<DivisionCode>, Option<DivisionCode>), Vec<Ix>>;

/// Records of one place.
type Cell<'c> = (Option<DivisionCode>, &'c Vec<Ix>);

/// Groups the records, given in the order of every list.
pub(crate) fn group(library: &Library, order: &[Ix]) -> Units {
    let mut months: BTreeMap<(i32, u32), Vec<Ix>> = BTreeMap::new();
    let mut standing: Cells = BTreeMap::new();
    for ix in order {
        let Some(item) = library.slot(*ix).map(|slot| &slot.item) else {
            continue;
        };
        let Some(kind) = KINDS.iter().position(|kind| *kind == item.kind) else {
            continue;
        };
        if let Some(day) = item.day.filter(|_| ARCHIVED.contains(&item.kind)) {
            let month = months.entry((day.year(), day.month()));
            month.or_default().push(*ix);
        } else {
            let above = |level| item.division.and_then(|code| code.ancestor(level));
            let key = (kind, above(Level::County), above(Level::Township));
            standing.entry(key).or_default().push(*ix);
        }
    }
    let mut units = Units::new();
    dated(library, months, &mut units);
    undated(&standing, &mut units);
    units
}

/// Years; of a year with too many records, quarters; of such a quarter, months.
fn dated(library: &Library, months: BTreeMap<(i32, u32), Vec<Ix>>, units: &mut Units) {
    let mut by_year: BTreeMap<i32, usize> = BTreeMap::new();
    let mut by_quarter: BTreeMap<(i32, u32), usize> = BTreeMap::new();
    for ((year, month), records) in &months {
        *by_year.entry(*year).or_default() += records.len();
        *by_quarter.entry((*year, quarter(*month))).or_default() += records.len();
    }
    for ((year, month), records) in months.into_iter().rev() {
        let q = quarter(month);
        let back = if by_year[&year] <= MOST {
            Back::of(year, 0, 0)
        } else if by_quarter[&(year, q)] <= MOST {
            Back::of(year, q, 0)
        } else {
            Back::of(year, q, month)
        };
        let of_file = units.entry(Segment::Time(back)).or_default();
        of_file.extend(parts(library, records));
    }
}

/// One file; of too many records, one a county.
fn undated(cells: &Cells, units: &mut Units) {
    let whole: usize = cells.values().map(Vec::len).sum();
    let mut files: BTreeMap<(Segment, usize), Vec<Cell<'_>>> = BTreeMap::new();
    for ((kind, county, street), records) in cells {
        let (segment, below) = if whole <= MOST {
            (Segment::Standing, *county)
        } else {
            (Segment::County(*county), *street)
        };
        files
            .entry((segment, *kind))
            .or_default()
            .push((below, records));
    }
    for ((segment, _), parts) in files {
        let of_file = units.entry(segment).or_default();
        let count: usize = parts.iter().map(|(_, records)| records.len()).sum();
        for below in parts.chunk_by(|a, b| count <= UNIT || a.0 == b.0) {
            let records = below
                .iter()
                .flat_map(|(_, records)| records.iter().copied());
            of_file.push(records.collect());
        }
    }
}

/// The files of the index that hold a record.
pub(crate) fn holding(library: &Library, ix: Ix) -> impl Iterator<Item = Segment> {
    let holds = move |units: &&Vec<Box<[Ix]>>| units.iter().any(|unit| unit.contains(&ix));
    let files = library
        .search
        .iter()
        .map(|(segment, units)| (*segment, units));
    files
        .filter(move |(_, units)| holds(units))
        .map(|(segment, _)| segment)
}

/// Where a record is searched.
#[derive(Debug, Clone, Copy)]
enum Searched {
    Nowhere,
    Undated,
    On(Day),
}

impl Searched {
    fn of(slot: Option<&Slot>) -> Self {
        let shown = slot.filter(|slot| slot.visibility == Visibility::Shown);
        let day = shown.map(|slot| slot.item.day.map_or(Self::Undated, Self::On));
        day.unwrap_or(Self::Nowhere)
    }
}

/// Puts a record in its place among the units, as it was and as it is. Gives the file that it is in; nothing if files would have to be cut otherwise.
pub(crate) fn amend(
    library: &mut Library,
    ix: Ix,
    slots: [Option<&Slot>; 2],
) -> Option<impl Iterator<Item = Segment> + use<>> {
    let day = match slots.map(Searched::of) {
        [Searched::Nowhere, Searched::Nowhere] => return Some(None.into_iter()),
        [Searched::Nowhere, Searched::On(day)] => day,
        [Searched::On(was), Searched::On(day)] if month_of(was) == month_of(day) => day,
        _ => return None,
    };
    let segment = segment_of(library, day)?;
    let mut units = library.search.remove(&segment)?;
    let (range, mut records) = of_month(library, &units, day);
    records.retain(|other| *other != ix);
    let item = &library.slot(ix)?.item;
    let before = |other: &Ix| {
        let other = library.slot(*other);
        other.is_some_and(|other| compare(&other.item, item).is_lt())
    };
    records.insert(records.partition_point(before), ix);
    units.splice(range, parts(library, records));
    let Segment::Time(Back(_, _, month)) = segment else {
        return None;
    };
    let fits = month != 0 || units.iter().map(|unit| unit.len()).sum::<usize>() <= MOST;
    library.search.insert(segment, units);
    fits.then_some(Some(segment).into_iter())
}

fn month_of(day: Day) -> (i32, u32) {
    (day.year(), day.month())
}

/// The file that holds this day.
fn segment_of(library: &Library, day: Day) -> Option<Segment> {
    let (year, month) = month_of(day);
    let q = quarter(month);
    let backs = [(q, month), (q, 0), (0, 0)].map(|(q, month)| Back::of(year, q, month));
    let mut files = backs.into_iter().map(Segment::Time);
    files.find(|segment| library.search.contains_key(segment))
}

/// Which units of a file are of the month of this day, and their records; the place where they would be if there are none.
fn of_month(library: &Library, units: &[Box<[Ix]>], day: Day) -> (Range<usize>, Vec<Ix>) {
    let month = |unit: &[Ix]| {
        let slot = unit.first().and_then(|ix| library.slot(*ix));
        slot.and_then(|slot| slot.item.day).map(month_of)
    };
    let wanted = Some(month_of(day));
    let from = units.partition_point(|unit| month(unit) > wanted);
    let after = units.partition_point(|unit| month(unit) >= wanted);
    let records = units[from..after]
        .iter()
        .flat_map(|unit| unit.iter().copied());
    (from..after, records.collect())
}

/// A month in units: one, or one a day if they are too many.
fn parts(library: &Library, records: Vec<Ix>) -> Vec<Box<[Ix]>> {
    if records.len() <= UNIT {
        return vec![records.into()];
    }
    let day = |ix: &Ix| library.slot(*ix).and_then(|slot| slot.item.day);
    let days = records.chunk_by(|a, b| day(a) == day(b));
    days.map(Box::from).collect()
}

fn quarter(month: u32) -> u32 {
    (month - 1) / 3 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_comes_first_and_names_tell_the_time() {
        let time = |y, q, m| Segment::Time(Back::of(y, q, m));
        let mut all = [
            time(2025, 4, 12),
            time(2026, 2, 0),
            time(2025, 4, 10),
            time(2026, 3, 0),
            Segment::County(None),
            time(2024, 0, 0),
        ];
        all.sort();
        let names = all.map(name);
        assert_eq!(
            names,
            ["city", "2026-q3", "2026-q2", "2025-12", "2025-10", "2024"]
        );
        assert_eq!(all[3].year(), 2025);
    }
}
