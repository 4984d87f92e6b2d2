//! MT0110: site.toml is not well-formed.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(110),
    severity: Severity::Error,
    title: both(
        "site.toml 的写法不对",
        "site.toml is not well-formed",
    ),
    what: both(
        "设置是 TOML:每行 字段 = \"内容\",小节写成 [名称]。",
        "Settings are TOML: field = \"value\", sections [name].",
    ),
    why: both(
        "写法不对，后面的设置就读不出来。",
        "What is not well-formed can't be read any further.",
    ),
    example: "name = “明堂”",
    remedy: both(
        "引号用半角，每行一个设置。",
        "Use straight quotes, one setting a line.",
    ),
    check: Check::Step,
};
