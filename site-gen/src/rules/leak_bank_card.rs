//! MT1503: a bank card number.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1503),
    severity: Severity::Error,
    title: both("银行卡号", "A bank card number"),
    what: both("内容、字段、文件名、附件里没有银行卡号。", "No text, field, file name or attachment holds the number of a bank card."),
    why: both("卡号公开会带来盗刷和诈骗。", "A public card number invites theft and fraud."),
    example: "补贴打入 6222 **** **** 7894",
    remedy: both("删掉号码，写“打入本人社保卡”。", "Remove the number and say which kind of account."),
    check: Check::Step,
};
