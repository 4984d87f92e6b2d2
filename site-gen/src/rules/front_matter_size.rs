//! MT0102: the front matter is too long.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(102),
    severity: Severity::Error,
    title: both(
        "文件头太长",
        "The front matter is too long",
    ),
    what: both(
        "文件头最多 256 KB。",
        "The front matter has at most 256 KB.",
    ),
    why: both(
        "五十项议程的会议记录约 40 KB；更长的多半是把正文写进了文件头。",
        "A meeting of fifty agenda items takes about 40 KB; more is a body in the wrong place.",
    ),
    example: "把全文贴进“摘要”",
    remedy: both(
        "长文字写到第二行 --- 之后的正文里。",
        "Put long text into the body, after the second ---.",
    ),
    check: Check::Step,
};
