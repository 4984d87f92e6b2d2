//! The life of a case: stories told by hand, then random ones against an independent map of the states.

use super::*;
use crate::calendar::Calendar;
use crate::deadlines::DeadlineRules;
use crate::labelled::Labelled;
use proptest::prelude::*;

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn new_case(kind: FilingKind) -> NewCase {
    NewCase {
        reference: CaseReference::from_random([1; 8]),
        kind,
        category: CaseCategory::Noise,
        place: DivisionCode::parse("420502001003").unwrap(),
        vendor: None,
        text: "示例:楼下夜间施工".into(),
        consents_to_summary: false,
    }
}

/// A case and the clocks it runs by; each step must succeed.
struct Story {
    case: Case,
    clocks: Clocks,
}

impl Story {
    fn filed(kind: FilingKind, at: &str) -> Self {
        let clocks = Clocks::built_in().unwrap();
        let case = Case::file(new_case(kind), moment(at), &clocks).unwrap();
        Self { case, clocks }
    }

    fn then(mut self, at: &str, role: ActorRole, deed: Deed) -> Self {
        let action = Action::new(role, deed);
        self.case = apply(&self.case, &action, moment(at), &self.clocks).unwrap();
        self
    }

    fn worker(self, at: &str, deed: Deed) -> Self {
        self.then(at, ActorRole::CaseWorker, deed)
    }

    fn refused(&self, at: &str, role: ActorRole, deed: Deed) -> Refusal {
        let action = Action::new(role, deed);
        apply(&self.case, &action, moment(at), &self.clocks).unwrap_err()
    }

    fn standing(&self, today: &str) -> Standing {
        self.case.standing(day(today), &self.clocks)
    }

    fn due_on(&self) -> String {
        self.case.round().unwrap().due_on().to_string()
    }

    fn in_progress(at: &str) -> Self {
        Self::filed(FilingKind::Complaint, at)
            .worker(at, Deed::Accept)
            .worker(at, Deed::Start)
    }

    fn closed(at: &str) -> Self {
        Self::in_progress(at)
            .worker(at, resolved())
            .worker(at, Deed::Close)
    }
}

fn resolved() -> Deed {
    Deed::Answer(Answer {
        outcome: Outcome::Resolved,
        done: "示例:已约谈施工方".into(),
        remedy: "可要求重新办理".into(),
        reason: None,
    })
}

fn ask() -> Deed {
    let question = "示例:请说明时间".into();
    Deed::Ask { question }
}

fn reply() -> Deed {
    let text = "示例:每晚十点后".into();
    Deed::Reply { text }
}

fn reopen() -> Deed {
    let reason = "示例:又开始了".into();
    Deed::Reopen { reason }
}

fn extend(days: u16) -> Deed {
    let reason = "示例:需现场检测".into();
    Deed::Extend { days, reason }
}

#[test]
fn answered_in_time() {
    let story = Story::filed(FilingKind::Complaint, "2026-11-02 09:00");
    assert_eq!(story.due_on(), "2026-11-23");
    assert_eq!(story.case.next_due_on(), Some(day("2026-11-03")));
    assert_eq!(story.standing("2026-11-04"), Standing::Overdue);
    let story = story.worker("2026-11-03 23:59", Deed::Accept);
    assert_eq!(story.standing("2026-11-04"), Standing::OnTime);
    assert_eq!(story.standing("2026-11-19"), Standing::DueSoon);
    assert_eq!(story.standing("2026-11-23"), Standing::DueSoon);
    assert_eq!(story.standing("2026-11-24"), Standing::Overdue);
    assert_eq!(story.standing("2026-11-30"), Standing::VeryOverdue);
    let to = "示例街道办事处".into();
    let story = story
        .worker("2026-11-04", Deed::Assign { to })
        .worker("2026-11-05", Deed::Start)
        .worker("2026-11-23 23:59:59", resolved());
    assert_eq!(story.standing("2026-12-30"), Standing::AnsweredOnTime);
    let story = story.worker("2026-11-24", Deed::Close);
    let round = story.case.round().unwrap();
    assert_eq!(round.outcome, Some(CaseState::Resolved));
    assert_eq!(story.case.version, 6);
}

