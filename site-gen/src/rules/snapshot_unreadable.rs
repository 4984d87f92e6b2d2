//! MT1401: A file of the snapshot is missing or can't be read.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1401),
    severity: Severity::Error,
    title: both("快照文件缺少或者读不懂", "A file of the snapshot is missing or can't be read"),
    what: both(
        "snapshot/ 里八个文件都在，都是 `mingtang snapshot` 写出的 JSON。",
        "All eight files stand in snapshot/, as `mingtang snapshot` writes them.",
    ),
    why: both(
        "少了一部分，页面就会显示不全的数字。",
        "With a part missing, pages would show half of the figures.",
    ),
    example: "snapshot/ 里没有 themes.json",
    remedy: both(
        "重新运行 `mingtang snapshot`，不要手工修改。",
        "Run `mingtang snapshot` again; do not edit the files by hand.",
    ),
    check: Check::Step,
};
