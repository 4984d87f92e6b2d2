//! MT0511: corrections are for final minutes.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::{MinutesState};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(511),
    severity: Severity::Error,
    title: both(
        "定稿之前不用更正",
        "Corrections are for final minutes",
    ),
    what: both(
        "纪要定稿之后才写“更正”，每条更正不早于纪要发布。",
        "Corrections come after the final minutes, none before their publication.",
    ),
    why: both(
        "定稿之后只能更正，不能改原文；定稿之前直接改。",
        "Final minutes are corrected, not changed; drafts are simply changed.",
    ),
    example: "纪要状态: 征求意见\n更正:\n  - ……",
    remedy: both(
        "没有定稿就直接改内容；定稿的，核对更正日期。",
        "Change the draft; for final minutes check the day.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    if !meeting.corrections.is_empty() && meeting.minutes != Some(MinutesState::Final) {
        let message = words!("纪要没有定稿，却写了更正", "there are corrections, but the minutes are not final");
        found.add("corrections", message).with("minutes");
    }
    for (correction, n) in meeting.corrections.iter().zip(0..) {
        let (on, published) = (correction.on, meeting.minutes_published_on);
        if let Some(published) = published.filter(|day| on < *day) {
            let message = words!("更正 {on} 早于纪要发布 {published}", "the correction of {on} is before the publication on {published}");
            found.add(format!("corrections[{n}].on"), message).with("minutes_published_on");
        }
    }
}