#[test]
fn answered_one_second_late() {
    let story = Story::in_progress("2026-11-02 09:00").worker("2026-11-24 00:00", resolved());
    assert_eq!(story.standing("2026-11-24"), Standing::AnsweredLate);
    let time = story.case.round().unwrap().timeliness(&story.clocks);
    assert_eq!(time.map(|t| t.late_by), Some(1));
}

#[test]
fn waiting_stops_the_clock_and_the_days_are_listed() {
    let story = Story::in_progress("2026-11-02 09:00").worker("2026-11-04 10:00", ask());
    assert_eq!(story.standing("2027-06-01"), Standing::Paused);
    let story = story.then("2026-11-10 08:00", ActorRole::Resident, reply());
    assert_eq!(story.due_on(), "2026-11-27");
    let working = &story.case.working(&story.clocks)[0];
    assert_eq!(working.due_on, day("2026-11-27"));
    assert!(working.skipped.iter().any(|s| s.day == day("2026-11-05")));
    assert_eq!(story.case.round().unwrap().pauses[0].question, 4);
}

#[test]
fn the_system_goes_on_without_an_answer_only_after_the_time_to_answer() {
    let story = Story::in_progress("2026-11-02").worker("2026-11-04", ask());
    let resume = || Deed::Resume {
        reason: "期满未补充".into(),
    };
    assert_eq!(
        story.refused("2026-11-18", ActorRole::System, resume()),
        Refusal::StillWaiting(day("2026-11-18"))
    );
    let story = story.then("2026-11-19", ActorRole::System, resume());
    assert_eq!(story.case.state, CaseState::InProgress);
}

#[test]
fn one_extension_before_the_due_date() {
    let story = Story::in_progress("2026-11-02");
    let worker = ActorRole::CaseWorker;
    assert_eq!(
        story.refused("2026-11-20", worker, extend(11)),
        Refusal::ExtensionLength(10)
    );
    assert_eq!(
        story.refused("2026-11-20", worker, extend(0)),
        Refusal::ExtensionLength(10)
    );
    assert_eq!(
        story.refused("2026-11-24", worker, extend(5)),
        Refusal::ExtendedTooLate(day("2026-11-23"))
    );
    let blank = Deed::Extend {
        days: 5,
        reason: " ".into(),
    };
    assert_eq!(
        story.refused("2026-11-20", worker, blank),
        Refusal::Blank("reason")
    );
    let story = story.worker("2026-11-23 18:00", extend(5));
    assert_eq!(story.due_on(), "2026-11-30");
    assert_eq!(story.case.round().unwrap().answer.due_on, day("2026-11-23"));
    assert_eq!(
        story.refused("2026-11-23 19:00", worker, extend(5)),
        Refusal::ExtendedBefore
    );
    let story = story.worker("2026-11-26", resolved());
    let time = story
        .case
        .round()
        .unwrap()
        .timeliness(&story.clocks)
        .unwrap();
    assert_eq!((time.late_by, time.late_by_original), (0, 3));
}

#[test]
fn overdue_is_written_once() {
    let story = Story::in_progress("2026-11-02");
    let system = ActorRole::System;
    assert_eq!(
        story.refused("2026-11-23 23:00", system, Deed::Overdue),
        Refusal::NotOverdue(day("2026-11-23"))
    );
    let story = story.then("2026-11-24", system, Deed::Overdue);
    assert_eq!(
        story.refused("2026-11-25", system, Deed::Overdue),
        Refusal::Already
    );
}

