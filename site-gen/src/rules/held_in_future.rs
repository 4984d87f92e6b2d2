//! MT0513: held before its day.

use super::{Check, Findings, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::{MeetingStatus};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(513),
    severity: Severity::Error,
    title: both(
        "还没到日子就写已召开",
        "Held before its day",
    ),
    what: both(
        "“已召开”的会议在今天或以前；完成日期、更正日期也是。",
        "A meeting that was held lies in the past; so do days of completion and correction.",
    ),
    why: both(
        "提前写好的记录不是记录。",
        "Minutes written beforehand are no minutes.",
    ),
    example: "会议状态: 已召开\n开始时间: 2027-01-05 09:00",
    remedy: both(
        "改成“已确定”，开会后再改。",
        "Set it to confirmed, and change it after the meeting.",
    ),
    check: Check::Dated(check),
};

fn check(record: &Record, setting: &Setting, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    let day = meeting.start.day();
    if meeting.status == MeetingStatus::Held && !setting.reached(day) {
        let message = words!("{day} 还没有到，会议不能是“已召开”", "{day} has not come; the meeting can't be held");
        found.add("status", message).with("start");
    }
    for (item, n) in meeting.agenda.iter().zip(0..) {
        for (action, m) in item.actions.iter().zip(0..) {
            if let Some(on) = action.done_on.filter(|on| !setting.reached(*on)) {
                let message = words!("完成日期 {on} 还没有到", "the day of completion {on} has not come");
                found.add(format!("agenda[{n}].actions[{m}].done_on"), message);
            }
        }
    }
}
