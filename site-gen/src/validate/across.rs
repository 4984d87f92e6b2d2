//! Rules that need the day, the settings or other records.
//!
//! Entry points: [`all`] for everything at once; [`dated`], [`across`] and [`place`] for whoever keeps answers from build to build.

use super::one::told;
use super::placer::Placer;
use super::{Doubtful, Entry, Origin, paths};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::tree::Spot;
use crate::parse::{self, Fault, text};
use crate::rules::{self, Census, Check, Claims, Finding, Findings, Member, Setting};
use crate::schema;
use crate::source::{Role, SourceFile, SourceId};
use governance::dates::Day;
use governance::records::Record;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Gives back a file for showing where a fault stands; called for files with faults only.
pub type Reread<'f> = dyn Fn(SourceId) -> Option<(SourceFile, Vec<u8>)> + 'f;

/// A finding with its rule and the record it is about. [`place`] makes a diagnostic of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The rule.
    pub code: Code,
    /// The file.
    pub source: SourceId,
    /// Which record of the file.
    pub index: u32,
    /// Whether the record is a draft and the fault lies in it alone.
    pub draft: bool,
    /// What was found.
    pub finding: Finding,
}

/// What the rules that know the day found in one record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// What they found.
    pub found: Vec<Found>,
    /// The first day on which they may answer otherwise; until then the answer holds, as long as the settings stay.
    pub until: Option<Day>,
}

/// Holds all records against all rules that need more than the record's own file. Records are to come in the order of
/// [`crate::source::Sources::files`], so that of two with the same id the second is told. The answer is sorted.
pub fn all(
    entries: &[&Entry],
    doubtful: &[&Doubtful],
    setting: &Setting,
    reread: &Reread<'_>,
) -> Vec<Diagnostic> {
    let claims: Vec<Claims> = entries
        .iter()
        .map(|e| Claims::of(&e.record))
        .chain(doubtful.iter().map(|d| Claims::of(&d.record)))
        .collect();
    let none: &[Box<str>] = &[];
    let records = entries
        .iter()
        .map(|e| (&e.record, &e.origin, none, true))
        .chain(
            doubtful
                .iter()
                .map(|d| (&d.record, &d.origin, &*d.doubts, d.is_asked())),
        );
    let mut found = Vec::new();
    let mut members = Vec::with_capacity(claims.len());
    for ((record, origin, doubts, asked), claims) in records.zip(&claims) {
        if asked {
            found.extend(dated(record, origin, doubts, setting).found);
        }
        members.push(Member {
            claims,
            origin,
            doubts,
        });
    }
    found.extend(across(&Census::new(members), setting));
    place(found, reread)
}

/// Holds one record against the rules that know the day and the settings.
pub fn dated(record: &Record, origin: &Origin, doubts: &[Box<str>], setting: &Setting) -> Dated {
    let mut dated = Dated::default();
    let mut findings = Findings::default();
    let _ = setting.take_until();
    for rule in rules::LIST {
        if let Check::Dated(check) = rule.check {
            check(record, setting, &mut findings);
            let sure = findings.list.drain(..).filter(|f| !f.touches(doubts));
            dated.found.extend(sure.map(|finding| Found {
                code: rule.code,
                source: origin.source,
                index: origin.index,
                draft: origin.draft,
                finding,
            }));
        }
    }
    dated.until = setting.take_until();
    dated
}

/// Holds all records against each other: identities, references.
pub fn across(census: &Census<'_>, setting: &Setting) -> Vec<Found> {
    let mut found = Vec::new();
    let mut list = Vec::new();
    for rule in rules::LIST {
        if let Check::All(check) = rule.check {
            check(census, setting, &mut list);
            found.extend(list.drain(..).filter_map(|(index, finding)| {
                let member: &Member<'_> = census.members().get(index)?;
                (!finding.touches(member.doubts)).then_some(Found {
                    code: rule.code,
                    source: member.origin.source,
                    index: member.origin.index,
                    draft: member.origin.draft && rule.code != rules::duplicate_id::RULE.code,
                    finding,
                })
            }));
        }
    }
    found
}

/// Finds where each finding stands. Reads every file with findings once. The answer is sorted.
pub fn place(found: Vec<Found>, reread: &Reread<'_>) -> Vec<Diagnostic> {
    let mut by_file: BTreeMap<SourceId, Vec<Found>> = BTreeMap::new();
    for found in found {
        by_file.entry(found.source).or_default().push(found);
    }
    let mut diagnostics: Vec<Diagnostic> = by_file
        .into_iter()
        .flat_map(|(id, found)| in_file(found, reread(id)))
        .collect();
    diagnostics.sort();
    diagnostics
}

fn in_file(found: Vec<Found>, file: Option<(SourceFile, Vec<u8>)>) -> Vec<Diagnostic> {
    let Some((file, bytes)) = file else {
        return Vec::new();
    };
    let Role::Records(kind) = file.role else {
        return Vec::new();
    };
    let shape = schema::of(kind);
    let decoded = text::decode(&bytes, file.format);
    let parsed = parse::file(&file, &decoded);
    let fault = |found: Found| -> Option<Fault> {
        let raw = parsed.raws.get(found.index as usize);
        let spot = raw.map(|raw| match (found.finding.span, &raw.body) {
            (Some((start, end)), Some(body)) => {
                let at = |n: u32| body.start.saturating_add(n) as usize;
                Spot::bytes(at(start), at(end))
            }
            _ => paths::spot(&found.finding.at, &raw.fields, shape),
        });
        let rule = rules::find(found.code)?;
        let mut fault = found.finding.fault(rule, spot.unwrap_or_default());
        fault.draft = found.draft;
        Some(fault)
    };
    let faults = found.into_iter().filter_map(fault).collect();
    let view = parsed.view.as_deref().unwrap_or(&decoded.text);
    told(
        faults,
        &Placer::new(&file.path, view, &parsed.sheets, Some(shape)),
    )
}
