//! MT0305: the change notes are out of order.

use super::{Check, Findings, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::Record;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(305),
    severity: Severity::Error,
    title: both(
        "修改记录的日期不对",
        "The change notes are out of order",
    ),
    what: both(
        "修改记录从早到晚排列，不晚于今天。",
        "Change notes are oldest first and not later than today.",
    ),
    why: both(
        "“最后修改”取自最后一条；顺序错了，日期就错了。",
        "The last change is the last note; out of order it is wrong.",
    ),
    example: "修改记录:\n  - 日期: 2026-11-09\n  - 日期: 2026-10-01",
    remedy: both(
        "按日期重新排列。",
        "Sort them by day.",
    ),
    check: Check::Dated(check),
};

fn check(record: &Record, setting: &Setting, found: &mut Findings) {
    let changes = &record.envelope.changes;
    for (pair, n) in changes.windows(2).zip(1..) {
        if pair[1].on < pair[0].on {
            let (on, before) = (pair[1].on, pair[0].on);
            let at = format!("changes[{n}].on");
            let message = words!("{on} 排在 {before} 之后", "{on} stands after {before}");
            found.add(at, message).with(format!("changes[{}].on", n - 1));
        }
    }
    for (change, n) in changes.iter().zip(0..) {
        if !setting.reached(change.on) {
            let on = change.on;
            let message = words!("{on} 还没有到", "{on} has not come yet");
            found.add(format!("changes[{n}].on"), message);
        }
    }
}
