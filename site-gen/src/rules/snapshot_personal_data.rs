//! MT1418: Personal data in words that would be published.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1418),
    severity: Severity::Error,
    title: both("公开的答复里有个人信息", "Personal data in words that would be published"),
    what: both(
        "公开的答复和“你说我办”里没有身份证号、手机号、银行卡号。",
        "Published answers and themes hold no identity card, mobile or bank card number.",
    ),
    why: both(
        "个人信息保护法第二十五条：没有单独同意不得公开；放上网站就收不回来。",
        "Personal Information Protection Law, art. 25: not without separate consent; once published it can't be taken back.",
    ),
    example: "答复里写了提交人的手机号",
    remedy: both(
        "用 `mingtang desk redact` 遮盖后重新取快照。",
        "Redact it with `mingtang desk redact` and take the snapshot again.",
    ),
    check: Check::Step,
};
