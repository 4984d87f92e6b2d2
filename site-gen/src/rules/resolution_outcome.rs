//! MT0524: a resolution on an item that was not decided.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::Outcome;
use governance::labelled::Labelled;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(524),
    severity: Severity::Error,
    title: both("结果没有通过却写了决议", "A resolution on an item that was not decided"),
    what: both(
        "写了决议的议程，结果是“达成一致意见”或“多数同意”。",
        "An agenda item with a resolution came to a consensus or a majority.",
    ),
    why: both(
        "延期、撤回、提交上级或没有谈拢的事，没有决议。",
        "What was deferred, withdrawn, passed up or left open has no resolution.",
    ),
    example: "结果: 延期再议\n决议: 自七月一日起施行。",
    remedy: both("改正结果，或删掉决议。", "Correct the outcome, or remove the resolution."),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    for (item, n) in meeting.agenda.iter().zip(0..) {
        let decided = matches!(item.outcome, None | Some(Outcome::Consensus | Outcome::Majority));
        if let (Some(outcome), Some(_), false) = (item.outcome, &item.resolution, decided) {
            let (zh, en) = (outcome.zh(), outcome.id());
            let message = words!("结果是“{zh}”，不会有决议", "the outcome is {en}: there is no resolution");
            let at = format!("agenda[{n}]");
            found.add(format!("{at}.resolution"), message).with(format!("{at}.outcome"));
        }
    }
}
