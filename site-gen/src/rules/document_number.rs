//! MT0214: the brackets of a document number.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(214),
    severity: Severity::Warning,
    title: both(
        "文号的括号",
        "The brackets of a document number",
    ),
    what: both(
        "文号的年份用六角括号〔〕,例如 宜民政发〔2021〕12号。",
        "The year of a document number stands in 〔〕, e.g. 宜民政发〔2021〕12号.",
    ),
    why: both(
        "《党政机关公文格式》GB/T 9704 这样规定，也便于按文号搜索。",
        "GB/T 9704 asks for it, and numbers can be searched.",
    ),
    example: "发文字号: 宜民政发[2021]12号",
    remedy: both(
        "mingtang check --fix 会改好。",
        "mingtang check --fix repairs it.",
    ),
    check: Check::Step,
};
