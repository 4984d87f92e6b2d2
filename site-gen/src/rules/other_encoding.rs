//! MT0011: an article is not in UTF-8.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(11),
    severity: Severity::Error,
    title: both(
        "文章不是 UTF-8 编码",
        "An article is not in UTF-8",
    ),
    what: both(
        "文章用 UTF-8 保存。",
        "Articles are saved in UTF-8.",
    ),
    why: both(
        "旧版记事本默认存成 GB18030(ANSI);混用编码的文件夹没有哪个程序能可靠地搜索。",
        "Old Notepad saves GB18030 (ANSI) by default; no program searches a folder of mixed encodings reliably.",
    ),
    example: "用记事本存成 ANSI 的 .md 文件",
    remedy: both(
        "运行 mingtang check --fix；或 iconv -f GB18030 -t UTF-8 旧文件 > 新文件。",
        "Run mingtang check --fix, or iconv -f GB18030 -t UTF-8 old > new.",
    ),
    check: Check::Step,
};
