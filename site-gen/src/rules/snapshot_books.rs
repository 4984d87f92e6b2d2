//! MT1408: The books do not balance.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1408),
    severity: Severity::Error,
    title: both("账不平", "The books do not balance"),
    what: both(
        "每个月、每个类别、每个社区：期初+新收+重办−办结=期末，期末等于下月的期初。",
        "Per month, category and community: opening + received + reopened − closed = closing, and the next month opens with it.",
    ),
    why: both(
        "账不平，就有诉求不知去向。",
        "When the books don't balance, a case has gone missing.",
    ),
    example: "期初 3,新收 2,办结 1,期末写 3",
    remedy: both(
        "重新取快照；还是不平，请联系维护人员。",
        "Take the snapshot again; if it persists, tell whoever keeps the program.",
    ),
    check: Check::Step,
};
