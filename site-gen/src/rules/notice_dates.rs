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
    let from = notice.valid_from.or(notice.issued_on);
    if let (Some(from), Some(to)) = (from, notice.expires_on)
        && to < from
    {
        let message = words!("失效 {to} 早于 {from}", "it ends on {to}, before {from}");
        found.add("expires_on", message).with("valid_from").with("issued_on");
    }
}
