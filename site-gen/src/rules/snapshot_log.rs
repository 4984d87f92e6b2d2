//! MT1409: The figures are not those of the case log.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1409),
    severity: Severity::Error,
    title: both("数字和办件清单算出来的不同", "The figures are not those of the case log"),
    what: both(
        "case-figures.json 的每个数都能从 case-log.json 算出来。",
        "Every figure of case-figures.json follows from case-log.json.",
    ),
    why: both(
        "网站承诺任何人都能用公开的清单重算一遍。",
        "The site promises that anyone can count them again from the published log.",
    ),
    example: "按清单按时答复 8 件，数字写 9 件",
    remedy: both(
        "重新取快照，不要手工修改数字。",
        "Take the snapshot again; do not edit figures by hand.",
    ),
    check: Check::Step,
};
