//! MT0216: typographic quotes that don't belong here.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(216),
    severity: Severity::Error,
    title: both(
        "多余的中文引号",
        "Typographic quotes that don't belong here",
    ),
    what: both(
        "日期、数字、代码和可选的词不加中文引号。",
        "Dates, numbers, codes and listed words stand without typographic quotes.",
    ),
    why: both(
        "中文引号对 YAML 来说是内容的一部分。",
        "To YAML they are part of the value.",
    ),
    example: "成文日期: “2026-11-05”",
    remedy: both(
        "mingtang check --fix 会改好。",
        "mingtang check --fix repairs it.",
    ),
    check: Check::Step,
};
