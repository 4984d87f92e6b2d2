//! MT0105: no blank after a field's colon.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(105),
    severity: Severity::Error,
    title: both(
        "冒号后面没有空格",
        "No blank after a field's colon",
    ),
    what: both(
        "字段名的冒号后面空一格。",
        "A blank follows the colon of a field's name.",
    ),
    why: both(
        "YAML 要求这样；否则整行会被当成一个词。",
        "YAML asks for it; otherwise the whole line is one word.",
    ),
    example: "标题:关于清扫河道的通知",
    remedy: both(
        "加一个空格；mingtang check --fix 会改好。",
        "Add a blank; mingtang check --fix repairs it.",
    ),
    check: Check::Step,
};
