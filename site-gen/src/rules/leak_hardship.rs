//! MT1509: a name beside a hardship.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1509),
    severity: Severity::Warning,
    title: both("姓名与困难情形", "A name beside a hardship"),
    what: both("低保、残疾、患病、矫正等字样旁边不写姓名。", "No name stands beside words such as allowance, disability, illness or correction."),
    why: both("这是敏感个人信息，公开会让人难堪（个人信息保护法第28条）。", "This is sensitive personal data (PIPL art. 28)."),
    example: "王某某，低保户",
    remedy: both("用“张某某”或者只写户数。", "Write a surname only, or how many there are."),
    check: Check::Step,
};
