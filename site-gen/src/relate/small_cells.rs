//! Sums what was reported for each indicator and day, and holds back what tells of few people.
//!
//! Entry point: [`fill`]. The rule itself is [`governance::statistics::small_cells`]; here it meets the library. Must not: decide what is small.

use crate::library::{Held, Item, ItemFacts, Ix, Library, ListKey, Slot, Total};
use governance::dates::Day;
use governance::records::Kind;
use governance::statistics::small_cells::{Counts, Levels, Member, Round};
use governance::statistics::{Counted, Withheld};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// A figure as it was reported.
struct Reported {
    ix: Ix,
    unit: Box<str>,
    counts: Option<Counts>,
    withheld: Option<Withheld>,
}

/// Fills the totals, and marks the figures of which something is held back; `floor` is the least number of people that is told.
pub(super) fn fill(library: &mut Library, floor: u32) {
    for indicator in library.list(ListKey::Kind(Kind::Indicator)).to_vec() {
        let (people, days) = reported(library, indicator);
        let floor = if people { floor } else { 0 };
        for (day, figures) in days {
            let round = Round::of(&members(library, &figures), floor.into());
            let total = Total {
                counts: round.total,
                withheld: round.total_withheld,
                reported: round.reported,
            };
            library.totals.insert((indicator, day), total);
            for (figure, what) in figures.iter().zip(&round.withheld) {
                let slot = library.slots.get_mut(figure.ix.place());
                if let Some(slot) = slot.filter(|_| people || what.is_some()) {
                    hold_back(slot, Held { what: *what, floor });
                }
            }
        }
    }
}

/// What was reported for an indicator, by day, and whether it counts people: the indicator says so, or figures come with levels of certificates.
fn reported(library: &Library, indicator: Ix) -> (bool, BTreeMap<Day, Vec<Reported>>) {
    let mut people = library.slot(indicator).is_some_and(
        |slot| matches!(slot.item.facts, ItemFacts::Indicator { counts, .. } if counts == Some(Counted::People)),
    );
    let mut days: BTreeMap<Day, Vec<Reported>> = BTreeMap::new();
    for ix in library.list(ListKey::Backlinks(indicator, Kind::Observation)) {
        let Some(slot) = library.slot(*ix) else {
            continue;
        };
        let ItemFacts::Observation {
            unit,
            as_of,
            levels,
            withheld,
            ..
        } = &slot.item.facts
        else {
            continue;
        };
        people |= levels.iter().any(Option::is_some);
        days.entry(*as_of).or_default().push(Reported {
            ix: *ix,
            unit: unit.as_str().into(),
            counts: counts(&slot.item),
            withheld: *withheld,
        });
    }
    (people, days)
}

/// What a figure counts; of one that was held back before it came here, what is known.
fn counts(item: &Item) -> Option<Counts> {
    let ItemFacts::Observation {
        numerator,
        denominator,
        levels,
        withheld,
        ..
    } = &item.facts
    else {
        return None;
    };
    let numerator = numerator.or(withheld.map(|_| 0))?;
    let given = levels.iter().any(Option::is_some);
    let levels: Levels = levels.map(|n| n.unwrap_or(0).into());
    Some(Counts {
        numerator: numerator.into(),
        denominator: denominator.unwrap_or(0).into(),
        levels: given.then_some(levels),
    })
}

/// The figures as members of a round, in their order, and after them the units that reported nothing. A rule refuses two figures of a unit for one day.
fn members(library: &Library, figures: &[Reported]) -> Vec<Member> {
    let units = library.list(ListKey::Kind(Kind::ReportingUnit)).iter();
    let units: Vec<&Item> = units
        .filter_map(|ix| library.slot(*ix))
        .map(|s| &s.item)
        .collect();
    let named = figures.iter().map(|figure| &*figure.unit);
    let named = named.chain(units.iter().map(|unit| unit.id.as_str()));
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut members: Vec<Member> = Vec::new();
    for name in named {
        if let Entry::Vacant(place) = places.entry(name) {
            place.insert(members.len());
            members.push(Member::default());
        }
    }
    for (figure, member) in figures.iter().zip(&mut members) {
        (member.counts, member.withheld) = (figure.counts, figure.withheld);
    }
    for unit in units {
        if let (
            ItemFacts::ReportingUnit {
                parent: Some(parent),
            },
            Some(place),
        ) = (&unit.facts, places.get(unit.id.as_str()))
        {
            members[*place].parent = places.get(parent.as_str()).copied();
        }
    }
    members
}

/// Marks a figure: what is seen of it lacks what is held back.
pub(crate) fn hold_back(slot: &mut Slot, held: Held) {
    slot.held = Some(held);
    let Some(what) = held.what else { return };
    let mut item = slot.item.clone();
    if let ItemFacts::Observation {
        numerator,
        levels,
        withheld,
        ..
    } = &mut item.facts
    {
        *levels = [None; 3];
        *withheld = Some(what);
        if what == Withheld::Numerator {
            *numerator = None;
        }
    }
    slot.mask = Some(Box::new(item));
}
