//! MT0108: YAML's marks & * ! are not used.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(108),
    severity: Severity::Error,
    title: both(
        "不用 YAML 的 &、*、! 记号",
        "YAML's marks & * ! are not used",
    ),
    what: both(
        "文件头里没有锚点(&)、引用(*)和标签(!)。",
        "A front matter has no anchors (&), aliases (*) and tags (!).",
    ),
    why: both(
        "它们让内容从别处冒出来，读的人看不懂，还能用几行撑满内存。",
        "They make content appear from elsewhere, nobody can read it, and a few lines of them fill the memory.",
    ),
    example: "标题: *同上",
    remedy: both(
        "把内容写出来；以这些字符开头的内容加引号。",
        "Write it out; quote values that begin with such a character.",
    ),
    check: Check::Step,
};
