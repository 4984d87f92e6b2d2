//! MT0205: not a day or time.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(205),
    severity: Severity::Error,
    title: both(
        "不是日期或时间",
        "Not a day or time",
    ),
    what: both(
        "日期要真的存在。",
        "A day exists in the calendar.",
    ),
    why: both(
        "时限、期满和排序都从日期算出来。",
        "Deadlines, ends and orders are computed from it.",
    ),
    example: "成文日期: 2026-02-30",
    remedy: both(
        "写成 2026-11-05 或 2026-11-05 14:30。",
        "Write 2026-11-05 or 2026-11-05 14:30.",
    ),
    check: Check::Step,
};
