//! MT1511: an attachment that a person has to look at.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1511),
    severity: Severity::Warning,
    title: both("附件要由人看", "An attachment that a person has to look at"),
    what: both("扫描件、旧格式和音像由人检查过再公布。", "Scans, old formats and recordings are looked at by a person before they are published."),
    why: both("扫描件里的字程序读不出来。", "No program reads the words of a scan."),
    example: "签到表扫描件.pdf",
    remedy: both("逐页看一遍有没有姓名、电话、住址；能换成文字版（docx、可搜索的 PDF）更好。看过的登记公开例外，字段写 attachment。", "Look at each page; better, put in a version with text. What was looked at gets an allowance for the field attachment."),
    check: Check::Step,
};
