//! How figures are made: the page's numbers are the program's own, and its example is computed step by step.
//!
//! Entry point: [`MethodView::new`]. The words stand in the theme; a number that the program goes by is never typed there.

use super::frame::Look;
use super::parts::percent;
use governance::labelled::Labelled;
use governance::ratings::{
    FLOOR_MEAN, FLOOR_SHOWN, LevelCounts, METHOD_VERSION, RELEASE_STEP, REPLACE_DAYS, RatingLevel,
    wilson,
};
use serde::Serialize;

/// The 97.5 % point of the normal distribution, as far as one types it into a calculator.
const Z: f64 = 1.959_964;

/// What the page prints.
#[derive(Serialize)]
pub(super) struct MethodView<'a> {
    version: u32,
    floor: u32,
    floor_mean: u32,
    /// Fewer people than these are not counted in public.
    small: u32,
    step: u32,
    replace_days: i64,
    example: Example<'a>,
}

/// One vendor's figures, computed by hand.
#[derive(Serialize)]
struct Example<'a> {
    levels: Vec<(&'a str, u32)>,
    n: u32,
    content: u32,
    share: String,
    z: String,
    middle: String,
    half: String,
    scale: String,
    low: String,
    high: String,
    /// Sum of level times count.
    points: u32,
    mean: String,
}

impl<'a> MethodView<'a> {
    pub(super) fn new(look: &Look<'a>) -> Self {
        Self {
            version: METHOD_VERSION,
            floor: FLOOR_SHOWN,
            floor_mean: FLOOR_MEAN,
            small: look.reader.site().config.limits.small_cells,
            step: RELEASE_STEP,
            replace_days: REPLACE_DAYS,
            example: Example::of(example(), |level| look.label(level)),
        }
    }
}

/// Thirty ratings: enough for all that is published.
fn example() -> LevelCounts {
    LevelCounts {
        very_satisfied: 20,
        satisfied: 5,
        fairly_satisfied: 2,
        dissatisfied: 2,
        very_dissatisfied: 1,
    }
}

/// Middle, half width and scale of the Wilson interval: the three steps of the formula.
fn steps(part: u32, n: u32) -> (f64, f64, f64) {
    let (count, z2) = (f64::from(n), Z * Z);
    let share = f64::from(part) / count;
    let middle = share + z2 / (2.0 * count);
    let half = Z * (share * (1.0 - share) / count + z2 / (4.0 * count * count)).sqrt();
    (middle, half, 1.0 + z2 / count)
}

impl<'a> Example<'a> {
    fn of(counts: LevelCounts, word: impl Fn(RatingLevel) -> &'a str) -> Self {
        let (content, n) = (counts.content(), counts.n());
        let (middle, half, scale) = steps(content, n);
        let ends = wilson(content, n);
        let points = RatingLevel::ALL
            .iter()
            .map(|l| counts.of(*l) * u32::from(l.value()));
        Self {
            levels: RatingLevel::ALL
                .iter()
                .map(|l| (word(*l), counts.of(*l)))
                .collect(),
            n,
            content,
            share: format!("{:.4}", f64::from(content) / f64::from(n)),
            z: Z.to_string(),
            middle: format!("{middle:.4}"),
            half: format!("{half:.4}"),
            scale: format!("{scale:.4}"),
            low: ends.map(|e| percent(e.low)).unwrap_or_default(),
            high: ends.map(|e| percent(e.high)).unwrap_or_default(),
            points: points.sum(),
            mean: counts.mean().map(|m| m.to_string()).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use governance::dates::Share;

    #[test]
    fn the_steps_lead_to_what_is_published() {
        let counts = example();
        let (middle, half, scale) = steps(counts.content(), counts.n());
        let ends = wilson(counts.content(), counts.n()).unwrap();
        assert_eq!(Share::nearest((middle - half) / scale), ends.low);
        assert_eq!(Share::nearest((middle + half) / scale), ends.high);
        let shown = Example::of(counts, |level| level.zh());
        assert_eq!(
            (shown.low.as_str(), shown.high.as_str()),
            ("74.4%", "96.5%")
        );
        assert_eq!((shown.points, shown.mean.as_str()), (131, "4.37"));
    }
}
