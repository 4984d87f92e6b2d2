//! A related library as it lies between two builds, so that the next one need neither read nor relate its records.
//!
//! Entry points: [`Library::freeze`], [`Library::thaw`]. The records themselves are kept elsewhere and are read when they are asked for ([`Slots::lazy`]); the
//! snapshot of what residents filed is not part of it. Must not: be thawed on another day, or when a moment that a record names has come since.

mod sections;
#[cfg(test)]
mod tests;

use super::listed::{Left, Listed};
use super::names::{Names, Pairs, Paths};
use super::slots::{Finish, SlotSource};
use super::{
    Event, EventKind, FileFacts, Held, Ix, Library, Overdue, Print, Slots, Stale, Total,
    overdue_by_record,
};
use crate::search::Segment;
use crate::search::units::Units;
use crate::source::{SourceId, Sources};
use governance::dates::{Day, Moment};
use governance::divisions::DivisionCode;
use governance::labelled::Labelled;
use governance::records::Kind;
use governance::statistics::Withheld;
use governance::statistics::small_cells::{Counts, Levels};
use sections::{Section, Sections, Writer, rows};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

/// What the rest is held against.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    /// Places of records.
    count: u64,
    today: Day,
}

/// A sum with what it is of.
#[derive(Serialize, Deserialize)]
struct TotalRow {
    indicator: Ix,
    day: Day,
    counts: (u64, u64, Option<Levels>),
    withheld: Option<Withheld>,
    reported: u64,
}

/// A figure with what is held back of it.
type HeldRow = (Ix, Option<Withheld>, u32);

/// What there is of every record.
struct Columns {
    lights: Vec<Print>,
    wholes: Vec<Print>,
    positions: Vec<u32>,
}

/// What is found by its day.
struct Dated {
    months: BTreeMap<(Kind, i32, u32), u32>,
    newest: BTreeMap<Kind, Day>,
    events: BTreeMap<(i32, u32), Vec<Event>>,
    totals: BTreeMap<(Ix, Day), Total>,
    overdue: Vec<Overdue>,
    stale: Vec<Stale>,
}

impl Library {
    /// Writes the library but its records, section by section: beside the largest of them only sorted names and lists are in memory twice.
    ///
    /// # Errors
    /// Those of `out`.
    pub(crate) fn freeze(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut writer = Writer::begin(out)?;
        let head = Head {
            count: self.slots.len() as u64,
            today: self.today,
        };
        writer.put(Section::Head, &rows(std::iter::once(head))?)?;
        self.freeze_columns(&mut writer)?;
        self.freeze_sorted(&mut writer)?;
        self.freeze_places(&mut writer)?;
        self.freeze_events(&mut writer)?;
        self.freeze_units(&mut writer)?;
        self.freeze_rest(&mut writer)
    }

    fn freeze_columns(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        for (section, prints) in [
            (Section::Lights, &self.lights),
            (Section::Wholes, &self.wholes),
        ] {
            writer.put_column(section, prints.iter().map(|print| print.0))?;
        }
        let positions = self.positions.iter().map(|at| at.to_le_bytes());
        writer.put_column(Section::Positions, positions)
    }

    /// What has to be sorted first, on all cores.
    fn freeze_sorted(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        let names = || rayon::join(|| self.names.pairs(&self.slots), || self.paths.pairs());
        let ((names, paths), lists) = rayon::join(names, || self.lists.sorted());
        put_pairs(writer, (Section::Names, Section::NamedRecords), &names)?;
        put_pairs(writer, (Section::Paths, Section::PathRecords), &paths)?;
        let keys = lists.iter().map(|(key, _)| key.to_le_bytes());
        writer.put_column(Section::ListKeys, keys)?;
        let all: usize = lists.iter().map(|(_, list)| list.len()).sum();
        u32::try_from(all).map_err(io::Error::other)?;
        let mut end = 0;
        let ends = lists.iter().map(|(_, list)| {
            end += u32::try_from(list.len()).unwrap_or(0);
            end.to_le_bytes()
        });
        writer.put_column(Section::ListEnds, ends)?;
        let mut records: Vec<[u8; 4]> = Vec::with_capacity(all);
        for (_, list) in lists {
            records.extend(list.iter().map(|ix| ix.0.to_le_bytes()));
        }
        writer.put(Section::ListRecords, records.as_flattened())
    }

    fn freeze_places(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        writer.put(Section::Codes, &rows(self.by_code.iter())?)?;
        writer.put(Section::Profiles, &rows(self.profiles.iter())?)
    }

