//! MT0704: no category or no area.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(704),
    severity: Severity::Error,
    title: both(
        "没有类别或服务范围",
        "No category or no area",
    ),
    what: both(
        "每个单位至少有一个类别和一个服务范围。",
        "A vendor has at least one category and one division it serves.",
    ),
    why: both(
        "没有它们，居民在自己社区的页面上找不到。",
        "Without them nobody finds it on the page of the community.",
    ),
    example: "类别: []",
    remedy: both(
        "补上类别和服务范围。",
        "Add them.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Vendor(vendor) = &record.facts else {
        return;
    };
    if vendor.categories.is_empty() {
        let message = words!("没有写类别", "there is no category");
        found.add("categories", message);
    }
    if vendor.serves.is_empty() {
        let message = words!("没有写服务范围", "there is no division it serves");
        found.add("serves", message);
    }
}
