//! MT1508: an e-mail address.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1508),
    severity: Severity::Warning,
    title: both("电子邮箱", "An e-mail address"),
    what: both("公开的邮箱应当是单位的。", "A published e-mail address is that of an office."),
    why: both("个人邮箱公开后收到的多半是垃圾邮件和诈骗。", "A private address in public mostly receives spam and fraud."),
    example: "请发到 z***@example.com",
    remedy: both("换成单位邮箱，并登记公开例外；或者删掉。", "Give the office's address and register an allowance, or remove it."),
    check: Check::Step,
};
