//! MT0416: a statutory duty without a basis.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::admission::{Category, Status};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(416),
    severity: Severity::Error,
    title: both("依法履职事项没有依据", "A statutory duty without a basis"),
    what: both(
        "已准入或执行中的依法履职事项至少写一条法律依据。",
        "A statutory duty that is admitted or in force has at least one legal basis.",
    ),
    why: both(
        "“依法”履职要说得出依哪条法；说不出的，社区可以不做。",
        "Whoever calls it a duty by law can name the law.",
    ),
    example: "类别: 依法履职事项（没有法律依据）",
    remedy: both("补上法律依据，或改类别。", "Add the basis, or change the category."),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::AdmissionItem(item) = &record.facts else {
        return;
    };
    let current = matches!(item.status, Status::Admitted | Status::Active);
    if item.category == Category::StatutoryDuty && current && item.legal_bases.is_empty() {
        let message = words!("没有写法律依据", "no legal basis is given");
        found.add("legal_bases", message).with("category").with("status");
    }
}