#[test]
fn reopening_three_times_escalates() {
    let mut story = Story::closed("2026-11-02");
    for n in 1..=3_usize {
        story = story.then("2026-11-05", ActorRole::Resident, reopen());
        assert_eq!((story.case.reopened(), story.case.escalated), (n, n == 3));
        story = story
            .worker("2026-11-05", Deed::Start)
            .worker("2026-11-05", resolved())
            .worker("2026-11-05", Deed::Close);
    }
    assert!(
        story
            .case
            .rounds
            .iter()
            .all(|round| round.ended_at.is_some())
    );
    assert_eq!(
        story.refused("2026-12-08", ActorRole::Resident, reopen()),
        Refusal::ReopenedTooLate(day("2026-12-07"))
    );
}

#[test]
fn satisfaction_is_asked_once_and_only_at_close() {
    let happy = || {
        Deed::Satisfaction(Satisfaction::Given {
            level: SatisfactionLevel::Satisfied,
            resolved: true,
        })
    };
    let story = Story::closed("2026-11-02").then("2026-11-03", ActorRole::Resident, happy());
    assert_eq!(
        story.refused("2026-11-03", ActorRole::Resident, happy()),
        Refusal::Already
    );
    let withdrawn = Story::in_progress("2026-11-02").then(
        "2026-11-03",
        ActorRole::Resident,
        Deed::Withdraw { reason: None },
    );
    assert_eq!(withdrawn.standing("2027-01-01"), Standing::Ended);
    let refusal = withdrawn.refused("2026-11-03", ActorRole::Resident, happy());
    assert!(matches!(refusal, Refusal::NotNow { .. }));
}

#[test]
fn a_merge_names_the_other_case() {
    let story = Story::in_progress("2026-11-02");
    let merge = |into| Deed::Merge {
        into,
        reason: "同一事项".into(),
    };
    let own = story.case.reference;
    assert_eq!(
        story.refused("2026-11-03", ActorRole::CaseWorker, merge(own)),
        Refusal::Itself
    );
    let other = CaseReference::from_random([9; 8]);
    let joined = Story::in_progress("2026-11-02").worker("2026-11-03", Deed::Join { other });
    assert_eq!(joined.case.followers, 1);
    let merged = story.worker("2026-11-03", merge(other));
    assert_eq!(
        (merged.case.state, merged.case.duplicate_of),
        (CaseState::Duplicate, Some(other))
    );
}

#[test]
fn redacted_words_are_gone_from_the_case() {
    let story = Story::filed(FilingKind::Complaint, "2026-11-02");
    let redact = |seq| Deed::Redact {
        seq,
        reason: "含他人姓名".into(),
    };
    assert_eq!(
        story.refused("2026-11-03", ActorRole::Moderator, redact(7)),
        Refusal::NoSuchWords(7)
    );
    let story = story.then("2026-11-03", ActorRole::Moderator, redact(1));
    let json = serde_json::to_string(&story.case).unwrap();
    assert!(!json.contains("夜间施工") && json.contains("含他人姓名"));
}

#[test]
fn roles_words_versions_and_room() {
    let story = Story::in_progress("2026-11-02");
    let refusal = story.refused("2026-11-03", ActorRole::Resident, resolved());
    assert!(matches!(refusal, Refusal::NotYours { .. }));
    let refusal = story.refused("2026-11-03", ActorRole::CaseWorker, Deed::Note);
    assert_eq!(refusal, Refusal::Blank("note"));
    let unfounded = Deed::Answer(Answer {
        outcome: Outcome::NotUpheld,
        done: "示例".into(),
        remedy: "示例".into(),
        reason: None,
    });
    let refusal = story.refused("2026-11-03", ActorRole::CaseWorker, unfounded);
    assert_eq!(refusal, Refusal::Blank("reason"));
    let text: Box<str> = "字".repeat(MAX_TEXT + 1).into();
    let long = story.refused("2026-11-03", ActorRole::Resident, Deed::Supplement { text });
    assert_eq!(
        long,
        Refusal::TooLong {
            field: "text",
            limit: MAX_TEXT
        }
    );
    assert_eq!(
        story.case.expect_version(2),
        Err(Refusal::Stale {
            expected: 2,
            actual: 3
        })
    );

    let add = || Deed::Supplement { text: "字".into() };
    let full = (0..MAX_SUPPLEMENTS).fold(story, |s, _| {
        s.then("2026-11-03", ActorRole::Resident, add())
    });
    assert_eq!(
        full.refused("2026-11-03", ActorRole::Resident, add()),
        Refusal::Full
    );
}

