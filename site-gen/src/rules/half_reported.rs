//! MT0605: half reported.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};
use governance::statistics::Withheld;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(605),
    severity: Severity::Error,
    title: both(
        "只报了一半",
        "Half reported",
    ),
    what: both(
        "有分母就有分子；没有报送的两个都不写。",
        "A denominator has its numerator; what was not reported has neither.",
    ),
    why: both(
        "未报送与 0 是两回事。",
        "Not reported is not 0.",
    ),
    example: "分母: 50(没有分子)",
    remedy: both(
        "补上分子；没有报送就删去分母。",
        "Add the numerator, or remove the denominator.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    if let Facts::Observation(o) = &record.facts
        && o.numerator.is_none()
        && o.denominator.is_some()
        && o.withheld != Some(Withheld::Numerator)
    {
        let message = words!("有分母，没有分子", "there is a denominator but no numerator");
        found.add("denominator", message).with("numerator");
    }
}
