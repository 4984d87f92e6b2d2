//! MT1512: an allowance that permits nothing.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1512),
    severity: Severity::Warning,
    title: both("公开例外没有用到", "An allowance that permits nothing"),
    what: both("每条公开例外对应现有的内容。", "Every allowance is about something that is there."),
    why: both("没有用的例外会在以后放过不该公开的内容。", "It would let something through one day."),
    example: "[[allowed]]\nfield = \"vendor.phones.number\"",
    remedy: both("删掉这条。", "Remove it."),
    check: Check::Step,
};
