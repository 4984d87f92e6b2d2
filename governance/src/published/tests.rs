//! A snapshot that was taken passes its own check; one that was tampered with does not.

use super::*;
use crate::cases::{
    self, Action, ActorRole, Answer, Case, CaseCategory, CaseReference, Clocks, Deed, FilingKind,
    NewCase, Outcome, Refusal, SatisfactionLevel, apply,
};
use crate::dates::{Day, Moment};
use crate::divisions::DivisionCode;
use crate::ids::RecordId;
use crate::labelled::Labelled;
use crate::ratings::{DiscardReason, Rating, RatingFigures, RatingLevel, RatingReason};
use proptest::prelude::*;

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn id(text: &str) -> RecordId {
    RecordId::new(text).unwrap()
}

const PLACES: [&str; 2] = ["420502001003", "420502001004"];

/// How far a case of a random ledger got, in steps of some days each.
#[derive(Debug, Clone)]
struct Life {
    filed: i64,
    step: i64,
    steps: usize,
    place: usize,
    happy: SatisfactionLevel,
    consents: bool,
}

fn deed(step: usize, life: &Life) -> (ActorRole, Deed) {
    let words = || Box::<str>::from("示例");
    let worker = ActorRole::CaseWorker;
    let answer = Answer {
        outcome: Outcome::Resolved,
        done: words(),
        remedy: words(),
        reason: None,
    };
    let given = cases::Satisfaction::Given {
        level: life.happy,
        resolved: true,
    };
    match step {
        0 => (worker, Deed::Accept),
        2 | 7 => (worker, Deed::Answer(answer)),
        3 | 8 => (worker, Deed::Close),
        4 => (ActorRole::Resident, Deed::Satisfaction(given)),
        5 => (ActorRole::Resident, Deed::Reopen { reason: words() }),
        _ => (worker, Deed::Start),
    }
}

fn live(number: u8, life: &Life, clocks: &Clocks) -> Case {
    let mut at = Moment::start_of(day("2026-07-01").plus_days(life.filed));
    let new = NewCase {
        reference: CaseReference::from_random([number, 0, 0, 0, 0, 0, 0, number]),
        kind: FilingKind::Complaint,
        category: CaseCategory::Noise,
        place: DivisionCode::parse(PLACES[life.place]).unwrap(),
        vendor: None,
        text: "示例".into(),
        consents_to_summary: life.consents,
    };
    let mut case = Case::file(new, at, clocks).unwrap();
    for step in 0..life.steps {
        at = Moment::start_of(at.day().plus_days(life.step));
        let (role, deed) = deed(step, life);
        case = match apply(&case, &Action::new(role, deed), at, clocks) {
            Ok(case) => case,
            // A life with long steps asks to be reopened after the last day for it: it stays closed.
            Err(Refusal::ReopenedTooLate(_)) => return case,
            Err(other) => panic!("{other}"),
        };
    }
    case
}

fn cases_of(lives: &[Life], clocks: &Clocks) -> Vec<Case> {
    let numbered = lives.iter().zip(1..);
    numbered
        .map(|(life, number)| live(number, life, clocks))
        .collect()
}

fn closed(happy: SatisfactionLevel, place: usize) -> Life {
    Life {
        filed: 0,
        step: 3,
        steps: 5,
        place,
        happy,
        consents: true,
    }
}

fn ratings(levels: &[(RatingLevel, u32)]) -> Vec<Rating> {
    let rating = |level| Rating {
        vendor: id("V-1"),
        level,
        reasons: vec![RatingReason::Polite],
        verified: true,
        discarded: None,
        appeal: None,
        second: None,
        reply: None,
    };
    let many = |(level, n): &(RatingLevel, u32)| (0..*n).map(move |_| *level).collect::<Vec<_>>();
    levels.iter().flat_map(many).map(rating).collect()
}

fn ledger<'a>(cases: &'a [Case], ratings: &'a [Rating], clocks: &'a Clocks) -> Ledger<'a> {
    Ledger {
        cases,
        ratings,
        answers: &[],
        themes: &[],
        moderation: &[],
        feedback: &[],
        clocks,
        last: None,
        shrink_reason: None,
    }
}

const TAKEN: &str = "2026-11-23 06:00";

