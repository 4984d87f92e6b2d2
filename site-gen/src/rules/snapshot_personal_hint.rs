//! MT1419: Words that may be personal would be published.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1419),
    severity: Severity::Warning,
    title: both("公开的答复里可能有个人信息", "Words that may be personal would be published"),
    what: both(
        "公开的答复和“你说我办”里没有车牌、门牌、邮箱，姓名旁边不写低保、残疾、患病。",
        "Published answers and themes hold no number plate, home address or e-mail, and no name beside hardship or illness.",
    ),
    why: both(
        "邻居一看就知道是谁。",
        "Neighbours would know at once who it is.",
    ),
    example: "答复里写了“3栋2单元501室”",
    remedy: both(
        "看一眼；确实是个人信息的，遮盖后重新取快照。",
        "Look at it; if it is personal, redact it and take the snapshot again.",
    ),
    check: Check::Step,
};
