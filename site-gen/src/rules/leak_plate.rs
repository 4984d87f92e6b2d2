//! MT1506: a number plate.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1506),
    severity: Severity::Warning,
    title: both("车牌号", "A number plate"),
    what: both("公开内容里少写车牌号。", "Published texts avoid number plates."),
    why: both("车牌能对到车主。", "A plate leads to its owner."),
    example: "鄂E·12*** 长期占用消防通道",
    remedy: both("写“一辆白色轿车”；确需公开的，登记公开例外。", "Describe the car; where it must be public, register an allowance."),
    check: Check::Step,
};
