//! MT1403: Files of different snapshots.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1403),
    severity: Severity::Error,
    title: both("快照文件不是同一次的", "Files of different snapshots"),
    what: both(
        "八个文件的 taken_at 相同。",
        "All eight files have the same taken_at.",
    ),
    why: both(
        "不同时间的数字放在一起，账对不上，前后相减还可能认出个人。",
        "Figures of different times don't add up, and one person might be found by subtraction.",
    ),
    example: "manifest.json 是 11 月 20 日，ratings.json 是 11 月 1 日",
    remedy: both(
        "把同一次快照的文件一起放进来。",
        "Put in the files of one snapshot together.",
    ),
    check: Check::Step,
};
