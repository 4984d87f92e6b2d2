//! MT0519: A topic was refused without reason.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::{TopicStatus};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(519),
    severity: Severity::Error,
    title: both(
        "不列入的议题没有原因",
        "A topic was refused without reason",
    ),
    what: both(
        "“不列入”的议题写明原因。",
        "A topic that is not taken up has its reason.",
    ),
    why: both(
        "提出的人有权知道为什么。",
        "Whoever raised it has a right to know.",
    ),
    example: "状态: 不列入",
    remedy: both(
        "补上“不列入原因”，并说明可以找谁。",
        "Add the reason, and say who can help.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    if let Facts::Topic(topic) = &record.facts
        && topic.status == TopicStatus::Refused
        && topic.refusal_reason.is_none()
    {
        let message = words!("不列入的议题没有写原因", "the topic was refused without reason");
        found.add("refusal_reason", message).with("status");
    }
}
