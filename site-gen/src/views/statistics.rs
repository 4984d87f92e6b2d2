//! Figures against targets: the overview and the page of an indicator.
//!
//! Entry points: [`overview`], [`page`], [`standing`]. Roll-ups sum counts and never average; what was not reported stays 未报送; every number of a chart stands in a table
//! beside it; a status is said in words with a sign.

mod figures;
mod tiles;
mod units;

use super::ThemeFault;
use super::frame::{Column, Frame, Look};
use super::indexes::downloads;
use super::parts::{ChangeView, DayView, FactView, LinkView, TagView, percent, shortfall, tenths};
use crate::charts::{self, Goal, Point, Timeline};
use crate::library::{Item, ItemFacts, Ix, ListKey, ReadFault};
use crate::pages;
use figures::{Figures, Promise, Round, Told, judge, targets, told, value_by};
use governance::dates::{Day, Share};
use governance::records::{Facts, Kind};
use governance::statistics::{Assessment, Indicator, Target, Unit};
use serde::Serialize;
use std::borrow::Cow;
use tiles::{TilesView, tiles};
use units::{UnitsView, units};

#[derive(Serialize)]
struct OverviewView<'a> {
    indicators: Vec<Standing<'a>>,
    tiles: Option<TilesView<'a>>,
    downloads: Vec<LinkView<'a>>,
}

/// The newest figure of an indicator and where it stands.
#[derive(Serialize)]
pub(super) struct Standing<'a> {
    url: String,
    title: &'a str,
    value: String,
    /// None where no target is a number.
    status: Option<TagView<'a>>,
    sentence: String,
    bar: String,
    example: bool,
}

#[derive(Serialize)]
struct IndicatorView<'r> {
    example: bool,
    now: Standing<'r>,
    definition: &'r str,
    chart: Option<String>,
    targets: Vec<TargetView<'r>>,
    history: Vec<HistoryView>,
    tiles: Option<TilesView<'r>>,
    units: UnitsView<'r>,
    /// Whether anything is held back, so that the page says why.
    held_back: bool,
    latest: Option<DayView>,
    facts: Vec<FactView<'r>>,
    changes: Vec<ChangeView<'r>>,
}

#[derive(Serialize)]
struct TargetView<'r> {
    value: String,
    due_text: &'r str,
    authority: &'r str,
    /// Where it starts from, in words.
    baseline: Option<String>,
    replaced: bool,
    a: Option<ReadingView<'r>>,
    b: Option<ReadingView<'r>>,
}

/// A target under one reading of its date.
#[derive(Serialize)]
struct ReadingView<'r> {
    day: DayView,
    status: TagView<'r>,
    sentence: String,
}

#[derive(Serialize)]
struct HistoryView {
    day: DayView,
    value: String,
    numerator: String,
    denominator: String,
    reported: String,
}

/// A value as people read it: a share, a number, or done.
fn value(look: &Look<'_>, unit: Unit, told: Told) -> String {
    let count = match told {
        Told::NotReported => return look.t("statistics.no_data").into(),
        Told::HeldBack(_) => return look.t("statistics.held_back").into(),
        Told::Count(count) => count,
    };
    match unit {
        Unit::Rate => count
            .share()
            .map_or_else(|| look.t("statistics.no_data").into(), percent),
        Unit::Number => count.numerator.to_string(),
        Unit::Event => look
            .t(if count.numerator > 0 {
                "statistics.event_done"
            } else {
                "statistics.event_open"
            })
            .into(),
    }
}

/// A unit's figure as a share or number, and as counts; what was not reported or is held back is said.
pub(super) fn figure(look: &Look<'_>, facts: &ItemFacts) -> (String, String) {
    let told = told(facts);
    match told {
        Told::NotReported => (look.t("statistics.not_reported").into(), String::new()),
        Told::HeldBack(_) => (value(look, Unit::Rate, told), String::new()),
        Told::Count(count) if count.denominator == 0 => {
            (count.numerator.to_string(), String::new())
        }
        Told::Count(count) => {
            let counts = format!("{} / {}", count.numerator, count.denominator);
            (value(look, Unit::Rate, told), counts)
        }
    }
}

