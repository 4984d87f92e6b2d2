//! MT0010: A file is no text.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(10),
    severity: Severity::Error,
    title: both(
        "文件不是文本",
        "A file is no text",
    ),
    what: both(
        "文章和 CSV 表格是文本：UTF-8(表格也可以是 GB18030)。",
        "Articles and CSV tables are text: UTF-8 (tables also GB18030).",
    ),
    why: both(
        "读错编码会把乱码发布出去。",
        "A wrong encoding would publish garbage.",
    ),
    example: "把 Word 文档改名成 .md",
    remedy: both(
        "用原来的程序打开，另存为 UTF-8 文本。",
        "Open it in its own program and save it as UTF-8 text.",
    ),
    check: Check::Step,
};
