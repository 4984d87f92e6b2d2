//! MT0805: what is written of an attachment is not so.

use super::{Census, Check, Finding, Rule, Setting, StatedFile, both};
use crate::diagnostic::{Code, Severity, Words};
use crate::library::FileFacts;
use crate::words;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(805),
    severity: Severity::Error,
    title: both(
        "附件和登记的不一样",
        "An attachment is not as it was written down",
    ),
    what: both(
        "附件的字节数、媒体类型、校验值(SHA-256)不用写,网站自己算;写了的,要和文件一样。",
        "Size, media type and SHA-256 of an attachment need not be written; where they are, they are those of the file.",
    ),
    why: both(
        "校验值是给人核对的:文件换了、校验值没换,就说不清哪一份是当时公布的。",
        "A hash is there to be checked: if the file was exchanged, nobody can tell which one was published.",
    ),
    example: "附件:\n  - 文件: 方案.pdf\n    名称: 方案\n    校验值: 0000…",
    remedy: both(
        "换回原来的文件;确实要换的,改校验值,并在“修改记录”里写明原因。",
        "Put the former file back; or correct the hash and say why under changes.",
    ),
    check: Check::All(check),
};

fn check(census: &Census<'_>, setting: &Setting, found: &mut Vec<(usize, Finding)>) {
    for (index, member) in census.members().iter().enumerate() {
        for stated in &member.claims.stated {
            let home = setting.sources.get(member.origin.source);
            let folder = home.map_or("", |source| source.folder());
            if let Some(facts) = census.file(&format!("{folder}/{}", stated.file)) {
                found.extend(wrong(stated, facts).map(|finding| (index, finding)));
            }
        }
    }
}

/// What was written and is not so.
fn wrong(stated: &StatedFile, facts: &FileFacts) -> impl Iterator<Item = Finding> {
    let field = |name: &str| format!("{}.{name}", stated.field);
    let bytes = stated.bytes.filter(|n| u64::from(*n) != facts.bytes);
    let bytes = bytes.map(|n| (field("bytes"), differs(&n.to_string(), &facts.bytes.to_string())));
    let mime = stated.mime.as_deref().filter(|mime| **mime != *facts.media);
    let mime = mime.map(|mime| (field("mime"), differs(mime, &facts.media)));
    let sha256 = stated.sha256.as_deref();
    let sha256 = sha256.filter(|hash| !hash.eq_ignore_ascii_case(&facts.sha256));
    let sha256 = sha256.map(|hash| (field("sha256"), differs(hash, &facts.sha256)));
    let all = [bytes, mime, sha256].into_iter().flatten();
    all.map(|(field, message)| Finding::new(field, message))
}

fn differs(written: &str, is: &str) -> Words {
    words!("写的是 {written}，文件是 {is}", "{written} is written, the file has {is}")
}
