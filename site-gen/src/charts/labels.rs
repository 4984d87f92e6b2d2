//! Places for labels beside their marks, where they touch no line and no other mark.
//!
//! Entry point: [`Drawn::place`]. Text keeps its size while the picture grows, so a label is taken to be as large as it is on a phone of 360 px; on a wider
//! screen it has more room. Must not draw.

/// Room of a label like `100%` in percent of the picture, on a phone: about 36 of 328 px, 15 of 290 px.
const WIDTH: f64 = 11.0;
const HEIGHT: f64 = 5.6;

/// From a mark to the middle of its label.
const ASIDE: f64 = 2.0;
const ABOVE: f64 = 5.4;

/// Steps in which a line is felt for: closer than a label is high.
const STEPS: u8 = 64;

/// Where a label stands: its point and how the text hangs on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub(super) at: (f64, f64),
    pub(super) anchor: &'static str,
}

impl Spot {
    /// The room it takes: left, right, top, bottom.
    fn room(self) -> (f64, f64, f64, f64) {
        let (x, y) = self.at;
        let left = match self.anchor {
            "start" => x,
            "end" => x - WIDTH,
            _ => x - WIDTH / 2.0,
        };
        (left, left + WIDTH, y - HEIGHT / 2.0, y + HEIGHT / 2.0)
    }

    fn holds(self, (x, y): (f64, f64)) -> bool {
        let (left, right, top, bottom) = self.room();
        (left..=right).contains(&x) && (top..=bottom).contains(&y)
    }
}

/// What was drawn already, as points that labels keep away from.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    points: Vec<(f64, f64)>,
}

impl Drawn {
    /// Notes a line, or a mark if both ends are one.
    pub(super) fn line(&mut self, [a, b]: [(f64, f64); 2]) {
        for step in 0..=STEPS {
            let part = f64::from(step) / f64::from(STEPS);
            self.points
                .push((a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part));
        }
    }

    /// The place for the label of a mark that has the fewest points under it, and notes it: above, below, aside.
    pub(super) fn place(&mut self, (x, y): (f64, f64)) -> Spot {
        let spot = |dx: f64, dy: f64, anchor| Spot {
            at: (x + dx, y + dy),
            anchor,
        };
        let spots = [
            spot(0.0, -ABOVE, "middle"),
            spot(0.0, ABOVE, "middle"),
            spot(-ASIDE, -ABOVE, "end"),
            spot(ASIDE, ABOVE, "start"),
            spot(ASIDE, -ABOVE, "start"),
            spot(-ASIDE, ABOVE, "end"),
        ];
        let covered = |s: &Spot| self.points.iter().filter(|p| s.holds(**p)).count();
        let inside = |s: &&Spot| {
            let (left, right, top, _) = s.room();
            left >= 0.0 && right <= 100.0 && top >= 0.0
        };
        let best = spots.iter().filter(inside).min_by_key(|s| covered(s));
        let best = best.copied().unwrap_or(Spot {
            at: (x, y - ABOVE),
            anchor: "middle",
        });
        let (left, right, ..) = best.room();
        self.line([(left, best.at.1), (right, best.at.1)]);
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_keeps_off_a_line_on_either_side() {
        let mark = (50.0, 50.0);
        let place = |line| {
            let mut drawn = Drawn::default();
            drawn.line(line);
            drawn.place(mark)
        };
        assert_eq!(place([(0.0, 90.0), (90.0, 90.0)]).at, (50.0, 44.6));
        assert_eq!(place([(30.0, 45.0), (70.0, 45.0)]).at, (50.0, 55.4));
        let rising = place([(0.0, 100.0), (100.0, 0.0)]);
        assert_eq!((rising.at, rising.anchor), ((48.0, 44.6), "end"));
        let falling = place([(0.0, 0.0), (100.0, 100.0)]);
        assert!(falling.at.0 > 50.0 && falling.at.1 < 50.0, "{falling:?}");
    }

    #[test]
    fn two_labels_do_not_share_a_place() {
        let mut drawn = Drawn::default();
        let first = drawn.place((50.0, 50.0));
        let second = drawn.place((52.0, 50.0));
        assert!((first.at.1 - second.at.1).abs() > HEIGHT, "{second:?}");
    }

    #[test]
    fn a_label_stays_in_the_picture() {
        let mut drawn = Drawn::default();
        assert_eq!(drawn.place((97.0, 50.0)).anchor, "end");
        assert!(drawn.place((50.0, 6.0)).at.1 > 6.0);
    }
}
