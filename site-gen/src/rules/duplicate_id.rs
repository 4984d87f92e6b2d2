//! MT0301: two records of a kind share an id.

use super::{Census, Check, Finding, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::labelled::Labelled;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(301),
    severity: Severity::Error,
    title: both(
        "同一种内容里编号重复",
        "Two records of a kind share an id",
    ),
    what: both(
        "同一种内容里，编号只用一次。",
        "An id is used once within a kind.",
    ),
    why: both(
        "编号就是网址；两份内容不能在同一个网址上。",
        "The id is the URL; two records can't stand at one.",
    ),
    example: "两个文件都写“编号: XZ-004”",
    remedy: both(
        "给后来的那份换一个编号；已经发布过的编号不要动。",
        "Give the later one another id; never change one that was published.",
    ),
    check: Check::All(check),
};

fn check(census: &Census<'_>, setting: &Setting, found: &mut Vec<(usize, Finding)>) {
    for (index, member) in census.members().iter().enumerate() {
        let (kind, id) = (member.claims.kind, member.claims.id.as_str());
        let first = census.position(kind, id).unwrap_or(index);
        if first == index {
            continue;
        }
        let (zh, en) = (kind.zh(), kind.en());
        let other = setting.sources.get(census.members()[first].origin.source);
        let path = other.map_or("", |file| &file.path);
        let mut finding = Finding::new(
            "id",
            words!("{zh}的编号“{id}”已经用过", "{en}: the id {id:?} is used already"),
        );
        finding.hint(words!("先用的在 {path}。", "It was used first in {path}."));
        found.push((index, finding));
    }
}
