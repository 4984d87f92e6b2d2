//! MT0606: the same unit reported twice for a day.

use super::{Census, Check, Finding, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use std::collections::HashMap;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(606),
    severity: Severity::Error,
    title: both(
        "同一单位同一时点报了两次",
        "The same unit reported twice for a day",
    ),
    what: both(
        "同一指标、同一单位、同一时点只有一条。",
        "One figure for an indicator, unit and day.",
    ),
    why: both(
        "两条不同的数，汇总就不知道用哪条。",
        "With two nobody knows which one counts.",
    ),
    example: "两行都是 certification_rate,u-420502,2026-06-30",
    remedy: both(
        "留下一条；改数用“修订数”，写上原来的数。",
        "Keep one; a change is a revised figure with the earlier one.",
    ),
    check: Check::All(check),
};

fn check(census: &Census<'_>, _: &Setting, found: &mut Vec<(usize, Finding)>) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (index, member) in census.members().iter().enumerate() {
        let Some(key) = member.claims.key.as_deref() else {
            continue;
        };
        if let Some(first) = seen.insert(key, index) {
            let line = census.members()[first].origin.line;
            let message = words!(
                "与第 {line} 行是同一指标、单位和时点",
                "the same indicator, unit and day as in row {line}"
            );
            let mut finding = Finding::new("as_of", message);
            finding.with("indicator").with("unit");
            found.push((index, finding));
        }
    }
}
