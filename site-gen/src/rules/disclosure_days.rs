//! MT0802: A disclosure of less than 15 days.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::notices::NoticeCategory;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(802),
    severity: Severity::Error,
    title: both(
        "居务公开、公示不满 15 天",
        "A disclosure of less than 15 days",
    ),
    what: both(
        "居务公开和公示从生效(没有就从成文)到失效不少于 15 天。",
        "Disclosures and public notices stand at least 15 days.",
    ),
    why: both(
        "居委会组织法第三十四条、村委会组织法第三十五条。",
        "Organic laws, arts. 34 and 35.",
    ),
    example: "类别: 居务公开\n生效日期: 2026-06-01\n失效日期: 2026-06-07",
    remedy: both(
        "延长失效日期。",
        "Move the last day.",
    ),
    check: Check::Record(check),
};

/// Least days of publication (居委会组织法 art. 34, 村委会组织法 art. 35).
const DAYS: i64 = 15;

fn check(record: &Record, found: &mut Findings) {
    let Facts::Notice(notice) = &record.facts else {
        return;
    };
    let meant = matches!(
        notice.category,
        NoticeCategory::Disclosure | NoticeCategory::PublicNotice
    );
    let from = notice.valid_from.or(notice.issued_on);
    if let (true, Some(from), Some(to)) = (meant, from, notice.expires_on) {
        let days = to.days_since(from) + 1;
        if (0..DAYS).contains(&days) {
            let message = words!("公开 {days} 天，不少于 {DAYS} 天", "{days} days of publication; at least {DAYS}");
            let finding = found.add("expires_on", message);
            finding.with("category").with("valid_from").with("issued_on");
        }
    }
}
