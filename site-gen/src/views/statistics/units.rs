//! The newest figures by unit: a table with the bar of each share.
//!
//! Entry points: [`units`], [`share_bar`]. What was not reported says so in words and in stripes; it is never an empty bar.

use super::super::ThemeFault;
use super::super::frame::Look;
use super::figures::Figures;
use super::value;
use crate::charts;
use governance::dates::Share;
use governance::records::{Facts, Kind};
use governance::statistics::{Count, Observation, ObservationState, Unit};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct UnitView<'r> {
    name: &'r str,
    url: Option<String>,
    value: String,
    count: String,
    state: &'r str,
    earlier: Option<String>,
    bar: Option<String>,
}

/// The newest figures by unit, in the order of their ids; shares are drawn against the target that comes next.
pub(super) fn units<'r>(
    look: &Look<'r>,
    unit: Unit,
    (figures, goal): (&Figures<'r>, Option<Share>),
) -> Result<Vec<UnitView<'r>>, ThemeFault> {
    let Some(round) = figures
        .latest()
        .and_then(|(day, _)| figures.rounds.get(&day))
    else {
        return Ok(Vec::new());
    };
    let mut rows: Vec<_> = round.rows.iter().collect();
    rows.sort_by_key(|(_, unit, _)| *unit);
    let mut views = Vec::with_capacity(rows.len());
    for (ix, id, count) in rows {
        let Some((_, about)) = look.reader.shown(Kind::ReportingUnit, id) else {
            continue;
        };
        let record = look.reader.record(*ix)?;
        let Facts::Observation(observation) = &record.facts else {
            continue;
        };
        let value = count.map_or_else(
            || look.t("statistics.not_reported").into(),
            |c| value(look, unit, Some(c)),
        );
        let share = count.and_then(Count::share);
        views.push(UnitView {
            name: &about.title,
            url: about.division.map(|code| format!("/d/{code}/")),
            bar: (unit == Unit::Rate).then(|| share_bar((&about.title, &value), share, goal)),
            value,
            count: counted(*count),
            state: look.label(observation.state),
            earlier: earlier(look, observation),
        });
    }
    Ok(views)
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

fn counted(count: Option<Count>) -> String {
    match count {
        Some(c) if c.denominator > 0 => format!("{} / {}", c.numerator, c.denominator),
        Some(c) => c.numerator.to_string(),
        None => "–".into(),
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
