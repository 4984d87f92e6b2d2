//! MT0107: the front matter is not well-formed.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(107),
    severity: Severity::Error,
    title: both(
        "文件头的写法不对",
        "The front matter is not well-formed",
    ),
    what: both(
        "文件头是 YAML:每行“字段: 内容”，下级缩进，列表以“- ”开头。",
        "The front matter is YAML: `field: value` lines, nested by indentation, lists with `- `.",
    ),
    why: both(
        "写法不对，后面的字段就都读不出来。",
        "What is not well-formed can't be read any further.",
    ),
    example: "标题: \"关于清扫河道的通知",
    remedy: both(
        "看箭头所指的地方：引号和括号要成对，同一层的字段左边对齐，内容里有“: ”时整个加引号。",
        "Look where the arrow points: close quotes and brackets, align fields, quote values that hold `: `.",
    ),
    check: Check::Step,
};
