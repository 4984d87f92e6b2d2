//! What is held back can't be worked out: an attacker who knows all that is told tries every table that fits it.
//!
//! The reference knows sums and nothing else: it is written from the table that is published and from nothing in the code.

use super::*;
use proptest::prelude::*;

/// Small enough to try every table.
const FLOOR: u64 = 3;

/// Every way to divide so many people into assistant, social worker, senior and not certified.
fn divisions(staff: u64) -> Vec<[u64; 4]> {
    let mut all = Vec::new();
    for a in 0..=staff {
        for s in 0..=staff - a {
            for r in 0..=staff - a - s {
                all.push([a, s, r, staff - a - s - r]);
            }
        }
    }
    all
}

fn counts(cells: [u64; 4], with_levels: bool) -> Counts {
    let [a, s, r, not] = cells;
    Counts {
        numerator: a + s + r,
        denominator: a + s + r + not,
        levels: with_levels.then_some([a, s, r]),
    }
}

/// Whether a unit could be so, by what is told of it alone.
fn fits(cells: [u64; 4], told: Counts, withheld: Option<Withheld>) -> bool {
    let counts = counts(cells, told.levels.is_some());
    match withheld {
        Some(Withheld::Numerator) => counts.denominator == told.denominator,
        Some(Withheld::Levels) => counts.numerator == told.numerator,
        None => counts == told,
    }
}

/// What is told of a sum, as far as it is.
fn sum_fits(cells: &[[u64; 4]], told: Counts, withheld: Option<Withheld>) -> bool {
    let summed = cells
        .iter()
        .fold([0; 4], |a, b| std::array::from_fn(|n| a[n] + b[n]));
    fits(summed, told, withheld)
}

/// Every table of the units that fits what is told of them and of their total.
fn tables(
    units: &[Counts],
    round: &Round,
    total: (Counts, Option<Withheld>),
) -> Vec<Vec<[u64; 4]>> {
    let mut tables: Vec<Vec<[u64; 4]>> = vec![Vec::new()];
    for (unit, withheld) in units.iter().zip(&round.withheld) {
        let possible: Vec<[u64; 4]> = divisions(unit.denominator)
            .into_iter()
            .filter(|cells| fits(*cells, *unit, *withheld))
            .collect();
        tables = tables
            .iter()
            .flat_map(|table| {
                possible
                    .iter()
                    .map(move |cells| [&table[..], &[*cells]].concat())
            })
            .collect();
    }
    tables.retain(|table| sum_fits(table, total.0, total.1));
    tables
}

/// Whether a number takes more than one value over all tables.
fn is_open(tables: &[Vec<[u64; 4]>], of: impl Fn(&[[u64; 4]]) -> u64) -> bool {
    let mut values = tables.iter().map(|table| of(table));
    let first = values.next();
    values.any(|value| Some(value) != first)
}

fn unit() -> impl Strategy<Value = [u64; 4]> {
    prop_oneof![
        3 => [0_u64..4, 0_u64..3, 0_u64..2, 0_u64..4],
        1 => (0_u64..6).prop_map(|n| [n, 0, 0, 0]),
        1 => (0_u64..6).prop_map(|n| [0, 0, 0, n]),
    ]
}

/// The units as they are written: none above, all reported.
fn members(units: &[Counts]) -> Vec<Member> {
    let member = |counts: &Counts| Member {
        counts: Some(*counts),
        ..Member::default()
    };
    units.iter().map(member).collect()
}