/// Above and below the line, as a table shows them.
fn line(look: &Look<'_>, told: Told) -> [String; 2] {
    let below = |n: u64| match n {
        0 => "–".to_owned(),
        n => n.to_string(),
    };
    match told {
        Told::NotReported => ["–".into(), "–".into()],
        Told::HeldBack(denominator) => [look.t("statistics.held_back").into(), below(denominator)],
        Told::Count(count) => [count.numerator.to_string(), below(count.denominator)],
    }
}

/// The newest figure of an indicator against the target that comes next, or the last one.
pub(super) fn standing<'a>(
    look: &Look<'a>,
    (ix, item): (Ix, &'a Item),
) -> Result<Standing<'a>, ThemeFault> {
    let figures = Figures::of(look, ix);
    let targets = targets(look, ix)?;
    Ok(stand(look, item, (&figures, &targets)))
}

/// The target that comes next after the newest figure, or the last one.
fn ahead(targets: &[Promise], latest: Option<Day>) -> Option<&Promise> {
    let live = || {
        targets
            .iter()
            .filter(|p| p.target.replaced_by.is_none() && p.target.value.is_some())
    };
    live()
        .find(|p| {
            latest
                .zip(p.target.due_on)
                .is_some_and(|(day, due)| due >= day)
        })
        .or_else(|| live().next_back())
}

fn stand<'a>(
    look: &Look<'a>,
    item: &'a Item,
    (figures, targets): (&Figures<'a>, &[Promise]),
) -> Standing<'a> {
    let unit = if let ItemFacts::Indicator { unit, .. } = item.facts {
        unit
    } else {
        Unit::Rate
    };
    let latest = figures.latest();
    let share = latest.and_then(|(day, told)| Some((day, told.share()?)));
    let target = ahead(targets, latest.map(|(day, _)| day));
    let judged = target
        .and_then(|p| Some((p, p.target.due_on?)))
        .map(|(p, due)| (p, due, judge(p, share, due)));
    let shown = value(
        look,
        unit,
        latest.map_or(Told::NotReported, |(_, told)| told),
    );
    let mut sentence = latest
        .map(|(day, _)| look.say("statistics.as_of_day", &[("day", &look.day(day).text)]))
        .unwrap_or_default();
    sentence.extend(judged.map(|(p, due, a)| gap_sentence(look, &p.target, (due, a))));
    if judged.is_none() {
        let said = targets.iter().find_map(|p| p.target.value_text.as_deref());
        sentence.extend(said.map(|text| look.say("statistics.goal_text", &[("goal", text)])));
    }
    let name = format!("{} {shown}", item.title);
    let goal = target.and_then(|p| p.target.value);
    let bar = match share {
        Some((_, share)) => charts::bar(&name, share.fraction(), goal.map(Share::fraction)),
        None if unit == Unit::Rate => charts::unreported(&name),
        None => String::new(),
    };
    Standing {
        url: pages::address(item),
        title: &item.title,
        value: shown,
        status: judged.map(|(.., a)| look.progress(a.progress)),
        sentence,
        bar,
        example: item.example,
    }
}

/// 目标 60%（2023年12月31日前），还差 7.7 个百分点, and the pace that is needed.
fn gap_sentence(look: &Look<'_>, target: &Target, (due, assessment): (Day, Assessment)) -> String {
    let goal = target.value.map(percent).unwrap_or_default();
    let due = look.day(due).text;
    let mut text = look.say("statistics.goal", &[("goal", &goal), ("due", &due)]);
    text.push_str(&distance(look, assessment));
    text
}

