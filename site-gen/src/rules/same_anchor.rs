//! MT0901: two headings of the same name on a page.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(901),
    severity: Severity::Error,
    title: both(
        "同一页有两个同名标题",
        "Two headings of the same name on a page",
    ),
    what: both(
        "一页里的标题各不相同。",
        "The headings of a page differ.",
    ),
    why: both(
        "标题会成为页内链接的位置；同名时链接只能到第一个。",
        "Headings become places that links lead to; of two alike only the first can be reached.",
    ),
    example: "## 公示\n\n## 公示",
    remedy: both(
        "给其中一个标题换个说法。",
        "Give one of them another name.",
    ),
    check: Check::Step,
};
