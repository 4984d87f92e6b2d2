//! MT0404: past its end and still in force.

use super::{Check, Findings, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::admission::Status;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(404),
    severity: Severity::Error,
    title: both(
        "已经到期还写着执行中",
        "Past its end and still in force",
    ),
    what: both(
        "过了结束日期的事项不能还是“已准入”“执行中”。",
        "An item past its end is no longer admitted or in force.",
    ),
    why: both(
        "到期就是到期；还写着执行中，等于继续向社区派活。",
        "What has ended has ended; leaving it in force is asking communities for more.",
    ),
    example: "期限:\n  结束: 2025-12-31\n状态: 执行中",
    remedy: both(
        "改成“已退出”并写退出日期和原因；确实延期的，写新的批准和结束日期。",
        "Set it to exited with day and reason; if it was extended, write the new approval and end.",
    ),
    check: Check::Dated(check),
};

fn check(record: &Record, setting: &Setting, found: &mut Findings) {
    let Facts::AdmissionItem(item) = &record.facts else {
        return;
    };
    let current = matches!(item.status, Status::Admitted | Status::Active);
    if let Some(end) = item.period.to
        && current
        && setting.after(end)
    {
        let message = words!("期限已于 {end} 结束，状态还是执行中", "it ended on {end} and is still in force");
        found.add("status", message).with("period.to").with("period");
    }
}
