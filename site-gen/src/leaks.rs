//! Personal data in what would be published: every text that reaches the site is held against the leak guard before.
//!
//! Read in this order: [`fields`] (front matter, cells, bodies), [`attachments`] (files beside records), [`mod@whole`] (settings, tables of rules, snapshots, the
//! theme), then [`judge`] (what the site's allowances permit). What is found in a file depends on the file alone, so that it can be kept; only [`judge`] knows
//! the day. A value that was found is never kept or told but masked.

mod attachments;
mod fields;
mod image;
mod office;
mod pdf;
mod readings;
mod whole;

pub(crate) use attachments::attachment;
pub(crate) use fields::record;
pub(crate) use readings::percent_decoded;
pub(crate) use whole::{theme, whole};

use crate::config::Allowed;
use crate::diagnostic::{Diagnostic, Place, Words};
use crate::parse::tree::clamp;
use crate::rules::{self, Rule, Setting};
use crate::source::SourceFile;
use crate::words;
use governance::labelled::Labelled;
use governance::leak_guard::{Finding, Kind, LeakGuard, Severity as Guarded};
use serde::{Deserialize, Serialize};

/// Something personal, and what an allowance for it would have to name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Leak {
    /// Kind and field, e.g. `vendor.phones.number`; `attachment`, `file`, `site`, `theme` for what stands in no field.
    pub(crate) field: Box<str>,
    /// The record; for files their path.
    pub(crate) record: Option<Box<str>>,
    /// How it is told unless it is allowed.
    pub(crate) told: Diagnostic,
}

/// The rule that a finding breaks.
pub(crate) fn rule(finding: &Finding) -> &'static Rule {
    match (finding.kind, finding.severity) {
        (Kind::IdCard | Kind::IdCardOld, Guarded::Block) => &rules::leak_id_card::RULE,
        (Kind::Mobile, Guarded::Block) => &rules::leak_mobile::RULE,
        (Kind::BankCard, Guarded::Block) => &rules::leak_bank_card::RULE,
        (Kind::Gps, _) => &rules::leak_position::RULE,
        (Kind::IdCard | Kind::IdCardOld | Kind::Mobile | Kind::BankCard, Guarded::Warn) => {
            &rules::leak_doubtful::RULE
        }
        (Kind::Plate, _) => &rules::leak_plate::RULE,
        (Kind::Address, _) => &rules::leak_address::RULE,
        (Kind::Email, _) => &rules::leak_email::RULE,
        (Kind::Hardship, _) => &rules::leak_hardship::RULE,
    }
}

/// What is told of a finding, masked.
pub(crate) fn message(finding: &Finding) -> Words {
    let masked = &finding.masked;
    let (zh, en) = (finding.kind.zh(), finding.kind.en());
    words!(
        "像是{zh}：{masked}",
        "this looks like personal data ({en}): {masked}"
    )
}

/// What the guard finds in a file's name; the name is part of an address.
pub(crate) fn name(file: &SourceFile) -> Vec<Leak> {
    let mut found = LeakGuard::new().scan(&file.path);
    if let Some(plain) = readings::percent_decoded(&file.path) {
        found.extend(LeakGuard::new().scan(&plain));
    }
    let leak = |finding: &Finding| {
        let masked = &finding.masked;
        let (zh, en) = (finding.kind.zh(), finding.kind.en());
        let message = words!(
            "文件名里像有{zh}：{masked}",
            "the file's name holds what looks like personal data ({en}): {masked}"
        );
        of_file(("file", file), rule(finding), message)
    };
    found.iter().map(leak).collect()
}

/// A leak of a file as a whole.
fn of_file((field, file): (&str, &SourceFile), rule: &Rule, message: Words) -> Leak {
    Leak {
        field: field.into(),
        record: Some(file.path.clone()),
        told: Diagnostic {
            // The name may be what is personal: it is told masked.
            place: Place::whole(&masked(&file.path).unwrap_or_else(|| file.path.to_string())),
            code: rule.code,
            severity: rule.severity,
            message,
            hint: Some(Words::new(rule.remedy.zh, rule.remedy.en)),
            fix: None,
        },
    }
}

/// Masks what is personal in the words of a diagnostic and in the line that it shows: neither a terminal nor a log of a build may carry it.
pub(crate) fn hide(told: &mut Diagnostic) {
    for words in [&mut told.message.zh, &mut told.message.en] {
        if let Some(masked) = masked(words) {
            *words = masked.into();
        }
    }
    let place = &mut told.place;
    let found = LeakGuard::new().scan(&place.excerpt);
    for finding in found.iter().rev() {
        let mut line = String::from(&*place.excerpt);
        line.replace_range(finding.range.clone(), &finding.masked);
        place.excerpt = line.into();
        let moved = |at: u32| moved(at, finding);
        place.marked.start = moved(place.marked.start);
        place.marked.end = moved(place.marked.end);
    }
}

/// Where a byte of a line is after a finding was masked; what lies in the finding goes to its end.
fn moved(at: u32, finding: &Finding) -> u32 {
    let (start, end) = (finding.range.start, finding.range.end);
    match at as usize {
        at if at <= start => clamp(at),
        at if at < end => clamp(start + finding.masked.len()),
        at => clamp(at - (end - start) + finding.masked.len()),
    }
}

fn masked(text: &str) -> Option<String> {
    let found = LeakGuard::new().scan(text);
    let mut shown = (!found.is_empty()).then(|| text.to_owned())?;
    for finding in found.iter().rev() {
        shown.replace_range(finding.range.clone(), &finding.masked);
    }
    Some(shown)
}

/// What of the leaks has to be told on this day: those that no allowance permits, and the allowances that permit nothing.
pub(crate) fn judge<'l>(
    leaks: impl Iterator<Item = &'l Leak>,
    setting: &Setting,
) -> Vec<Diagnostic> {
    let allowed = &setting.config.allowed;
    let mut used = vec![false; allowed.len()];
    let mut told = Vec::new();
    for leak in leaks {
        let mut permitted = false;
        for (entry, used) in allowed.iter().zip(&mut used) {
            let covers = entry.field == leak.field
                && entry
                    .record
                    .as_ref()
                    .is_none_or(|r| Some(r) == leak.record.as_ref());
            *used |= covers;
            permitted |= covers && entry.until >= setting.today();
        }
        if !permitted {
            told.push(leak.told.clone());
        }
    }
    let current = |entry: &Allowed| entry.until >= setting.today();
    let unused = allowed.iter().zip(used);
    let unused = unused.filter(|(entry, used)| !used && current(entry));
    told.extend(unused.map(|(entry, _)| {
        let rule = &rules::allowance_unused::RULE;
        let field = &entry.field;
        Diagnostic {
            place: Place::whole("site.toml"),
            code: rule.code,
            severity: rule.severity,
            message: words!(
                "“{field}”的公开例外没有用到",
                "the allowance for `{field}` permits nothing that is there"
            ),
            hint: Some(Words::new(rule.remedy.zh, rule.remedy.en)),
            fix: None,
        }
    }));
    told
}
