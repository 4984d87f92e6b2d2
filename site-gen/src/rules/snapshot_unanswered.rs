//! MT1413: A theme that ten or more raised has no answer.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1413),
    severity: Severity::Error,
    title: both("10 人以上提出的主题没有答复", "A theme that ten or more raised has no answer"),
    what: both(
        "“你说我办”里 10 人以上提出的主题，都有“已办”“计划办”或“暂不办，为什么”。",
        "Every theme raised by ten or more is answered: done, planned, or not planned and why.",
    ),
    why: both(
        "说了没有回音，下次就没有人说了。",
        "Who speaks and hears nothing does not speak again.",
    ),
    example: "\"n\":14,没有 reply",
    remedy: both(
        "请承办部门答复后再取快照；不办也要写为什么。",
        "Have it answered, then take the snapshot again; a no needs its reason.",
    ),
    check: Check::Step,
};
