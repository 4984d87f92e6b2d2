//! MT0803: A notice on persons without an end.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(803),
    severity: Severity::Error,
    title: both(
        "涉及个人事项的通知没有失效日期",
        "A notice on persons without an end",
    ),
    what: both(
        "“涉及个人事项”的通知写失效日期。",
        "A notice that carries personal matter has an end.",
    ),
    why: both(
        "到期后网址上只留说明，不再有个人事项。",
        "After it the URL keeps a tombstone and no personal matter.",
    ),
    example: "涉及个人事项: 是(没有失效日期)",
    remedy: both(
        "补上失效日期。",
        "Add the end.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    if let Facts::Notice(notice) = &record.facts
        && notice.time_boxed
        && notice.expires_on.is_none()
    {
        let message = words!("涉及个人事项，没有写失效日期", "it carries personal matter and has no end");
        found.add("expires_on", message).with("time_boxed");
    }
}
