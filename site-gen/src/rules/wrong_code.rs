//! MT0212: not a division code.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(212),
    severity: Severity::Error,
    title: both(
        "不是区划代码",
        "Not a division code",
    ),
    what: both(
        "区划代码是国家统计局的 6、9 或 12 位代码。",
        "A division code is the 6, 9 or 12 digits of the National Bureau of Statistics.",
    ),
    why: both(
        "地方认代码不认名字：全市有 80 个社区和村重名。",
        "Places go by code, not name: 80 names repeat within the city.",
    ),
    example: "区划: 4205020010",
    remedy: both(
        "到 content/divisions 里查代码。",
        "Look it up in content/divisions.",
    ),
    check: Check::Step,
};
