//! MT0401: A temporary item lacks approval, end or funding.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::admission::{AdmissionItem, Category, FundingMode, Status};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(401),
    severity: Severity::Error,
    title: both(
        "临时准入事项缺少批准、期限或经费",
        "A temporary item lacks approval, end or funding",
    ),
    what: both(
        "准入(临时)事项要有批准文号、结束日期和经费。",
        "An item admitted for a time has the number of its approval, an end and funding.",
    ),
    why: both(
        "没有批准、没有期限、没有经费的“临时”任务，正是准入制度要挡住的。",
        "Temporary work without approval, end or money is what admission is there to stop.",
    ),
    example: "类别: 准入(临时)事项\n期限:\n  类型: 阶段性",
    remedy: both(
        "补上批准文号、期限的结束日期、经费的方式；没有批准就不要发布。",
        "Add them; without approval don't publish.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::AdmissionItem(item) = &record.facts else {
        return;
    };
    if item.category != Category::AdmittedTemporary || !current(item) {
        return;
    }
    if item.admission.document_number.is_none() {
        let message = words!("准入(临时)事项没有批准文号", "the temporary item has no approval number");
        found.add("admission.document_number", message).with("category").with("status");
    }
    if item.period.to.is_none() {
        let message = words!("准入(临时)事项没有结束日期", "the temporary item has no end");
        found.add("period.to", message).with("category").with("status");
    }
    if item.funding.mode == FundingMode::None {
        let message = words!("准入(临时)事项没有经费", "the temporary item has no funding");
        found.add("funding.mode", message).with("category").with("status");
    }
}

fn current(item: &AdmissionItem) -> bool {
    matches!(item.status, Status::Admitted | Status::Active | Status::Suspended)
}
