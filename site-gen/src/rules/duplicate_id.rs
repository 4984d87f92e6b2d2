//! MT0301: two records of a kind share an id.

use super::{Census, Check, Finding, Rule, Setting, both};
use crate::diagnostic::{Code, Severity, Words};
use crate::words;
use governance::labelled::Labelled;
use std::collections::HashMap;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(301),
    severity: Severity::Error,
    title: both(
        "同一种内容里编号重复",
        "Two records of a kind share an id",
    ),
    what: both(
        "同一种内容里，编号只用一次；一个社区只有一份社区情况。",
        "An id is used once within a kind; a community has one profile.",
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
    profiles(census, setting, found);
    for (index, member) in census.members().iter().enumerate() {
        let (kind, id) = (member.claims.kind, member.claims.id.as_str());
        let first = census.position(kind, id).unwrap_or(index);
        if first == index {
            continue;
        }
        let (zh, en) = (kind.zh(), kind.en());
        let message = words!("{zh}的编号“{id}”已经用过", "{en}: the id {id:?} is used already");
        let finding = used("id", message, path(census, setting, first));
        found.push((index, finding));
    }
}

/// The profile of a community stands at the community's address, whatever its own id is.
fn profiles(census: &Census<'_>, setting: &Setting, found: &mut Vec<(usize, Finding)>) {
    let mut seen = HashMap::new();
    for (index, member) in census.members().iter().enumerate() {
        let Some(place) = member.claims.profiled() else {
            continue;
        };
        let first = *seen.entry(place).or_insert(index);
        let other = census.members()[first].claims;
        if first != index && other.id != member.claims.id {
            let message = words!(
                "{place} 已经有一份社区情况",
                "there is a profile of {place} already"
            );
            let finding = used("division", message, path(census, setting, first));
            found.push((index, finding));
        }
    }
}

fn used(field: &str, message: Words, path: &str) -> Finding {
    let mut finding = Finding::new(field, message);
    finding.hint(words!("先用的在 {path}。", "It was used first in {path}."));
    finding
}

fn path<'s>(census: &Census<'_>, setting: &'s Setting, index: usize) -> &'s str {
    let file = setting.sources.get(census.members()[index].origin.source);
    file.map_or("", |file| &file.path)
}