#[test]
fn a_year_file_moves_a_provisional_date_once() {
    let story = Story::filed(FilingKind::Complaint, "2026-12-21 09:00")
        .worker("2026-12-21 10:00", Deed::Accept);
    assert!(story.case.is_provisional());
    assert_eq!(
        story.refused("2026-12-22", ActorRole::System, Deed::Recompute),
        Refusal::Already
    );
    let file = "date,kind,name,source\n2027-01-01,off,元旦,示例\n";
    let calendar = Calendar::built_in().unwrap().with_year(2027, file).unwrap();
    let rules = DeadlineRules::built_in().unwrap();
    let clocks = Clocks::new(calendar, &rules, &ClockPlan::default()).unwrap();
    let story = Story { clocks, ..story }.then("2026-12-22", ActorRole::System, Deed::Recompute);
    assert_eq!(story.due_on(), "2027-01-12");
    assert!(!story.case.is_provisional());
    assert_eq!(
        story.refused("2026-12-23", ActorRole::System, Deed::Recompute),
        Refusal::Already
    );
}

#[test]
fn a_case_is_read_back_as_it_was_written() {
    let story = Story::in_progress("2026-11-02").worker("2026-11-04", ask());
    let json = serde_json::to_string(&story.case).unwrap();
    assert_eq!(serde_json::from_str::<Case>(&json).unwrap(), story.case);
    let action = Action::new(ActorRole::CaseWorker, extend(3));
    let json = serde_json::to_string(&action).unwrap();
    assert_eq!(serde_json::from_str::<Action>(&json).unwrap(), action);
}

