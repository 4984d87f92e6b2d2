//! MT0514: A meeting that was not held has results.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::{MeetingStatus, Outcome};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(514),
    severity: Severity::Error,
    title: both(
        "没有召开的会议有了结果",
        "A meeting that was not held has results",
    ),
    what: both(
        "没有召开或取消的会议没有结果、表决、决议和纪要。",
        "A meeting that was not held has no outcome, vote, resolution or minutes.",
    ),
    why: both(
        "没有开的会不会有结果。",
        "What did not take place has no result.",
    ),
    example: "会议状态: 已取消\n议程:\n  - 结果: 达成一致意见",
    remedy: both(
        "改正会议状态，或删去结果。",
        "Correct the status, or remove the results.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    if meeting.status == MeetingStatus::Held {
        return;
    }
    if meeting.minutes.is_some() {
        let message = words!("会议没有召开，却有纪要", "the meeting was not held but has minutes");
        found.add("minutes", message).with("status");
    }
    for (item, n) in meeting.agenda.iter().zip(0..) {
        let decided = item.outcome.is_some_and(|outcome| outcome != Outcome::Withdrawn);
        if decided || item.vote.is_some() || item.resolution.is_some() {
            let message = words!("会议没有召开，却有结果", "the meeting was not held but has results");
            found.add(format!("agenda[{n}]"), message).with("status");
        }
    }
}
