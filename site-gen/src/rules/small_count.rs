//! MT1204: a count that is too small to be published.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1204),
    severity: Severity::Error,
    title: both("清单外事项的件数太小，不能公布", "A count that is too small to be published"),
    what: both(
        "清单外事项反映不足 10 件的，不写件数（页面写“不足 10 件”）；开始不晚于结束。",
        "Fewer than ten reports are published without a count; the period does not end before it begins.",
    ),
    why: both("件数太小，容易猜出是谁反映的。", "A small count lets people guess who reported."),
    example: "件数: 3",
    remedy: both("删掉“件数”一行。", "Leave the count out."),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Department(department) = &record.facts else {
        return;
    };
    for (reports, n) in department.outside_list.iter().zip(0..) {
        let at = format!("outside_list[{n}]");
        if let Some(count) = reports.count.filter(|count| *count < governance::records::SMALL) {
            let message = words!("{count} 件不足 10 件，不能公布", "{count} is fewer than ten and can't be published");
            found.add(format!("{at}.count"), message);
        }
        if reports.to < reports.from {
            let (from, to) = (reports.from, reports.to);
            let message = words!("结束 {to} 早于开始 {from}", "the end {to} is before the beginning {from}");
            found.add(format!("{at}.to"), message).with(format!("{at}.from"));
        }
    }
}
