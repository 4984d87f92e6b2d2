//! MT0407: A certificate without its details.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::admission::Category;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(407),
    severity: Severity::Error,
    title: both(
        "证明事项缺少说明",
        "A certificate without its details",
    ),
    what: both(
        "可出具证明事项写明设定依据、索要单位、开具单位和办理指南；别的事项不写“证明”。",
        "A certificate names its basis, who demands it, who issues it and how; other items have no `certificate`.",
    ),
    why: both(
        "优化营商环境条例第四十四条：没有列明的证明不得索要。",
        "Regulation on the business environment, art. 44: what is not listed so may not be demanded.",
    ),
    example: "类别: 可出具证明事项(没有“证明”)",
    remedy: both(
        "补上“证明”下的四个字段，或删去多余的“证明”。",
        "Add the four fields below `certificate`, or remove it.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::AdmissionItem(item) = &record.facts else {
        return;
    };
    let is_certificate = item.category == Category::CertificateIssuable;
    if is_certificate == item.certificate.is_some() {
        return;
    }
    let message = if is_certificate {
        words!("可出具证明事项没有写“证明”的依据和开具单位", "the certificate names neither basis nor issuer")
    } else {
        words!("只有可出具证明事项才写“证明”", "only an item that is a certificate has `certificate`")
    };
    found.add("certificate", message).with("category");
}
