//! MT0523: consensus with votes against.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::Outcome;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(523),
    severity: Severity::Error,
    title: both("有人反对却写“达成一致意见”", "Consensus with votes against"),
    what: both("结果是“达成一致意见”的，没有反对票。", "An outcome by consensus has no votes against."),
    why: both(
        "一致和多数是两回事，反对的人要看得到自己的票。",
        "Consensus is not a majority; those who voted against are to find their votes.",
    ),
    example: "结果: 达成一致意见\n表决:\n  反对: 3",
    remedy: both("结果改成“多数同意”，或核对票数。", "Make it a majority, or check the votes."),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    for (item, n) in meeting.agenda.iter().zip(0..) {
        let against = item.vote.as_ref().map_or(0, |vote| vote.oppose);
        if item.outcome == Some(Outcome::Consensus) && against > 0 {
            let message = words!("有 {against} 票反对，不是一致", "{against} votes against: no consensus");
            let at = format!("agenda[{n}]");
            found.add(format!("{at}.outcome"), message).with(format!("{at}.vote"));
        }
    }
}
