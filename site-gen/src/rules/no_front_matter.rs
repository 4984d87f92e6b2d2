//! MT0101: there is no front matter.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(101),
    severity: Severity::Error,
    title: both(
        "没有文件头",
        "There is no front matter",
    ),
    what: both(
        "文章以一行 --- 开始，接着是字段，再一行 ---,然后是正文。",
        "An article begins with a line ---, then the fields, a line ---, then the body.",
    ),
    why: both(
        "标题、日期和类别都在文件头里；没有它，网站不知道这是什么。",
        "Title, dates and category stand there; without it the site can't know what this is.",
    ),
    example: "标题: 关于清扫河道的通知\n\n正文……",
    remedy: both(
        "补上两行 ---;mingtang new 会写好一份样子。",
        "Add both lines; mingtang new writes a pattern.",
    ),
    check: Check::Step,
};
