//! MT0406: A certificate that is no longer issued.

use super::{Check, Findings, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::admission::Category;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(406),
    severity: Severity::Error,
    title: both(
        "这项证明已经不再开具",
        "A certificate that is no longer issued",
    ),
    what: both(
        "可出具证明事项不在国家和省的不再出具清单里。",
        "A certificate that may be issued is on no deny-list of state or province.",
    ),
    why: both(
        "民发〔2020〕20号和鄂民政发〔2020〕32号列明居(村)委会不再出具的证明；开具了也没有用，还会让居民白跑。",
        "民发〔2020〕20号 and 鄂民政发〔2020〕32号 list what committees no longer certify; it is of no use and costs residents a walk.",
    ),
    example: "标题: 亲属关系证明\n类别: 可出具证明事项",
    remedy: both(
        "改成负面清单事项，或删去。",
        "Move it to the negative list, or remove it.",
    ),
    check: Check::Dated(check),
};

fn check(record: &Record, setting: &Setting, found: &mut Findings) {
    let Facts::AdmissionItem(item) = &record.facts else {
        return;
    };
    if item.category != Category::CertificateIssuable {
        return;
    }
    let title = &record.envelope.title;
    let bare = |name: &str| name.trim_start_matches("出具").replace(char::is_whitespace, "");
    let denied = &setting.denied_certificates;
    if let Some(denied) = denied.iter().find(|d| bare(&d.name) == bare(title)) {
        let number = &denied.document_number;
        let message = words!(
            "“{title}”列在不再出具的证明清单里({number})",
            "{title:?} is on the list of certificates no longer issued ({number})"
        );
        found.add("title", message).with("category");
    }
}
