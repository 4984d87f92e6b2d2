//! The page of a rule, for `explain` and the developer docs.

use super::{Both, LIST, Rule};
use crate::diagnostic::{Code, Lang, Severity};

/// The rule with this code.
pub fn find(code: Code) -> Option<&'static Rule> {
    let at = LIST.binary_search_by_key(&code, |rule| rule.code).ok()?;
    LIST.get(at).copied()
}

/// The page of a rule as Markdown.
pub fn explain(rule: &Rule, lang: Lang) -> String {
    let pick = |text: Both| match lang {
        Lang::Zh => text.zh,
        Lang::En => text.en,
    };
    let (severity, what, why, example, remedy) = match (lang, rule.severity) {
        (Lang::Zh, Severity::Error) => (
            "错误：改好之前网站不会发布",
            "要求",
            "为什么",
            "出错的例子",
            "怎么改",
        ),
        (Lang::Zh, Severity::Warning) => (
            "提醒：网站照常发布",
            "要求",
            "为什么",
            "出错的例子",
            "怎么改",
        ),
        (Lang::En, Severity::Error) => (
            "Error: nothing is published until it is put right",
            "What",
            "Why",
            "Example",
            "Remedy",
        ),
        (Lang::En, Severity::Warning) => (
            "Warning: the site is published all the same",
            "What",
            "Why",
            "Example",
            "Remedy",
        ),
    };
    format!(
        "# {} {}\n\n{severity}\n\n## {what}\n\n{}\n\n## {why}\n\n{}\n\n## {example}\n\n```\n{}\n```\n\n## {remedy}\n\n{}\n",
        rule.code,
        pick(rule.title),
        pick(rule.what),
        pick(rule.why),
        rule.example,
        pick(rule.remedy),
    )
}
