//! MT1505: a number that may be personal.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1505),
    severity: Severity::Warning,
    title: both("像是证件、电话或者卡号", "A number that may be personal"),
    what: both("写法特殊的长数字，由人看一眼。", "A long number in an unusual form is looked at by a person."),
    why: both("程序分不清流水号和手机号；放过一个真的，比多看一眼代价大。", "No program tells a serial number from a telephone; to let one through costs more than a look."),
    example: "流水号 138 **** 8000",
    remedy: both("确认不是个人的号码；是的话删掉。", "Make sure that it is nobody's number; else remove it."),
    check: Check::Step,
};
