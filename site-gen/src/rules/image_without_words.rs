//! MT0904: an image without words.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(904),
    severity: Severity::Error,
    title: both(
        "图片没有文字说明",
        "An image without words",
    ),
    what: both(
        "每张图片的方括号里写明图上是什么。",
        "The brackets of an image say what it shows.",
    ),
    why: both(
        "看不见图的人要靠这句话(GB/T 37668-2019;WCAG 2.2 的 1.1.1)。",
        "Those who cannot see it depend on these words (GB/T 37668-2019; WCAG 2.2, 1.1.1).",
    ),
    example: "![](现场.jpg)",
    remedy: both(
        "写成 ![居民在议事厅表决](现场.jpg)。",
        "Write ![Residents voting in the hall](现场.jpg).",
    ),
    check: Check::Step,
};
