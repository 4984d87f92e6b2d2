//! MT0520: A topic on the agenda that no meeting treats.

use super::{Census, Check, Finding, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use super::To;
use governance::records::Kind;
use std::collections::HashSet;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(520),
    severity: Severity::Warning,
    title: both(
        "议题列入了议程，却没有会议议它",
        "A topic on the agenda that no meeting treats",
    ),
    what: both(
        "“列入议程”“已议决”的议题，有会议的议程写着它。",
        "A topic that is on the agenda or decided stands on the agenda of a meeting.",
    ),
    why: both(
        "居民顺着议题要能看到在哪次会上怎么定的。",
        "Residents follow a topic to the meeting that decided.",
    ),
    example: "状态: 已议决(没有会议写“来源议题”)",
    remedy: both(
        "在会议的议程里写“来源议题”。",
        "Name it as `raised_by` on the meeting's agenda.",
    ),
    check: Check::All(check),
};

fn check(census: &Census<'_>, _: &Setting, found: &mut Vec<(usize, Finding)>) {
    let named: HashSet<&str> = census
        .members()
        .iter()
        .flat_map(|member| &member.claims.refers)
        .filter_map(|reference| match &reference.to {
            To::Record(Kind::Topic, id) => Some(id.as_str()),
            To::Record(..) | To::Department(_) | To::Place(_) | To::File(_) => None,
        })
        .collect();
    for (index, member) in census.members().iter().enumerate() {
        if member.claims.expects_agenda && !named.contains(member.claims.id.as_str()) {
            let message = words!("没有会议的议程写到这个议题", "no meeting has this topic on its agenda");
            found.push((index, Finding::new("status", message)));
        }
    }
}
