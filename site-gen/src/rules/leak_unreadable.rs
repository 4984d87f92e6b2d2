//! MT1510: an attachment that can not be checked.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1510),
    severity: Severity::Error,
    title: both("附件无法检查", "An attachment that can not be checked"),
    what: both("附件能打开，没有密码，解开后不过大。", "Attachments open without a password and inflate to a bounded size."),
    why: both("打不开的附件检查不了有没有个人信息，居民也打不开。", "Nobody can see whether it holds personal data, and residents can not open it."),
    example: "名单.docx（加密）",
    remedy: both("去掉密码或者重新导出，再放进来。", "Remove the password or export it again."),
    check: Check::Step,
};
