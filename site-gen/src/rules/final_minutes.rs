//! MT0522: final minutes without a day of publication.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::{MinutesState};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(522),
    severity: Severity::Error,
    title: both(
        "定稿的纪要没有发布日期",
        "Final minutes without a day of publication",
    ),
    what: both(
        "“定稿”的纪要写纪要发布日期，每项议程有结果。",
        "Final minutes have a day of publication and an outcome for every item.",
    ),
    why: both(
        "定稿是给人看的：哪天公开、每件事怎么定的都要有。",
        "Final means public: when, and what came of each item.",
    ),
    example: "纪要状态: 定稿(没有发布日期)",
    remedy: both(
        "补上日期和结果。",
        "Add the day and the outcomes.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    if meeting.minutes != Some(MinutesState::Final) {
        return;
    }
    if meeting.minutes_published_on.is_none() {
        let message = words!("定稿的纪要没有写发布日期", "final minutes without a day of publication");
        found.add("minutes_published_on", message).with("minutes");
    }
    for (item, n) in meeting.agenda.iter().zip(0..) {
        if item.outcome.is_none() {
            let message = words!("定稿的纪要里这一项没有结果", "an item of final minutes without outcome");
            found.add(format!("agenda[{n}].outcome"), message).with("minutes");
        }
    }
}
