//! MT0701: A public phone without consent.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(701),
    severity: Severity::Error,
    title: both(
        "公开电话没有同意日期",
        "A public phone without consent",
    ),
    what: both(
        "便民服务单位的手机号要写“同意公开日期”。",
        "A vendor's mobile number has the day on which its owner agreed.",
    ),
    why: both(
        "个人信息保护法第二十五条：公开个人信息要单独同意。",
        "PIPL art. 25: publication needs separate consent.",
    ),
    example: "电话:\n  - 号码: 13x xxxx xxxx",
    remedy: both(
        "征得同意后写上日期；没有同意就只写座机或不写。",
        "Ask, and write the day; without consent give a landline or none.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Vendor(vendor) = &record.facts else {
        return;
    };
    for (phone, n) in vendor.phones.iter().zip(0..) {
        let digits: String = phone.number.chars().filter(char::is_ascii_digit).collect();
        let own = digits.strip_prefix("86").unwrap_or(&digits);
        if own.len() == 11 && own.starts_with('1') && phone.consent_on.is_none() {
            let message = words!("手机号没有写同意公开的日期", "a mobile number without the day of consent");
            found.add(format!("phones[{n}].consent_on"), message);
        }
    }
}
