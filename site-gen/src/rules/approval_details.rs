//! MT0413: an approved item does not say who approved it and when.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::admission::{AdmissionMode, Status};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(413),
    severity: Severity::Error,
    title: both("审批准入的事项没有写谁、哪天批的", "An approved item does not say who approved it and when"),
    what: both(
        "经审批准入、已准入或执行中的事项，写批准单位和批准日期。",
        "An item that came in by approval and is admitted or in force names who approved it and on which day.",
    ),
    why: both(
        "准入是联席会议的决定，居民和社区要能查到是谁、哪天定的。",
        "Admission is a decision; residents and communities can look up whose and when.",
    ),
    example: "准入:\n  方式: 审批准入（没有批准单位）",
    remedy: both("补上批准单位和批准日期。", "Add the approver and the day."),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::AdmissionItem(item) = &record.facts else {
        return;
    };
    let current = matches!(item.status, Status::Admitted | Status::Active | Status::Suspended);
    if item.admission.mode != AdmissionMode::Approval || !current {
        return;
    }
    if item.admission.approver.is_none() {
        let message = words!("没有写批准单位", "the approver is missing");
        found.add("admission.approver", message).with("admission.mode").with("status");
    }
    if item.admission.approved_on.is_none() {
        let message = words!("没有写批准日期", "the day of approval is missing");
        found.add("admission.approved_on", message).with("admission.mode").with("status");
    }
}
