//! Holds records against the rules that know the day, the settings or other records; answers that still hold are not asked for again.
//!
//! Entry points: [`Examiner`], [`place`]. What is kept of a record is [`Examined`]: its claims, and what the dated rules found in it.

use super::BuildInput;
use super::memory::KeptSource;
use crate::diagnostic::Diagnostic;
use crate::discover;
use crate::library::Print;
use crate::markdown::Survey;
use crate::rules::{Census, Claims, Member, Setting};
use crate::snapshot::{self, Loaded};
use crate::source::Sources;
use crate::validate::{self, Checked, Dated, Origin};
use governance::dates::Day;
use governance::records::Record;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What is kept of a record for the rules.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Examined {
    pub(crate) origin: Origin,
    pub(crate) claims: Claims,
    /// Fields that could not be read; of a record with any, nothing is published.
    pub(crate) doubts: Vec<Box<str>>,
    dated: Dated,
    /// The first day the answer was given for; it holds from then until [`Dated::until`].
    since: Day,
}

/// Examines records for one day and one setting.
#[derive(Debug, Clone)]
pub(crate) struct Examiner {
    pub(crate) setting: Setting,
    /// Fingerprint of the settings and of the rules' tables.
    pub(crate) print: Print,
}

impl Examiner {
    pub(crate) fn new(setting: Setting) -> Self {
        let Setting {
            config,
            denied_certificates,
            laws,
            ..
        } = &setting;
        let told = format!("{config:?}\n{denied_certificates:?}\n{laws:?}");
        let print = Print::of(told.as_bytes());
        Self { setting, print }
    }

    /// Every record of a file, the doubtful ones last; `surveys` are those of their bodies, in the same order.
    pub(crate) fn file<'s>(
        &self,
        checked: &Checked,
        surveys: impl Iterator<Item = &'s Survey>,
    ) -> Vec<Examined> {
        let sure = checked.entries.iter();
        let sure = sure.map(|entry| self.record(&entry.record, &entry.origin, &[]));
        let doubtful = checked.doubtful.iter();
        let doubtful = doubtful.map(|one| self.record(&one.record, &one.origin, &one.doubts));
        let mut examined: Vec<Examined> = sure.chain(doubtful).collect();
        let bytes = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        for (one, survey) in examined.iter_mut().zip(surveys) {
            let links = survey.links.iter();
            let links =
                links.map(|(to, at)| (to.as_str().into(), (bytes(at.start), bytes(at.end))));
            one.claims.body = links.collect();
        }
        examined
    }

    fn record(&self, record: &Record, origin: &Origin, doubts: &[Box<str>]) -> Examined {
        Examined {
            origin: origin.clone(),
            claims: Claims::of(record),
            doubts: doubts.to_vec(),
            dated: validate::dated(record, origin, doubts, &self.setting),
            since: self.setting.today(),
        }
    }

    /// Whether an answer given on an earlier day, with the same settings, still holds.
    pub(crate) fn holds(&self, examined: &Examined) -> bool {
        let today = self.setting.today();
        today >= examined.since && examined.dated.until.is_none_or(|until| today < until)
    }

    /// Examines a record again whose answer ran out.
    pub(crate) fn again(&self, examined: &mut Examined, record: &Record) {
        let body = std::mem::take(&mut examined.claims.body);
        *examined = self.record(record, &examined.origin, &examined.doubts);
        examined.claims.body = body;
    }
}

/// What the rules beyond single files find, each at its place in the content; sorted.
pub(crate) fn place(
    content: &Path,
    sources: &Sources,
    kept: &[KeptSource],
    setting: &Setting,
) -> Vec<Diagnostic> {
    let examined = || kept.iter().flat_map(|source| &source.examined);
    let mut found = validate::across(&census(kept), setting);
    found.extend(examined().flat_map(|one| one.dated.found.iter().cloned()));
    if found.is_empty() {
        return Vec::new();
    }
    validate::place(found, &|id| {
        let file = sources.get(id)?;
        let bytes = discover::read(content, file).ok()?;
        Some((file.clone(), bytes))
    })
}

fn census(kept: &[KeptSource]) -> Census<'_> {
    let examined = kept.iter().flat_map(|source| &source.examined);
    let members = examined.map(|one| Member {
        claims: &one.claims,
        origin: &one.origin,
        doubts: &one.doubts,
    });
    Census::new(members.collect())
}

/// Reads the snapshot of what residents filed, if there is one, and holds it against its rules and the records.
pub(crate) fn snapshot(
    content: &Path,
    sources: &Sources,
    (kept, setting): (&[KeptSource], &Setting),
) -> (Option<Loaded>, Vec<Diagnostic>) {
    let (loaded, mut found) = snapshot::load(content, sources, setting);
    if let Some(loaded) = &loaded {
        found.extend(loaded.across(&census(kept)));
    }
    (loaded, found)
}

/// Reads what rules may know; with what is wrong with it.
pub(crate) fn setting(
    input: &BuildInput,
    sources: &std::sync::Arc<Sources>,
) -> (Setting, Vec<Diagnostic>) {
    crate::settings::load(&input.content, sources, input.now.day())
}
