//! MT1404: The snapshot is too old.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1404),
    severity: Severity::Error,
    title: both("快照太旧", "The snapshot is too old"),
    what: both(
        "快照不超过 site.toml 里 limits.snapshot_days 规定的天数（默认 45 天）。",
        "The snapshot is no older than limits.snapshot_days in site.toml (45 unless configured).",
    ),
    why: both(
        "旧数字看起来像新的：超期的事、差评都会看不见。",
        "Old figures look like new ones: what is overdue, and bad reviews, would not be seen.",
    ),
    example: "taken_at 是三个月以前",
    remedy: both(
        "运行 `mingtang snapshot` 取新的快照。",
        "Take a new one with `mingtang snapshot`.",
    ),
    check: Check::Step,
};
