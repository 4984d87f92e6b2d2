//! MT0509: A public notice of less than 15 days.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(509),
    severity: Severity::Error,
    title: both(
        "公示不满 15 天",
        "A public notice of less than 15 days",
    ),
    what: both(
        "公示从开始到结束(首尾都算)不少于 15 天。",
        "From first to last day, both counted, at least 15 days.",
    ),
    why: both(
        "居委会组织法第三十四条、村委会组织法第三十五条：公开不少于十五日，不是七日。",
        "Organic laws, arts. 34 and 35: at least fifteen days, not seven.",
    ),
    example: "公示:\n  开始: 2026-06-01\n  结束: 2026-06-07",
    remedy: both(
        "延长公示的结束日期。",
        "Move the last day.",
    ),
    check: Check::Record(check),
};

/// Least days of publication (居委会组织法 art. 34, 村委会组织法 art. 35).
const DAYS: i64 = 15;

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    if let Some(notice) = &meeting.public_notice {
        let days = notice.to.days_since(notice.from) + 1;
        if days < DAYS {
            let message = words!("公示 {days} 天，不少于 {DAYS} 天", "{days} days of publication; at least {DAYS}");
            found.add("public_notice.to", message).with("public_notice.from");
        }
    }
}
