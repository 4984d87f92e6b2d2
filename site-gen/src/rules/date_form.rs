//! MT0206: A date in another form.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(206),
    severity: Severity::Error,
    title: both(
        "日期换个写法",
        "A date in another form",
    ),
    what: both(
        "日期写成 2026-11-05，时间写成 2026-11-05 14:30。",
        "Days are written 2026-11-05, times 2026-11-05 14:30.",
    ),
    why: both(
        "一种写法才好搜索、对比和核对。",
        "One form can be searched and compared.",
    ),
    example: "成文日期: 2026年11月5日",
    remedy: both(
        "mingtang check --fix 会改好。",
        "mingtang check --fix repairs it.",
    ),
    check: Check::Step,
};
