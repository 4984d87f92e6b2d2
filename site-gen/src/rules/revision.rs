//! MT0604: A revised figure without the earlier one or the reason.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::statistics::{ObservationState};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(604),
    severity: Severity::Error,
    title: both(
        "修订数没有原来的数或原因",
        "A revised figure without the earlier one or the reason",
    ),
    what: both(
        "“修订数”写原来的数和修订原因；别的状态不写。",
        "A revised figure has the earlier one and the reason; others have neither.",
    ),
    why: both(
        "改了数不留原数，等于没有公开过。",
        "A figure replaced without trace was never public.",
    ),
    example: "数据状态: 修订数(没有修订原因)",
    remedy: both(
        "补上原分子、原分母和修订原因。",
        "Add the earlier figures and the reason.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Observation(o) = &record.facts else {
        return;
    };
    let revised = o.state == ObservationState::Revised;
    let earlier = o.earlier_numerator.is_some() || o.earlier_denominator.is_some();
    if revised && !earlier {
        let message = words!("修订数没有写原来的数", "a revised figure without the earlier one");
        found.add("earlier_numerator", message).with("state");
    }
    if revised && o.revision_reason.is_none() {
        let message = words!("修订数没有写原因", "a revised figure without the reason");
        found.add("revision_reason", message).with("state");
    }
    if !revised && earlier {
        let message = words!("写了原来的数，状态却不是“修订数”", "there is an earlier figure, but it is not revised");
        found.add("state", message).with("earlier_numerator").with("earlier_denominator");
    }
}
