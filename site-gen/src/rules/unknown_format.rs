//! MT0007: this kind of file can't be read.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(7),
    severity: Severity::Error,
    title: both(
        "这种文件读不了",
        "This kind of file can't be read",
    ),
    what: both(
        "内容写成 .md 文章，或 .csv、.xlsx 表格；其他文件只能作附件。",
        "Content is .md articles, or .csv and .xlsx tables; other files can only be attachments.",
    ),
    why: both(
        ".xls、.doc 等旧格式读不可靠，内容会丢。",
        "Old formats such as .xls and .doc can't be read reliably; content would be lost.",
    ),
    example: "vendors/商户.xls",
    remedy: both(
        "在 Excel 或 WPS 里“另存为” .xlsx 或 CSV UTF-8。",
        "Save it as .xlsx or CSV UTF-8.",
    ),
    check: Check::Step,
};
