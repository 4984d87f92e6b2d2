//! What was reported and what was promised: sums by day, targets, judgements.
//!
//! Entry points: [`Figures::of`], [`targets`], [`judge`]. Counts are summed; a unit whose parent reported is in the parent's figure already.

use super::super::ThemeFault;
use super::super::frame::Look;
use crate::library::{ItemFacts, Ix, ListKey};
use governance::dates::{Day, Share};
use governance::records::{Facts, Kind};
use governance::statistics::{Assessment, Count, Target, assess};
use std::collections::{BTreeMap, BTreeSet};

/// What was reported for one day, by unit.
#[derive(Default)]
pub(super) struct Round<'a> {
    pub(super) rows: Vec<(Ix, &'a str, Option<Count>)>,
}

/// All figures of an indicator.
pub(super) struct Figures<'a> {
    pub(super) rounds: BTreeMap<Day, Round<'a>>,
    pub(super) parents: BTreeMap<&'a str, &'a str>,
    pub(super) units: usize,
}

impl<'a> Figures<'a> {
    pub(super) fn of(look: &Look<'a>, indicator: Ix) -> Self {
        let mut rounds: BTreeMap<Day, Round<'a>> = BTreeMap::new();
        for (ix, item) in look
            .reader
            .list(ListKey::Backlinks(indicator, Kind::Observation))
            .items()
        {
            let ItemFacts::Observation {
                unit,
                as_of,
                numerator,
                denominator,
                ..
            } = &item.facts
            else {
                continue;
            };
            let count = numerator.map(|n| Count {
                numerator: n.into(),
                denominator: denominator.unwrap_or(0).into(),
            });
            rounds
                .entry(*as_of)
                .or_default()
                .rows
                .push((ix, unit.as_str(), count));
        }
        let units = look.reader.list(ListKey::Kind(Kind::ReportingUnit));
        let parents = units.items().filter_map(|(_, item)| {
            let ItemFacts::ReportingUnit {
                parent: Some(parent),
            } = &item.facts
            else {
                return None;
            };
            Some((item.id.as_str(), parent.as_str()))
        });
        Self {
            rounds,
            parents: parents.collect(),
            units: units.len(),
        }
    }

    /// The sum of a day's figures and how many units reported; a unit whose parent reported is in the parent's figure already.
    pub(super) fn sum(&self, round: &Round<'_>) -> (Count, usize) {
        let reported: BTreeSet<&str> = round
            .rows
            .iter()
            .filter(|r| r.2.is_some())
            .map(|r| r.1)
            .collect();
        let own = round
            .rows
            .iter()
            .filter(|(_, unit, _)| !self.parents.get(unit).is_some_and(|p| reported.contains(p)));
        let counts: Vec<Count> = own.filter_map(|(.., count)| *count).collect();
        (counts.iter().copied().sum(), counts.len())
    }

    /// The newest day for which anything was reported, with its sum.
    pub(super) fn latest(&self) -> Option<(Day, Count)> {
        let sums = self
            .rounds
            .iter()
            .rev()
            .map(|(day, round)| (*day, self.sum(round)));
        sums.filter(|(_, (_, reported))| *reported > 0)
            .map(|(day, (count, _))| (day, count))
            .next()
    }
}

/// A target and the day to judge it by.
pub(super) struct Promise {
    pub(super) target: Target,
    pub(super) today: Day,
}

/// The targets of an indicator, by date.
pub(super) fn targets(look: &Look<'_>, indicator: Ix) -> Result<Vec<Promise>, ThemeFault> {
    let list = look
        .reader
        .list(ListKey::Backlinks(indicator, Kind::Target));
    let mut targets = Vec::new();
    for (ix, _) in list.items() {
        if let Facts::Target(target) = &look.reader.record(ix)?.facts {
            targets.push(Promise {
                target: target.clone(),
                today: look.reader.today_of(ix),
            });
        }
    }
    targets.sort_by(|Promise { target: a, .. }, Promise { target: b, .. }| {
        (a.due_on, a.value, &a.due_text).cmp(&(b.due_on, b.value, &b.due_text))
    });
    Ok(targets)
}

/// Judges a value; a date that has passed asks for no pace any more.
pub(super) fn judge(promise: &Promise, value: Option<(Day, Share)>, due: Day) -> Assessment {
    let assessment = assess(&promise.target, value, due);
    Assessment {
        pace_points_per_month: assessment
            .pace_points_per_month
            .filter(|_| promise.today <= due),
        ..assessment
    }
}

/// The last figure for a day not after the target's date: what was reached in time.
pub(super) fn value_by(figures: &Figures<'_>, due: Day) -> Option<(Day, Share)> {
    let mut in_time = figures.rounds.range(..=due).rev();
    in_time.find_map(|(day, round)| Some((*day, figures.sum(round).0.share()?)))
}
