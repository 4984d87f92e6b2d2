//! MT1007: cells of the data are merged.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1007),
    severity: Severity::Error,
    title: both(
        "数据里有合并的单元格",
        "Cells of the data are merged",
    ),
    what: both(
        "数据行不合并单元格。",
        "Rows of data have no merged cells.",
    ),
    why: both(
        "合并后只有第一行有值，其余行会被当成没有填。",
        "Only the first row keeps the value; the others count as empty.",
    ),
    example: "A2:A5 合并",
    remedy: both(
        "取消合并，每行都填上。",
        "Unmerge and fill every row.",
    ),
    check: Check::Step,
};
