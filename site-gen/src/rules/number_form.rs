//! MT0208: A number in another form.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(208),
    severity: Severity::Error,
    title: both(
        "数字换个写法",
        "A number in another form",
    ),
    what: both(
        "数字写成半角的 0–9。",
        "Numbers are written with plain digits.",
    ),
    why: both(
        "一种写法才能计算。",
        "One form can be computed.",
    ),
    example: "实到: 三十二",
    remedy: both(
        "mingtang check --fix 会改好。",
        "mingtang check --fix repairs it.",
    ),
    check: Check::Step,
};
