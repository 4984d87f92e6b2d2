//! MT0528: the steps of an action are out of order.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::Action;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(528),
    severity: Severity::Error,
    title: both("进展或重新办理的日期次序不对", "The steps of an action are out of order"),
    what: both(
        "进展从早到晚排列；重新办理不早于原来完成的日期，再次完成不早于重新办理。",
        "Steps are in the order of days; an action is reopened after it was done, and done again after that.",
    ),
    why: both("先后颠倒，就看不出事情是怎么办的。", "Out of order nobody can follow what happened."),
    example: "进展:\n  - 日期: 2026-07-02\n  - 日期: 2026-06-20",
    remedy: both("按日期排好，核对日期。", "Put them in order and check the days."),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    for (item, n) in meeting.agenda.iter().zip(0..) {
        for (action, m) in item.actions.iter().zip(0..) {
            steps(action, &format!("agenda[{n}].actions[{m}]"), found);
        }
    }
}

fn steps(action: &Action, at: &str, found: &mut Findings) {
    for (pair, k) in action.milestones.windows(2).zip(1..) {
        let (before, after) = (pair[0].on, pair[1].on);
        if after < before {
            let message = words!("{after} 排在 {before} 之后", "{after} comes after {before}");
            found.add(format!("{at}.milestones[{k}].on"), message);
        }
    }
    for (again, k) in action.reopened.iter().zip(0..) {
        let (done, on) = (again.done_on, again.on);
        if on < done {
            let message = words!("重新办理 {on} 早于原来完成 {done}", "reopened on {on}, before it was done on {done}");
            found.add(format!("{at}.reopened[{k}].on"), message);
        }
        if let Some(last) = action.done_on
            && last < on
        {
            let message = words!("再次完成 {last} 早于重新办理 {on}", "done on {last}, before it was reopened on {on}");
            found.add(format!("{at}.done_on"), message).with(format!("{at}.reopened"));
        }
    }
}
