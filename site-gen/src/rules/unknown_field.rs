//! MT0202: there is no such field.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(202),
    severity: Severity::Error,
    title: both(
        "没有这个字段",
        "There is no such field",
    ),
    what: both(
        "字段名是已知的中文名或英文名。",
        "Fields have their known Chinese or English name.",
    ),
    why: both(
        "字段名写错一个字，内容就不会显示，而谁也不会发现。",
        "With one wrong letter the content would not be shown, and nobody would notice.",
    ),
    example: "标題: 关于清扫河道的通知",
    remedy: both(
        "改成提示里最接近的字段名。",
        "Use the nearest name that is given.",
    ),
    check: Check::Step,
};
