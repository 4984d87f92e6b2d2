//! MT1507: a home address.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1507),
    severity: Severity::Warning,
    title: both("家庭住址", "A home address"),
    what: both("公开内容里不写到楼栋、单元、室。", "Published texts name no building, staircase and room."),
    why: both("住址写到户就等于点名。", "An address with a room names a person."),
    example: "某栋某单元某室漏水",
    remedy: both("只写到小区或者网格，例如“某小区”。", "Name the estate or grid only."),
    check: Check::Step,
};
