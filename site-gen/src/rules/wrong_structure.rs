//! MT0203: the structure of a value is wrong.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(203),
    severity: Severity::Error,
    title: both(
        "内容的结构不对",
        "The structure of a value is wrong",
    ),
    what: both(
        "该写一个词的地方写一个词，该写列表的写列表，该写下级字段的写下级字段。",
        "A word where a word is expected, a list where a list is, fields where fields are.",
    ),
    why: both(
        "结构不对就不知道哪个是哪个。",
        "Otherwise nobody knows which is which.",
    ),
    example: "出席: 12",
    remedy: both(
        "按提示里的样子写。",
        "Write it as the hint shows.",
    ),
    check: Check::Step,
};
