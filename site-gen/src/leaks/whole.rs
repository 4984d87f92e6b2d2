//! Texts that are published as they are and stand in no record: settings, tables of rules, snapshots, the theme.
//!
//! Entry points: [`whole()`], [`theme`].

use super::{Leak, message, rule};
use crate::parse::tree::Spot;
use crate::parse::{Fault, text};
use crate::source::SourceFile;
use crate::validate::Placer;
use crate::views::ThemeFiles;
use governance::leak_guard::LeakGuard;

/// What is personal in a file of settings, rules or figures.
pub(crate) fn whole(file: &SourceFile, bytes: &[u8]) -> Vec<Leak> {
    let decoded = text::decode(bytes, file.format);
    let field = file.path.split(['/', '.']).next().unwrap_or("site");
    found(field, &file.path, &decoded.text)
}

/// What is personal in the templates, words and scripts of a theme.
pub(crate) fn theme(files: &ThemeFiles) -> Vec<Leak> {
    let texts = files.iter().filter_map(|(path, bytes)| {
        let text = std::str::from_utf8(bytes).ok()?;
        Some((path, text))
    });
    texts
        .flat_map(|(path, text)| found("theme", &format!("theme/{path}"), text))
        .collect()
}

fn found(field: &str, path: &str, text: &str) -> Vec<Leak> {
    let findings = LeakGuard::new().scan(text);
    if findings.is_empty() {
        return Vec::new();
    }
    let placer = Placer::new(path, text, &[], None);
    let leak = |finding: &governance::leak_guard::Finding| {
        let spot = Spot::bytes(finding.range.start, finding.range.end);
        Leak {
            field: field.into(),
            record: Some(path.into()),
            told: placer.diagnostic(Fault::new(rule(finding), spot, message(finding))),
        }
    };
    findings.iter().map(leak).collect()
}
