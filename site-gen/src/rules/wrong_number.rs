//! MT0207: not a whole number.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(207),
    severity: Severity::Error,
    title: both(
        "不是整数",
        "Not a whole number",
    ),
    what: both(
        "人数、票数、天数是 0 或更大的整数。",
        "Counts and days are whole numbers from 0.",
    ),
    why: both(
        "数字要能相加和核对；没有数据与 0 是两回事。",
        "Numbers are added and checked; no data is not 0.",
    ),
    example: "实到: 约15",
    remedy: both(
        "只写数字；没有就不写这个字段。",
        "Write the number; leave the field out if there is none.",
    ),
    check: Check::Step,
};
