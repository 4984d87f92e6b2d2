//! MT1417: A reason for a loss that did not happen.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1417),
    severity: Severity::Warning,
    title: both("减少原因已经用不上", "A reason for a loss that did not happen"),
    what: both(
        "site.toml 的 snapshot_shrunk 只在快照确实减少时写。",
        "snapshot_shrunk in site.toml is there only while the snapshot is smaller than the last.",
    ),
    why: both(
        "留着它，下一次减少就不会有人发现。",
        "Left there, it hides the next loss.",
    ),
    example: "snapshot_shrunk = \"保存期满\"",
    remedy: both(
        "从 site.toml 里删去 snapshot_shrunk。",
        "Take snapshot_shrunk out of site.toml.",
    ),
    check: Check::Step,
};
