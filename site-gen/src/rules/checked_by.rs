//! MT0705: A check without a post, or in the future.

use super::{Check, Findings, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(705),
    severity: Severity::Error,
    title: both(
        "核查没有岗位或日期在将来",
        "A check without a post, or in the future",
    ),
    what: both(
        "写了核查日期就写核查岗位；核查、同意公开的日期不晚于今天。",
        "A day of checking has a post; days of checking and consent are not in the future.",
    ),
    why: both(
        "谁核查的、哪天核查的，才说得清。",
        "Who looked, and when.",
    ),
    example: "核查日期: 2026-11-09(没有核查岗位)",
    remedy: both(
        "补上岗位(写岗位不写姓名),改正日期。",
        "Add the post, never a name; correct the day.",
    ),
    check: Check::Dated(check),
};

fn check(record: &Record, setting: &Setting, found: &mut Findings) {
    let Facts::Vendor(vendor) = &record.facts else {
        return;
    };
    if vendor.checked_on.is_some() && vendor.checked_by.is_none() {
        let message = words!("没有写核查岗位", "the post that checked is missing");
        found.add("checked_by", message).with("checked_on");
    }
    if let Some(on) = vendor.checked_on.filter(|on| !setting.reached(*on)) {
        let message = words!("核查日期 {on} 还没有到", "the day of checking {on} has not come");
        found.add("checked_on", message);
    }
    for (phone, n) in vendor.phones.iter().zip(0..) {
        if let Some(on) = phone.consent_on.filter(|on| !setting.reached(*on)) {
            let message = words!("同意公开日期 {on} 还没有到", "the day of consent {on} has not come");
            found.add(format!("phones[{n}].consent_on"), message);
        }
    }
}
