//! MT0109: A field stands twice.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(109),
    severity: Severity::Error,
    title: both(
        "同一个字段写了两次",
        "A field stands twice",
    ),
    what: both(
        "一个字段只写一次；中文名和英文名是同一个字段。",
        "A field stands once; its Chinese and English names are the same field.",
    ),
    why: both(
        "两个值不同的时候，没有人知道哪个算数。",
        "When they differ, nobody knows which one counts.",
    ),
    example: "标题: 甲\ntitle: 乙",
    remedy: both(
        "留下其中一个。",
        "Keep one.",
    ),
    check: Check::Step,
};
