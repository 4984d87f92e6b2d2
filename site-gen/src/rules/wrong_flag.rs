//! MT0210: neither true nor false.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(210),
    severity: Severity::Error,
    title: both(
        "不是“是”或“否”",
        "Neither true nor false",
    ),
    what: both(
        "写 是、否(true、false)。",
        "Write true or false (是, 否).",
    ),
    why: both(
        "草稿、示例这类字段只有两种情况。",
        "Such a field knows two cases only.",
    ),
    example: "草稿: 也许",
    remedy: both(
        "改成 是 或 否。",
        "Write true or false.",
    ),
    check: Check::Step,
};
