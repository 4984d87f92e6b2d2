//! MT1415: Cases of a place that is not on record.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1415),
    severity: Severity::Error,
    title: both("办件的社区不在区划里", "Cases of a place that is not on record"),
    what: both(
        "case-log.json 和 answers.json 里的区划代码都在 divisions/ 里。",
        "Every division of case-log.json and answers.json is on record in divisions/.",
    ),
    why: both(
        "社区页面上就看不到这些办件。",
        "No community's page would show these cases.",
    ),
    example: "\"place\":\"420502009999\"",
    remedy: both(
        "核对区划代码；区划调整过的，两边一起更新。",
        "Check the code; after a change of divisions update both sides.",
    ),
    check: Check::Step,
};
