//! MT1410: Rows out of order, or twice.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1410),
    severity: Severity::Error,
    title: both("行没有按顺序或者有重复", "Rows out of order, or twice"),
    what: both(
        "每个文件的行按编号、月份排列，没有重复。",
        "The rows of each file are sorted by their key, each once.",
    ),
    why: both(
        "重复的行会让数字算两遍。",
        "A row that stands twice is counted twice.",
    ),
    example: "ratings.json 里同一个单位有两行",
    remedy: both(
        "重新取快照。",
        "Take the snapshot again.",
    ),
    check: Check::Step,
};
