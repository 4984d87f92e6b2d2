//! MT0215: the unified social credit code is wrong.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(215),
    severity: Severity::Error,
    title: both(
        "统一社会信用代码不对",
        "The unified social credit code is wrong",
    ),
    what: both(
        "18 位，末位是校验码(GB 32100)。",
        "18 characters, the last a check character (GB 32100).",
    ),
    why: both(
        "抄错一位就指向别的单位。",
        "One wrong character names somebody else.",
    ),
    example: "统一社会信用代码: 91350100M000100Y44",
    remedy: both(
        "对照营业执照再抄一遍。",
        "Copy it again from the licence.",
    ),
    check: Check::Step,
};
