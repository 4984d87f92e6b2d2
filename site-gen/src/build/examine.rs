//! Holds records against the rules that know the day, the settings or other records; answers that still hold are not asked for again.
//!
//! Entry points: [`Examiner`], [`across`], [`put`]. What is kept of a record is [`Examined`]: its claims, and what the dated rules found in it.

use super::BuildInput;
use super::dossier::Dossier;
use crate::diagnostic::Diagnostic;
use crate::discover;
use crate::library::Print;
use crate::markdown::Survey;
use crate::rules::{Census, Claims, Member, Seal, Setting};
use crate::snapshot::{self, Loaded};
use crate::source::{SourceId, Sources};
use crate::validate::{self, Checked, Dated, Found, Origin};
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

impl Examined {
    /// Whether dated rules found something.
    pub(crate) fn found(&self) -> bool {
        !self.dated.found.is_empty()
    }

    /// What they found.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Found> {
        self.dated.found.iter()
    }

    pub(crate) fn since(&self) -> Day {
        self.since
    }

    pub(crate) fn until(&self) -> Option<Day> {
        self.dated.until
    }

    /// All that rules over all records may look at.
    pub(crate) fn seen_by_all(&self) -> SeenByAll<'_> {
        SeenByAll {
            claims: &self.claims,
            doubts: &self.doubts,
            source: self.origin.source,
            index: self.origin.index,
            line: self.origin.line,
            draft: self.origin.draft,
        }
    }
}

/// All of a record that rules over all records may look at: of its origin neither the body nor the fingerprint, which every edit changes.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct SeenByAll<'e> {
    claims: &'e Claims,
    doubts: &'e [Box<str>],
    source: SourceId,
    index: u32,
    line: u32,
    draft: bool,
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

    /// Every record of a file, the doubtful ones last; `bodies` are theirs with what was seen in them, in the same order. Rows have none.
    pub(crate) fn file<'s>(
        &self,
        checked: &Checked,
        bodies: impl Iterator<Item = (&'s Survey, Option<&'s str>)>,
    ) -> Vec<Examined> {
        let none: &[Box<str>] = &[];
        let sure = checked.entries.iter();
        let sure = sure.map(|entry| ((&entry.record, &entry.origin, none), true));
        let doubtful = checked.doubtful.iter();
        let doubtful =
            doubtful.map(|one| ((&one.record, &one.origin, &*one.doubts), one.is_asked()));
        let all = sure.chain(doubtful).zip(bodies);
        all.map(|((known, asked), (survey, body))| {
            let mut one = self.record(known, asked);
            let bytes = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let links = survey.links.iter();
            let links =
                links.map(|(to, at)| (to.as_str().into(), (bytes(at.start), bytes(at.end))));
            one.claims.body = links.collect();
            one.claims.seal = body.and_then(|body| Seal::of(known.0, body));
            one
        })
        .collect()
    }

    fn record(
        &self,
        (record, origin, doubts): (&Record, &Origin, &[Box<str>]),
        asked: bool,
    ) -> Examined {
        let dated = || validate::dated(record, origin, doubts, &self.setting);
        Examined {
            origin: origin.clone(),
            claims: Claims::of(record),
            doubts: doubts.to_vec(),
            dated: if asked { dated() } else { Dated::default() },
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
        let seal = examined.claims.seal.take();
        *examined = self.record((record, &examined.origin, &examined.doubts), true);
        examined.claims.body = body;
        examined.claims.seal = seal;
    }
}

/// What the rules over all records find.
pub(crate) fn across(dossiers: &[Dossier], setting: &Setting) -> Vec<Found> {
    validate::across(&census(dossiers), setting)
}

/// Shows where each finding stands in the content; sorted.
pub(crate) fn put(found: Vec<Found>, content: &Path, sources: &Sources) -> Vec<Diagnostic> {
    if found.is_empty() {
        return Vec::new();
    }
    validate::place(found, &|id| {
        let file = sources.get(id)?;
        let bytes = discover::read(content, file).ok()?;
        Some((file.clone(), bytes))
    })
}

fn census(dossiers: &[Dossier]) -> Census<'_> {
    let examined = dossiers.iter().flat_map(|dossier| &dossier.examined);
    let members = examined.map(|one| Member {
        claims: &one.claims,
        origin: &one.origin,
        doubts: &one.doubts,
    });
    let files = dossiers.iter().filter_map(|dossier| dossier.file.as_ref());
    Census::new(members.collect()).with_files(files)
}

/// Reads the snapshot of what residents filed, if there is one, and holds it against its rules and the records.
pub(crate) fn snapshot<D: AsRef<[Dossier]>>(
    content: &Path,
    sources: &Sources,
    (dossiers, setting): (impl FnOnce() -> D, &Setting),
) -> (Option<Loaded>, Vec<Diagnostic>) {
    let (loaded, mut found) = snapshot::load(content, sources, setting);
    if let Some(loaded) = &loaded {
        let dossiers = dossiers();
        let census = census(dossiers.as_ref());
        found.extend(loaded.across(&census));
        found.extend(put(loaded.unknown_themes(&census), content, sources));
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
