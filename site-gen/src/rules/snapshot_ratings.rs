//! MT1412: Share, interval or mean do not follow from the counts.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1412),
    severity: Severity::Error,
    title: both("满意率、区间或平均分算得不对", "Share, interval or mean do not follow from the counts"),
    what: both(
        "满意率、95% 区间、平均分都由各档人数按公布的方法算出。",
        "Share, 95 % interval and mean follow from the counts by the published method.",
    ),
    why: both(
        "任何人都能重算，算不出来的数字不能公布。",
        "Anyone can compute them again; what can't be computed can't be published.",
    ),
    example: "30 人里 27 人满意，满意率写 95%",
    remedy: both(
        "重新取快照，不要手工修改。",
        "Take the snapshot again; do not edit it by hand.",
    ),
    check: Check::Step,
};
