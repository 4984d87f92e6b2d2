//! MT0411: it rests on a law not yet in force.

use super::{Check, Findings, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::admission::Status;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(411),
    severity: Severity::Warning,
    title: both(
        "依据的法律还没有施行",
        "It rests on a law not yet in force",
    ),
    what: both(
        "执行中的事项引用的法律已经施行。",
        "An item in force cites laws that are in force.",
    ),
    why: both(
        "施行之前，它还不是依据。",
        "Before that day it is no basis.",
    ),
    example: "施行日期: 2027-01-01\n状态: 执行中",
    remedy: both(
        "施行之前先写“已准入”并设开始日期，或核对施行日期。",
        "Set the beginning to that day, or check the day.",
    ),
    check: Check::Dated(check),
};

fn check(record: &Record, setting: &Setting, found: &mut Findings) {
    let Facts::AdmissionItem(item) = &record.facts else {
        return;
    };
    if item.status != Status::Active {
        return;
    }
    for (basis, n) in item.legal_bases.iter().zip(0..) {
        let law = setting.law(&basis.title).and_then(|law| law.effective_from);
        if let Some(on) = basis.effective_from.or(law)
            && !setting.reached(on)
        {
            let title = &basis.title;
            let message = words!("《{title}》{on} 才施行", "{title} is in force from {on} only");
            found.add(format!("legal_bases[{n}].title"), message).with("status");
        }
    }
}
