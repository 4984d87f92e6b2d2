//! MT0299: A record does not fit its type.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(299),
    severity: Severity::Error,
    title: both(
        "记录放不进它的类型",
        "A record does not fit its type",
    ),
    what: both(
        "检查过的字段都能放进记录。",
        "Fields that were checked fit the record.",
    ),
    why: both(
        "出现这一条说明检查漏了一种情况，是程序的缺陷。",
        "If this is told, the checks missed a case: a defect of the program.",
    ),
    example: "(不应出现)",
    remedy: both(
        "请把这个文件报告给开发者。",
        "Please report the file to the developers.",
    ),
    check: Check::Step,
};
