//! MT0409: the period of an item contradicts itself.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::admission::PeriodKind;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(409),
    severity: Severity::Error,
    title: both(
        "事项的期限前后矛盾",
        "The period of an item contradicts itself",
    ),
    what: both(
        "结束不早于开始；“长期”没有结束日期，“定期”有；批准不早于申请。",
        "The end is not before the beginning; permanent items have no end, fixed terms have; approval is not before application.",
    ),
    why: both(
        "期限算错，到期提醒就错。",
        "With a wrong period nobody is told when it ends.",
    ),
    example: "期限:\n  类型: 长期\n  结束: 2026-12-31",
    remedy: both(
        "改正日期或类型。",
        "Correct the dates or the kind.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::AdmissionItem(item) = &record.facts else {
        return;
    };
    let period = &item.period;
    if let (Some(from), Some(to)) = (period.from, period.to)
        && to < from
    {
        let message = words!("结束 {to} 早于开始 {from}", "the end {to} is before the beginning {from}");
        found.add("period.to", message).with("period.from");
    }
    match (period.kind, period.to) {
        (PeriodKind::Permanent, Some(to)) => {
            let message = words!("“长期”事项写了结束日期 {to}", "a permanent item has the end {to}");
            found.add("period.to", message).with("period.kind");
        }
        (PeriodKind::FixedTerm, None) => {
            let message = words!("“定期”事项没有结束日期", "an item for a term has no end");
            found.add("period.to", message).with("period.kind");
        }
        (PeriodKind::Permanent, None)
        | (PeriodKind::FixedTerm, Some(_))
        | (PeriodKind::Campaign | PeriodKind::OneOff, _) => {}
    }
    if let (Some(applied), Some(approved)) = (item.admission.applied_on, item.admission.approved_on)
        && approved < applied
    {
        let message = words!("批准 {approved} 早于申请 {applied}", "the approval {approved} is before the application {applied}");
        found.add("admission.approved_on", message).with("admission.applied_on");
    }
}