/// A unit below another, and what it reported: how many of how many.
fn one(parent: Option<usize>, counts: Option<(u64, u64)>) -> Member {
    Member {
        parent,
        counts: counts.map(|(numerator, denominator)| Counts {
            numerator,
            denominator,
            levels: None,
        }),
        withheld: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_held_back_cannot_be_worked_out(cells in prop::collection::vec(unit(), 1..4), levels in any::<bool>()) {
        let units: Vec<Counts> = cells.iter().map(|c| counts(*c, levels)).collect();
        let round = Round::of(&members(&units), FLOOR);
        let tables = tables(&units, &round, (round.total, round.total_withheld));
        prop_assert!(tables.contains(&cells), "what is true fits what is told");
        for (n, (cells, withheld)) in cells.iter().zip(&round.withheld).enumerate() {
            let [a, s, r, not] = *cells;
            let (certified, filled) = (a + s + r, [a, s, r].iter().filter(|n| **n > 0).count());
            // Few of a unit's staff are certified, or few are not.
            if certified > 0 && not > 0 && certified.min(not) < FLOOR {
                prop_assert_eq!(*withheld, Some(Withheld::Numerator));
                prop_assert!(is_open(&tables, |t| t[n][0] + t[n][1] + t[n][2]), "unit {} certified", n);
            }
            // Few of those certified have a level.
            for level in 0..3 {
                if levels && filled > 1 && (1..FLOOR).contains(&cells[level]) {
                    prop_assert!(withheld.is_some());
                    prop_assert!(is_open(&tables, |t| t[n][level]), "unit {} level {}", n, level);
                }
            }
        }
    }

    #[test]
    fn sums_of_what_is_told_and_held_back_are_the_total(cells in prop::collection::vec(unit(), 0..9)) {
        let units: Vec<Counts> = cells.iter().map(|c| counts(*c, true)).collect();
        let round = Round::of(&members(&units), FLOOR);
        prop_assert_eq!(round.total.numerator, units.iter().map(|u| u.numerator).sum::<u64>());
        prop_assert_eq!(round.total.denominator, units.iter().map(|u| u.denominator).sum::<u64>());
        prop_assert_eq!(round.reported, units.len());
    }

    #[test]
    fn nothing_is_held_back_without_a_floor(cells in prop::collection::vec(unit(), 0..9), floor in 0_u64..2) {
        let units: Vec<Counts> = cells.iter().map(|c| counts(*c, true)).collect();
        let round = Round::of(&members(&units), floor);
        prop_assert!(round.withheld.iter().chain([&round.total_withheld]).all(Option::is_none));
    }

    /// Units under a unit: neither may the figures below be worked out from the one above, nor the one above from the total.
    #[test]
    fn no_more_can_be_worked_out_through_a_unit_above(
        below in prop::collection::vec(unit(), 1..3),
        beside in prop::collection::vec(unit(), 0..2),
        missing in any::<bool>(),
    ) {
        let add = |a: [u64; 4], b: &[u64; 4]| std::array::from_fn(|n| a[n] + b[n]);
        let street = counts(below.iter().fold([0; 4], add), false);
        let mut all = members(&[street]);
        for (n, cells) in below.iter().enumerate() {
            let reported = !(missing && n == 0);
            all.push(Member { parent: Some(0), counts: reported.then(|| counts(*cells, false)), withheld: None });
        }
        all.extend(members(&beside.iter().map(|c| counts(*c, false)).collect::<Vec<_>>()));
        let round = Round::of(&all, FLOOR);
        let lows: Vec<usize> = (1..=below.len()).filter(|n| all[*n].counts.is_some()).collect();
        // Every table of certified people, unit by unit; what a unit that did not report has, is unknown too.
        let staff: Vec<u64> = below.iter().chain(&beside).map(|c| c.iter().sum()).collect();
        let mut tables: Vec<Vec<u64>> = vec![Vec::new()];
        for most in &staff {
            tables = tables.iter().flat_map(|t| (0..=*most).map(move |n| [&t[..], &[n]].concat())).collect();
        }
        let told = |place: usize| round.withheld[place] != Some(Withheld::Numerator);
        let numerator = |place: usize| all[place].counts.map_or(0, |c| c.numerator);
        tables.retain(|t| {
            let own = |n: usize| t[n - 1];
            let units = lows.iter().copied().chain(1 + below.len()..all.len());
            let street: u64 = t[..below.len()].iter().sum();
            units.into_iter().all(|n| !told(n) || own(n) == numerator(n))
                && (!told(0) || street == numerator(0))
                && (round.total_withheld == Some(Withheld::Numerator) || t.iter().sum::<u64>() == round.total.numerator)
        });
        for n in lows.into_iter().chain(1 + below.len()..all.len()) {
            let unit = all[n].counts.unwrap();
            let not = unit.denominator - unit.numerator;
            if unit.numerator > 0 && not > 0 && unit.numerator.min(not) < FLOOR {
                prop_assert!(!told(n));
                let first = tables[0][n - 1];
                prop_assert!(tables.iter().any(|t| t[n - 1] != first), "unit {} of {:?}", n, round);
            }
        }
    }
}

#[test]
fn a_lone_small_figure_takes_the_next_smallest_with_it() {
    let unit = |numerator, denominator| Counts {
        numerator,
        denominator,
        levels: None,
    };
    let units = [
        unit(4, 60),
        unit(200, 400),
        unit(30, 90),
        unit(80, 80),
        unit(0, 12),
    ];
    let round = Round::of(&members(&units), 10);
    let held = Some(Withheld::Numerator);
    assert_eq!(round.withheld, [held, None, held, None, None]);
    assert_eq!(round.total_withheld, None);
    assert_eq!((round.total.numerator, round.total.denominator), (314, 642));
}

#[test]
fn levels_that_are_few_are_held_back_and_the_rate_is_told() {
    let unit = |levels: Levels, denominator| Counts {
        numerator: levels.iter().sum(),
        denominator,
        levels: Some(levels),
    };
    let units = [
        unit([100, 40, 1], 300),
        unit([90, 30, 0], 250),
        unit([80, 20, 0], 240),
    ];
    let round = Round::of(&members(&units), 10);
    // One senior in the city: neither the unit nor the total says so.
    assert_eq!(round.withheld, [Some(Withheld::Levels), None, None]);
    assert_eq!(round.total_withheld, Some(Withheld::Levels));
}

#[test]
fn a_unit_below_one_that_reported_is_in_its_figure_however_far_below() {
    let members = [
        one(None, Some((90, 100))),
        one(Some(0), None),
        one(Some(1), Some((40, 50))),
        one(None, Some((10, 100))),
    ];
    let round = Round::of(&members, 0);
    assert_eq!((round.total.numerator, round.reported), (100, 2));
}

#[test]
fn what_a_unit_holds_back_itself_is_not_summed() {
    let mut units = members(&[
        Counts {
            numerator: 0,
            denominator: 60,
            levels: None,
        },
        Counts {
            numerator: 200,
            denominator: 400,
            levels: None,
        },
    ]);
    units[0].withheld = Some(Withheld::Numerator);
    let round = Round::of(&units, 10);
    assert_eq!(round.total_withheld, Some(Withheld::Numerator));
}

#[test]
fn a_unit_that_did_not_report_and_has_nobody_hides_nothing() {
    // The street is the one unit that reported below it, and with the street told, so is the small figure beside it.
    let members = [
        one(None, Some((30, 60))),
        one(Some(0), None),
        one(Some(0), Some((30, 60))),
        one(None, Some((1, 20))),
    ];
    let round = Round::of(&members, 10);
    let held = Some(Withheld::Numerator);
    assert_eq!(round.withheld, [held, None, held, held]);
}
