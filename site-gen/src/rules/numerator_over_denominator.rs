//! MT0601: more above the line than below.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(601),
    severity: Severity::Error,
    title: both(
        "分子大于分母",
        "More above the line than below",
    ),
    what: both(
        "分子不大于分母，例如持证人数不多于社区工作者人数。",
        "Not more above the line than below: not more certified workers than workers.",
    ),
    why: both(
        "持证率不会超过 100%。",
        "No rate is above 100 %.",
    ),
    example: "分子: 52\n分母: 50",
    remedy: both(
        "核对上报的数。",
        "Check what was reported.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Observation(observation) = &record.facts else {
        return;
    };
    let pairs = [
        ("numerator", "denominator", observation.numerator, observation.denominator),
        ("earlier_numerator", "earlier_denominator", observation.earlier_numerator, observation.earlier_denominator),
    ];
    for (above, below, numerator, denominator) in pairs {
        if let (Some(n), Some(d)) = (numerator, denominator)
            && n > d
        {
            let message = words!("分子 {n} 大于分母 {d}", "{n} above the line, {d} below");
            found.add(above, message).with(below);
        }
    }
}
