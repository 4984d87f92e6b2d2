//! MT0607: A figure of a day that has not come.

use super::{Check, Findings, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(607),
    severity: Severity::Error,
    title: both(
        "统计时点还没有到",
        "A figure of a day that has not come",
    ),
    what: both(
        "统计时点在今天或以前。",
        "A figure speaks of today or before.",
    ),
    why: both(
        "还没到的日子没有实际数。",
        "There are no facts of a day to come.",
    ),
    example: "统计时点: 2027-06-30",
    remedy: both(
        "改正日期；计划数写到目标里。",
        "Correct the day; what is planned is a target.",
    ),
    check: Check::Dated(check),
};

fn check(record: &Record, setting: &Setting, found: &mut Findings) {
    if let Facts::Observation(o) = &record.facts
        && !setting.reached(o.as_of)
    {
        let day = o.as_of;
        let message = words!("统计时点 {day} 还没有到", "{day} has not come yet");
        found.add("as_of", message);
    }
}
