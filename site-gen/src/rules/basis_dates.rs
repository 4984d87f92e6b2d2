//! MT0415: a legal basis was repealed before it came into force.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(415),
    severity: Severity::Error,
    title: both("法律依据的废止早于施行", "A legal basis was repealed before it came into force"),
    what: both("废止日期不早于施行日期。", "The day of repeal is not before the first day in force."),
    why: both(
        "依据是否有效由这两个日期算出。",
        "Whether a basis is in force is computed from these two days.",
    ),
    example: "施行日期: 2026-01-01\n废止日期: 2025-01-01",
    remedy: both("核对两个日期。", "Check both days."),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::AdmissionItem(item) = &record.facts else {
        return;
    };
    for (basis, n) in item.legal_bases.iter().zip(0..) {
        if let (Some(from), Some(to)) = (basis.effective_from, basis.repealed_on)
            && to < from
        {
            let message = words!("废止 {to} 早于施行 {from}", "repealed on {to}, before {from}");
            let at = format!("legal_bases[{n}]");
            found.add(format!("{at}.repealed_on"), message).with(format!("{at}.effective_from"));
        }
    }
}
