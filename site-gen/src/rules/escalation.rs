//! MT0516: passed up in the wrong direction.

use super::{Census, Check, Finding, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use super::To;
use governance::deliberation::MatterTier;
use governance::labelled::Labelled;
use governance::records::Kind;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(516),
    severity: Severity::Error,
    title: both(
        "上报的方向不对",
        "Passed up in the wrong direction",
    ),
    what: both(
        "上报只能从微事到小事、从小事到大事：来源会议的层级比本次会议低。",
        "Matters are passed up from micro to minor to major: the earlier meeting has the lower tier.",
    ),
    why: both(
        "三事分流：往上报的是本级定不了的事。",
        "What is passed up is what could not be settled below.",
    ),
    example: "层级: 微事,上报会议是一次“大事”会议",
    remedy: both(
        "核对“上报会议”的编号和两次会议的层级。",
        "Check the id and the tiers of both meetings.",
    ),
    check: Check::All(check),
};

fn check(census: &Census<'_>, _: &Setting, found: &mut Vec<(usize, Finding)>) {
    for (index, member) in census.members().iter().enumerate() {
        let Some(tier) = member.claims.tier else {
            continue;
        };
        for reference in &member.claims.refers {
            let To::Record(Kind::Meeting, id) = &reference.to else {
                continue;
            };
            let earlier = census.get(Kind::Meeting, id.as_str()).and_then(|c| c.tier);
            if let Some(earlier) = earlier.filter(|earlier| rank(*earlier) >= rank(tier)) {
                let (from, to) = (earlier.zh(), tier.zh());
                let (en_from, en_to) = (earlier.id(), tier.id());
                let message = words!("从“{from}”上报到“{to}”", "passed up from {en_from} to {en_to}");
                let mut finding = Finding::new(&*reference.field, message);
                finding.with("tier");
                found.push((index, finding));
            }
        }
    }
}

fn rank(tier: MatterTier) -> u8 {
    match tier {
        MatterTier::Micro => 0,
        MatterTier::Minor => 1,
        MatterTier::Major => 2,
    }
}
