//! MT0702: A licence has run out.

use super::{Check, Findings, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};
use governance::vendors::VendorStatus;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(702),
    severity: Severity::Warning,
    title: both(
        "许可证过期了",
        "A licence has run out",
    ),
    what: both(
        "“在库”的单位许可证在有效期内。",
        "A listed vendor's licence is valid.",
    ),
    why: both(
        "介绍给居民的单位要合法经营。",
        "Whoever is recommended to residents works lawfully.",
    ),
    example: "许可证:\n  有效期至: 2026-06-30\n状态: 在库",
    remedy: both(
        "核实换证情况，更新有效期；没有换证的改成“暂停展示”。",
        "Check for a new one; otherwise suspend the vendor.",
    ),
    check: Check::Dated(check),
};

fn check(record: &Record, setting: &Setting, found: &mut Findings) {
    let Facts::Vendor(vendor) = &record.facts else {
        return;
    };
    let end = vendor.licence.as_ref().and_then(|licence| licence.expires_on);
    if let Some(end) = end
        && vendor.status == VendorStatus::Listed
        && setting.after(end)
    {
        let message = words!("许可证已于 {end} 到期", "the licence ran out on {end}");
        found.add("licence.expires_on", message).with("status");
    }
}
