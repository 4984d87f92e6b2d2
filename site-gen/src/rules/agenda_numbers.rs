//! MT0515: the agenda is numbered wrongly.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(515),
    severity: Severity::Error,
    title: both(
        "议程序号不对",
        "The agenda is numbered wrongly",
    ),
    what: both(
        "议程从 1 起依次编号。",
        "The agenda is numbered from 1, one after the other.",
    ),
    why: both(
        "决议和任务按序号引用。",
        "Decisions and actions go by these numbers.",
    ),
    example: "序号: 1, 3, 3",
    remedy: both(
        "改正序号。",
        "Correct the numbers.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    for (item, n) in meeting.agenda.iter().zip(1_u32..) {
        if item.no != n {
            let no = item.no;
            let message = words!("第 {n} 项的序号写成 {no}", "item {n} has the number {no}");
            found.add(format!("agenda[{}].no", n - 1), message);
            return;
        }
    }
}
