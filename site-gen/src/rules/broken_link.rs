//! MT0906: a link of the body leads to nothing.

use super::{Both, Census, Check, Finding, Rule, Setting, both};
use crate::diagnostic::{Code, Severity, Words};
use crate::markdown::Target;
use crate::markdown::links::join;
use crate::schema::nearest;
use crate::words;
use governance::labelled::Labelled;
use governance::records::Kind;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(906),
    severity: Severity::Error,
    title: both("正文里的链接没有落点", "A link of the body leads to nothing"),
    what: both(
        "正文里的链接写成“种类:编号”（如 议题:2026-01），或同一文件夹里的文件名；它指的内容或文件要有。",
        "A link of the body is `kind:id`, such as topic:2026-01, or the name of a file in the same folder; the record or file exists.",
    ),
    why: WHY,
    example: "[看议题](议题:2026-99)",
    remedy: both("改正编号或文件名，或先补上那份内容。", "Correct the id or name, or add what it leads to."),
    check: Check::All(check),
};

const WHY: Both = both(
    "居民点了打不开；内容一旦发布，它的网址就要一直有效。",
    "Residents would find nothing there; what is published is to be found for ever.",
);

fn check(census: &Census<'_>, setting: &Setting, found: &mut Vec<(usize, Finding)>) {
    for (index, member) in census.members().iter().enumerate() {
        for (address, span) in &member.claims.body {
            let wrong = match Target::read(address) {
                Target::Record { kind, id, .. } => record(census, kind, id),
                Target::Path { path, .. } => {
                    let home = setting.sources.get(member.origin.source);
                    file(setting, home.map_or("", |source| source.folder()), path)
                }
                Target::Fragment(_) | Target::Page(_) | Target::Outside(_) | Target::Forbidden => {
                    None
                }
            };
            if let Some((message, hint)) = wrong {
                let mut finding = Finding::in_body(*span, message);
                finding.hint = hint;
                found.push((index, finding));
            }
        }
    }
}

type Wrong = (Words, Option<Words>);

fn record(census: &Census<'_>, kind: Kind, id: &str) -> Option<Wrong> {
    if census.get(kind, id).is_some() {
        return None;
    }
    let (zh, en) = (kind.zh(), kind.en());
    let message = words!("没有编号为“{id}”的{zh}", "{en}: there is none with the id {id:?}");
    let near = nearest(id, census.ids(kind));
    let hint = near.map(|near| words!("是不是“{near}”？", "Did you mean `{near}`?"));
    Some((message, hint))
}

fn file(setting: &Setting, folder: &str, path: &str) -> Option<Wrong> {
    let whole = join(folder, path);
    let there = whole.is_some_and(|whole| setting.sources.at(&whole).is_some());
    let message = || words!("没有文件“{path}”", "there is no file {path:?}");
    (!there).then(|| (message(), None))
}
