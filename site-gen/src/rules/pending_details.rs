//! MT0412: an item under review has no day of application.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::admission::Status;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(412),
    severity: Severity::Error,
    title: both("待审核的事项没有申请日期", "An item under review has no day of application"),
    what: both(
        "“待审核”的事项写申请日期。",
        "An item under review has the day on which it was applied for.",
    ),
    why: both(
        "审核有期限（默认 15 个工作日），没有起点就算不出哪天到期。",
        "The review has a limit (15 working days unless set otherwise); without a beginning nobody knows when it ends.",
    ),
    example: "状态: 待审核（没有写申请日期）",
    remedy: both("补上 准入.申请日期。", "Add admission.applied_on."),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::AdmissionItem(item) = &record.facts else {
        return;
    };
    if item.status == Status::PendingReview && item.admission.applied_on.is_none() {
        let message = words!("待审核的事项没有写申请日期", "an item under review without a day of application");
        found.add("admission.applied_on", message).with("status");
    }
}
