//! MT0204: not one of the values.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(204),
    severity: Severity::Error,
    title: both(
        "不在可选的词里",
        "Not one of the values",
    ),
    what: both(
        "这类字段只能写列出的词，中文或英文编号都行。",
        "Such a field has one of the listed words, Chinese or identifier.",
    ),
    why: both(
        "统计和筛选靠这些词；同一件事两种写法，数字就对不上。",
        "Counts and filters rest on them; two spellings of one thing and the figures don't match.",
    ),
    example: "状态: 执行",
    remedy: both(
        "改成提示里列出的词。",
        "Use one of the words listed.",
    ),
    check: Check::Step,
};