fn demo() -> Snapshot {
    let clocks = Clocks::built_in().unwrap();
    let lives: Vec<Life> = (0..12)
        .map(|_| closed(SatisfactionLevel::Satisfied, 0))
        .collect();
    let cases = cases_of(&lives, &clocks);
    let ratings = ratings(&[
        (RatingLevel::VerySatisfied, 25),
        (RatingLevel::Dissatisfied, 5),
    ]);
    Snapshot::take(&ledger(&cases, &ratings, &clocks), moment(TAKEN))
}

fn faults(snapshot: &Snapshot) -> Vec<SnapshotFault> {
    check(snapshot, day("2026-11-23"), 30)
}

fn read_back(snapshot: &Snapshot) -> Snapshot {
    let files = snapshot.files().unwrap();
    let texts = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    Snapshot::read(&texts).unwrap()
}

#[test]
fn a_snapshot_shows_what_may_be_shown() {
    let snapshot = demo();
    assert_eq!(faults(&snapshot), []);
    assert_eq!(read_back(&snapshot), snapshot);
    let vendor = snapshot.vendor(&id("V-1")).unwrap();
    assert_eq!(vendor.verified.released().map(|r| r.n), Some(30));
    assert_eq!(vendor.unverified, RatingFigures::FewerThanTen);
    assert_eq!(vendor.reasons.len(), 1);
    let july = &snapshot.case_figures.rows[0];
    assert_eq!(
        (july.books.received, july.books.closed, july.books.closing),
        (12, 12, 0)
    );
    assert_eq!(july.books.median_days, Some(9));
    assert!(matches!(
        july.satisfaction,
        Satisfaction::Released {
            n: 12,
            resolved: 12,
            ..
        }
    ));
}

#[test]
fn nothing_that_was_written_reaches_the_log() {
    let snapshot = demo();
    let files = snapshot.files().unwrap();
    assert_eq!(files.len(), file::ALL.len());
    for (name, text) in files.iter().filter(|(name, _)| *name != file::ANSWERS) {
        assert!(!text.contains("示例"), "{name}");
        assert!(text.ends_with("}\n"), "{name}");
    }
}

#[test]
fn few_answers_are_hidden_and_cannot_be_subtracted() {
    let clocks = Clocks::built_in().unwrap();
    let lives: Vec<Life> = (0..16)
        .map(|n| closed(SatisfactionLevel::Neutral, usize::from(n >= 12)))
        .collect();
    let cases = cases_of(&lives, &clocks);
    let snapshot = Snapshot::take(&ledger(&cases, &[], &clocks), moment(TAKEN));
    let shown: Vec<bool> = snapshot
        .case_figures
        .rows
        .iter()
        .filter(|row| row.books.month == Month::parse("2026-07").unwrap())
        .map(|row| row.satisfaction != Satisfaction::FewerThanTen)
        .collect();
    assert_eq!(shown, [true, false, false]);
}

#[test]
fn the_month_that_runs_shows_no_satisfaction() {
    let clocks = Clocks::built_in().unwrap();
    let lives: Vec<Life> = (0..12)
        .map(|_| closed(SatisfactionLevel::Satisfied, 0))
        .collect();
    let cases = cases_of(&lives, &clocks);
    let snapshot = Snapshot::take(&ledger(&cases, &[], &clocks), moment("2026-07-31"));
    assert!(
        snapshot
            .case_figures
            .rows
            .iter()
            .all(|row| row.satisfaction == Satisfaction::FewerThanTen)
    );
}

#[test]
fn a_second_snapshot_waits_for_ten_new_ratings() {
    let clocks = Clocks::built_in().unwrap();
    let first = demo();
    let more = ratings(&[
        (RatingLevel::VerySatisfied, 30),
        (RatingLevel::VeryDissatisfied, 9),
    ]);
    let cases = [];
    let again = Ledger {
        last: Some(&first),
        ..ledger(&cases, &more, &clocks)
    };
    let second = Snapshot::take(&again, moment("2026-12-01"));
    assert_eq!(
        second.ratings,
        Table {
            taken_at: second.manifest.taken_at,
            ..first.ratings.clone()
        }
    );
    assert_eq!(
        second.manifest.previous.map(|p| p.counts),
        Some(first.manifest.counts)
    );
    // The cases are gone: shrunken, unless somebody says why.
    let shrunken = SnapshotFault::Shrunken {
        what: "case_rounds",
        before: 12,
        now: 0,
    };
    assert_eq!(check(&second, day("2026-12-01"), 30), [shrunken]);
    let reason = Ledger {
        shrink_reason: Some("示例:保存期满"),
        ..again
    };
    let third = Snapshot::take(&reason, moment("2026-12-01"));
    assert_eq!(check(&third, day("2026-12-01"), 30), []);
}

