//! MT0609: the dates of a target contradict each other.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(609),
    severity: Severity::Error,
    title: both(
        "目标的日期前后矛盾",
        "The dates of a target contradict each other",
    ),
    what: both(
        "基期值和基期日期一起写，基期早于时限；有目标值的写时限。",
        "Baseline and its day come together, before the target's day; a value has a day.",
    ),
    why: both(
        "进度按从基期到时限的直线判断。",
        "Progress is judged on the line from baseline to target.",
    ),
    example: "基期值: 12%(没有基期日期)",
    remedy: both(
        "补上或改正日期。",
        "Add or correct the day.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Target(target) = &record.facts else {
        return;
    };
    if target.baseline.is_some() != target.baseline_on.is_some() {
        let message = words!("基期值和基期日期要一起写", "a baseline has a value and a day");
        found.add("baseline_on", message).with("baseline");
    }
    if let (Some(from), Some(to)) = (target.baseline_on, target.due_on)
        && from >= to
    {
        let message = words!("基期 {from} 不早于时限 {to}", "the baseline of {from} is not before {to}");
        found.add("baseline_on", message).with("due_on");
    }
    if target.value.is_some() && target.due_on.is_none() {
        let message = words!("有目标值，没有时限", "there is a value but no day");
        found.add("due_on", message).with("value");
    }
}
