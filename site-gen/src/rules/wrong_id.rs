//! MT0211: not an id.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(211),
    severity: Severity::Error,
    title: both(
        "不能作编号",
        "Not an id",
    ),
    what: both(
        "编号只用英文字母、数字、- 和 _,以字母或数字开头，最多 64 个字符。没有写编号的文章，用文件名作编号。",
        "An id has letters a–z, digits, `-` and `_`, begins with a letter or digit, at most 64 characters. An article without one has its file's name.",
    ),
    why: both(
        "编号写进网址，发布后永远不变。",
        "It stands in the URL and never changes after publication.",
    ),
    example: "编号: 清扫河道(一)",
    remedy: both(
        "换个编号，或在文件头写“编号: …”，例如 2026-qinghe-01。",
        "Choose another, or write `id:` in the front matter, e.g. 2026-river-01.",
    ),
    check: Check::Step,
};
