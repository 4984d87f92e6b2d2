//! MT0405: it rests on a repealed law.

use super::{Check, Findings, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::admission::Status;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(405),
    severity: Severity::Error,
    title: both(
        "依据的法律已经废止",
        "It rests on a repealed law",
    ),
    what: both(
        "执行中的事项不引用已经废止的法律。",
        "An item in force cites no repealed law.",
    ),
    why: both(
        "废止的法律不能再作依据；有的事项随它一起失去依据。",
        "What is repealed is no basis; some items lose theirs with it.",
    ),
    example: "名称: 中华人民共和国噪声污染防治法(2026-08-15 废止)",
    remedy: both(
        "改引替代它的法律和条款；没有替代的，事项应当退出。",
        "Cite what took its place; if nothing did, the item has to leave the list.",
    ),
    check: Check::Dated(check),
};

fn check(record: &Record, setting: &Setting, found: &mut Findings) {
    let Facts::AdmissionItem(item) = &record.facts else {
        return;
    };
    if !matches!(item.status, Status::Admitted | Status::Active) {
        return;
    }
    for (basis, n) in item.legal_bases.iter().zip(0..) {
        let law = setting.law(&basis.title);
        let repealed = basis.repealed_on.or_else(|| law.and_then(|law| law.repealed_on));
        let Some(on) = repealed.filter(|on| setting.reached(*on)) else {
            continue;
        };
        let title = &basis.title;
        let message = words!("《{title}》已于 {on} 废止", "{title} was repealed on {on}");
        let finding = found.add(format!("legal_bases[{n}].title"), message).with("status");
        if let Some(successor) = law.and_then(|law| law.replaced_by.as_deref()) {
            finding.hint(words!("现行的是《{successor}》。", "In its place: {successor}."));
        }
    }
}
