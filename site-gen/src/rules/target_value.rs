//! MT0608: A target without a value.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(608),
    severity: Severity::Error,
    title: both(
        "目标没有值",
        "A target without a value",
    ),
    what: both(
        "目标写“目标值”(百分比)或“目标说明”(文字),只写一个。",
        "A target has a value or its words, one of the two.",
    ),
    why: both(
        "没有值就没法判断达没达到。",
        "Without one nobody can tell whether it was met.",
    ),
    example: "指标: certification_rate(没有目标值)",
    remedy: both(
        "补上其中一个。",
        "Add one.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Target(target) = &record.facts else {
        return;
    };
    match (&target.value, &target.value_text) {
        (None, None) => {
            let message = words!("目标没有写目标值或目标说明", "the target has neither value nor words");
            found.add("value", message).with("value_text");
        }
        (Some(_), Some(_)) => {
            let message = words!("目标值和目标说明只写一个", "the target has both value and words");
            found.add("value_text", message).with("value");
        }
        (Some(_), None) | (None, Some(_)) => {}
    }
}
