//! MT0306: an attachment does not exist.

use super::attachment_path::within;
use super::{Census, Check, Finding, Rule, Setting, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use super::To;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(306),
    severity: Severity::Error,
    title: both(
        "附件不存在",
        "An attachment does not exist",
    ),
    what: both(
        "附件与内容放在同一个文件夹(或它的下级)里。",
        "Attachments lie in the record's own folder or below.",
    ),
    why: both(
        "居民点开是“找不到页面”。",
        "Residents would find nothing behind the link.",
    ),
    example: "附件:\n  - 文件: 方案.pdf",
    remedy: both(
        "把文件放到同一个文件夹，或改正文件名。",
        "Put the file there, or correct the name.",
    ),
    check: Check::All(check),
};

fn check(census: &Census<'_>, setting: &Setting, found: &mut Vec<(usize, Finding)>) {
    for (index, member) in census.members().iter().enumerate() {
        for reference in &member.claims.refers {
            if let To::File(file) = &reference.to
                && within(file)
            {
                let home = setting.sources.get(member.origin.source);
                let folder = home.map_or("", |source| source.folder());
                if setting.sources.at(&format!("{folder}/{file}")).is_none() {
                    let message = words!("没有文件 {folder}/{file}", "there is no file {folder}/{file}");
                    found.push((index, Finding::new(&*reference.field, message)));
                }
            }
        }
    }
}
