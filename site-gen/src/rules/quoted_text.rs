//! MT0217: A whole value in typographic quotes.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(217),
    severity: Severity::Warning,
    title: both(
        "内容整个用中文引号括着",
        "A whole value in typographic quotes",
    ),
    what: both(
        "要把内容括起来时用半角引号。",
        "Values are put in straight quotes, if in any.",
    ),
    why: both(
        "中文引号会原样显示在标题里，多半不是本意。",
        "Typographic quotes are shown as they are, which is rarely meant.",
    ),
    example: "标题: “关于清扫河道的通知”",
    remedy: both(
        "mingtang check --fix 会换成半角引号；要显示引号就写成 \"“……”\"。",
        "mingtang check --fix makes them straight; to show them write \"“…”\".",
    ),
    check: Check::Step,
};
