//! MT0005: A file is too large.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(5),
    severity: Severity::Error,
    title: both(
        "文件太大",
        "A file is too large",
    ),
    what: both(
        "文章最多 4 MB，表格 64 MB，电子表格 16 MB，设置 1 MB，附件 50 MB。",
        "Articles have at most 4 MB, tables 64 MB, spreadsheets 16 MB, settings 1 MB, attachments 50 MB.",
    ),
    why: both(
        "比这更大的不是手写的内容；读它会占满内存。",
        "Nothing written by hand is larger, and reading it would fill the memory.",
    ),
    example: "notices/a.md(12 MB)",
    remedy: both(
        "把图片和数据放到附件里；表格按年份分开。",
        "Put pictures and data into attachments; split tables by year.",
    ),
    check: Check::Step,
};
