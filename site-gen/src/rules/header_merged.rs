//! MT1001: A header is merged or empty.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1001),
    severity: Severity::Error,
    title: both(
        "表头合并了或者空着",
        "A header is merged or empty",
    ),
    what: both(
        "表头只有一行，每列写一个字段名，没有合并的单元格。",
        "The header is one row with a field's name in each column, nothing merged.",
    ),
    why: both(
        "合并的单元格只有第一格有内容，其余各列就不知道是什么。",
        "Only the first of merged cells has content; the other columns are unknown.",
    ),
    example: "名称,,电话",
    remedy: both(
        "取消合并，补上字段名，删掉大标题行和空列。",
        "Unmerge, fill in the names, delete title rows and empty columns.",
    ),
    check: Check::Step,
};
