//! Quorum and majority against a reference that counts heads one by one, written from the table of the statutes and from nothing in the code.

use super::*;
use crate::dates::Moment;
use crate::labelled::Labelled;
use proptest::prelude::*;

/// So many of so many, and whether exactly that many are enough.
type Part = (u64, u64, bool);

/// What a body needs, and of whom, by 城市居民委员会组织法 and 村民委员会组织法. None if it only consults.
const STATUTES: [(&str, Option<&str>, Option<Part>); 11] = [
    ("residents_assembly", None, Some((1, 2, false))),
    ("residents_assembly", Some("adults"), Some((1, 2, false))),
    (
        "residents_assembly",
        Some("households"),
        Some((1, 2, false)),
    ),
    (
        "residents_representative_assembly",
        None,
        Some((2, 3, true)),
    ),
    ("villagers_assembly", None, Some((1, 2, false))),
    ("villagers_assembly", Some("adults"), Some((1, 2, false))),
    ("villagers_assembly", Some("households"), Some((2, 3, true))),
    (
        "villagers_representative_assembly",
        None,
        Some((2, 3, true)),
    ),
    ("township_joint_meeting", None, None),
    ("village_council", None, None),
    ("grid_council", None, None),
];

/// Whether `there` is as large a part of `all` as is asked for.
fn enough(there: u64, all: u64, (of, parts, exactly): (u64, u64, bool)) -> bool {
    let (have, need) = (there * parts, all * of);
    have > need || exactly && have == need
}

/// The heads present, each with what it did: more than half of all of them agree.
fn majority(heads: &[Ballot]) -> bool {
    let for_it = heads
        .iter()
        .filter(|ballot| **ballot == Ballot::Agree)
        .count();
    let not_for_it = heads.len() - for_it;
    for_it > not_for_it
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Ballot {
    Agree,
    Oppose,
    Abstain,
    Invalid,
}

fn vote(heads: &[Ballot]) -> Vote {
    let count = |wanted| u32::try_from(heads.iter().filter(|b| **b == wanted).count()).unwrap();
    Vote {
        method: VoteMethod::ShowOfHands,
        agree: count(Ballot::Agree),
        oppose: count(Ballot::Oppose),
        abstain: count(Ballot::Abstain),
        invalid: count(Ballot::Invalid),
    }
}

fn meeting((body, entitled): (Body, Option<&str>), expected: u32, heads: &[Ballot]) -> Meeting {
    let item = serde_json::json!({ "no": 1, "subject": "示例", "vote": vote(heads) });
    let mut meeting = serde_json::json!({
        "tier": "minor", "body": body.id(), "form": "symposium", "venue": "other", "status": "held",
        "start": Moment::parse("2026-06-20 09:00").unwrap().to_string(),
        "attendance": { "expected": expected, "present": heads.len() },
        "agenda": [item],
    });
    if let Some(entitled) = entitled {
        meeting["attendance"]["entitled"] = entitled.into();
    }
    serde_json::from_value(meeting).unwrap()
}

fn ballots() -> impl Strategy<Value = Vec<Ballot>> {
    // One of three leanings, so that votes lie near the half as often as far from it.
    let ballot = |agree: u32| {
        prop_oneof![
            agree => Just(Ballot::Agree),
            2 => Just(Ballot::Oppose),
            1 => Just(Ballot::Abstain),
            1 => Just(Ballot::Invalid),
        ]
    };
    let heads = |agree| proptest::collection::vec(ballot(agree), 0..90);
    prop_oneof![heads(3), heads(4), heads(6)]
}

#[test]
fn the_statutes_speak_of_every_body() {
    let named: Vec<&str> = STATUTES.iter().map(|(body, ..)| *body).collect();
    for body in Body::ALL {
        assert!(named.contains(&body.id()), "{}", body.id());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn quorum_agrees_with_counting(expected in 0_u32..3000) {
        for rule in [QuorumRule::MoreThanHalf, QuorumRule::TwoThirds] {
            let part = if rule == QuorumRule::TwoThirds { (2, 3, true) } else { (1, 2, false) };
            let least = (0..=expected + 1).find(|p| enough(u64::from(*p), u64::from(expected), part));
            prop_assert_eq!(Some(rule.needed(expected)), least);
        }
    }

    #[test]
    fn a_resolution_is_one_where_the_statutes_say_so(
        which in 0..STATUTES.len(),
        heads in ballots(),
        away in prop_oneof![0_u32..4, 0_u32..120],
    ) {
        let (name, entitled, part) = STATUTES[which];
        let body = Body::find(name).unwrap();
        let expected = u32::try_from(heads.len()).unwrap() + away;
        let meeting = meeting((body, entitled), expected, &heads);
        let there = heads.len() as u64;
        let quorate = part.map(|part| enough(there, u64::from(expected), part));
        prop_assert_eq!(meeting.quorum().map(Quorum::met), quorate);
        prop_assert_eq!(body.may_resolve(), part.is_some());
        let carried = majority(&heads);
        prop_assert_eq!(meeting.agenda[0].carried(u32::try_from(there).unwrap()), carried);
        prop_assert_eq!(meeting.resolves(&meeting.agenda[0]), quorate == Some(true) && carried);
        prop_assert_eq!(meeting.agenda[0].vote.as_ref().map(Vote::total), Some(there));
    }
}
