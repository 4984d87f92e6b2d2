//! MT1402: Another version of the snapshot's shapes.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1402),
    severity: Severity::Error,
    title: both("快照的版本不对", "Another version of the snapshot's shapes"),
    what: both(
        "每个文件的 schema_version 是本程序能读的版本。",
        "The schema_version of each file is the one this program reads.",
    ),
    why: both(
        "版本不同，字段的意思可能不同。",
        "In another version a field may mean something else.",
    ),
    example: "\"schema_version\": 2",
    remedy: both(
        "用同一版本的程序取快照和生成网站。",
        "Take the snapshot and build the site with the same version of the program.",
    ),
    check: Check::Step,
};