#[test]
fn discarded_ratings_are_counted_by_reason() {
    let clocks = Clocks::built_in().unwrap();
    let mut all = ratings(&[(RatingLevel::VerySatisfied, 11)]);
    all[0].discarded = Some(DiscardReason::Insider);
    all[1].discarded = Some(DiscardReason::Bulk);
    all[2].verified = false;
    let snapshot = Snapshot::take(&ledger(&[], &all, &clocks), moment(TAKEN));
    let row = &snapshot.ratings.rows[0];
    assert_eq!(row.verified, RatingFigures::FewerThanTen);
    assert_eq!((row.reasons.len(), row.bad_reviews), (0, None));
    let discarded: Vec<_> = row.discarded.iter().map(|d| (d.reason, d.n)).collect();
    assert_eq!(
        discarded,
        [(DiscardReason::Bulk, 1), (DiscardReason::Insider, 1)]
    );
}

fn cleared(case: &Case) -> ClearedAnswer {
    ClearedAnswer {
        reference: case.reference,
        category: case.category,
        place: case.place,
        summary: "示例".into(),
        outcome: Outcome::Resolved,
        answer: "示例".into(),
        answered_on: day("2026-07-10"),
        cleared_on: day("2026-07-20"),
        cleared_by: ActorRole::Moderator,
    }
}

#[test]
fn only_agreed_answers_go_out_and_small_themes_lose_their_number() {
    let clocks = Clocks::built_in().unwrap();
    let silent = Life {
        consents: false,
        ..closed(SatisfactionLevel::Neutral, 0)
    };
    let cases = cases_of(&[closed(SatisfactionLevel::Neutral, 0), silent], &clocks);
    let answers: Vec<_> = cases.iter().map(cleared).collect();
    let theme = |name, n| Theme {
        id: id(name),
        title: "示例".into(),
        n: Some(n),
        from: day("2026-07-01"),
        to: day("2026-09-30"),
        reply: None,
    };
    let themes = [theme("b", 10), theme("a", 9)];
    let pages = [
        PageFeedback {
            page: "/a/".into(),
            yes: 9,
            no: 0,
        },
        PageFeedback {
            page: "/b/".into(),
            yes: 9,
            no: 1,
        },
    ];
    let acts = [(
        day("2026-10-02"),
        ModerationAction::Redacted,
        ModerationReason::PersonalData,
    ); 2];
    let full = Ledger {
        answers: &answers,
        themes: &themes,
        feedback: &pages,
        moderation: &acts,
        ..ledger(&cases, &[], &clocks)
    };
    let snapshot = Snapshot::take(&full, moment(TAKEN));
    assert_eq!(snapshot.answers.rows, answers[..1]);
    assert_eq!(snapshot.themes.rows[0].n, None);
    assert_eq!(snapshot.feedback.rows, pages[1..]);
    assert_eq!(snapshot.moderation.rows[0].n, 2);
    assert_eq!(faults(&snapshot), [SnapshotFault::Unanswered(id("b"))]);
    assert_eq!(read_back(&snapshot), snapshot);
}

type Tamper = fn(&mut Snapshot);
type Fits = fn(&SnapshotFault) -> bool;

