//! MT0408: exit and status don't agree.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::admission::Status;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(408),
    severity: Severity::Error,
    title: both(
        "退出的事项与“退出”对不上",
        "Exit and status don't agree",
    ),
    what: both(
        "“已退出”的事项写退出日期和原因；没有退出的不写。",
        "An item that left the list has day and reason; others have none.",
    ),
    why: both(
        "居民和社区要知道从哪天起不再做、为什么。",
        "Residents and communities need to know since when and why.",
    ),
    example: "状态: 已退出(没有“退出”)",
    remedy: both(
        "补上“退出”，或改正状态。",
        "Add `exit`, or correct the status.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::AdmissionItem(item) = &record.facts else {
        return;
    };
    match (item.status == Status::Exited, &item.exit) {
        (true, None) => {
            let message = words!("已退出的事项没有写退出日期和原因", "it left the list without day and reason");
            found.add("exit", message).with("status");
        }
        (false, Some(_)) => {
            let message = words!("写了“退出”，状态却不是“已退出”", "it has `exit`, but its status is not exited");
            found.add("status", message).with("exit");
        }
        (true, Some(_)) | (false, None) => {}
    }
}
