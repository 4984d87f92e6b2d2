//! MT0602: the levels don't add up to the numerator.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(602),
    severity: Severity::Error,
    title: both(
        "各等级合计不等于分子",
        "The levels don't add up to the numerator",
    ),
    what: both(
        "助理 + 社会工作师 + 高级 = 分子(一个人按最高等级只算一次)。",
        "Assistant + social worker + senior = numerator (one person once, at the highest level).",
    ),
    why: both(
        "对不上，就有人算了两次或漏了。",
        "Otherwise somebody was counted twice or not at all.",
    ),
    example: "分子: 20,助理: 15,社工师: 6,高级: 0",
    remedy: both(
        "核对各等级人数。",
        "Check the levels.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Observation(o) = &record.facts else {
        return;
    };
    let levels = [o.assistant, o.social_worker, o.senior];
    if levels.iter().all(Option::is_none) {
        return;
    }
    let sum: u64 = levels.iter().flatten().map(|n| u64::from(*n)).sum();
    if o.numerator.map(u64::from) != Some(sum) {
        let total = o.numerator.map_or(String::from("—"), |n| n.to_string());
        let message = words!("各等级合计 {sum}，分子 {total}", "the levels are {sum} together, the numerator {total}");
        let finding = found.add("numerator", message);
        finding.with("assistant").with("social_worker").with("senior");
    }
}
