//! MT0209: not a share.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(209),
    severity: Severity::Error,
    title: both(
        "不是百分比",
        "Not a share",
    ),
    what: both(
        "写成 45% 或 0.45，在 0 到 100% 之间。",
        "Write 45% or 0.45, between 0 and 100 %.",
    ),
    why: both(
        "只写 45 分不清是 45% 还是 45 倍。",
        "A bare 45 may be 45 % or 45 times.",
    ),
    example: "目标值: 45",
    remedy: both(
        "加上 %。",
        "Add %.",
    ),
    check: Check::Step,
};
