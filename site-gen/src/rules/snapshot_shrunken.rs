//! MT1406: The snapshot holds less than the last one, without a reason.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1406),
    severity: Severity::Error,
    title: both("快照比上一次少，没有写原因", "The snapshot holds less than the last one, without a reason"),
    what: both(
        "各项数量不少于上一次；少了，要写明原因。",
        "No count is lower than in the last snapshot, unless a reason is given.",
    ),
    why: both(
        "办件和评价只会增加。少了，可能是丢了数据，也可能是有人删了不好看的。",
        "Cases and ratings only grow. Less means that data was lost, or that somebody took out what looked bad.",
    ),
    example: "办件从 1204 轮变成 980 轮",
    remedy: both(
        "先查清楚。确有原因（例如保存期满）,取快照时用 `--shrink-reason` 写明，或写在 site.toml 的 snapshot_shrunk。",
        "Find out why first. If there is a reason (retention ended), give it with `--shrink-reason` or as snapshot_shrunk in site.toml.",
    ),
    check: Check::Step,
};
