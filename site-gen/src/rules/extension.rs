//! MT0507: an extension against the rules.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::{Action};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(507),
    severity: Severity::Error,
    title: both(
        "延期不合规定",
        "An extension against the rules",
    ),
    what: both(
        "延期在原时限之前申请，延到原时限之后，只有一次。",
        "An extension is asked for before the deadline, ends after it, and is the only one.",
    ),
    why: both(
        "过了时限再补延期，逾期就看不见了；原来的时限一直显示在旁边。",
        "Asked for afterwards it would hide a delay; the first deadline stays beside it.",
    ),
    example: "办结时限: 2026-06-30\n延期:\n  申请日期: 2026-07-05",
    remedy: both(
        "写实际的申请日期；逾期了就如实显示逾期。",
        "Write the real day; what is late is shown as late.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    for (item, n) in meeting.agenda.iter().zip(0..) {
        for (action, m) in item.actions.iter().zip(0..) {
            one(action, &format!("agenda[{n}].actions[{m}]"), found);
        }
    }
}

fn one(action: &Action, at: &str, found: &mut Findings) {
    let Some(extension) = &action.extension else {
        return;
    };
    let (due, due_at) = (action.due_on, format!("{at}.due_on"));
    if extension.asked_on >= due {
        let asked = extension.asked_on;
        let message = words!("延期在 {asked} 申请，时限是 {due}", "the extension was asked for on {asked}, the deadline is {due}");
        found.add(format!("{at}.extension.asked_on"), message).with(&due_at);
    }
    if extension.to <= due {
        let to = extension.to;
        let message = words!("延至 {to}，不晚于原时限 {due}", "extended to {to}, not after the deadline {due}");
        found.add(format!("{at}.extension.to"), message).with(&due_at);
    }
}
