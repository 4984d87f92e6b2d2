//! MT0304: there is no such department.

use super::{Census, Check, Finding, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use super::To;
use crate::schema::nearest;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(304),
    severity: Severity::Error,
    title: both(
        "没有这个部门",
        "There is no such department",
    ),
    what: both(
        "写到的部门在 departments/ 里，可以用名称、编号或别名。",
        "Every department that is named stands in departments/, by name, id or alias.",
    ),
    why: both(
        "同一个部门几种写法，就数不清它向社区要了多少事。",
        "With several spellings nobody can count what a department asks of communities.",
    ),
    example: "牵头部门: 民政局(应为 市民政局)",
    remedy: both(
        "改成已有的名称，或把这个写法加到部门的“别名”里。",
        "Use a known name, or add the spelling to the department's aliases.",
    ),
    check: Check::All(check),
};

fn check(census: &Census<'_>, _: &Setting, found: &mut Vec<(usize, Finding)>) {
    for (index, member) in census.members().iter().enumerate() {
        for reference in &member.claims.refers {
            if let To::Department(name) = &reference.to
                && !census.has_department(name)
            {
                let message = words!("没有“{name}”这个部门", "there is no department {name:?}");
                let mut finding = Finding::new(&*reference.field, message);
                if let Some(near) = nearest(name, census.department_names()) {
                    finding.hint(words!("是不是“{near}”？", "Did you mean {near:?}?"));
                }
                found.push((index, finding));
            }
        }
    }
}
