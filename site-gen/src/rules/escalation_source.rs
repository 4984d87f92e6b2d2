//! MT0526: the meeting that passed a matter up did not.

use super::{Census, Check, Finding, Rule, Setting, To, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::Kind;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(526),
    severity: Severity::Error,
    title: both("上报的会议没有上报这件事", "The meeting that passed a matter up did not"),
    what: both(
        "“上报会议”里有一项议程的结果是“提交上一级协商”或“提交居民(代表)会议表决”。",
        "Of the meeting that passed it up, some agenda item was escalated or referred to the assembly.",
    ),
    why: both(
        "微事到小事到大事是一条线，两头要对得上。",
        "From micro to minor to major is one trail; both ends must meet.",
    ),
    example: "上报会议: 2026-05-grid（那次会议没有上报任何事）",
    remedy: both(
        "核对“上报会议”的编号，或改那次会议的结果。",
        "Check the id, or correct the outcome of that meeting.",
    ),
    check: Check::All(check),
};

fn check(census: &Census<'_>, _: &Setting, found: &mut Vec<(usize, Finding)>) {
    for (index, member) in census.members().iter().enumerate() {
        for reference in &member.claims.refers {
            let To::Record(Kind::Meeting, id) = &reference.to else {
                continue;
            };
            let Some(at) = census.position(Kind::Meeting, id.as_str()) else {
                continue;
            };
            let earlier = census.members()[at];
            if !earlier.claims.escalates && earlier.doubts.is_empty() {
                let message = words!("会议 {id} 没有上报任何一项", "the meeting {id} passed nothing up");
                found.push((index, Finding::new(&*reference.field, message)));
            }
        }
    }
}
