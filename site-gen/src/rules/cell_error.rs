//! MT1006: A cell holds an error.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1006),
    severity: Severity::Error,
    title: both(
        "单元格里是错误值",
        "A cell holds an error",
    ),
    what: both(
        "单元格里没有 #N/A、#REF! 这类错误值。",
        "No cell holds #N/A, #REF! and the like.",
    ),
    why: both(
        "公式算不出来，就没有可以发布的数。",
        "The formula gave nothing to publish.",
    ),
    example: "#DIV/0!",
    remedy: both(
        "改好公式，或把数粘贴成值。",
        "Repair the formula, or paste values.",
    ),
    check: Check::Step,
};
