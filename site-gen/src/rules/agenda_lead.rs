//! MT0525: the agenda went out late.

use super::{Check, Findings, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::MeetingStatus;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(525),
    severity: Severity::Warning,
    title: both("议程公布得晚", "The agenda went out late"),
    what: both(
        "已确定的会议写通知日期，提前的天数不少于 site.toml 的“议程提前天数”（默认 3 天）。",
        "A confirmed meeting has the day its agenda went out, as many days ahead as site.toml asks (three unless set otherwise).",
    ),
    why: both("居民要来得及看、来得及提意见。", "Residents need the time to read and to speak up."),
    example: "通知日期: 2026-06-04\n开始时间: 2026-06-05 09:00",
    remedy: both(
        "早些公布，或补上通知日期；天数会在页面上公布。",
        "Publish it earlier, or add the day; the lead time is shown on the page.",
    ),
    check: Check::Dated(check),
};

fn check(record: &Record, setting: &Setting, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    let needed = i64::from(setting.config.limits.agenda_days);
    let coming = meeting.status == MeetingStatus::Confirmed;
    if meeting.body.notice_days().is_some() {
        return;
    }
    match meeting.convened_on {
        None if coming => {
            let message = words!("没有写通知日期", "the day the agenda went out is missing");
            found.add("convened_on", message).with("status");
        }
        Some(on) if (coming || meeting.status == MeetingStatus::Held) && ahead(meeting.start.day(), on, needed) => {
            let days = meeting.start.day().days_since(on);
            let message = words!("提前 {days} 天公布议程，应提前 {needed} 天", "the agenda went out {days} days ahead; {needed} are asked for");
            found.add("convened_on", message).with("start").with("status");
        }
        None | Some(_) => {}
    }
}

/// Whether fewer days lie between than are needed; an invitation after the meeting is told by another rule.
fn ahead(start: governance::dates::Day, on: governance::dates::Day, needed: i64) -> bool {
    (0..needed).contains(&start.days_since(on))
}
