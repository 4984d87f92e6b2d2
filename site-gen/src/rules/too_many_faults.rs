//! MT0013: one file has too many faults.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(13),
    severity: Severity::Error,
    title: both(
        "一个文件的问题太多",
        "One file has too many faults",
    ),
    what: both(
        "一个文件最多列出 1000 个问题。",
        "At most 1000 faults of one file are listed.",
    ),
    why: both(
        "再多往往是同一个原因，例如整列错位。",
        "More have a common cause as a rule, such as a shifted column.",
    ),
    example: "一整列都填错的表格",
    remedy: both(
        "先改前面的，再检查一次。",
        "Repair the first ones and check again.",
    ),
    check: Check::Step,
};
