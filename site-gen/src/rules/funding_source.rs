//! MT0414: funding follows the task, but nobody is named who pays.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::admission::FundingMode;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(414),
    severity: Severity::Error,
    title: both("费随事转却没有写谁出钱", "Funding follows the task, but nobody is named who pays"),
    what: both(
        "“费随事转”“政府购买服务”的事项写出资部门或牵头部门。",
        "Where funding follows the task or a service is purchased, the department that pays or leads is named.",
    ),
    why: both(
        "委托部门承担费用（城市居民委员会组织法 2025 年修订第四十三条）；不写是谁，社区就没有地方要。",
        "The commissioning department bears the cost (Residents Committees Law, 2025 revision, art. 43).",
    ),
    example: "经费:\n  方式: 费随事转（没有出资部门，也没有牵头部门）",
    remedy: both("补上 经费.出资部门 或 牵头部门。", "Add funding.source_department or lead_department."),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::AdmissionItem(item) = &record.facts else {
        return;
    };
    let paid = matches!(item.funding.mode, FundingMode::TaskFunded | FundingMode::PurchasedService);
    if paid && item.funding.source_department.is_none() && item.lead_department.is_none() {
        let message = words!("没有写由哪个部门出钱", "the department that pays is missing");
        found.add("funding.source_department", message).with("funding.mode").with("lead_department");
    }
}
