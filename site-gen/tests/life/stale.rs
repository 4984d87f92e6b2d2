//! A vendor that nobody checked for too long stands on the page of what is stale, in the words of checking, until it is checked again.

use super::{Files, NOW, cases, site, text};
use std::fs;

fn checked_on(day: &str) -> String {
    let path = "vendors/weixiu.md";
    let vendor = fs::read_to_string(cases().join("full").join(path)).expect("a vendor");
    let vendor = vendor.replace("核查日期: 2026-10-01", &format!("核查日期: {day}"));
    let over = Files::from([(path.to_string(), vendor.into_bytes())]);
    text(&site(&over, NOW).expect("built"), "stale/index.html").to_string()
}

#[test]
fn a_vendor_not_checked_since_is_named() {
    let page = checked_on("2026-05-26");
    let named = page.find("示例家电维修部").expect("named");
    let line = &page[named..];
    assert!(line.contains("最后核查 2026年5月26日，应在 180 天内核查"));
    assert!(line[..line.find("</li>").expect("an end")].contains("示例</span>"));
    let last_day_in_time = checked_on("2026-05-27");
    assert!(!last_day_in_time.contains("示例家电维修部"));
}
