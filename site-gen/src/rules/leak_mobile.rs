//! MT1502: a mobile number.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1502),
    severity: Severity::Error,
    title: both("手机号", "A mobile number"),
    what: both("内容、字段、文件名、附件里没有个人手机号；全角、空格、横线、+86 的写法同样算。", "No text, field, file name or attachment holds a mobile number, however its digits are written."),
    why: both("手机号连着支付和住址；没有单独同意不能公开（个人信息保护法第25条）。", "A mobile number leads to payments and addresses; without separate consent it is not public (PIPL art. 25)."),
    example: "联系人：138 **** 8000",
    remedy: both("改成座机或者窗口电话；商户同意公开的，在 site.toml 的 [[allowed]] 里登记字段、责任单位、原因和有效期。", "Give a landline; where consent was given, register field, owner, reason and last day in site.toml under [[allowed]]."),
    check: Check::Step,
};
