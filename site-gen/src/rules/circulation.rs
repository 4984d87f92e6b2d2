//! MT0521: circulated minutes without a last day.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::{MinutesState};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(521),
    severity: Severity::Error,
    title: both(
        "征求意见的纪要没有截止日期",
        "Circulated minutes without a last day",
    ),
    what: both(
        "“征求意见”的纪要写征求意见截止。",
        "Circulated minutes say until when objections are taken.",
    ),
    why: both(
        "没有截止日期，谁也不知道还能不能提。",
        "Otherwise nobody knows whether one can still object.",
    ),
    example: "纪要状态: 征求意见",
    remedy: both(
        "补上“征求意见截止”。",
        "Add `circulated_until`.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    if let Facts::Meeting(meeting) = &record.facts
        && meeting.minutes == Some(MinutesState::Circulated)
        && meeting.circulated_until.is_none()
    {
        let message = words!("没有写征求意见截止日期", "the last day for objections is missing");
        found.add("circulated_until", message).with("minutes");
    }
}
