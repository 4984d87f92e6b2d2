//! MT0510: an assembly without ten days' notice.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::{MeetingStatus};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(510),
    severity: Severity::Error,
    title: both(
        "居民会议、村民会议没有提前 10 天通知",
        "An assembly without ten days' notice",
    ),
    what: both(
        "居民会议、村民会议提前 10 天通知，写“通知日期”。",
        "Assemblies of residents and villagers are convened ten days ahead.",
    ),
    why: both(
        "居委会组织法第二十六条、村委会组织法第二十五条。",
        "Organic laws, arts. 26 and 25.",
    ),
    example: "议事主体: 居民会议\n通知日期: 2026-06-01\n开始时间: 2026-06-05 09:00",
    remedy: both(
        "写上实际的通知日期；不满 10 天的应另行召开。",
        "Write the real day; with less the assembly has to be convened again.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    let Some(needed) = meeting.body.notice_days() else {
        return;
    };
    if meeting.status == MeetingStatus::Cancelled {
        return;
    }
    match meeting.convened_on {
        None if meeting.status != MeetingStatus::Tentative => {
            let message = words!("没有写通知日期", "the day of the invitation is missing");
            found.add("convened_on", message).with("body").with("status");
        }
        Some(on) if meeting.start.day().days_since(on) < needed => {
            let days = meeting.start.day().days_since(on);
            let message = words!("提前 {days} 天通知，应提前 {needed} 天", "convened {days} days ahead; {needed} are needed");
            found.add("convened_on", message).with("body").with("start");
        }
        None | Some(_) => {}
    }
}