#[test]
fn a_plan_with_a_missing_rule_is_refused() {
    let rules = DeadlineRules::built_in().unwrap();
    let plan = ClockPlan {
        reopen: "no_such".into(),
        ..ClockPlan::default()
    };
    let fault = Clocks::new(Calendar::default(), &rules, &plan).unwrap_err();
    assert_eq!(fault, ClockFault::NoSuchRule("no_such".into()));
    let plan: ClockPlan =
        serde_json::from_str(r#"{"answer":{"complaint":"case_answer_complaint"}}"#).unwrap();
    let fault = Clocks::new(Calendar::default(), &rules, &plan).unwrap_err();
    assert_eq!(fault, ClockFault::NoAnswerRule(FilingKind::Feedback));
}

#[test]
fn the_table_has_each_event_once_and_no_dead_end() {
    for kind in EventKind::ALL
        .iter()
        .filter(|kind| **kind != EventKind::Filed)
    {
        assert_eq!(
            TRANSITIONS.iter().filter(|row| row.event == *kind).count(),
            1,
            "{kind:?}"
        );
    }
    for state in CaseState::ALL.iter().filter(|state| !state.is_ended()) {
        assert!(
            TRANSITIONS
                .iter()
                .any(|row| row.from.contains(state) && row.to.is_some()),
            "{state:?}"
        );
    }
}

/// From where to where a case may go, written down apart from the table.
fn may_follow(before: CaseState, after: CaseState) -> bool {
    let ways = match before.id() {
        "received" => "accepted not_accepted transferred duplicate_of withdrawn",
        "accepted" => {
            "not_accepted assigned in_progress awaiting_complainant transferred duplicate_of withdrawn"
        }
        "assigned" => "in_progress awaiting_complainant transferred duplicate_of withdrawn",
        "in_progress" => {
            "assigned awaiting_complainant resolved not_upheld no_power transferred duplicate_of withdrawn"
        }
        "awaiting_complainant" => "in_progress withdrawn",
        "resolved" | "not_upheld" | "no_power" => "closed reopened",
        "closed" => "reopened",
        "reopened" => "assigned in_progress transferred duplicate_of withdrawn",
        _ => "",
    };
    before == after || ways.split(' ').any(|way| way == after.id())
}

fn any_deed() -> impl Strategy<Value = Deed> {
    let words = || Box::<str>::from("示例");
    let answer = |outcome| {
        Deed::Answer(Answer {
            outcome,
            done: words(),
            remedy: words(),
            reason: Some(words()),
        })
    };
    let deeds = vec![
        Deed::Accept,
        Deed::Decline {
            reason: words(),
            channel: words(),
        },
        Deed::Assign { to: words() },
        Deed::Start,
        ask(),
        reply(),
        Deed::Resume { reason: words() },
        answer(Outcome::Resolved),
        answer(Outcome::NotUpheld),
        answer(Outcome::NoPower),
        Deed::Close,
        Deed::Transfer {
            to: words(),
            reason: words(),
        },
        Deed::Merge {
            into: CaseReference::from_random([3; 8]),
            reason: words(),
        },
        Deed::Join {
            other: CaseReference::from_random([4; 8]),
        },
        Deed::Withdraw { reason: None },
        reopen(),
        extend(3),
        Deed::Overdue,
        Deed::Supplement { text: words() },
        Deed::Note,
        Deed::Satisfaction(Satisfaction::Declined),
        Deed::Redact {
            seq: 2,
            reason: words(),
        },
        Deed::Recompute,
    ];
    proptest::sample::select(deeds)
}

fn check_whole(case: &Case) {
    let round = case.round().unwrap();
    assert_eq!(case.state.is_ended(), round.ended_at.is_some());
    assert_eq!(
        !case.state.is_owed() && round.answered_at.is_none(),
        matches!(case.state, CaseState::Withdrawn | CaseState::Duplicate)
    );
    let waiting = round
        .pauses
        .iter()
        .filter(|pause| pause.resumed_at.is_none())
        .count();
    assert_eq!(
        waiting,
        usize::from(case.state == CaseState::AwaitingComplainant)
    );
    assert!(
        case.rounds
            .iter()
            .rev()
            .skip(1)
            .all(|round| round.ended_at.is_some())
    );
    assert!(
        case.rounds
            .iter()
            .filter(|round| round.extension.is_some())
            .count()
            <= 1
    );
    let overdue = case
        .timeline
        .iter()
        .filter(|e| e.kind == EventKind::Overdue)
        .count();
    assert_eq!(
        overdue,
        case.rounds
            .iter()
            .filter(|round| round.overdue_at.is_some())
            .count()
    );
    assert!(
        case.timeline
            .iter()
            .zip(1..)
            .all(|(event, seq)| event.seq == seq)
    );
    assert!(case.timeline.is_sorted_by_key(|event| event.at));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_way_leads_to_an_illegal_state(steps in prop::collection::vec((any_deed(), 0_usize..6, -3_i64..400), 1..120)) {
        let clocks = Clocks::built_in().unwrap();
        let mut now = moment("2026-01-05 08:00");
        let mut case = Case::file(new_case(FilingKind::Complaint), now, &clocks).unwrap();
        for (deed, role, hours) in steps {
            now = Moment::from(now.instant() + chrono::Duration::hours(hours));
            // Mostly a role that may: random roles alone would seldom get anywhere.
            let allowed = transition(deed.event()).unwrap().roles;
            let role = allowed.get(role).copied().unwrap_or(ActorRole::ALL[role]);
            let action = Action { role, deed, note: Some("示例".into()) };
            match apply(&case, &action, now, &clocks) {
                Ok(next) => {
                    prop_assert!(may_follow(case.state, next.state), "{:?} {:?}", case.state, next.state);
                    prop_assert_eq!(next.version, case.version + 1);
                    prop_assert_eq!(next.timeline.len(), case.timeline.len() + 1);
                    check_whole(&next);
                    case = next;
                }
                Err(Refusal::NotNow { event, state }) => {
                    prop_assert_eq!(state, case.state);
                    prop_assert!(!transition(event).unwrap().from.contains(&state));
                }
                Err(_) => {}
            }
        }
    }
}
