//! MT0103: quotes or lists are nested too deep.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(103),
    severity: Severity::Error,
    title: both(
        "引用或列表嵌套太深",
        "Quotes or lists are nested too deep",
    ),
    what: both(
        "正文里的引用和列表最多套 40 层。",
        "Quotes and lists of a body are nested at most 40 deep.",
    ),
    why: both(
        "没有读者看得懂更深的层次；恶意的文件用它拖垮程序。",
        "No reader follows more, and hostile files use it to bring programs down.",
    ),
    example: ">>>>>>>>>>…(十万个)",
    remedy: both(
        "减少层次。",
        "Nest less.",
    ),
    check: Check::Step,
};
