//! MT0612: the figure of a unit is not the sum of its parts.

use super::{Census, Check, Finding, Rule, Setting, To, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::Kind;
use std::collections::BTreeMap;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(612),
    severity: Severity::Error,
    title: both("上级单位的数不等于下级之和", "The figure of a unit is not the sum of its parts"),
    what: both(
        "下级单位全部报送时，上级单位同一指标、同一时点的分子、分母等于下级之和。",
        "Where all units below reported, the figure of the unit above is their sum, numerator and denominator alike.",
    ),
    why: both(
        "汇总只能相加，不能平均；对不上，总有一个是错的。",
        "Roll-ups sum and never average; if they differ, one is wrong.",
    ),
    example: "市: 分子 90，县一: 40，县二: 40",
    remedy: both("核对各单位的数；下级没有报全的，先补报。", "Check the figures; report what is missing below."),
    check: Check::All(check),
};

/// A unit's figure for an indicator and a day.
type Key<'c> = (&'c str, &'c str);

fn check(census: &Census<'_>, _: &Setting, found: &mut Vec<(usize, Finding)>) {
    let mut below: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut figures: BTreeMap<Key<'_>, (usize, [u64; 2])> = BTreeMap::new();
    for (index, member) in census.members().iter().enumerate() {
        let refers = |wanted: &str| {
            let mut all = member.claims.refers.iter();
            all.find_map(|r| match &r.to {
                To::Record(Kind::ReportingUnit, id) if &*r.field == wanted => Some(id.as_str()),
                To::Record(..) | To::Department(_) | To::Place(_) | To::File(_) => None,
            })
        };
        if let Some(parent) = refers("parent") {
            below.entry(parent).or_default().push(member.claims.id.as_str());
        }
        if let (Some((round, figure)), Some(unit)) = (&member.claims.figure, refers("unit")) {
            figures.insert((round, unit), (index, *figure));
        }
    }
    for ((round, unit), (index, figure)) in &figures {
        let parts = below.get(unit).map_or(&[][..], |parts| parts);
        let reported: Vec<[u64; 2]> = parts
            .iter()
            .filter_map(|part| figures.get(&(*round, *part)).map(|(_, figure)| *figure))
            .collect();
        if parts.is_empty() || reported.len() < parts.len() {
            continue;
        }
        let sum = reported.iter().fold([0, 0], |[a, b], [c, d]| [a + c, b + d]);
        if sum != *figure {
            let ([n, d], [sum_n, sum_d]) = (figure, sum);
            let message = words!(
                "{n}/{d}，下级之和是 {sum_n}/{sum_d}",
                "{n}/{d}, but the units below give {sum_n}/{sum_d}"
            );
            let mut finding = Finding::new("numerator", message);
            finding.with("denominator");
            found.push((*index, finding));
        }
    }
}
