//! Value against target over time, with both readings of a target's date.
//!
//! Entry point: [`timeline`]. A figure that was not reported leaves a gap; a target whose words allow two dates is drawn as a span from the one to the
//! other.

use super::labels::Drawn;
use super::{escaped, percent, stripes};
use governance::dates::{Day, Share};

/// Where the drawing area lies, in percent of the picture: the labels of the axes need the rest.
pub(super) const LEFT: f64 = 11.0;
pub(super) const RIGHT: f64 = 97.0;
pub(super) const TOP: f64 = 6.0;
pub(super) const BOTTOM: f64 = 88.0;

/// A figure, or none if it was not reported.
#[derive(Debug, Clone, Copy)]
pub struct Point {
    /// The day it speaks of.
    pub day: Day,
    /// The share; none breaks the line.
    pub share: Option<Share>,
}

/// A target with both readings of its date.
#[derive(Debug, Clone, Copy)]
pub struct Goal {
    /// The share that was promised.
    pub share: Share,
    /// By calendar years.
    pub due_on: Day,
    /// From the day of the document, if the plan's words allow it.
    pub alternative: Option<Day>,
}

/// What is drawn, in order of time.
#[derive(Debug, Clone, Copy)]
pub struct Timeline<'a> {
    /// Identity in the page; the name and description hang on it.
    pub id: &'a str,
    /// Name of the chart.
    pub title: &'a str,
    /// What it shows, in a sentence or two.
    pub description: &'a str,
    /// A word for what was not reported.
    pub missing: &'a str,
    /// Figures, oldest first.
    pub points: &'a [Point],
    /// Targets, earliest first.
    pub goals: &'a [Goal],
}

/// Days that the picture spans, whole years.
#[derive(Debug, Clone, Copy)]
struct Span {
    first_year: i32,
    last_year: i32,
}

impl Span {
    fn of(chart: &Timeline<'_>) -> Option<Self> {
        let goals = chart.goals.iter();
        let years = || {
            let due = goals.clone().flat_map(|g| [Some(g.due_on), g.alternative]);
            due.flatten()
                .chain(chart.points.iter().map(|p| p.day))
                .map(Day::year)
        };
        Some(Self {
            first_year: years().min()?,
            last_year: years().max()? + 1,
        })
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "days of a few years are exact in f64"
    )]
    fn x(self, day: Day) -> f64 {
        let start = |year| Day::from_parts(year, 1, 1).unwrap_or(day);
        let whole = start(self.last_year)
            .days_since(start(self.first_year))
            .max(1);
        let part = day.days_since(start(self.first_year)) as f64 / whole as f64;
        LEFT + (RIGHT - LEFT) * part
    }
}

fn y(share: Share) -> f64 {
    BOTTOM - (BOTTOM - TOP) * share.fraction()
}

/// An SVG picture with name and description; empty if there is nothing to show.
pub fn timeline(chart: &Timeline<'_>) -> String {
    let Some(span) = Span::of(chart) else {
        return String::new();
    };
    let mut out = head(chart);
    rules(&mut out);
    years(&mut out, span);
    let mut drawn = Drawn::default();
    for ends in goal_lines(span, chart.goals) {
        line(&mut out, "goal", ends);
        drawn.line(ends);
    }
    for goal in chart.goals {
        target(&mut out, span, goal);
    }
    figures(&mut out, (span, chart), &mut drawn);
    for goal in chart.goals {
        let spot = drawn.place((span.x(goal.due_on), y(goal.share)));
        label(&mut out, spot.at, (spot.anchor, &goal.share.to_string()));
    }
    out.push_str("</svg>");
    out
}

/// Dashed lines from target to target, and from the one reading of a target to the other.
fn goal_lines(span: Span, goals: &[Goal]) -> Vec<[(f64, f64); 2]> {
    let first = |g: &Goal| (span.x(g.due_on), y(g.share));
    let steps = goals.windows(2).filter_map(|pair| match pair {
        [a, b] => Some([first(a), first(b)]),
        _ => None,
    });
    let readings = goals
        .iter()
        .filter_map(|g| Some([first(g), (span.x(g.alternative?), y(g.share))]));
    steps.chain(readings).collect()
}

fn head(chart: &Timeline<'_>) -> String {
    let mut out = String::with_capacity(4096);
    out.push_str("<svg class=\"plot\" role=\"img\" aria-labelledby=\"");
    out.push_str(chart.id);
    out.push_str("-t ");
    out.push_str(chart.id);
    out.push_str("-d\"><title id=\"");
    out.push_str(chart.id);
    out.push_str("-t\">");
    escaped(&mut out, chart.title);
    out.push_str("</title><desc id=\"");
    out.push_str(chart.id);
    out.push_str("-d\">");
    escaped(&mut out, chart.description);
    out.push_str("</desc>");
    out
}

/// Rules at every quarter with their labels.
pub(super) fn rules(out: &mut String) {
    for quarter in [0.0, 25.0, 50.0, 75.0, 100.0] {
        let height = BOTTOM - (BOTTOM - TOP) * quarter / 100.0;
        line(out, "rule", [(LEFT, height), (RIGHT, height)]);
        label(out, (LEFT - 1.5, height), ("end", &format!("{quarter}%")));
    }
}

