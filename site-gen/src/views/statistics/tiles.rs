//! The counties as tiles, about where they lie.
//!
//! Entry point: [`tiles`]. The tiles are a list in the order of their rows, so that text keeps its size and a screen reader hears names and numbers.

use super::super::frame::Look;
use super::super::parts::percent;
use super::figures::Figures;
use crate::library::{Item, Ix};
use governance::divisions::DivisionCode;
use governance::records::Kind;
use governance::statistics::Count;
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

#[derive(Serialize)]
pub(super) struct TileView<'a> {
    pub(super) url: Option<String>,
    pub(super) name: &'a str,
    pub(super) value: String,
}

/// The newest figures of the counties, where they lie.
pub(super) fn tiles<'a>(look: &Look<'a>, (ix, item): (Ix, &'a Item)) -> Option<TilesView<'a>> {
    let figures = Figures::of(look, ix);
    let (day, _) = figures.latest()?;
    let round = figures.rounds.get(&day)?;
    let shares: BTreeMap<DivisionCode, Option<Count>> = round
        .rows
        .iter()
        .filter_map(|(_, unit, count)| {
            Some((
                look.reader.find(Kind::ReportingUnit, unit)?.1.division?,
                *count,
            ))
        })
        .collect();
    let cell = |code: &&str| {
        let code = DivisionCode::parse(code).ok()?;
        let share = shares.get(&code).copied().flatten().and_then(Count::share);
        Some(TileView {
            url: Some(format!("/d/{code}/")),
            name: short(look.place(code)?),
            value: share.map_or("–".into(), percent),
        })
    };
    let empty = || TileView {
        url: None,
        name: "",
        value: String::new(),
    };
    let cells: Vec<_> = TILES
        .iter()
        .map(|code| cell(code).unwrap_or_else(empty))
        .collect();
    let any = cells.iter().any(|c| c.url.is_some());
    any.then_some(TilesView {
        title: &item.title,
        cells,
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
