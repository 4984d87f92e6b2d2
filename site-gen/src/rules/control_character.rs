//! MT0012: there is an invisible control character.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(12),
    severity: Severity::Error,
    title: both(
        "有不可见的控制字符",
        "There is an invisible control character",
    ),
    what: both(
        "内容里没有控制字符(换行和制表符除外),也没有改变文字方向的字符。",
        "Content has no control characters but line breaks and tabs, and none that turn the direction of writing.",
    ),
    why: both(
        "它们看不见，却能让读者看到的与实际的不一样，也能伪造终端里的一行。",
        "They can't be seen, and make what is read differ from what is written, or forge a line of a terminal.",
    ),
    example: "标题: 通知\\u202e",
    remedy: both(
        "删掉它；从别的程序粘贴时先贴到记事本。",
        "Remove it; paste through a plain editor.",
    ),
    check: Check::Step,
};
