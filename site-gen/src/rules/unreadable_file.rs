//! MT0001: A file can't be read.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1),
    severity: Severity::Error,
    title: both(
        "文件读不了",
        "A file can't be read",
    ),
    what: both(
        "内容文件夹里的每个文件都要能读。",
        "Every file of the content folder can be read.",
    ),
    why: both(
        "读不了的文件里可能有应当公开的内容；悄悄跳过就是漏公开。",
        "What can't be read may be something that has to be published; skipping it silently would be a failure to disclose.",
    ),
    example: "notices/2026-01.md(权限不足)",
    remedy: both(
        "检查文件权限，或删掉这个文件。",
        "Look at its permissions, or remove it.",
    ),
    check: Check::Step,
};