/// How far it is, and the pace that is needed.
fn distance(look: &Look<'_>, assessment: Assessment) -> String {
    let mut text = match assessment.gap_points {
        None => String::new(),
        Some(0) => look.t("statistics.exact").to_owned(),
        Some(gap) if gap > 0 => look.say("statistics.short", &[("gap", &shortfall(gap))]),
        Some(gap) => look.say("statistics.over", &[("gap", &tenths(gap))]),
    };
    if let Some(pace) = assessment.pace_points_per_month {
        text.push_str(&look.say("statistics.pace", &[("pace", &tenths(pace))]));
    }
    text
}

/// `/statistics/`
pub(super) fn overview(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let list = look.reader.list(ListKey::Kind(Kind::Indicator));
    let indicators = list
        .items()
        .map(|pair| standing(look, pair))
        .collect::<Result<_, _>>()?;
    let headline = look
        .reader
        .shown(Kind::Indicator, "certification_rate")
        .or_else(|| list.items().next());
    let title = look.t("nav.statistics");
    let mut frame = Frame::column(
        "/statistics/",
        Column {
            title: title.into(),
            description: look.t("statistics.lead").into(),
            section: "statistics",
            kind: "数据发布",
        },
    );
    frame.crumbs = vec![LinkView::new("/", look.t("word.home"))];
    let view = OverviewView {
        indicators,
        tiles: headline
            .map(|pair| tiles_of(look, pair))
            .transpose()?
            .flatten(),
        downloads: [
            downloads(look, Kind::Observation),
            downloads(look, Kind::Target),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    look.show("statistics.html", (frame, &view), out)
}

/// The counties under an indicator, against the target that comes next.
fn tiles_of<'a>(
    look: &Look<'a>,
    (ix, item): (Ix, &'a Item),
) -> Result<Option<TilesView<'a>>, ThemeFault> {
    let figures = Figures::of(look, ix);
    let targets = targets(look, ix)?;
    Ok(tiles(look, item, (&figures, goal(&figures, &targets))))
}

/// The share promised next.
fn goal(figures: &Figures<'_>, targets: &[Promise]) -> Option<Share> {
    ahead(targets, figures.latest().map(|(day, _)| day))?
        .target
        .value
}

/// The page of an indicator.
pub(super) fn page(
    look: &Look<'_>,
    (ix, item): (Ix, &Item),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let record = look.reader.record(ix)?;
    let Facts::Indicator(indicator) = &record.facts else {
        return Err(ReadFault::NotShown.into());
    };
    let figures = Figures::of(look, ix);
    let targets = targets(look, ix)?;
    let latest = figures.latest();
    let goal = goal(&figures, &targets);
    let view = IndicatorView {
        example: item.example,
        now: stand(look, item, (&figures, &targets)),
        definition: &indicator.definition,
        chart: chart(look, item, (&figures, &targets)).filter(|_| indicator.unit == Unit::Rate),
        targets: targets
            .iter()
            .map(|p| target_view(look, p, &figures))
            .collect(),
        history: history(look, indicator.unit, &figures),
        tiles: tiles(look, item, (&figures, goal)).filter(|_| indicator.unit == Unit::Rate),
        units: units(look, indicator.unit, (&figures, goal))?,
        held_back: figures.rounds.values().any(Round::holds_back),
        latest: latest.map(|(day, _)| look.day(day)),
        facts: facts(look, indicator),
        changes: look.changes(&record.envelope.changes),
    };
    let frame = look.article((item, &record.envelope), &indicator.owner);
    look.show("indicator.html", (frame, &view), out)
}

fn chart(
    look: &Look<'_>,
    item: &Item,
    (figures, targets): (&Figures<'_>, &[Promise]),
) -> Option<String> {
    let point = |(day, round): (&Day, &Round<'_>)| Point {
        day: *day,
        share: round.sum().0.share(),
    };
    let points: Vec<_> = figures.rounds.iter().map(point).collect();
    let goal = |Promise { target: t, .. }: &Promise| {
        Some(Goal {
            share: t.value?,
            due_on: t.due_on?,
            alternative: t.due_on_alternative,
        })
    };
    let goals: Vec<_> = targets
        .iter()
        .filter(|p| p.target.replaced_by.is_none())
        .filter_map(goal)
        .collect();
    let said: Vec<String> = points
        .iter()
        .filter_map(|p| {
            p.share
                .map(|s| format!("{} {}", look.day(p.day).text, percent(s)))
        })
        .collect();
    let title = look.say("statistics.chart", &[("title", &item.title)]);
    let description = look.say(
        "statistics.chart_more",
        &[("figures", &said.join(look.t("word.comma")))],
    );
    let chart = Timeline {
        id: "chart",
        title: &title,
        description: &description,
        missing: look.t("statistics.not_reported"),
        points: &points,
        goals: &goals,
    };
    Some(charts::timeline(&chart)).filter(|svg| !svg.is_empty())
}

fn target_view<'r>(look: &Look<'r>, promise: &'r Promise, figures: &Figures<'_>) -> TargetView<'r> {
    let target = &promise.target;
    let reading = |due: Day| {
        let assessment = judge(promise, value_by(figures, due), due);
        ReadingView {
            day: look.day(due),
            status: look.progress(assessment.progress),
            sentence: distance(look, assessment),
        }
    };
    let judged = target.value.is_some();
    TargetView {
        value: target
            .value
            .map(percent)
            .or_else(|| target.value_text.as_deref().map(Into::into))
            .unwrap_or_default(),
        due_text: &target.due_text,
        authority: &target.authority,
        baseline: target.baseline.zip(target.baseline_on).map(|(share, on)| {
            let (value, day) = (percent(share), look.day(on).text);
            look.say("statistics.baseline", &[("value", &value), ("day", &day)])
        }),
        replaced: target.replaced_by.is_some(),
        a: target.due_on.filter(|_| judged).map(reading),
        b: target.due_on_alternative.filter(|_| judged).map(reading),
    }
}

