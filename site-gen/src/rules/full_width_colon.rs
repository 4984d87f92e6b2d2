//! MT0104: A full-width colon after a field's name.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(104),
    severity: Severity::Error,
    title: both(
        "字段名后面是全角冒号",
        "A full-width colon after a field's name",
    ),
    what: both(
        "字段名后面用半角冒号和一个空格。",
        "A field's name is followed by a plain colon and a blank.",
    ),
    why: both(
        "中文输入法默认打出“：”的全角形式，YAML 不认得它，会把整行当成上一行的继续。",
        "Chinese input methods type it; YAML does not know it and takes the line for a continuation of the one before.",
    ),
    example: "标题：关于清扫河道的通知",
    remedy: both(
        "改成 标题: 关于……;mingtang check --fix 会改好。",
        "Write title: …; mingtang check --fix repairs it.",
    ),
    check: Check::Step,
};
