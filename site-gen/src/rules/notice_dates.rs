//! MT0801: the dates of a notice contradict each other.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(801),
    severity: Severity::Error,
    title: both(
        "通知的日期前后矛盾",
        "The dates of a notice contradict each other",
    ),
    what: both(
        "失效不早于生效，生效不早于成文。",
        "A notice does not end before it begins, nor begin before it was written.",
    ),
    why: both(
        "日期错了，该撤下首页的撤不下。",
        "With wrong days it stays on or off the front page.",
    ),
    example: "生效日期: 2026-06-01\n失效日期: 2026-05-01",
    remedy: both(
        "改正日期。",
        "Correct the days.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Notice(notice) = &record.facts else {
        return;
    };
    let (field, from) = match notice.valid_from {
        Some(from) => ("valid_from", Some(from)),
        None => ("issued_on", notice.issued_on),
    };
    if let (Some(from), Some(to)) = (from, notice.expires_on)
        && to < from
    {
        let message = words!("失效 {to} 早于 {from}", "it ends on {to}, before {from}");
        found.add("expires_on", message).with(field);
    }
    if let (Some(issued), Some(from)) = (notice.issued_on, notice.valid_from)
        && from < issued
    {
        let message = words!(
            "生效 {from} 早于成文 {issued}",
            "it is valid from {from}, before it was issued on {issued}"
        );
        found.add("valid_from", message).with("issued_on");
    }
}
