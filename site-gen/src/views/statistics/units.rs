//! The newest figures by unit: a table with the bar of each share.
//!
//! Entry points: [`units`], [`share_bar`]. What was not reported says so in words and in stripes; it is never an empty bar.

use super::super::ThemeFault;
use super::super::frame::Look;
use super::figures::{Figures, Round, Told};
use super::{line, value};
use crate::charts;
use crate::library::{Ix, Total};
use governance::dates::Share;
use governance::records::{Facts, Kind};
use governance::statistics::small_cells::Levels;
use governance::statistics::{Observation, ObservationState, Unit};
use serde::Serialize;

/// The newest figures by unit, and their sum.
#[derive(Serialize, Default)]
pub(super) struct UnitsView<'r> {
    rows: Vec<UnitView<'r>>,
    total: Option<TotalView<'r>>,
    /// The heads of the levels, where any unit reports them.
    levels: Vec<&'r str>,
}

#[derive(Serialize)]
pub(super) struct UnitView<'r> {
    name: &'r str,
    url: Option<String>,
    value: String,
    count: String,
    /// By level, or why not.
    levels: LevelsView<'r>,
    state: &'r str,
    earlier: Option<String>,
    bar: Option<String>,
}

#[derive(Serialize)]
struct TotalView<'r> {
    value: String,
    count: String,
    levels: LevelsView<'r>,
}

/// The figure by level, each with its number; or what is said instead.
#[derive(Serialize)]
struct LevelsView<'r> {
    counts: Vec<u64>,
    instead: &'r str,
}

/// The newest figures by unit, in the order of their ids; shares are drawn against the target that comes next.
pub(super) fn units<'r>(
    look: &Look<'r>,
    unit: Unit,
    (figures, goal): (&Figures<'r>, Option<Share>),
) -> Result<UnitsView<'r>, ThemeFault> {
    let Some((day, round)) = figures
        .latest()
        .and_then(|(day, _)| figures.rounds.get_key_value(&day))
    else {
        return Ok(UnitsView::default());
    };
    let silent = figures.silent(look, *day).into_iter().map(|id| (id, None));
    let rows = round.rows.iter();
    let mut rows: Vec<_> = rows
        .map(|(ix, id, told)| (*id, Some((*ix, *told))))
        .chain(silent)
        .collect();
    rows.sort_by_key(|(id, _)| *id);
    let mut views = Vec::with_capacity(rows.len());
    for (id, row) in rows {
        views.extend(one(look, (unit, goal), (id, row))?);
    }
    let total = round.total.filter(|total| total.reported > 0);
    let heads = [
        "statistics.assistant",
        "statistics.social_worker",
        "statistics.senior",
    ];
    let with_levels = total.is_some_and(|t| t.counts.levels.is_some())
        || views.iter().any(|v| !v.levels.counts.is_empty());
    Ok(UnitsView {
        rows: views,
        total: total.map(|total| sum(look, unit, (round, total))),
        levels: heads
            .into_iter()
            .filter(|_| with_levels)
            .map(|h| look.t(h))
            .collect(),
    })
}

/// One unit's figure of the day; without a row it is told as not reported. None where the unit was taken back.
fn one<'r>(
    look: &Look<'r>,
    (unit, goal): (Unit, Option<Share>),
    (id, row): (&str, Option<(Ix, Told)>),
) -> Result<Option<UnitView<'r>>, ThemeFault> {
    let Some((_, about)) = look.reader.shown(Kind::ReportingUnit, id) else {
        return Ok(None);
    };
    let told = row.map_or(Told::NotReported, |(_, told)| told);
    let record = row.map(|(ix, _)| look.reader.record(ix)).transpose()?;
    let facts = record.as_deref().map(|record| &record.facts);
    let observation = if let Some(Facts::Observation(observation)) = facts {
        Some(observation)
    } else {
        None
    };
    let value = match told {
        Told::NotReported => look.t("statistics.not_reported").into(),
        Told::HeldBack(_) | Told::Count(_) => value(look, unit, told),
    };
    Ok(Some(UnitView {
        name: &about.title,
        url: about.division.map(|code| format!("/d/{code}/")),
        bar: (unit == Unit::Rate).then(|| share_bar((&about.title, &value), told.share(), goal)),
        value,
        count: counted(look, told),
        levels: observation.map_or(LevelsView::instead("–"), |o| levels(look, o)),
        state: observation.map_or("–", |o| look.label(o.state)),
        earlier: observation.and_then(|o| earlier(look, o)),
    }))
}

fn sum<'r>(look: &Look<'r>, unit: Unit, (round, total): (&Round<'r>, Total)) -> TotalView<'r> {
    let told = round.sum().0;
    TotalView {
        value: value(look, unit, told),
        count: counted(look, told),
        levels: match (total.withheld, total.counts.levels) {
            (Some(_), _) => LevelsView::instead(look.t("statistics.held_back")),
            (None, Some(levels)) => LevelsView::of(levels),
            (None, None) => LevelsView::instead("–"),
        },
    }
}

fn levels<'r>(look: &Look<'r>, figure: &Observation) -> LevelsView<'r> {
    let given = [figure.assistant, figure.social_worker, figure.senior];
    match figure.withheld {
        Some(_) => LevelsView::instead(look.t("statistics.held_back")),
        None if given.iter().any(Option::is_some) => {
            LevelsView::of(given.map(|n| n.unwrap_or(0).into()))
        }
        None => LevelsView::instead("–"),
    }
}

impl<'r> LevelsView<'r> {
    fn of(levels: Levels) -> Self {
        Self {
            counts: levels.into(),
            instead: "",
        }
    }

    fn instead(words: &'r str) -> Self {
        Self {
            counts: Vec::new(),
            instead: words,
        }
    }
}

/// The bar of a place: striped if there is no share.
pub(super) fn share_bar(
    (name, value): (&str, &str),
    share: Option<Share>,
    goal: Option<Share>,
) -> String {
    let name = format!("{name} {value}");
    match share {
        Some(share) => charts::bar(&name, share.fraction(), goal.map(Share::fraction)),
        None => charts::unreported(&name),
    }
}

fn counted(look: &Look<'_>, told: Told) -> String {
    match (told, line(look, told)) {
        (Told::NotReported, _) => "–".into(),
        (Told::Count(count), [numerator, _]) if count.denominator == 0 => numerator,
        (Told::HeldBack(_), [_, below]) => format!("– / {below}"),
        (Told::Count(_), [above, below]) => format!("{above} / {below}"),
    }
}

/// What a revised figure was before, and why it changed.
fn earlier(look: &Look<'_>, observation: &Observation) -> Option<String> {
    if observation.state != ObservationState::Revised {
        return None;
    }
    let number = |n: Option<u32>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
    let before = format!(
        "{} / {}",
        number(observation.earlier_numerator),
        number(observation.earlier_denominator)
    );
    let why = observation.revision_reason.as_deref().unwrap_or_default();
    Some(look.say("statistics.earlier", &[("before", &before), ("why", why)]))
}
