//! MT1101: there is no site.toml.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1101),
    severity: Severity::Error,
    title: both(
        "没有 site.toml",
        "There is no site.toml",
    ),
    what: both(
        "内容文件夹里有 site.toml，至少写网站名称和网址。",
        "The content folder has a site.toml with at least name and base_url.",
    ),
    why: both(
        "没有网址，订阅和站点地图里的链接就没法写。",
        "Without an address no feed and no site map can have links.",
    ),
    example: "(没有 site.toml)",
    remedy: both(
        "新建 site.toml，写上 name 和 base_url。",
        "Write one with name and base_url.",
    ),
    check: Check::Step,
};
