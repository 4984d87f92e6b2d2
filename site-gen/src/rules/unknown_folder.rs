//! MT0003: A file lies in no known folder.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(3),
    severity: Severity::Error,
    title: both(
        "文件不在已知的文件夹里",
        "A file lies in no known folder",
    ),
    what: both(
        "每种内容有自己的文件夹；别处的文件不会发布。",
        "Every kind has its folder; what lies elsewhere is not published.",
    ),
    why: both(
        "文件夹名写错一个字母，整批内容就会悄悄消失。",
        "One wrong letter in a folder's name and a whole batch would silently be missing.",
    ),
    example: "notice/2026-01.md(应为 notices/)",
    remedy: both(
        "移到正确的文件夹。文件夹有：divisions communities departments notices admission meetings topics statistics vendors guides calendar rules snapshot。",
        "Move it. The folders: divisions communities departments notices admission meetings topics statistics vendors guides calendar rules snapshot.",
    ),
    check: Check::Step,
};
