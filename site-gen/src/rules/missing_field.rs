//! MT0201: A required field is missing.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(201),
    severity: Severity::Error,
    title: both(
        "缺少必填字段",
        "A required field is missing",
    ),
    what: both(
        "必填字段要有内容。",
        "Required fields have a value.",
    ),
    why: both(
        "缺了它，页面上就缺了居民要知道的事，或者没法归类和排序。",
        "Without it the page lacks what residents need, or can't be sorted.",
    ),
    example: "---\n类别: 通知公告\n---",
    remedy: both(
        "补上提示里写的字段。",
        "Add the field that is named.",
    ),
    check: Check::Step,
};
