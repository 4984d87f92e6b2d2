//! Files beside records: whatever text or metadata a reader of the file could find in it.
//!
//! Entry point: [`attachment`]. A file is known by its first bytes, not by its name. What can't be looked into is told, never passed over: a locked or
//! damaged file, or one that inflates without end, stops the build; one whose words no program can read is a warning.

use super::{Leak, image, of_file, office, pdf, readings, rule};
use crate::diagnostic::Words;
use crate::parse::text;
use crate::rules;
use crate::source::{Format, SourceFile};
use crate::words;
use governance::labelled::Labelled;
use governance::leak_guard::{Finding, LeakGuard};

/// Bytes that all parts of one file may inflate to: the largest file that is taken has 50 MB.
const BUDGET: u64 = 128 * 1024 * 1024;

/// Findings told of one file; a list of residents is told by its first ones.
const TOLD: usize = 20;

/// Names of text files.
const TEXTS: [&str; 9] = [
    "txt", "csv", "md", "json", "xml", "html", "htm", "svg", "ics",
];

/// Why a file could not be looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    /// It asks for a password.
    Locked,
    /// It inflates to more than [`BUDGET`], or holds too many parts.
    TooBig,
    /// It is not what it says it is.
    Damaged,
}

/// One file being looked at.
#[derive(Debug, Default)]
pub(super) struct Look {
    found: Vec<Finding>,
    position: bool,
    unchecked: bool,
    spent: u64,
}

impl Look {
    /// Bytes that may still be inflated.
    pub(super) fn left(&self) -> u64 {
        BUDGET.saturating_sub(self.spent)
    }

    /// Notes that so many bytes were inflated.
    pub(super) fn spend(&mut self, bytes: u64) -> Result<(), Unread> {
        self.spent = self.spent.saturating_add(bytes);
        if self.spent > BUDGET {
            return Err(Unread::TooBig);
        }
        Ok(())
    }

    /// Holds a text against the guard.
    pub(super) fn text(&mut self, text: &str) {
        for finding in LeakGuard::new().scan(text) {
            let known = |f: &Finding| (f.kind, &f.masked) == (finding.kind, &finding.masked);
            if self.found.len() < TOLD && !self.found.iter().any(known) {
                self.found.push(finding);
            }
        }
    }

    /// What a picture says of itself.
    pub(super) fn picture(&mut self, metadata: &image::Metadata) {
        self.position |= metadata.position;
        for text in &metadata.texts {
            self.text(text);
        }
    }

    /// Some of it can't be read by a program.
    pub(super) fn unchecked(&mut self) {
        self.unchecked = true;
    }

    /// Looks at a file, or at a file in a file.
    pub(super) fn inner(&mut self, name: &str, bytes: &[u8], depth: u8) -> Result<(), Unread> {
        if bytes.starts_with(b"%PDF-") {
            return pdf::open(bytes, self);
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return office::open(bytes, depth, self);
        }
        if let Some(metadata) = image::metadata(bytes) {
            self.picture(&metadata);
            return Ok(());
        }
        let extension = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        if TEXTS.contains(&extension.as_str()) {
            self.plain(bytes, &extension);
        } else {
            // Old office files hold their words as they are; sound and film hold none.
            for text in readings::strings(bytes) {
                self.text(&text);
            }
            self.unchecked |= depth == 0;
        }
        Ok(())
    }

    fn plain(&mut self, bytes: &[u8], extension: &str) {
        let decoded = text::decode(bytes, Format::Csv);
        self.text(&decoded.text);
        if matches!(extension, "xml" | "html" | "htm" | "svg") {
            self.text(&readings::xml(&decoded.text));
        }
    }
}

/// What is personal in a file that stands beside records.
pub(crate) fn attachment(file: &SourceFile, bytes: &[u8]) -> Vec<Leak> {
    let mut look = Look::default();
    let outcome = look.inner(&file.path, bytes, 0);
    let mut leaks: Vec<Leak> = look
        .found
        .iter()
        .map(|finding| leak(file, finding))
        .collect();
    if look.position {
        let message = words!(
            "图片里记着拍摄位置（经纬度）",
            "the picture says where it was taken (latitude and longitude)"
        );
        leaks.push(of_file(
            ("attachment", file),
            &rules::leak_position::RULE,
            message,
        ));
    }
    match outcome {
        Err(why) => {
            let rule = &rules::leak_unreadable::RULE;
            leaks.push(of_file(("attachment", file), rule, reason(why)));
        }
        Ok(()) if look.unchecked => {
            let message = words!(
                "附件里的文字程序读不全（扫描件、旧格式或音像），有没有个人信息要由人看",
                "the words of this attachment can't all be read by a program (a scan, an old format, sound or film): a person has to look"
            );
            leaks.push(of_file(
                ("attachment", file),
                &rules::leak_unchecked::RULE,
                message,
            ));
        }
        Ok(()) => {}
    }
    leaks
}

fn leak(file: &SourceFile, finding: &Finding) -> Leak {
    let masked = &finding.masked;
    let (zh, en) = (finding.kind.zh(), finding.kind.en());
    let message = words!(
        "附件的文字或属性里像有{zh}：{masked}",
        "text or properties of the attachment hold what looks like personal data ({en}): {masked}"
    );
    of_file(("attachment", file), rule(finding), message)
}

fn reason(why: Unread) -> Words {
    match why {
        Unread::Locked => words!(
            "附件有密码，无法检查",
            "the attachment is locked and can't be looked into"
        ),
        Unread::TooBig => words!(
            "附件解开后过大，没有检查完",
            "the attachment inflates to too much to be looked at"
        ),
        Unread::Damaged => words!(
            "附件已损坏，无法检查",
            "the attachment is damaged and can't be looked into"
        ),
    }
}
