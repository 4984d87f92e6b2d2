//! MT0530: final minutes were changed without a correction.

use super::{Census, Check, Finding, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(530),
    severity: Severity::Error,
    title: both(
        "定稿的纪要改过,没有登记更正",
        "Final minutes were changed without a correction",
    ),
    what: both(
        "登记了校验值的定稿纪要不再改字;非改不可的,加一条更正,写上更正后的校验值。任务的进度、公示、更正不算正文。",
        "Final minutes whose hash was written down keep their text, or a dated correction carries the hash after it. Progress of actions, the public notice and corrections are not of the text.",
    ),
    why: both(
        "定稿是大家认过的。事后悄悄改一个字,谁也说不清当时定的是什么。",
        "Final minutes are what people agreed to. If they can be changed quietly, nobody can say what was decided.",
    ),
    example: "纪要状态: 定稿\n定稿校验值: 0000…\n(正文改了)",
    remedy: both(
        "恢复原来的正文;确实要改的,在“更正”里写明日期、内容、原因、岗位,并写“更正后校验值”。",
        "Put the former text back; or add a correction with day, what, why, by, and the hash after it.",
    ),
    check: Check::All(check),
};

fn check(census: &Census<'_>, _: &Setting, found: &mut Vec<(usize, Finding)>) {
    for (index, member) in census.members().iter().enumerate() {
        let Some(seal) = &member.claims.seal else {
            continue;
        };
        let (registered, now) = (&seal.registered, &seal.now);
        if registered.eq_ignore_ascii_case(now) {
            continue;
        }
        let message = words!(
            "登记的是 {registered}，现在的正文是 {now}",
            "{registered} is written down; the text as it is now gives {now}"
        );
        found.push((index, Finding::new(&*seal.field, message)));
    }
}
