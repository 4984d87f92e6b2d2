//! MT1414: Ratings of a vendor that is not on record.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1414),
    severity: Severity::Error,
    title: both("评价的单位不在名录里", "Ratings of a vendor that is not on record"),
    what: both(
        "ratings.json 里的每个单位都在 vendors/ 里。",
        "Every vendor of ratings.json is on record in vendors/.",
    ),
    why: both(
        "居民会找不到这些评价说的是谁。",
        "Residents could not tell whom the ratings are about.",
    ),
    example: "\"vendor\":\"hair-z\"",
    remedy: both(
        "补上这个单位；不再服务的单位用“移出”，不要删除。",
        "Put the vendor in; one that no longer serves is delisted, not deleted.",
    ),
    check: Check::Step,
};