/// The years below, each at the middle of its stretch.
fn years(out: &mut String, span: Span) {
    for year in span.first_year..span.last_year {
        if let Some(middle) = Day::from_parts(year, 7, 1) {
            label(out, (span.x(middle), 95.0), ("middle", &year.to_string()));
        }
        if let Some(start) = Day::from_parts(year, 1, 1) {
            line(
                out,
                "rule",
                [(span.x(start), BOTTOM), (span.x(start), BOTTOM + 2.5)],
            );
        }
    }
}

/// A target: a square at the first reading, an open one at the second.
fn target(out: &mut String, span: Span, goal: &Goal) {
    let height = y(goal.share);
    if let Some(later) = goal.alternative {
        square(out, "open", (span.x(later), height));
    }
    square(out, "ink", (span.x(goal.due_on), height));
}

fn figures(out: &mut String, (span, chart): (Span, &Timeline<'_>), drawn: &mut Drawn) {
    let placed: Vec<_> = chart
        .points
        .iter()
        .map(|p| (span.x(p.day), p.share.map(y)))
        .collect();
    for pair in placed.windows(2) {
        if let [(ax, Some(ay)), (bx, Some(by))] = *pair {
            line(out, "line", [(ax, ay), (bx, by)]);
            drawn.line([(ax, ay), (bx, by)]);
        }
    }
    for (x, height) in placed {
        if let Some(y) = height {
            dot(out, (x, y));
            drawn.line([(x, y), (x, y)]);
        } else {
            stripes(out, [(x, TOP), (x, BOTTOM)]);
            label(out, (x, BOTTOM - 4.0), ("middle", chart.missing));
        }
    }
}

/// A figure.
pub(super) fn dot(out: &mut String, (x, y): (f64, f64)) {
    out.push_str("<circle class=\"fill\" r=\"5\" cx=\"");
    percent(out, x);
    out.push_str("\" cy=\"");
    percent(out, y);
    out.push_str("\"/>");
}

pub(super) fn line(out: &mut String, class: &str, ends: [(f64, f64); 2]) {
    out.push_str("<line class=\"");
    out.push_str(class);
    for (name, value) in [
        ("x1", ends[0].0),
        ("y1", ends[0].1),
        ("x2", ends[1].0),
        ("y2", ends[1].1),
    ] {
        out.push_str("\" ");
        out.push_str(name);
        out.push_str("=\"");
        percent(out, value);
    }
    out.push_str("\"/>");
}

/// A square of 10 px around the place.
fn square(out: &mut String, class: &str, (x, y): (f64, f64)) {
    out.push_str("<rect class=\"");
    out.push_str(class);
    out.push_str("\" width=\"10\" height=\"10\" transform=\"translate(-5 -5)\" x=\"");
    percent(out, x);
    out.push_str("\" y=\"");
    percent(out, y);
    out.push_str("\"/>");
}

pub(super) fn label(out: &mut String, (x, y): (f64, f64), (anchor, text): (&str, &str)) {
    out.push_str("<text text-anchor=\"");
    out.push_str(anchor);
    out.push_str("\" dominant-baseline=\"middle\" x=\"");
    percent(out, x);
    out.push_str("\" y=\"");
    percent(out, y);
    out.push_str("\">");
    escaped(out, text);
    out.push_str("</text>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn share(text: &str) -> Option<Share> {
        Share::parse(text).ok()
    }

    #[test]
    fn a_missing_figure_breaks_the_line() {
        let all = ["2021-12-31", "2022-06-30", "2022-12-31", "2023-06-30"];
        let points = |missing: usize| -> Vec<Point> {
            let one = |(i, d): (usize, &&str)| Point {
                day: day(d),
                share: share("40%").filter(|_| i != missing),
            };
            all.iter().enumerate().map(one).collect()
        };
        let segments = |missing| {
            let points = points(missing);
            let chart = Timeline {
                id: "c",
                title: "t",
                description: "d",
                missing: "未报送",
                points: &points,
                goals: &[],
            };
            let svg = timeline(&chart);
            let count = |what: &str| svg.matches(what).count();
            assert_eq!(count("dasharray"), count(">未报送<"));
            (count("class=\"line\""), count(">未报送<"))
        };
        assert_eq!(
            (segments(9), segments(1), segments(3)),
            ((3, 0), (1, 1), (2, 1))
        );
    }

    #[test]
    fn both_readings_of_a_target_are_drawn() {
        let goals = [Goal {
            share: Share::WHOLE,
            due_on: day("2025-12-31"),
            alternative: Some(day("2026-11-12")),
        }];
        let chart = Timeline {
            id: "c",
            title: "<t>",
            description: "d",
            missing: "未报送",
            points: &[],
            goals: &goals,
        };
        let svg = timeline(&chart);
        assert!(svg.contains("class=\"open\"") && svg.contains("class=\"ink\""));
        assert!(svg.contains("&lt;t&gt;") && !svg.contains("style="));
        assert!(
            timeline(&Timeline {
                goals: &[],
                ..chart
            })
            .is_empty()
        );
    }
}