    fn freeze_events(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        writer.put(Section::Months, &rows(self.months.iter())?)?;
        writer.put(Section::Newest, &rows(self.newest.iter())?)?;
        let months = self.events.iter();
        let months = months.map(|((year, month), events)| (*year, *month, events.len() as u64));
        writer.put(Section::EventMonths, &rows(months)?)?;
        let count = self.events.values().map(Vec::len).sum();
        let mut bytes: Vec<[u8; 6]> = Vec::with_capacity(count);
        for event in self.events.values().flatten() {
            let [a, b, c, d] = event.record.0.to_le_bytes();
            let day = u8::try_from(event.on.day()).map_err(io::Error::other)?;
            bytes.push([day, event.what as u8, a, b, c, d]);
        }
        writer.put(Section::Events, bytes.as_flattened())
    }

    fn freeze_units(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        let segments = self.search.iter().map(|(segment, units)| {
            let lengths = units.iter().map(|unit| unit.len() as u64);
            (*segment, lengths.collect::<Vec<u64>>())
        });
        writer.put(Section::Segments, &rows(segments)?)?;
        let records = self.search.values().flatten().flatten();
        let records = records.map(|ix| ix.0.to_le_bytes());
        writer.put_column(Section::UnitRecords, records)
    }

    fn freeze_rest(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        writer.put(Section::Files, &rows(self.files.iter())?)?;
        let totals = self.totals.iter().map(TotalRow::of);
        writer.put(Section::Totals, &rows(totals)?)?;
        writer.put(Section::Overdue, &rows(self.overdue.iter())?)?;
        writer.put(Section::Stale, &rows(self.stale.iter())?)?;
        let held = self.slots.held().into_iter();
        let held = held.map(|(ix, held)| -> HeldRow { (ix, held.what, held.floor) });
        writer.put(Section::Held, &rows(held)?)
    }

    /// Takes the library up again. Nothing if the bytes are not what [`Self::freeze`] wrote on the day of `now`, or not for so many records.
    pub(crate) fn thaw(
        bytes: &[u8],
        slots: Arc<dyn SlotSource>,
        (sources, now): (Arc<Sources>, Moment),
    ) -> Option<Self> {
        let sections = Sections::find(bytes)?;
        let head = sections.rows::<Head>(Section::Head)?.pop()?;
        let count = slots.count();
        // Records may have been added since.
        if head.today != now.day() || head.count > count as u64 {
            return None;
        }
        let known = usize::try_from(head.count).ok()?;
        let ((columns, names), (listed, (rest, dated))) = rayon::join(
            || rayon::join(|| columns(&sections, known), || names(&sections)),
            || {
                let rest = || rayon::join(|| rest(&sections), || dated(&sections));
                rayon::join(|| listed(&sections), rest)
            },
        );
        let (columns, (names, paths), dated) = (columns?, names?, dated?);
        let Rest {
            places,
            search,
            files,
            held,
        } = rest?;
        let (by_code, profiles) = places;
        Some(Self {
            slots: Slots::lazy(slots, Finish::new(sources, now, held)),
            lights: columns.lights,
            wholes: columns.wholes,
            names,
            paths,
            files,
            by_code,
            profiles,
            lists: listed?,
            months: dated.months,
            newest: dated.newest,
            positions: columns.positions,
            events: dated.events,
            totals: dated.totals,
            overdue_of: overdue_by_record(&dated.overdue),
            overdue: dated.overdue,
            stale: dated.stale,
            search,
            published: None,
            today: head.today,
        })
    }
}

fn put_pairs(
    writer: &mut Writer<'_>,
    (numbers, beside): (Section, Section),
    pairs: &Pairs,
) -> io::Result<()> {
    let (first, records) = pairs.columns();
    writer.put_column(numbers, first.iter().map(|n| n.to_le_bytes()))?;
    let records = records.iter().map(|ix| ix.0.to_le_bytes());
    writer.put_column(beside, records)
}

fn ix(bytes: [u8; 4]) -> Ix {
    Ix(u32::from_le_bytes(bytes))
}

fn columns(sections: &Sections<'_>, count: usize) -> Option<Columns> {
    let columns = Columns {
        lights: sections.column(Section::Lights, Print)?,
        wholes: sections.column(Section::Wholes, Print)?,
        positions: sections.column(Section::Positions, u32::from_le_bytes)?,
    };
    let lengths = [
        columns.lights.len(),
        columns.wholes.len(),
        columns.positions.len(),
    ];
    (lengths == [count; 3]).then_some(columns)
}

