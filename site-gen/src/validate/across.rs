//! Rules that need the day, the settings or other records.
//!
//! Entry point: [`across`]. Works on records; files are read again only to show where a fault stands.

use super::one::told;
use super::place::Placer;
use super::{Doubtful, Entry, Origin, paths};
use crate::diagnostic::Diagnostic;
use crate::parse::{self, Fault, text};
use crate::rules::{self, Census, Check, Finding, Findings, Rule, Setting};
use crate::schema;
use crate::source::{Role, SourceFile, SourceId};
use std::collections::BTreeMap;

/// Gives back a file for showing where a fault stands; called for files with faults only.
pub type Reread<'f> = dyn Fn(SourceId) -> Option<(SourceFile, Vec<u8>)> + 'f;

/// Holds all records against the rules that need the day, the settings or other records (references, duplicates, what ran out). Records are to come
/// in the order of [`crate::source::Sources::files`], so that of two with the same id the second is told. The answer is sorted.
pub fn across(
    entries: &[&Entry],
    doubtful: &[&Doubtful],
    setting: &Setting,
    reread: &Reread<'_>,
) -> Vec<Diagnostic> {
    let census = Census::new(entries, doubtful);
    let found = findings(&census, setting);
    let mut by_file: BTreeMap<SourceId, Vec<Found<'_>>> = BTreeMap::new();
    for found in found {
        by_file.entry(found.origin.source).or_default().push(found);
    }
    let mut diagnostics: Vec<Diagnostic> = by_file
        .into_iter()
        .flat_map(|(id, found)| place(found, reread(id)))
        .collect();
    diagnostics.sort();
    diagnostics
}

/// A finding with its rule and record.
struct Found<'e> {
    rule: &'static Rule,
    origin: &'e Origin,
    finding: Finding,
}

fn findings<'e>(census: &Census<'e>, setting: &Setting) -> Vec<Found<'e>> {
    let mut found = Vec::new();
    for rule in rules::LIST {
        match rule.check {
            Check::Step | Check::Record(_) => {}
            Check::Dated(check) => {
                let mut findings = Findings::default();
                for (member, index) in census.members().iter().zip(0..) {
                    check(member.record, setting, &mut findings);
                    let list = findings.list.drain(..).map(|finding| (index, finding));
                    found.extend(list.filter_map(|one| kept(rule, census, one)));
                }
            }
            Check::All(check) => {
                let mut list = Vec::new();
                check(census, setting, &mut list);
                found.extend(list.into_iter().filter_map(|one| kept(rule, census, one)));
            }
        }
    }
    found
}

fn kept<'e>(
    rule: &'static Rule,
    census: &Census<'e>,
    (index, finding): (usize, Finding),
) -> Option<Found<'e>> {
    let member = census.members().get(index)?;
    (!finding.touches(member.doubts)).then_some(Found {
        rule,
        origin: member.origin,
        finding,
    })
}

fn place(found: Vec<Found<'_>>, file: Option<(SourceFile, Vec<u8>)>) -> Vec<Diagnostic> {
    let Some((file, bytes)) = file else {
        return Vec::new();
    };
    let Role::Records(kind) = file.role else {
        return Vec::new();
    };
    let shape = schema::of(kind);
    let decoded = text::decode(&bytes, file.format);
    let parsed = parse::file(&file, &decoded);
    let fault = |found: Found<'_>| -> Fault {
        let raw = parsed.raws.get(found.origin.index as usize);
        let spot = raw.map(|raw| paths::spot(&found.finding.at, &raw.fields, shape));
        found.finding.fault(found.rule, spot.unwrap_or_default())
    };
    let faults = found.into_iter().map(fault).collect();
    let view = parsed.view.as_deref().unwrap_or(&decoded.text);
    told(
        faults,
        &Placer::new(&file.path, view, &parsed.sheets, Some(shape)),
    )
}
