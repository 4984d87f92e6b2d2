//! A share over months: how often answers came in time.
//!
//! Entry point: [`months`]. A month without a share is marked as such and breaks the line; it is never drawn as nothing or as zero.

use super::timeline::{BOTTOM, LEFT, RIGHT, TOP, dot, label, line, rules};
use super::{escaped, stripes};
use governance::dates::Share;
use governance::published::Month;

/// A month with its share, or none if there is nothing to have a share of.
#[derive(Debug, Clone, Copy)]
pub struct MonthShare {
    /// The month.
    pub month: Month,
    /// The share; none breaks the line.
    pub share: Option<Share>,
}

/// What is drawn, oldest month first.
#[derive(Debug, Clone, Copy)]
pub struct Months<'a> {
    /// Identity in the page; the name and description hang on it.
    pub id: &'a str,
    /// Name of the chart.
    pub title: &'a str,
    /// What it shows, in a sentence or two.
    pub description: &'a str,
    /// The months, one after the other.
    pub shares: &'a [MonthShare],
}

/// An SVG picture with name and description; empty if no month has a share.
pub fn months(chart: &Months<'_>) -> String {
    if chart.shares.iter().all(|m| m.share.is_none()) {
        return String::new();
    }
    let mut out = String::with_capacity(4096);
    let id = chart.id;
    for part in [
        "<svg class=\"plot\" role=\"img\" aria-labelledby=\"",
        id,
        "-t ",
        id,
        "-d\"><title id=\"",
        id,
        "-t\">",
    ] {
        out.push_str(part);
    }
    escaped(&mut out, chart.title);
    for part in ["</title><desc id=\"", id, "-d\">"] {
        out.push_str(part);
    }
    escaped(&mut out, chart.description);
    out.push_str("</desc>");
    rules(&mut out);
    names(&mut out, chart.shares);
    values(&mut out, chart.shares);
    out.push_str("</svg>");
    out
}

/// The middle of a month's stretch.
#[expect(
    clippy::cast_precision_loss,
    reason = "months of a few years are exact in f64"
)]
fn x(place: usize, count: usize) -> f64 {
    LEFT + (RIGHT - LEFT) * (place as f64 + 0.5) / count as f64
}

fn y(share: Share) -> f64 {
    BOTTOM - (BOTTOM - TOP) * share.fraction()
}

/// Months below, and under each January its year; under the first too, unless a January follows so closely that the two would touch.
fn names(out: &mut String, shares: &[MonthShare]) {
    for (n, one) in shares.iter().enumerate() {
        let text = one.month.to_string();
        let (year, month) = text.split_once('-').unwrap_or((&text, ""));
        let at = x(n, shares.len());
        label(out, (at, 92.5), ("middle", month.trim_start_matches('0')));
        let first = n == 0
            && !shares
                .iter()
                .take(3)
                .any(|s| s.month.to_string().ends_with("-01"));
        if first || month == "01" {
            label(out, (at, 98.5), ("middle", year));
        }
    }
}

fn values(out: &mut String, shares: &[MonthShare]) {
    let place =
        |(n, one): (usize, &MonthShare)| one.share.map(|share| (x(n, shares.len()), y(share)));
    let placed: Vec<_> = shares.iter().enumerate().map(place).collect();
    for pair in placed.windows(2) {
        if let [Some(a), Some(b)] = *pair {
            line(out, "line", [a, b]);
        }
    }
    for (n, at) in placed.into_iter().enumerate() {
        if let Some(at) = at {
            dot(out, at);
        } else {
            let at = x(n, shares.len());
            stripes(out, [(at, TOP), (at, BOTTOM)]);
            label(out, (at, BOTTOM - 4.0), ("middle", "–"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(shares: &[Option<&str>]) -> String {
        let mut month = Month::parse("2025-11").expect("a month");
        let mut list = Vec::new();
        for share in shares {
            let share = share.and_then(|text| Share::parse(text).ok());
            list.push(MonthShare { month, share });
            month = month.next();
        }
        months(&Months {
            id: "c",
            title: "<t>",
            description: "d",
            shares: &list,
        })
    }

    #[test]
    fn a_month_without_answers_is_marked_and_breaks_the_line() {
        let whole = chart(&[Some("90%"), Some("80%"), Some("100%")]);
        let broken = chart(&[Some("90%"), None, Some("100%")]);
        let count = |svg: &str, what: &str| svg.matches(what).count();
        assert_eq!(
            (
                count(&whole, "class=\"line\""),
                count(&whole, "<circle"),
                count(&whole, ">–<")
            ),
            (2, 3, 0)
        );
        assert_eq!(
            (
                count(&broken, "class=\"line\""),
                count(&broken, "<circle"),
                count(&broken, ">–<")
            ),
            (0, 2, 1)
        );
        assert!(
            !whole.contains(">2025<") && whole.contains(">2026<") && whole.contains("&lt;t&gt;")
        );
        assert_eq!(chart(&[None, None]), "");
    }
}
