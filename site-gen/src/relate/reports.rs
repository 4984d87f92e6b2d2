//! Figures that units owe: a row that says 未报送, and no row at all where one was due by the calendar of the indicator.
//!
//! Entry point: [`owed`]. A unit is expected from its first figure on; an indicator is no business of units that never gave one. What the parent of a unit
//! reported covers the unit. Must not: call a figure late before the day on which the indicator's next figure is expected.

use crate::library::{DueWhat, ItemFacts, Ix, Library, ListKey, Overdue};
use governance::dates::Day;
use governance::ids::RecordId;
use governance::records::Kind;
use governance::statistics::Cadence;
use std::collections::BTreeMap;

/// One figure of an indicator: the row, its day, and whether it says a number.
#[derive(Clone, Copy)]
struct Row {
    ix: Ix,
    as_of: Day,
    reported: bool,
}

/// Figures owed for the newest day of each indicator for which any unit reported; the day is the one the figure speaks of.
pub(super) fn owed(library: &Library) -> Vec<Overdue> {
    let mut newest: BTreeMap<Ix, Day> = BTreeMap::new();
    for ((indicator, day), total) in &library.totals {
        if total.reported > 0 {
            newest.insert(*indicator, *day);
        }
    }
    let mut owed = Vec::new();
    for (indicator, day) in newest {
        owed_of(library, (indicator, day), &mut owed);
    }
    owed
}

fn owed_of(library: &Library, (indicator, day): (Ix, Day), owed: &mut Vec<Overdue>) {
    let units = rows(library, indicator);
    let in_time = may_still_come(library, indicator, day);
    let answered = |unit: &RecordId| units.get(unit).is_some_and(|rows| told(rows, day));
    for (unit, rows) in &units {
        let on_the_day = rows.iter().find(|row| row.as_of == day);
        let (record, what) = match on_the_day {
            Some(row) if row.reported => continue,
            Some(row) => (row.ix, DueWhat::Report),
            None if in_time || covered(library, unit, answered) => continue,
            None => match rows.iter().rfind(|row| row.as_of < day) {
                Some(earlier) => (earlier.ix, DueWhat::MissingReport),
                None => continue,
            },
        };
        let on = day;
        owed.push(Overdue { on, record, what });
    }
}

/// The figures of an indicator by unit, by day and then by identity.
fn rows(library: &Library, indicator: Ix) -> BTreeMap<&RecordId, Vec<Row>> {
    let mut units: BTreeMap<&RecordId, Vec<(Row, &str)>> = BTreeMap::new();
    for ix in library.list(ListKey::Backlinks(indicator, Kind::Observation)) {
        let Some(slot) = library.slot(*ix) else {
            continue;
        };
        if let ItemFacts::Observation {
            unit,
            as_of,
            numerator,
            withheld,
            ..
        } = &slot.item.facts
        {
            let row = Row {
                ix: *ix,
                as_of: *as_of,
                reported: numerator.is_some() || withheld.is_some(),
            };
            units
                .entry(unit)
                .or_default()
                .push((row, slot.item.id.as_str()));
        }
    }
    let sorted = units.into_iter().map(|(unit, mut rows)| {
        rows.sort_unstable_by_key(|(row, id)| (row.as_of, *id));
        (unit, rows.into_iter().map(|(row, _)| row).collect())
    });
    sorted.collect()
}

fn told(rows: &[Row], day: Day) -> bool {
    rows.iter().any(|row| row.as_of == day && row.reported)
}

/// Whether a unit above reported, so that its figure takes this unit in. Circles of units are a fault of their own; here they only end the walk.
fn covered(library: &Library, unit: &RecordId, answered: impl Fn(&RecordId) -> bool) -> bool {
    let mut above = parent(library, unit);
    let mut seen = vec![unit];
    while let Some(unit) = above.filter(|unit| !seen.contains(unit)) {
        if answered(unit) {
            return true;
        }
        seen.push(unit);
        above = parent(library, unit);
    }
    false
}

fn parent<'a>(library: &'a Library, unit: &RecordId) -> Option<&'a RecordId> {
    let ix = library.find(Kind::ReportingUnit, unit.as_str())?;
    let ItemFacts::ReportingUnit { parent } = &library.slot(ix)?.item.facts else {
        return None;
    };
    parent.as_ref()
}

/// Whether figures for this day are those that the indicator's calendar expects next, and that day has not passed.
fn may_still_come(library: &Library, indicator: Ix, day: Day) -> bool {
    let facts = library.slot(indicator).map(|slot| &slot.item.facts);
    let Some(ItemFacts::Indicator {
        cadence,
        expected_on: Some(expected),
        ..
    }) = facts
    else {
        return false;
    };
    library.today <= *expected && last_end(*cadence, *expected).is_none_or(|end| day >= end)
}

/// The last day of the newest whole period before a day; none for what is reported once.
fn last_end(cadence: Cadence, before: Day) -> Option<Day> {
    let months = match cadence {
        Cadence::Monthly => 1,
        Cadence::Quarterly => 3,
        Cadence::HalfYearly => 6,
        Cadence::Yearly => 12,
        Cadence::Once => return None,
    };
    let first = before.month() - (before.month() - 1) % months;
    Day::from_parts(before.year(), first, 1).map(|start| start.plus_days(-1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_whole_period() {
        let day = |text| Day::parse(text).unwrap();
        for (cadence, before, end) in [
            (Cadence::HalfYearly, "2027-01-20", "2026-12-31"),
            (Cadence::HalfYearly, "2026-12-31", "2026-06-30"),
            (Cadence::Yearly, "2026-03-31", "2025-12-31"),
            (Cadence::Quarterly, "2026-04-01", "2026-03-31"),
            (Cadence::Quarterly, "2026-03-31", "2025-12-31"),
            (Cadence::Monthly, "2024-03-15", "2024-02-29"),
        ] {
            assert_eq!(last_end(cadence, day(before)), Some(day(end)), "{before}");
        }
        assert_eq!(last_end(Cadence::Once, day("2026-03-31")), None);
    }
}
