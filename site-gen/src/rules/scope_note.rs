//! MT0603: A rate without a scope.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::statistics::{Unit};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(603),
    severity: Severity::Error,
    title: both(
        "比率指标没有写口径",
        "A rate without a scope",
    ),
    what: both(
        "比率指标写明分子、分母和口径说明。",
        "An indicator that is a rate says what stands above and below the line, and its scope.",
    ),
    why: both(
        "方案没有写分母包括哪些人；不写口径，各地的数不能比。",
        "The plan does not say who counts; without a scope figures can't be compared.",
    ),
    example: "单位类型: 比率(没有口径说明)",
    remedy: both(
        "补上分子、分母和口径说明。",
        "Add numerator, denominator and scope note.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Indicator(indicator) = &record.facts else {
        return;
    };
    if indicator.unit != Unit::Rate {
        return;
    }
    for (field, zh, missing) in [
        ("numerator", "分子", indicator.numerator.is_none()),
        ("denominator", "分母", indicator.denominator.is_none()),
        ("scope_note", "口径说明", indicator.scope_note.is_none()),
    ] {
        if missing {
            let message = words!("比率指标没有写“{zh}”", "the rate has no `{field}`");
            found.add(field, message).with("unit");
        }
    }
}
