//! MT0302: A record that is referred to does not exist.

use super::{Census, Check, Finding, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use super::To;
use crate::schema::nearest;
use governance::labelled::Labelled;
use governance::records::Kind;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(302),
    severity: Severity::Error,
    title: both(
        "引用的内容不存在",
        "A record that is referred to does not exist",
    ),
    what: both(
        "写到的议题、会议、事项、指标、目标和统计单位都要有。",
        "Topics, meetings, items, indicators, targets and units that are named exist.",
    ),
    why: both(
        "断了的引用让居民找不到来龙去脉。",
        "A broken reference breaks the trail a resident follows.",
    ),
    example: "来源议题: 2026-louti-denng",
    remedy: both(
        "改正编号，或先补上那份内容。",
        "Correct the id, or add the record first.",
    ),
    check: Check::All(check),
};

fn check(census: &Census<'_>, _: &Setting, found: &mut Vec<(usize, Finding)>) {
    for (index, member) in census.members().iter().enumerate() {
        for reference in &member.claims.refers {
            if let To::Record(kind, id) = &reference.to
                && census.get(*kind, id.as_str()).is_none()
            {
                found.push((index, missing(census, *kind, id.as_str(), &reference.field)));
            }
        }
    }
}

fn missing(census: &Census<'_>, kind: Kind, id: &str, field: &str) -> Finding {
    let (zh, en) = (kind.zh(), kind.en());
    let mut finding = Finding::new(
        field,
        words!("没有编号为“{id}”的{zh}", "{en}: there is none with the id {id:?}"),
    );
    if let Some(near) = nearest(id, census.ids(kind)) {
        finding.hint(words!("是不是“{near}”？", "Did you mean `{near}`?"));
    }
    finding
}
