//! MT0804: the path of an attachment can't be used.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::Record;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(804),
    severity: Severity::Error,
    title: both(
        "附件的路径不能用",
        "The path of an attachment can't be used",
    ),
    what: both(
        "附件写文件名，或下级文件夹里的文件名；不用 ..、\\\\ 和以 / 开头的路径。",
        "An attachment is a name, or one in a folder below; no `..`, no backslash, no leading `/`.",
    ),
    why: both(
        "这样的路径会把内容文件夹以外的文件带到网站上。",
        "Such a path would publish files from elsewhere.",
    ),
    example: "文件: ../../内部资料.pdf",
    remedy: both(
        "把文件放到同一个文件夹，只写文件名。",
        "Put the file beside the notice and write its name.",
    ),
    check: Check::Record(check),
};

/// Whether a path stays within the record's own folder.
pub(super) fn within(file: &str) -> bool {
    let outside = file.split('/').any(|part| matches!(part, "" | "." | ".."));
    !outside && !file.contains(['\\', ':', '\0'])
}

fn check(record: &Record, found: &mut Findings) {
    for (field, attachment) in record.facts.attachments() {
        let file = &attachment.file;
        if !within(file) {
            let message = words!("附件路径“{file}”不能用", "the path {file:?} can't be used");
            found.add(format!("{field}.file"), message);
        }
    }
}
