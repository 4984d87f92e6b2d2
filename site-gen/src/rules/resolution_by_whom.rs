//! MT0502: this body can't pass a resolution.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::labelled::Labelled;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(502),
    severity: Severity::Error,
    title: both(
        "这个议事主体不能作决议",
        "This body can't pass a resolution",
    ),
    what: both(
        "只有居民会议、居民代表会议、村民会议、村民代表会议能作决议；其他主体写“协商意见”。",
        "Only the four assemblies resolve; other bodies write a consultative opinion.",
    ),
    why: both(
        "协商不是决议。居委会、村委会组织法只给了这四种会议决定权。",
        "Consultation is no resolution: the organic laws give only these four the right.",
    ),
    example: "议事主体: 网格议事会\n议程:\n  - 决议: ……",
    remedy: both(
        "把“决议”改成“协商意见”；要决议的，提交居民(代表)会议。",
        "Write `consultative_opinion`, or refer it to the assembly.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    if meeting.body.may_resolve() {
        return;
    }
    let body = meeting.body.zh();
    let name = meeting.body.en();
    for (item, n) in meeting.agenda.iter().zip(0..) {
        if item.resolution.is_some() {
            let message = words!("{body}不能作决议", "{name}: this body can't pass a resolution");
            found.add(format!("agenda[{n}].resolution"), message).with("body");
        }
    }
}
