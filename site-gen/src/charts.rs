//! Charts as inline SVG: pure functions from numbers to markup.
//!
//! Entry points: [`timeline()`], [`months()`], [`bar()`], [`unreported()`], [`votes()`], [`interval()`]. Every length is a percentage, so that a chart keeps the size of its text on a phone and
//! in large type; every colour is a class of the theme, since a strict content policy allows no inline style. A chart never stands alone: the template
//! puts the table of the same numbers beside it. What was not reported is striped and said in a word, breaks the line, and is never drawn as zero.

mod bars;
mod labels;
mod months;
mod timeline;

pub use bars::{Part, bar, interval, unreported, votes};
pub use months::{MonthShare, Months, months};
pub use timeline::{Goal, Point, Timeline, timeline};

use std::fmt::Write;

/// Adds a number with at most two decimals and a percent sign: `45.5%`.
fn percent(out: &mut String, value: f64) {
    let hundredths = (value.clamp(0.0, 100.0) * 100.0).round() / 100.0;
    let _ = write!(out, "{hundredths}%");
}

/// Stripes along a line, 16 px wide: no value here. They need neither a colour of their own nor an identity in the page, as a pattern would.
fn stripes(out: &mut String, ends: [(f64, f64); 2]) {
    out.push_str("<g stroke-width=\"16\" stroke-dasharray=\"2 5\">");
    timeline::line(out, "rule", ends);
    out.push_str("</g>");
}

/// Adds text for an element or a quoted attribute.
fn escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_inside() {
        let mut out = String::new();
        for value in [0.0, 33.333_333, 100.0, 130.0, -1.0] {
            percent(&mut out, value);
            out.push(' ');
        }
        assert_eq!(out, "0% 33.33% 100% 100% 0% ");
    }

    #[test]
    fn words_cannot_leave_their_place() {
        let mut out = String::new();
        escaped(&mut out, "<b a=\"'&");
        assert_eq!(out, "&lt;b a=&quot;&#39;&amp;");
    }
}
