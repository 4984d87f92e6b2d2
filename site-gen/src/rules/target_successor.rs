//! MT0611: a target replaced by one of another indicator.

use super::{Census, Check, Claims, Finding, Rule, Setting, To, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::ids::RecordId;
use governance::records::Kind;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(611),
    severity: Severity::Error,
    title: both("替代的目标不是同一指标", "A target replaced by one of another indicator"),
    what: both(
        "“被替代”写的是同一指标的另一个目标。",
        "A target is replaced by another target of the same indicator.",
    ),
    why: both(
        "改了目标，旧的一行要留着，才看得出改了什么。",
        "A changed target keeps the old row, so that the change can be seen.",
    ),
    example: "被替代: 它自己",
    remedy: both("核对“被替代”的编号。", "Check the id."),
    check: Check::All(check),
};

fn check(census: &Census<'_>, _: &Setting, found: &mut Vec<(usize, Finding)>) {
    for (index, member) in census.members().iter().enumerate() {
        for reference in &member.claims.refers {
            let To::Record(Kind::Target, id) = &reference.to else {
                continue;
            };
            let Some(at) = census.position(Kind::Target, id.as_str()) else {
                continue;
            };
            let itself = *id == member.claims.id;
            let other = indicator(census.members()[at].claims) != indicator(member.claims);
            if itself || other {
                let message = words!("{id} 不是同一指标的另一个目标", "{id} is not another target of the same indicator");
                let mut finding = Finding::new(&*reference.field, message);
                finding.with("indicator");
                found.push((index, finding));
            }
        }
    }
}

fn indicator(claims: &Claims) -> Option<&RecordId> {
    claims.refers.iter().find_map(|reference| match &reference.to {
        To::Record(Kind::Indicator, id) => Some(id),
        To::Record(..) | To::Department(_) | To::Place(_) | To::File(_) => None,
    })
}
