//! MT1004: A table is too large.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1004),
    severity: Severity::Error,
    title: both(
        "表格太大",
        "A table is too large",
    ),
    what: both(
        "表格最多 20 万行、512 列。",
        "A table has at most 200,000 rows and 512 columns.",
    ),
    why: both(
        "比这更大的表格没有人能核对。",
        "Nobody can check a larger one.",
    ),
    example: "一百万行的 CSV",
    remedy: both(
        "按年份或县区分成几个文件。",
        "Split it by year or county.",
    ),
    check: Check::Step,
};
