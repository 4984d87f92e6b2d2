//! MT0902: a link to a place that is not on the page.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(902),
    severity: Severity::Error,
    title: both(
        "页内链接没有落点",
        "A link to a place that is not on the page",
    ),
    what: both(
        "写成 [见下](#公示) 的链接，页内要有同名的标题。",
        "A link such as [below](#公示) needs a heading of that name.",
    ),
    why: both(
        "居民点了没有反应。",
        "Residents would click and nothing would happen.",
    ),
    example: "[见下](#公式)",
    remedy: both(
        "改正 # 后面的字，或补上标题。",
        "Correct the words after #, or add the heading.",
    ),
    check: Check::Step,
};
