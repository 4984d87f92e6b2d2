//! MT0402: assisting the government without a law.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::admission::{BasisLevel, Category, LegalBasis};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(402),
    severity: Severity::Error,
    title: both(
        "协助政府事项没有法律法规依据",
        "Assisting the government without a law",
    ),
    what: both(
        "依法协助政府工作事项至少有一条法律或法规依据。",
        "An item that assists the government rests on a law or regulation at least.",
    ),
    why: both(
        "居委会组织法：只有法律法规规定的，才能要求居委会协助。",
        "The committees' organic law: only laws and regulations can demand it.",
    ),
    example: "类别: 依法协助政府工作事项\n法律依据:\n  - 层级: 规范性文件",
    remedy: both(
        "补上法律、行政法规或地方性法规；没有的应走准入(临时)程序。",
        "Add one; without one it needs temporary admission.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::AdmissionItem(item) = &record.facts else {
        return;
    };
    let enough = |basis: &LegalBasis| {
        matches!(
            basis.level,
            BasisLevel::Law | BasisLevel::AdminRegulation | BasisLevel::LocalRegulation
        )
    };
    if item.category == Category::AssistGovernment && !item.legal_bases.iter().any(enough) {
        let message = words!(
            "依法协助政府工作事项没有法律或法规依据",
            "an item that assists the government rests on no law or regulation"
        );
        found.add("legal_bases", message).with("category");
    }
}
