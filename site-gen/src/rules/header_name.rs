//! MT1002: A column's name is not well-formed.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1002),
    severity: Severity::Error,
    title: both(
        "列名的写法不对",
        "A column's name is not well-formed",
    ),
    what: both(
        "下级字段写成 经费.方式，列表的第几项写成 法律依据[0].名称。",
        "Nested fields are funding.mode, elements of a list legal_bases[0].title.",
    ),
    why: both(
        "列名决定内容放到哪里。",
        "The name says where the content goes.",
    ),
    example: "法律依据.名称",
    remedy: both(
        "按上面的样子写。",
        "Write it so.",
    ),
    check: Check::Step,
};