fn history(look: &Look<'_>, unit: Unit, figures: &Figures<'_>) -> Vec<HistoryView> {
    let row = |(day, round): (&Day, &Round<'_>)| {
        let (told, reported) = round.sum();
        let [numerator, denominator] = line(look, told);
        HistoryView {
            day: look.day(*day),
            value: value(look, unit, told),
            numerator,
            denominator,
            reported: format!("{reported} / {}", figures.units.max(round.rows.len())),
        }
    };
    figures.rounds.iter().rev().map(row).collect()
}

fn facts<'r>(look: &Look<'r>, indicator: &'r Indicator) -> Vec<FactView<'r>> {
    let mut facts = Vec::new();
    let given = [
        ("statistics.numerator", &indicator.numerator),
        ("statistics.denominator", &indicator.denominator),
        ("statistics.scope", &indicator.scope_note),
    ];
    for (name, text) in given {
        facts.extend(text.as_deref().map(|t| FactView::new(look.t(name), t)));
    }
    let direction: Cow<'r, str> = look.label(indicator.direction).into();
    facts.push(FactView::new(look.t("statistics.direction"), direction));
    let counted = indicator.counts.map(|what| look.label(what));
    facts.extend(counted.map(|what| FactView::new(look.t("statistics.counted"), what)));
    facts.push(FactView::new(
        look.t("statistics.source"),
        &*indicator.source,
    ));
    facts.push(FactView::new(
        look.t("statistics.cadence"),
        look.label(indicator.cadence),
    ));
    facts.push(FactView::new(look.t("statistics.owner"), &*indicator.owner));
    facts.extend(
        indicator
            .expected_on
            .map(|d| FactView::new(look.t("statistics.expected"), look.day(d).text)),
    );
    facts
}
