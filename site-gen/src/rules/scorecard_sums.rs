//! MT1203: a scorecard that does not add up.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1203),
    severity: Severity::Error,
    title: both("考核评分超出满分，或权重加起来不是 100", "A scorecard that does not add up"),
    what: both(
        "每项得分不超过满分；写了权重的，各项都写，加起来是 100。",
        "No score is above its maximum; where weights are given, every criterion has one and they add up to 100.",
    ),
    why: both(
        "总分由程序算出，不手填；这些数错了，总分就错。",
        "The total is computed and never typed; with wrong parts it is wrong.",
    ),
    example: "得分: 12\n满分: 10",
    remedy: both("改正得分、满分或权重。", "Correct the score, the maximum or the weights."),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Community(profile) = &record.facts else {
        return;
    };
    let Some(card) = &profile.scorecard else {
        return;
    };
    for (criterion, n) in card.criteria.iter().zip(0..) {
        let (score, max) = (criterion.score, criterion.max);
        if score > max || max == 0 {
            let message = words!("得分 {score}，满分 {max}", "a score of {score} out of {max}");
            let at = format!("scorecard.criteria[{n}]");
            found.add(format!("{at}.score"), message).with(format!("{at}.max"));
        }
    }
    let weights: Vec<u32> = card.criteria.iter().filter_map(|c| c.weight).collect();
    let sum: u64 = weights.iter().map(|w| u64::from(*w)).sum();
    if !weights.is_empty() && (weights.len() < card.criteria.len() || sum != 100) {
        let message = words!("权重合计 {sum}，应是 100，每项都写", "the weights add up to {sum}; every criterion has one, in all 100");
        found.add("scorecard.criteria", message);
    }
}
