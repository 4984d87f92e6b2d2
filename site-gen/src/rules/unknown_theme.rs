//! MT1420: an agenda item names a theme that the snapshot does not have.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1420),
    severity: Severity::Error,
    title: both(
        "来源反馈不在“你说我办”里",
        "The theme of an agenda item is not among what residents said",
    ),
    what: both(
        "议程的“来源反馈”写“你说我办”里一个主题的编号;没有快照时不检查。",
        "The theme of an agenda item is one of \"you said, we did\"; without a snapshot there is nothing to compare with.",
    ),
    why: both(
        "居民顺着链接要看得到:是谁们说的,后来怎么办的。",
        "Residents follow the link to see what was said and what came of it.",
    ),
    example: "来源反馈: wheelchair-rump",
    remedy: both(
        "照 snapshot/themes.json 里的编号写,或删掉这一行。",
        "Write the id as snapshot/themes.json has it, or leave the field out.",
    ),
    check: Check::Step,
};
