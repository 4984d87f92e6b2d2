//! MT0610: reporting units in a circle.

use super::{Census, Check, Finding, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use super::To;
use governance::records::Kind;
use std::collections::HashSet;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(610),
    severity: Severity::Error,
    title: both(
        "统计单位的上级绕成了圈",
        "Reporting units in a circle",
    ),
    what: both(
        "统计单位逐级向上，最后没有上级。",
        "Units roll up into others until one has no parent.",
    ),
    why: both(
        "绕成圈，汇总就没有尽头。",
        "In a circle sums have no end.",
    ),
    example: "甲的上级是乙,乙的上级是甲",
    remedy: both(
        "改正上级单位。",
        "Correct the parent.",
    ),
    check: Check::All(check),
};

fn check(census: &Census<'_>, _: &Setting, found: &mut Vec<(usize, Finding)>) {
    let mut sound: HashSet<usize> = HashSet::new();
    for start in 0..census.members().len() {
        let mut path = Vec::new();
        let mut at = Some(start);
        while let Some(index) = at {
            if sound.contains(&index) {
                break;
            }
            if path.contains(&index) {
                if index == start {
                    let message = words!("上级单位绕成了圈", "the parents form a circle");
                    found.push((start, Finding::new("parent", message)));
                }
                path.clear();
                break;
            }
            path.push(index);
            at = parent(census, index);
        }
        sound.extend(path);
    }
}

fn parent(census: &Census<'_>, index: usize) -> Option<usize> {
    let claims = census.members()[index].claims;
    let up = claims.refers.iter().find(|reference| &*reference.field == "parent")?;
    match &up.to {
        To::Record(Kind::ReportingUnit, id) => census.position(Kind::ReportingUnit, id.as_str()),
        To::Record(..) | To::Department(_) | To::Place(_) | To::File(_) => None,
    }
}
