//! MT0004: A file's name can't be used.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(4),
    severity: Severity::Error,
    title: both(
        "文件名不能用",
        "A file's name can't be used",
    ),
    what: both(
        "文件名里没有控制字符、改变文字方向的字符、反斜杠和连续的点，不超过 200 字节，是 UTF-8。",
        "A name has no control or direction characters, no backslash, no `..`, at most 200 bytes, and is UTF-8.",
    ),
    why: both(
        "文件名会出现在网址、下载和提示里；这些字符能伪造别的名字或跑出文件夹。",
        "Names reach URLs, downloads and messages; such characters forge other names or leave the folder.",
    ),
    example: "notices/..%2f..%2fx.md",
    remedy: both(
        "改个名字：英文字母、数字、汉字、- 和 _。",
        "Rename it: letters, digits, Han, `-` and `_`.",
    ),
    check: Check::Step,
};
