//! The counties as tiles, about where they lie.
//!
//! Entry point: [`tiles`]. The tiles are a list in the order of their rows, so that text keeps its size and a screen reader hears names and numbers.

use super::super::frame::Look;
use super::figures::{Figures, Told};
use super::units::share_bar;
use super::value;
use crate::library::Item;
use governance::dates::Share;
use governance::divisions::DivisionCode;
use governance::records::Kind;
use governance::statistics::Unit;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where the tiles of the counties stand, five to a row; an empty text leaves a gap. North is up; it is a diagram, not a map.
const TILES: [&str; 20] = [
    "", "420526", "420506", "420525", "", //
    "420527", "420504", "420502", "420503", "420582", //
    "420528", "", "420581", "420505", "420583", //
    "420529", "", "", "", "",
];

#[derive(Serialize)]
pub(super) struct TilesView<'a> {
    pub(super) title: &'a str,
    pub(super) cells: Vec<TileView<'a>>,
}

/// A county, or a gap.
#[derive(Serialize, Default)]
pub(super) struct TileView<'a> {
    pub(super) url: Option<String>,
    pub(super) name: &'a str,
    pub(super) value: String,
    pub(super) bar: String,
}

/// The newest figures of the counties, where they lie, against a goal; none where no county reports.
pub(super) fn tiles<'a>(
    look: &Look<'a>,
    item: &'a Item,
    (figures, goal): (&Figures<'a>, Option<Share>),
) -> Option<TilesView<'a>> {
    let (day, _) = figures.latest()?;
    let round = figures.rounds.get(&day)?;
    let counts: BTreeMap<DivisionCode, Told> = round
        .rows
        .iter()
        .filter_map(|(_, unit, told)| {
            Some((
                look.reader.find(Kind::ReportingUnit, unit)?.1.division?,
                *told,
            ))
        })
        .collect();
    let codes = TILES.iter().map(|code| DivisionCode::parse(code).ok());
    let codes: Vec<_> = codes.collect();
    if !codes.iter().flatten().any(|code| counts.contains_key(code)) {
        return None;
    }
    let cell = |code: DivisionCode| {
        let name = short(look.place(code)?);
        let told = counts.get(&code).copied().unwrap_or(Told::NotReported);
        let value = match told {
            Told::NotReported => look.t("statistics.not_reported").into(),
            Told::HeldBack(_) | Told::Count(_) => value(look, Unit::Rate, told),
        };
        Some(TileView {
            url: Some(format!("/d/{code}/")),
            name,
            bar: share_bar((name, &value), told.share(), goal),
            value,
        })
    };
    let cells = codes.into_iter().map(|code| code.and_then(cell));
    Some(TilesView {
        title: &item.title,
        cells: cells.map(Option::unwrap_or_default).collect(),
    })
}

/// The name of a county without what kind of county it is, so that it fits a tile: 长阳土家族自治县 → 长阳.
pub(super) fn short(name: &str) -> &str {
    let name = name.split("土家族").next().unwrap_or(name);
    ["区", "县", "市"]
        .iter()
        .find_map(|s| name.strip_suffix(s))
        .filter(|n| n.chars().count() > 1)
        .unwrap_or(name)
}
