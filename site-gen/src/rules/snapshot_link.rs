//! MT1416: The link of an answer is no page of this site.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1416),
    severity: Severity::Error,
    title: both("答复里的链接不是本站的页面", "The link of an answer is no page of this site"),
    what: both(
        "“你说我办”的链接指向本站一条记录的页面，例如 /minutes/2026-10-example/。",
        "A link of \"you said, we did\" is the page of a record, such as /minutes/2026-10-example/.",
    ),
    why: both(
        "居民点进去要看得到办了什么。",
        "Residents follow it to see what was done.",
    ),
    example: "\"link\":\"/minutes/no-such-meeting/\"",
    remedy: both(
        "改成记录的网址，或者先发布那条记录。",
        "Give the address of a record, or publish that record first.",
    ),
    check: Check::Step,
};
