//! What was reported and what was promised: sums by day, targets, judgements.
//!
//! Entry points: [`Figures::of`], [`told`], [`targets`], [`judge`]. What is held back has no share here, so that no chart, bar or judgement shows it.

use super::super::ThemeFault;
use super::super::frame::Look;
use crate::library::{ItemFacts, Ix, ListKey, Total};
use governance::dates::{Day, Share};
use governance::records::{Facts, Kind};
use governance::statistics::{Assessment, Count, Target, Withheld, assess};
use std::collections::{BTreeMap, BTreeSet};

/// What is told of a figure.
#[derive(Clone, Copy)]
pub(super) enum Told {
    NotReported,
    /// It tells of few people, or few could be worked out from it: only those below the line are told.
    HeldBack(u64),
    Count(Count),
}

impl Told {
    pub(super) fn of(count: Count, withheld: Option<Withheld>) -> Self {
        match withheld {
            Some(Withheld::Numerator) => Self::HeldBack(count.denominator),
            Some(Withheld::Levels) | None => Self::Count(count),
        }
    }

    pub(super) fn count(self) -> Option<Count> {
        match self {
            Self::Count(count) => Some(count),
            Self::NotReported | Self::HeldBack(_) => None,
        }
    }

    pub(super) fn share(self) -> Option<Share> {
        self.count().and_then(Count::share)
    }
}

/// What was reported for one day, by unit.
#[derive(Default)]
pub(super) struct Round<'a> {
    pub(super) rows: Vec<(Ix, &'a str, Told)>,
    /// The sum; a unit whose parent reported is in the parent's figure already.
    pub(super) total: Option<Total>,
    /// Whether something of a unit's figure is held back.
    withheld: bool,
}

impl Round<'_> {
    /// Whether a figure or the sum is not told whole.
    pub(super) fn holds_back(&self) -> bool {
        self.total.is_some_and(|total| total.withheld.is_some()) || self.withheld
    }

    /// The sum, and how many units reported.
    pub(super) fn sum(&self) -> (Told, usize) {
        let Some(total) = self.total.filter(|total| total.reported > 0) else {
            return (Told::NotReported, 0);
        };
        let count = Count {
            numerator: total.counts.numerator,
            denominator: total.counts.denominator,
        };
        (Told::of(count, total.withheld), total.reported)
    }
}

/// All figures of an indicator.
pub(super) struct Figures<'a> {
    pub(super) rounds: BTreeMap<Day, Round<'a>>,
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
            if let ItemFacts::Observation {
                unit,
                as_of,
                withheld,
                ..
            } = &item.facts
            {
                let round = rounds.entry(*as_of).or_default();
                round.withheld |= withheld.is_some();
                round.rows.push((ix, unit.as_str(), told(&item.facts)));
            }
        }
        for (day, round) in &mut rounds {
            round.total = look.reader.total(indicator, *day).copied();
        }
        let units = look.reader.list(ListKey::Kind(Kind::ReportingUnit));
        Self {
            rounds,
            units: units.len(),
        }
    }

    /// Units that gave figures for earlier days and have no row for this one, nor a unit above them that reported.
    pub(super) fn silent(&self, look: &Look<'a>, day: Day) -> BTreeSet<&'a str> {
        let earlier = self.rounds.range(..day).flat_map(|(_, round)| &round.rows);
        let now = self.rounds.get(&day).map_or(&[][..], |round| &round.rows);
        let here: BTreeSet<&str> = now.iter().map(|(_, unit, _)| *unit).collect();
        let said = now
            .iter()
            .filter(|(.., told)| !matches!(told, Told::NotReported));
        let reported: BTreeSet<&str> = said.map(|(_, unit, _)| *unit).collect();
        earlier
            .map(|(_, unit, _)| *unit)
            .filter(|unit| !here.contains(unit) && !covered(look, unit, &reported))
            .collect()
    }

    /// The newest day for which anything was reported, with its sum.
    pub(super) fn latest(&self) -> Option<(Day, Told)> {
        let sums = self
            .rounds
            .iter()
            .rev()
            .map(|(day, round)| (*day, round.sum()));
        sums.filter(|(_, (_, reported))| *reported > 0)
            .map(|(day, (told, _))| (day, told))
            .next()
    }
}

/// Whether a unit above this one reported.
fn covered(look: &Look<'_>, unit: &str, reported: &BTreeSet<&str>) -> bool {
    let parent = |id: &str| {
        let facts = &look.reader.find(Kind::ReportingUnit, id)?.1.facts;
        let ItemFacts::ReportingUnit { parent } = facts else {
            return None;
        };
        parent.as_ref().map(governance::ids::RecordId::as_str)
    };
    let mut seen = BTreeSet::from([unit]);
    let mut above = parent(unit);
    while let Some(id) = above.filter(|id| seen.insert(id)) {
        if reported.contains(id) {
            return true;
        }
        above = parent(id);
    }
    false
}

/// What is told of one unit's figure.
pub(super) fn told(facts: &ItemFacts) -> Told {
    let ItemFacts::Observation {
        numerator,
        denominator,
        withheld,
        ..
    } = facts
    else {
        return Told::NotReported;
    };
    let count = Count {
        numerator: numerator.unwrap_or(0).into(),
        denominator: denominator.unwrap_or(0).into(),
    };
    match (numerator, withheld) {
        (None, None) => Told::NotReported,
        (_, withheld) => Told::of(count, *withheld),
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
    in_time.find_map(|(day, round)| Some((*day, round.sum().0.share()?)))
}
