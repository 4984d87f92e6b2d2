//! MT0508: more present than entitled.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(508),
    severity: Severity::Error,
    title: both(
        "实到多于应到",
        "More present than entitled",
    ),
    what: both(
        "实到不多于应到；列席和邀请的人不算在内。",
        "Not more are present than entitled; observers and guests don't count.",
    ),
    why: both(
        "法定人数按应到计算。",
        "The quorum is computed from those entitled.",
    ),
    example: "应到: 12\n实到: 15",
    remedy: both(
        "改正人数；没有表决权的写到“列席”。",
        "Correct it; those without a vote are observers.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    if let Some(attendance) = &meeting.attendance
        && attendance.present > attendance.expected
    {
        let (present, expected) = (attendance.present, attendance.expected);
        let message = words!("实到 {present} 多于应到 {expected}", "{present} present, {expected} entitled");
        found.add("attendance.present", message).with("attendance.expected");
    }
}
