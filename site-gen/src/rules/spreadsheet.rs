//! MT1005: A spreadsheet can't be opened.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1005),
    severity: Severity::Error,
    title: both(
        "电子表格打不开",
        "A spreadsheet can't be opened",
    ),
    what: both(
        "电子表格是 .xlsx，没有密码，解开后不超过 64 MB。",
        "A spreadsheet is .xlsx, without password, at most 64 MB unpacked.",
    ),
    why: both(
        "几十 KB 的压缩文件可以解出几 GB 来拖垮程序。",
        "A few KB can unpack to gigabytes and bring programs down.",
    ),
    example: "加了密码的 .xlsx",
    remedy: both(
        "去掉密码，删掉多余的工作表，另存为 .xlsx 或 CSV UTF-8。",
        "Remove password and needless sheets, save as .xlsx or CSV UTF-8.",
    ),
    check: Check::Step,
};
