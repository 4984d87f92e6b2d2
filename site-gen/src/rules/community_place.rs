//! MT1202: A profile of no community.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::divisions::{DivisionCode, Level};
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1202),
    severity: Severity::Error,
    title: both(
        "社区情况没有写是哪个社区",
        "A profile of no community",
    ),
    what: both(
        "社区情况的文件名(编号)是 12 位区划代码，或写“区划”。",
        "A profile's file name (id) is the 12-digit code, or it has `division`.",
    ),
    why: both(
        "没有代码，就不知道写的是哪个社区。",
        "Without it nobody knows which one is meant.",
    ),
    example: "communities/石板溪.md(没有“区划”)",
    remedy: both(
        "把文件名改成 12 位区划代码。",
        "Rename the file to the code.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    if let Facts::Community(_) = &record.facts {
        let level = record.envelope.division.map(DivisionCode::level);
        if level != Some(Level::Community) {
            let message = words!("没有写 12 位区划代码", "there is no 12-digit division code");
            found.add("division", message).with("id");
        }
    }
}
