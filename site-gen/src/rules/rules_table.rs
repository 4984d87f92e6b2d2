//! MT1104: A table of rules can't be read.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1104),
    severity: Severity::Error,
    title: both(
        "规则表读不懂",
        "A table of rules can't be read",
    ),
    what: both(
        "rules/ 里的表格有规定的列，日期写成 2026-11-05。",
        "Tables in rules/ have their columns, and days as 2026-11-05.",
    ),
    why: both(
        "规则表读错，检查就会放过该拦的内容。",
        "A misread table lets pass what should be stopped.",
    ),
    example: "laws.csv 缺少 title 列",
    remedy: both(
        "对照已有的表格补上列名。",
        "Compare the tables that are there.",
    ),
    check: Check::Step,
};
