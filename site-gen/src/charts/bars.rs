//! Bars: a share, the parts of a vote, a share with its interval.
//!
//! Entry points: [`bar`], [`unreported`], [`votes`], [`interval`]. They are pictures beside numbers that are always printed, so they carry a name and no text.

use super::{escaped, percent};

/// One part of a whole, in its order.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// How many.
    pub count: u32,
    /// Class of the theme that colours it: `fill`, `late`, `half` or `none`.
    pub class: &'static str,
}

/// Opens the drawing with its name.
fn open(name: &str) -> String {
    let mut out = String::with_capacity(256);
    out.push_str("<svg class=\"bar\" role=\"img\" aria-label=\"");
    escaped(&mut out, name);
    out.push_str("\">");
    out
}

/// A rectangle from `from` that is `width` wide, both in percent of the whole.
fn part(out: &mut String, class: &str, from: f64, width: f64) {
    out.push_str("<rect class=\"");
    out.push_str(class);
    out.push_str("\" x=\"");
    percent(out, from);
    out.push_str("\" width=\"");
    percent(out, width);
    out.push_str("\" height=\"100%\"/>");
}

/// A share (0–1) as a bar, with a mark at the goal (0–1) if there is one.
pub fn bar(name: &str, share: f64, goal: Option<f64>) -> String {
    let mut out = open(name);
    part(&mut out, "fill", 0.0, share * 100.0);
    if let Some(goal) = goal {
        part(&mut out, "ink", goal * 100.0 - 0.4, 0.8);
    }
    out.push_str("</svg>");
    out
}

/// The place of a share that nobody reported, striped: an empty bar would read as none at all. `name` says that nothing was reported.
pub fn unreported(name: &str) -> String {
    let mut out = open(name);
    super::stripes(&mut out, [(0.0, 50.0), (100.0, 50.0)]);
    out.push_str("</svg>");
    out
}

/// The parts of a vote side by side; empty when nobody voted.
pub fn votes(name: &str, parts: &[Part]) -> String {
    let total: f64 = parts.iter().map(|p| f64::from(p.count)).sum();
    let mut out = open(name);
    let mut from = 0.0;
    for p in parts.iter().filter(|p| p.count > 0) {
        let width = f64::from(p.count) * 100.0 / total;
        part(&mut out, p.class, from, width);
        from += width;
    }
    out.push_str("</svg>");
    out
}

/// A share (0–1) with the ends of its interval (0–1).
pub fn interval(name: &str, share: f64, ends: (f64, f64)) -> String {
    let mut out = open(name);
    part(&mut out, "half", ends.0 * 100.0, (ends.1 - ends.0) * 100.0);
    part(&mut out, "ink", share * 100.0 - 0.5, 1.0);
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fill_the_whole_in_order() {
        let parts = [
            Part {
                count: 3,
                class: "fill",
            },
            Part {
                count: 0,
                class: "late",
            },
            Part {
                count: 1,
                class: "half",
            },
        ];
        assert_eq!(
            votes("v", &parts),
            "<svg class=\"bar\" role=\"img\" aria-label=\"v\"><rect class=\"fill\" x=\"0%\" width=\"75%\" height=\"100%\"/>\
             <rect class=\"half\" x=\"75%\" width=\"25%\" height=\"100%\"/></svg>"
        );
        assert!(votes("v", &[]).ends_with("\"></svg>"));
    }

    #[test]
    fn what_nobody_reported_is_striped_and_not_nothing() {
        let none = bar("b", 0.0, None);
        let striped = unreported("b 未报送");
        assert!(!none.contains("dasharray") && none.contains("width=\"0%\""));
        assert!(striped.contains("stroke-dasharray") && !striped.contains("fill"));
        assert!(striped.contains("aria-label=\"b 未报送\""));
    }

    #[test]
    fn a_goal_is_marked_where_it_stands() {
        assert!(bar("b", 0.3, Some(0.6)).contains("class=\"ink\" x=\"59.6%\""));
        assert!(!bar("b", 0.3, None).contains("ink"));
    }
}
