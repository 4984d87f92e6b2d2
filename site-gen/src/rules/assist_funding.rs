//! MT0403: assisting the government without funding.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::admission::{Category, FundingMode};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(403),
    severity: Severity::Error,
    title: both(
        "协助政府事项没有经费",
        "Assisting the government without funding",
    ),
    what: both(
        "依法协助政府工作事项要写明经费。",
        "An item that assists the government says who pays.",
    ),
    why: both(
        "居委会组织法(2025年修订)第四十三条：委托的部门承担经费。",
        "Organic law of residents' committees (2025), art. 43: the commissioning department bears the cost.",
    ),
    example: "类别: 依法协助政府工作事项\n经费:\n  方式: 无",
    remedy: both(
        "与牵头部门商定经费后再公布。",
        "Settle the funding with the department first.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    if let Facts::AdmissionItem(item) = &record.facts
        && item.category == Category::AssistGovernment
        && item.funding.mode == FundingMode::None
    {
        let message = words!("依法协助政府工作事项没有经费", "an item that assists the government has no funding");
        found.add("funding.mode", message).with("category");
    }
}
