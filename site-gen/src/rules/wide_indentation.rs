//! MT0106: tabs or full-width blanks as indentation.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(106),
    severity: Severity::Error,
    title: both(
        "缩进用了制表符或全角空格",
        "Tabs or full-width blanks as indentation",
    ),
    what: both(
        "缩进用半角空格，每层两个。",
        "Indentation is plain blanks, two a level.",
    ),
    why: both(
        "YAML 不许用制表符缩进；全角空格看着像缩进，其实是文字。",
        "YAML forbids tabs; a full-width blank looks like indentation but is text.",
    ),
    example: "经费:\n	方式: 费随事转",
    remedy: both(
        "换成空格；mingtang check --fix 会改好。",
        "Use blanks; mingtang check --fix repairs it.",
    ),
    check: Check::Step,
};
