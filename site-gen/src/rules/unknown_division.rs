//! MT0303: there is no such division.

use super::{Census, Check, Finding, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use super::To;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(303),
    severity: Severity::Error,
    title: both(
        "没有这个区划",
        "There is no such division",
    ),
    what: both(
        "写到的区划代码都在 divisions/ 里。",
        "Every division code that is named stands in divisions/.",
    ),
    why: both(
        "代码写错一位，内容就到了别的社区名下。",
        "One wrong digit and it appears under another community.",
    ),
    example: "区划: 420502001999",
    remedy: both(
        "到 content/divisions 里查正确的代码。",
        "Look it up in content/divisions.",
    ),
    check: Check::All(check),
};

fn check(census: &Census<'_>, _: &Setting, found: &mut Vec<(usize, Finding)>) {
    for (index, member) in census.members().iter().enumerate() {
        for reference in &member.claims.refers {
            if let To::Place(code) = reference.to
                && !census.has_place(code)
            {
                let message = words!("没有代码为 {code} 的区划", "there is no division {code}");
                found.push((index, Finding::new(&*reference.field, message)));
            }
        }
    }
}
