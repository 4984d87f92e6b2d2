//! MT0703: not checked for long.

use super::{Check, Findings, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};
use governance::vendors::VendorStatus;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(703),
    severity: Severity::Warning,
    title: both(
        "很久没有核查",
        "Not checked for long",
    ),
    what: both(
        "“在库”的单位在规定天数内核查过(默认 180 天)。",
        "A listed vendor was checked within the set days (180 unless configured).",
    ),
    why: both(
        "电话、价格和地址会变；页面上会显示“自……以来没有核查”。",
        "Phones, prices and addresses change; the page says since when nobody looked.",
    ),
    example: "核查日期: 2026-01-10",
    remedy: both(
        "核查后更新核查日期和核查岗位。",
        "Check, and update day and post.",
    ),
    check: Check::Dated(check),
};

fn check(record: &Record, setting: &Setting, found: &mut Findings) {
    let Facts::Vendor(vendor) = &record.facts else {
        return;
    };
    if vendor.status != VendorStatus::Listed {
        return;
    }
    let days = setting.config.limits.vendor_check_days;
    match vendor.checked_on {
        None => {
            let message = words!("还没有核查过", "it was never checked");
            found.add("checked_on", message).with("status");
        }
        Some(on) if setting.after(on.plus_days(i64::from(days))) => {
            let message = words!("自 {on} 以来没有核查，已超过 {days} 天", "not checked since {on}, more than {days} days");
            found.add("checked_on", message).with("status");
        }
        Some(_) => {}
    }
}
