//! MT1003: A row does not fit its header.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1003),
    severity: Severity::Error,
    title: both(
        "这一行的格数与表头不同",
        "A row does not fit its header",
    ),
    what: both(
        "每行的格数与表头相同，引号成对。",
        "Every row has as many cells as the header; quotes are closed.",
    ),
    why: both(
        "少一格或多一格，后面的内容全部错位。",
        "One cell more or less and all that follows is shifted.",
    ),
    example: "XZ-001,清扫河道,每周一次,两小时",
    remedy: both(
        "内容里有逗号时整格加半角引号。",
        "Put cells that hold a comma in quotes.",
    ),
    check: Check::Step,
};
