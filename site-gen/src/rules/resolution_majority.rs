//! MT0504: A resolution without majority.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(504),
    severity: Severity::Error,
    title: both(
        "没有过半数，不能作决议",
        "A resolution without majority",
    ),
    what: both(
        "决议要有表决，赞成超过实到人数的一半。",
        "A resolution has a vote with more than half of those present in favour.",
    ),
    why: both(
        "过半数由程序计算，不用填写。",
        "The majority is computed, never typed.",
    ),
    example: "实到: 46,赞成: 23,决议: ……",
    remedy: both(
        "没有过半数的，结果写“未达成一致”，删去决议。",
        "Without majority the outcome is no agreement; remove the resolution.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    let Some(attendance) = &meeting.attendance else {
        return;
    };
    if !meeting.body.may_resolve() {
        return;
    }
    let present = attendance.present;
    for (item, n) in meeting.agenda.iter().zip(0..) {
        if item.resolution.is_none() || item.carried(present) {
            continue;
        }
        let message = match &item.vote {
            None => words!("决议没有表决记录", "a resolution without a vote"),
            Some(vote) => {
                let agree = vote.agree;
                words!(
                    "赞成 {agree}，没有超过实到 {present} 的一半",
                    "{agree} in favour is not more than half of {present} present"
                )
            }
        };
        let at = format!("agenda[{n}].resolution");
        found.add(at, message).with("attendance").with(format!("agenda[{n}].vote"));
    }
}
