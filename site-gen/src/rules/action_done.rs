//! MT0505: an action is done without day or evidence.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::{Action, ActionStatus};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(505),
    severity: Severity::Error,
    title: both(
        "完成的任务没有日期或依据",
        "An action is done without day or evidence",
    ),
    what: both(
        "“已完成”的任务写完成日期和完成依据；没有完成的不写完成日期。",
        "An action that is done has a day and evidence; others have no such day.",
    ),
    why: both(
        "居民要能看到是怎么办成的。",
        "Residents can see how it was done.",
    ),
    example: "进度: 已完成(没有完成依据)",
    remedy: both(
        "补上完成日期，以及照片、验收或公示的说明或链接。",
        "Add the day, and a statement or link that shows it.",
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
    let status = format!("{at}.status");
    let done = action.status == ActionStatus::Done;
    if done && action.done_on.is_none() {
        let message = words!("任务已完成，没有写完成日期", "the action is done without a day");
        found.add(format!("{at}.done_on"), message).with(&status);
    }
    if done && action.evidence.is_none() {
        let message = words!("任务已完成，没有写完成依据", "the action is done without evidence");
        found.add(format!("{at}.evidence"), message).with(&status);
    }
    if !done && action.done_on.is_some() {
        let message = words!("写了完成日期，进度却不是“已完成”", "there is a day on which it was done, but it is not done");
        found.add(status, message).with(format!("{at}.done_on"));
    }
}
