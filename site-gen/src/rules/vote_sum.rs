//! MT0501: the votes don't add up to those present.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(501),
    severity: Severity::Error,
    title: both(
        "票数合计不等于实到人数",
        "The votes don't add up to those present",
    ),
    what: both(
        "赞成 + 反对 + 弃权 + 废票 = 实到(有表决权的人数)。",
        "In favour + against + abstained + invalid = members present.",
    ),
    why: both(
        "对不上，就说明票数或人数抄错了。",
        "If they don't agree, votes or attendance were copied wrongly.",
    ),
    example: "实到: 12,赞成: 9,反对: 2",
    remedy: both(
        "对照表决记录改正；弃权和废票也要写。",
        "Compare the record; abstentions and invalid ballots count too.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    for (item, n) in meeting.agenda.iter().zip(0..) {
        let Some(vote) = &item.vote else { continue };
        let at = format!("agenda[{n}].vote");
        let total = vote.total();
        match &meeting.attendance {
            None => {
                let message = words!("有表决，却没有写出席人数", "there is a vote but no attendance");
                found.add(at, message).with("attendance");
            }
            Some(attendance) if total != u64::from(attendance.present) => {
                let present = attendance.present;
                let message = words!(
                    "票数合计 {total}，实到 {present}",
                    "{total} ballots, {present} members present"
                );
                found.add(at, message).with("attendance");
            }
            Some(_) => {}
        }
    }
}
