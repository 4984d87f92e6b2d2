//! MT1201: A guide without steps.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1201),
    severity: Severity::Error,
    title: both(
        "办事指南没有步骤",
        "A guide without steps",
    ),
    what: both(
        "办事指南至少有一个步骤；不用带材料的写“办理材料: []”。",
        "A guide has at least one step; one that needs no material says `materials: []`.",
    ),
    why: both(
        "一次告知：居民看完要知道带什么、怎么办。",
        "Told once: residents know what to bring and what happens.",
    ),
    example: "办理流程: []",
    remedy: both(
        "补上步骤。",
        "Add the steps.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Guide(guide) = &record.facts else {
        return;
    };
    if guide.steps.is_empty() {
        let message = words!("没有写办理流程", "there are no steps");
        found.add("steps", message);
    }
}