/// What someone may do to a snapshot, and the fault it is.
const TAMPERS: [(Tamper, Fits); 11] = [
    (
        |s| s.ratings.schema_version = 2,
        |f| matches!(f, SnapshotFault::Version { .. }),
    ),
    (
        |s| s.themes.taken_at = moment("2026-01-01"),
        |f| matches!(f, SnapshotFault::Mixed { .. }),
    ),
    (
        |s| s.manifest.counts.verified += 1,
        |f| {
            matches!(
                f,
                SnapshotFault::Miscounted {
                    what: "verified",
                    ..
                }
            )
        },
    ),
    (
        |s| s.case_figures.rows[0].books.closing += 1,
        |f| matches!(f, SnapshotFault::Unbalanced(_)),
    ),
    (
        |s| s.case_figures.rows[1].books.opening += 1,
        |f| matches!(f, SnapshotFault::NotCarried(_)),
    ),
    (
        |s| s.case_figures.rows[0].books.on_time -= 1,
        |f| matches!(f, SnapshotFault::NotOfTheLog(_)),
    ),
    (
        |s| {
            s.case_figures.rows.pop();
        },
        |f| matches!(f, SnapshotFault::NotOfTheLog(_)),
    ),
    (
        |s| s.case_log.rows.swap(0, 1),
        |f| {
            matches!(
                f,
                SnapshotFault::Unsorted {
                    file: file::CASE_LOG
                }
            )
        },
    ),
    (
        |s| s.ratings.rows[0].reasons[0].n = 9,
        |f| matches!(f, SnapshotFault::Unsuppressed { .. }),
    ),
    (
        |s| s.ratings.rows[0].verified = RatingFigures::FewerThanTen,
        |f| matches!(f, SnapshotFault::Unsuppressed { .. }),
    ),
    (
        |s| {
            if let RatingFigures::Released(released) = &mut s.ratings.rows[0].verified {
                released.levels.dissatisfied = 0;
            }
        },
        |f| matches!(f, SnapshotFault::Inconsistent(_)),
    ),
];

#[test]
fn tampering_is_found() {
    for (number, (tamper, found)) in TAMPERS.into_iter().enumerate() {
        let mut snapshot = demo();
        tamper(&mut snapshot);
        let faults = faults(&snapshot);
        assert!(faults.iter().any(found), "{number}: {faults:?}");
    }
}

#[test]
fn age_is_checked() {
    let snapshot = demo();
    let on = |text| check(&snapshot, day(text), 30);
    assert_eq!(on("2026-12-23"), []);
    let taken_on = day("2026-11-23");
    assert_eq!(
        on("2026-12-24"),
        [SnapshotFault::Stale {
            taken_on,
            days: 31,
            limit: 30
        }]
    );
    assert_eq!(on("2026-11-22"), [SnapshotFault::Future(taken_on)]);
}

#[test]
fn unknown_fields_are_passed_over_and_missing_files_named() {
    let snapshot = demo();
    let files = snapshot.files().unwrap();
    let newer = files[0].1.replacen('{', "{\n  \"later\": true,", 1);
    let mut texts: BTreeMap<&str, &str> = files.iter().map(|(n, t)| (*n, t.as_str())).collect();
    texts.insert(file::MANIFEST, &newer);
    assert_eq!(Snapshot::read(&texts).unwrap(), snapshot);
    texts.remove(file::THEMES);
    assert!(matches!(
        Snapshot::read(&texts),
        Err(ReadFault::Missing(file::THEMES))
    ));
    texts.insert(file::THEMES, "{");
    assert!(matches!(
        Snapshot::read(&texts),
        Err(ReadFault::Unreadable {
            file: file::THEMES,
            ..
        })
    ));
}

fn any_life() -> impl Strategy<Value = Life> {
    let level = proptest::sample::select(SatisfactionLevel::ALL);
    (
        0_i64..140,
        0_i64..20,
        0_usize..=9,
        0..PLACES.len(),
        level,
        any::<bool>(),
    )
        .prop_map(|(filed, step, steps, place, happy, consents)| Life {
            filed,
            step,
            steps,
            place,
            happy,
            consents,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_is_taken_passes_its_check(lives in prop::collection::vec(any_life(), 0..40), counts in prop::array::uniform5(0_u32..20)) {
        let clocks = Clocks::built_in().unwrap();
        let cases = cases_of(&lives, &clocks);
        let levels: Vec<_> = RatingLevel::ALL.iter().copied().zip(counts).collect();
        let ratings = ratings(&levels);
        // Some of it lies after the day: the store never does that, a wrong clock might.
        let snapshot = Snapshot::take(&ledger(&cases, &ratings, &clocks), moment(TAKEN));
        prop_assert_eq!(faults(&snapshot), vec![]);
        prop_assert_eq!(read_back(&snapshot), snapshot);
    }
}
