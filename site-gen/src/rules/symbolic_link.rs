//! MT0002: symbolic links are not followed.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(2),
    severity: Severity::Error,
    title: both(
        "不读符号链接",
        "Symbolic links are not followed",
    ),
    what: both(
        "内容文件夹里只放真正的文件和文件夹。",
        "The content folder has only real files and folders.",
    ),
    why: both(
        "链接可能指到文件夹外面，把不该公开的东西带上网站，也会让两台电脑上的结果不同。",
        "A link can lead out of the folder and publish what lies there, and makes two machines differ.",
    ),
    example: "notices/a.md -> /etc/passwd",
    remedy: both(
        "把文件复制进来，删掉链接。",
        "Copy the file in and remove the link.",
    ),
    check: Check::Step,
};
