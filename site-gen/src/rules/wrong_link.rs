//! MT0213: not a web address.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(213),
    severity: Severity::Error,
    title: both(
        "不是网址",
        "Not a web address",
    ),
    what: both(
        "网址以 https:// 或 http:// 开头，没有空格。",
        "A web address begins with https:// or http:// and has no blanks.",
    ),
    why: both(
        "别的写法打不开，有的还会在点击时运行程序。",
        "Others don't open, and some run programs when clicked.",
    ),
    example: "链接: www.example.org",
    remedy: both(
        "从浏览器的地址栏复制完整的网址。",
        "Copy the whole address from the browser.",
    ),
    check: Check::Step,
};