fn names(sections: &Sections<'_>) -> Option<(Names, Paths)> {
    let pairs = |numbers, records| {
        let numbers = sections.column(numbers, u64::from_le_bytes)?;
        Pairs::sorted(numbers, sections.column(records, ix)?)
    };
    let names = pairs(Section::Names, Section::NamedRecords)?;
    let paths = pairs(Section::Paths, Section::PathRecords)?;
    Some((Names::left(names), Paths::left(paths)))
}

fn listed(sections: &Sections<'_>) -> Option<Listed> {
    let keys = sections.column(Section::ListKeys, u128::from_le_bytes)?;
    let ends = sections.column(Section::ListEnds, u32::from_le_bytes)?;
    let records = sections.column(Section::ListRecords, ix)?;
    Left::new(keys, ends, records).map(Listed::left)
}

type Places = BTreeMap<DivisionCode, Ix>;

/// What is found by place, path or file of the index, and what is held back.
struct Rest {
    places: (Places, Places),
    search: Units,
    files: BTreeMap<SourceId, FileFacts>,
    held: Vec<(Ix, Held)>,
}

fn rest(sections: &Sections<'_>) -> Option<Rest> {
    let places = |section| {
        let rows = sections.rows::<(DivisionCode, Ix)>(section)?;
        Some(Places::from_iter(rows))
    };
    let held = sections.rows::<HeldRow>(Section::Held)?.into_iter();
    Some(Rest {
        places: (places(Section::Codes)?, places(Section::Profiles)?),
        search: units(sections)?,
        files: sections.rows(Section::Files)?.into_iter().collect(),
        held: held
            .map(|(ix, what, floor)| (ix, Held { what, floor }))
            .collect(),
    })
}

fn units(sections: &Sections<'_>) -> Option<Units> {
    let records = sections.column(Section::UnitRecords, ix)?;
    let mut rest = &records[..];
    let mut search = Units::new();
    for (segment, lengths) in sections.rows::<(Segment, Vec<u64>)>(Section::Segments)? {
        let mut units: Vec<Box<[Ix]>> = Vec::with_capacity(lengths.len());
        for len in lengths {
            let (unit, after) = rest.split_at_checked(usize::try_from(len).ok()?)?;
            units.push(unit.into());
            rest = after;
        }
        search.insert(segment, units);
    }
    rest.is_empty().then_some(search)
}

fn dated(sections: &Sections<'_>) -> Option<Dated> {
    let totals = sections.rows::<TotalRow>(Section::Totals)?.into_iter();
    let totals: Option<_> = totals.map(TotalRow::total).collect();
    Some(Dated {
        months: sections.rows(Section::Months)?.into_iter().collect(),
        newest: sections.rows(Section::Newest)?.into_iter().collect(),
        events: events(sections)?,
        totals: totals?,
        overdue: sections.rows(Section::Overdue)?,
        stale: sections.rows(Section::Stale)?,
    })
}

fn events(sections: &Sections<'_>) -> Option<BTreeMap<(i32, u32), Vec<Event>>> {
    let (mut rest, odd) = sections.bytes(Section::Events)?.as_chunks::<6>();
    let mut events = BTreeMap::new();
    for (year, month, count) in sections.rows::<(i32, u32, u64)>(Section::EventMonths)? {
        let (of_month, after) = rest.split_at_checked(usize::try_from(count).ok()?)?;
        rest = after;
        let mut days = [None; 32];
        for (day, number) in days.iter_mut().zip(0..) {
            *day = Day::from_parts(year, month, number);
        }
        let mut all = Vec::with_capacity(of_month.len());
        for [day, what, record @ ..] in of_month {
            all.push(Event {
                on: (*days.get(usize::from(*day))?)?,
                what: *EventKind::ALL.get(usize::from(*what))?,
                record: ix(*record),
            });
        }
        events.insert((year, month), all);
    }
    (rest.is_empty() && odd.is_empty()).then_some(events)
}

impl TotalRow {
    fn of(((indicator, day), total): (&(Ix, Day), &Total)) -> Self {
        let Counts {
            numerator,
            denominator,
            levels,
        } = total.counts;
        Self {
            indicator: *indicator,
            day: *day,
            counts: (numerator, denominator, levels),
            withheld: total.withheld,
            reported: total.reported as u64,
        }
    }

    fn total(self) -> Option<((Ix, Day), Total)> {
        let (numerator, denominator, levels) = self.counts;
        let counts = Counts {
            numerator,
            denominator,
            levels,
        };
        let total = Total {
            counts,
            withheld: self.withheld,
            reported: usize::try_from(self.reported).ok()?,
        };
        Some(((self.indicator, self.day), total))
    }
}
