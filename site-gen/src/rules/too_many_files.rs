//! MT0006: too many files, or folders too deep.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(6),
    severity: Severity::Error,
    title: both(
        "文件太多或文件夹套得太深",
        "Too many files, or folders too deep",
    ),
    what: both(
        "最多 200 万个文件，文件夹最多套 12 层。",
        "At most two million files, folders at most 12 deep.",
    ),
    why: both(
        "一座城市三年的内容约 30 万份；更多多半是误放了别的文件夹。",
        "A city's three years are about 300,000; more is most likely a folder that does not belong here.",
    ),
    example: "content/a/b/c/d/e/f/g/h/i/j/k/l/m.md",
    remedy: both(
        "把不相干的文件夹移走。",
        "Move what does not belong here.",
    ),
    check: Check::Step,
};
