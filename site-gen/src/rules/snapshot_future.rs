//! MT1405: The snapshot is of a day to come.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1405),
    severity: Severity::Error,
    title: both("快照的日期还没有到", "The snapshot is of a day to come"),
    what: both(
        "快照的日期不晚于生成网站的日期。",
        "The snapshot was taken no later than the day of the build.",
    ),
    why: both(
        "多半是电脑的日期错了，期限也会跟着算错。",
        "A clock is wrong somewhere, and due dates with it.",
    ),
    example: "11 月 23 日生成网站，快照写 12 月 1 日",
    remedy: both(
        "校对两边的日期，重新取快照。",
        "Set both clocks right and take the snapshot again.",
    ),
    check: Check::Step,
};
