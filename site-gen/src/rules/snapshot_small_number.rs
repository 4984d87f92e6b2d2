//! MT1411: A number below ten is shown.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1411),
    severity: Severity::Error,
    title: both("小于 10 的数没有隐去", "A number below ten is shown"),
    what: both(
        "不满 10 的评价数、满意度、主题人数和页面评价不出现。",
        "Ratings, answers at close, people behind a theme and page votes below ten do not appear.",
    ),
    why: both(
        "人数少，邻居就猜得出是谁说的。",
        "With few, neighbours can guess who said what.",
    ),
    example: "\"n\":4",
    remedy: both(
        "重新取快照。",
        "Take the snapshot again.",
    ),
    check: Check::Step,
};
