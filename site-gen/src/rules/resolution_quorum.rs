//! MT0503: A resolution without quorum.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(503),
    severity: Severity::Error,
    title: both(
        "人数不够，不能作决议",
        "A resolution without quorum",
    ),
    what: both(
        "作决议的会议要达到法定人数：居民会议、村民会议过半数，代表会议三分之二；村民会议由户派代表参加的，要有三分之二以上的户。",
        "A meeting that resolves has its quorum: more than half for assemblies, two thirds for representative assemblies; a villagers' assembly of representatives of households needs two thirds of the households.",
    ),
    why: both(
        "人数不够的决议无效。法定人数由程序计算，不用填写。",
        "Without quorum it is void. The quorum is computed, never typed.",
    ),
    example: "议事主体: 居民代表会议,应到: 60,实到: 39",
    remedy: both(
        "人数不够时另行召开，或把内容写成协商意见。",
        "Convene again, or write it as a consultative opinion.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    if !meeting.body.may_resolve() {
        return;
    }
    for (item, n) in meeting.agenda.iter().zip(0..) {
        if item.resolution.is_none() {
            continue;
        }
        let at = format!("agenda[{n}].resolution");
        match meeting.quorum() {
            None => {
                let message = words!("作了决议，却没有写出席人数", "a resolution without attendance");
                found.add(at, message).with("attendance").with("body");
            }
            Some(quorum) if !quorum.met() => {
                let (needed, present) = (quorum.needed, quorum.present);
                let message = words!(
                    "法定人数 {needed}，实到 {present}，不能作决议",
                    "{needed} are needed, {present} were present: no resolution"
                );
                found.add(at, message).with("attendance").with("body");
            }
            Some(_) => {}
        }
    }
}
