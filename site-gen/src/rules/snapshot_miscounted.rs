//! MT1407: The manifest counts otherwise than the files.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1407),
    severity: Severity::Error,
    title: both("清点的数和文件里的不同", "The manifest counts otherwise than the files"),
    what: both(
        "manifest.json 写的数量等于各文件里的行数和评价数。",
        "The counts in manifest.json are those of the files.",
    ),
    why: both(
        "说明文件被改过，或者没有写完整。",
        "A file was changed, or not written to its end.",
    ),
    example: "manifest.json 写 24 个单位，ratings.json 有 23 行",
    remedy: both(
        "重新取快照。",
        "Take the snapshot again.",
    ),
    check: Check::Step,
};
