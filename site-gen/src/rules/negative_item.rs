//! MT0410: A prohibited item does not say what is prohibited.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::admission::Category;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(410),
    severity: Severity::Error,
    title: both(
        "负面清单事项没有写不承担什么",
        "A prohibited item does not say what is prohibited",
    ),
    what: both(
        "负面清单事项写明“社区不承担”。",
        "A prohibited item has `not_community`.",
    ),
    why: both(
        "不写明，部门可以说不在其列。",
        "Without it a department can say it is not meant.",
    ),
    example: "类别: 负面清单(没有“社区不承担”)",
    remedy: both(
        "补上“社区不承担”。",
        "Add `not_community`.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    if let Facts::AdmissionItem(item) = &record.facts
        && item.category == Category::Prohibited
        && item.not_community.is_none()
    {
        let message = words!("负面清单事项没有写“社区不承担”", "the prohibited item does not say what is prohibited");
        found.add("not_community", message).with("category");
    }
}
