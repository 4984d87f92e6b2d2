//! MT0512: the times of a meeting contradict each other.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(512),
    severity: Severity::Error,
    title: both(
        "会议的时间前后矛盾",
        "The times of a meeting contradict each other",
    ),
    what: both(
        "结束晚于开始；通知不晚于开会；纪要发布不早于开会；完成不早于开会。",
        "The end is after the beginning; the invitation not after it; minutes and actions not before it.",
    ),
    why: both(
        "时间错了，提前通知和逾期都会算错。",
        "With wrong times notice and delays are computed wrongly.",
    ),
    example: "开始时间: 2026-06-05 09:00\n结束时间: 2026-06-05 08:00",
    remedy: both(
        "改正时间。",
        "Correct the times.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    let day = meeting.start.day();
    if let Some(end) = meeting.end.filter(|end| *end <= meeting.start) {
        let (start, end) = (meeting.start.minute(), end.minute());
        let message = words!("结束 {end} 不晚于开始 {start}", "the end {end} is not after the beginning {start}");
        found.add("end", message).with("start");
    }
    if let Some(on) = meeting.convened_on.filter(|on| *on > day) {
        let message = words!("通知日期 {on} 晚于开会 {day}", "the invitation of {on} is after the meeting on {day}");
        found.add("convened_on", message).with("start");
    }
    if let Some(on) = meeting.minutes_published_on.filter(|on| *on < day) {
        let message = words!("纪要发布 {on} 早于开会 {day}", "the minutes of {on} are before the meeting on {day}");
        found.add("minutes_published_on", message).with("start");
    }
    for (item, n) in meeting.agenda.iter().zip(0..) {
        for (action, m) in item.actions.iter().zip(0..) {
            if let Some(on) = action.done_on.filter(|on| *on < day) {
                let message = words!("完成 {on} 早于开会 {day}", "done on {on}, before the meeting on {day}");
                found.add(format!("agenda[{n}].actions[{m}].done_on"), message).with("start");
            }
        }
    }
}
