//! MT0518: A majority that is none.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::{Outcome};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(518),
    severity: Severity::Error,
    title: both(
        "写“多数同意”却没有过半数",
        "A majority that is none",
    ),
    what: both(
        "结果是“多数同意”的，有表决，赞成过半数。",
        "An outcome by majority has a vote in which more than half agreed.",
    ),
    why: both(
        "没有票数，“多数”无从核对。",
        "Without figures nobody can check it.",
    ),
    example: "结果: 多数同意(没有表决)",
    remedy: both(
        "补上表决，或改成“达成一致意见”“未达成一致”。",
        "Add the vote, or write consensus or no agreement.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    let present = meeting.attendance.as_ref().map_or(0, |a| a.present);
    for (item, n) in meeting.agenda.iter().zip(0..) {
        if item.outcome == Some(Outcome::Majority) && !item.carried(present) {
            let message = match &item.vote {
                None => words!("写了“多数同意”，没有表决", "the outcome is a majority, but there is no vote"),
                Some(vote) => {
                    let agree = vote.agree;
                    words!("写了“多数同意”，赞成 {agree}，实到 {present}", "a majority with {agree} in favour of {present} present")
                }
            };
            let at = format!("agenda[{n}].outcome");
            found.add(at, message).with("attendance").with(format!("agenda[{n}].vote"));
        }
    }
}
