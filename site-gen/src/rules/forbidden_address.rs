//! MT0903: an address that no page may carry.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(903),
    severity: Severity::Error,
    title: both(
        "不能用的链接地址",
        "An address that no page may carry",
    ),
    what: both(
        "链接只能是网页地址、电话、邮件或本站内容。",
        "Links lead to web pages, phone numbers, mail or this site.",
    ),
    why: both(
        "有的地址在点击时会运行程序，有的只在写稿人的电脑上能打开。",
        "Some addresses run programs when clicked, others open on the author's machine only.",
    ),
    example: "[点这里](javascript:alert(1))",
    remedy: both(
        "换成完整的网页地址，或把文件放进同一个文件夹再写文件名。",
        "Use the whole web address, or put the file into the same folder and write its name.",
    ),
    check: Check::Step,
};
