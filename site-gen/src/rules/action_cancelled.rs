//! MT0506: an action was cancelled without reason.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::{ActionStatus};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(506),
    severity: Severity::Error,
    title: both(
        "取消的任务没有原因",
        "An action was cancelled without reason",
    ),
    what: both(
        "“已取消”的任务写取消原因。",
        "A cancelled action has its reason.",
    ),
    why: both(
        "议定的事不能不声不响地没有了。",
        "What was decided doesn't vanish silently.",
    ),
    example: "进度: 已取消",
    remedy: both(
        "补上取消原因。",
        "Add the reason.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    for (item, n) in meeting.agenda.iter().zip(0..) {
        for (action, m) in item.actions.iter().zip(0..) {
            if action.status == ActionStatus::Cancelled && action.cancel_reason.is_none() {
                let at = format!("agenda[{n}].actions[{m}]");
                let message = words!("任务已取消，没有写原因", "the action was cancelled without reason");
                found.add(format!("{at}.cancel_reason"), message).with(format!("{at}.status"));
            }
        }
    }
}
