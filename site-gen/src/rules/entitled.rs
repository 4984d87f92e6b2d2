//! MT0531: a body that counts its members says adults or households.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::labelled::Labelled;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(531),
    severity: Severity::Error,
    title: both(
        "这个议事主体不用写应到口径",
        "This body has no use for adults or households",
    ),
    what: both(
        "“应到口径”只用于居民会议、村民会议：按十八周岁以上的人，还是按户的代表。代表会议和其他主体按成员计算。",
        "Only assemblies of all residents or villagers say whether they count adults or households; other bodies count their members.",
    ),
    why: both(
        "法定人数随口径不同：村民会议按人要过半数，按户要三分之二以上。",
        "The quorum depends on it: more than half of the adults, or two thirds of a village's households.",
    ),
    example: "议事主体: 村民代表会议\n出席:\n  应到: 39\n  应到口径: 户的代表",
    remedy: both("删去“应到口径”，或者改正“议事主体”。", "Take it out, or correct the body."),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    let entitled = meeting.attendance.as_ref().and_then(|a| a.entitled);
    if entitled.is_some() && !meeting.body.is_assembly_of_all() {
        let (zh, en) = (meeting.body.zh(), meeting.body.en());
        let message = words!("{zh}按成员计算应到", "{en}: its members are counted");
        found.add("attendance.entitled", message).with("body");
    }
}
