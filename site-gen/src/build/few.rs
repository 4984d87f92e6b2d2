//! The rules over all records, asked about a few files: one notice that came must not open the dossiers of a whole city.
//!
//! Entry point: [`across_few`]. The rules themselves run, over a small census: the records of those files, and stand-ins for what they refer to as far as
//! [`Known`] says that it is there. Must not judge a record itself, and must not guess: where a run over all might find anything else, the answer is none,
//! and all are asked. `elsewhere` means in files that are not among the changed ones; what was found there is kept.
//!
//! # Why the answer is that of a run over all
//! For every rule: what it finds in a changed file follows from that file's records and from what is in the small census; what it finds elsewhere stays.
//! - A record that is gone, or that stands elsewhere too: no answer. So identities only grow, and each stands for one record.
//! - Something came (a file, an identity, another order of them) and elsewhere some reference leads to nothing: no answer. So what came is referred to by
//!   nobody elsewhere, and hints of findings elsewhere (the nearest of all identities) are what they were.
//! - What rules look at in *another* record is the same in every record that was edited: [`Few::looks_alike`], field by field.
//!
//! | Rule | Elsewhere | In the changed files |
//! |---|---|---|
//! | MT0301 `duplicate_id` | there is none to begin with; none comes, for new identities are new and profiles of communities neither come nor move | none |
//! | MT0302 `unknown_reference`, MT0906 `broken_link` | identities and paths only grow; if one was missing elsewhere: no answer | whom they refer to is there, or no answer, for the hint names any record; files are asked of all sources |
//! | MT0303 `unknown_division`, MT0304 `unknown_department` | places and names neither come nor go: [`Care::Edited`] | as MT0302 |
//! | MT0306 `missing_attachment` | paths only grow; if one was missing elsewhere: no answer | asked of all sources |
//! | MT0516 `escalation` | tiers stay; a new meeting is referred to by nobody | the earlier meeting takes part as it is |
//! | MT0520 `topic_without_agenda` | a topic that a changed file names loses its warning; one that is named no more: no answer | whether others name it: the last build had a warning or had none; a new topic is named by nobody |
//! | MT0526 `escalation_source` | a meeting may begin to pass up if nobody elsewhere waits for one | as MT0516 |
//! | MT0530 `sealed_minutes` | looks at the record alone | the same |
//! | MT0606 `observation_twice`, MT0610 `unit_circle`, MT0611 `target_successor`, MT0612 `rollup_sum` | none of their kinds changed: [`Care::Never`]; others refer to none of them | nothing there concerns them |
//! | MT0805 `attachment_facts` | a file that is not what it was: no answer; a new one is referred to by nobody | facts of changed and of standing files take part |
//!
//! A rule that is not in this table ([`AUDITED`]) makes every answer none. None of them may ask for the day.

use super::dossier::Dossier;
use super::examine::Examined;
use crate::library::FileFacts;
use crate::markdown::Target;
use crate::rules::{self, Census, Check, Claims, Member, Reference, Rule, Setting, To};
use crate::source::SourceId;
use crate::validate::{self, Fingerprint, Found, Origin};
use governance::divisions::DivisionCode;
use governance::ids::RecordId;
use governance::records::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// The rules over all records for which the table above was written.
static AUDITED: [&Rule; 15] = [
    &rules::duplicate_id::RULE,
    &rules::unknown_reference::RULE,
    &rules::unknown_division::RULE,
    &rules::unknown_department::RULE,
    &rules::missing_attachment::RULE,
    &rules::escalation::RULE,
    &rules::topic_without_agenda::RULE,
    &rules::escalation_source::RULE,
    &rules::sealed_minutes::RULE,
    &rules::observation_twice::RULE,
    &rules::unit_circle::RULE,
    &rules::target_successor::RULE,
    &rules::rollup_sum::RULE,
    &rules::attachment_facts::RULE,
    &rules::broken_link::RULE,
];

/// Rules that find references to nothing: what comes may end such a finding, or change its hint.
static DANGLING: [&Rule; 4] = [
    &rules::unknown_reference::RULE,
    &rules::unknown_department::RULE,
    &rules::missing_attachment::RULE,
    &rules::broken_link::RULE,
];

/// Rules that look at all identities or names once they find something: a small census can't answer for them.
static ALL_NAMES: [&Rule; 3] = [
    &rules::duplicate_id::RULE,
    &rules::unknown_reference::RULE,
    &rules::unknown_department::RULE,
];

/// A file that changed or came. A file that came and is not among those asked about makes the answer wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'d> {
    pub(crate) file: SourceId,
    pub(crate) now: &'d Dossier,
    /// What the last build kept of it; none of a file that came.
    pub(crate) before: Option<&'d Dossier>,
}

/// What is known of the last build: all of its records, drafts and hidden ones too, as they were then, those in the files asked about included.
pub(crate) trait Known {
    /// Where the record of this kind with exactly this id stands: its file, and which of the file's records. A department's name or alias is no id.
    fn at(&self, kind: Kind, id: &str) -> Option<(SourceId, u32)>;
    /// What a meeting says of others, as [`Claims::of`] has it; none also if it can't be had.
    fn meeting(&self, id: &str) -> Option<Claims>;
    /// Whether some meeting, were it a draft, has this topic on its agenda; none if that can't be told.
    fn is_on_agenda(&self, topic: &str) -> Option<bool>;
    /// Whether there is a division with this code.
    fn has_place(&self, code: DivisionCode) -> bool;
    /// Whether there is any division.
    fn any_place(&self) -> bool;
    /// Whether a department has this id, name or alias.
    fn has_department(&self, name: &str) -> bool;
    /// Whether there is any department.
    fn any_department(&self) -> bool;
    /// What is known of a file beside records, by its path below the content folder.
    fn file(&self, path: &str) -> Option<&FileFacts>;
    /// Records of the last build that the other questions don't answer for: drafts with faults, which rules look at and the library does not hold.
    fn faulty(&self) -> &[Examined];
}

/// What rules over all records find, if nothing but these files changed or came since the last build, in which they found what is `standing`. None if that
/// can't be told without looking at the others. In each file the findings are in the order of a run over all.
pub(crate) fn across_few(
    asked: &[Asked<'_>],
    standing: &[Found],
    known: &dyn Known,
    setting: &Setting,
) -> Option<Vec<Found>> {
    let few = Few::of(asked, (standing, known), setting)?;
    let answerable = is_audited() && few.is_sound() && few.is_own_affair() && few.is_new_to_all();
    let treated = few.treated().filter(|_| answerable)?;
    let own = few.own()?;
    let elsewhere = few.elsewhere().filter(|found| {
        let is_answered = treated.contains(&(found.source, found.index));
        !(is(&rules::topic_without_agenda::RULE, found) && is_answered)
    });
    let mut all: Vec<Found> = elsewhere.cloned().chain(own).collect();
    let rule = |found: &Found| rules::LIST.iter().position(|rule| rule.code == found.code);
    all.sort_by_cached_key(|found| (rule(found), setting.sources.position(found.source)));
    Some(all)
}

/// Whether every rule over all records was looked at by whoever wrote this module.
fn is_audited() -> bool {
    let mut all = rules::LIST.iter().filter(|rule| match rule.check {
        Check::All(_) => true,
        Check::Step | Check::Record(_) | Check::Dated(_) => false,
    });
    all.all(|rule| AUDITED.iter().any(|known| known.code == rule.code))
}

fn is(rule: &Rule, found: &Found) -> bool {
    found.code == rule.code
}

fn is_of(rules: &[&Rule], found: &Found) -> bool {
    rules.iter().any(|rule| is(rule, found))
}

/// A record's kind and identity.
type Name<'d> = (Kind, &'d str);

fn name(claims: &Claims) -> Name<'_> {
    (claims.kind, claims.id.as_str())
}

/// Records by name; none if two share one.
fn by_name<'d>(
    records: impl Iterator<Item = &'d Examined>,
) -> Option<BTreeMap<Name<'d>, &'d Examined>> {
    let mut all = BTreeMap::new();
    for one in records {
        if all.insert(name(&one.claims), one).is_some() {
            return None;
        }
    }
    Some(all)
}

/// The topics that these records name.
fn topics<'d>(records: &BTreeMap<Name<'d>, &'d Examined>) -> BTreeSet<&'d str> {
    let refers = records.values().flat_map(|one| &one.claims.refers);
    let topic = |reference: &'d Reference| match &reference.to {
        To::Record(Kind::Topic, id) => Some(id.as_str()),
        To::Record(..) | To::Department(_) | To::Place(_) | To::File(_) => None,
    };
    refers.filter_map(topic).collect()
}

/// How records of a kind may change without all being asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Care {
    /// They may come.
    Added,
    /// They may be edited: when one comes, answers about others change.
    Edited,
    /// Neither: their figures are added up, their parents followed.
    Never,
}

fn care(kind: Kind) -> Care {
    match kind {
        Kind::Notice
        | Kind::Guide
        | Kind::Vendor
        | Kind::Topic
        | Kind::Meeting
        | Kind::AdmissionItem
        | Kind::Indicator => Care::Added,
        Kind::Division | Kind::Community | Kind::Department => Care::Edited,
        Kind::Target | Kind::ReportingUnit | Kind::Observation => Care::Never,
    }
}

/// Whether a changed record may refer to it: it is asked of records of this kind whether they are there, and nothing that a stand-in can't answer.
fn may_be_meant(to: &To) -> bool {
    match to {
        To::Record(kind, _) => match kind {
            Kind::Topic | Kind::Meeting | Kind::AdmissionItem => true,
            Kind::Division
            | Kind::Community
            | Kind::Department
            | Kind::Notice
            | Kind::Indicator
            | Kind::Target
            | Kind::ReportingUnit
            | Kind::Observation
            | Kind::Vendor
            | Kind::Guide => false,
        },
        To::Department(_) | To::Place(_) | To::File(_) => true,
    }
}

/// The files that are not what they were for the rules.
struct Few<'d> {
    /// In the order of files.
    files: Vec<&'d Asked<'d>>,
    apart: BTreeSet<SourceId>,
    now: BTreeMap<Name<'d>, &'d Examined>,
    before: BTreeMap<Name<'d>, &'d Examined>,
    standing: &'d [Found],
    known: &'d dyn Known,
    setting: &'d Setting,
}

impl Asked<'_> {
    /// Whether rules over all records see nothing new in it.
    fn is_same(&self) -> bool {
        self.before.is_some_and(|before| {
            let now = self.now.examined.iter().map(Examined::seen_by_all);
            let was = before.examined.iter().map(Examined::seen_by_all);
            now.eq(was) && self.now.file == before.file
        })
    }

    /// Whether the file or one of its records came, or the records are in another order.
    fn has_come(&self) -> bool {
        self.before.is_none_or(|before| {
            let names = |dossier: &Dossier| -> Vec<_> {
                let all = dossier.examined.iter();
                all.map(|one| (one.claims.kind, one.claims.id.clone()))
                    .collect()
            };
            names(self.now) != names(before)
        })
    }
}

impl<'d> Few<'d> {
    /// None if two of the records share a name, before or now.
    fn of(
        asked: &'d [Asked<'d>],
        (standing, known): (&'d [Found], &'d dyn Known),
        setting: &'d Setting,
    ) -> Option<Self> {
        let mut files: Vec<_> = asked.iter().filter(|file| !file.is_same()).collect();
        files.sort_by_key(|asked| setting.sources.position(asked.file));
        let now = files.iter().flat_map(|asked| &asked.now.examined);
        let before = files.iter().filter_map(|asked| asked.before);
        let before = before.flat_map(|dossier| &dossier.examined);
        Some(Self {
            now: by_name(now)?,
            before: by_name(before)?,
            apart: files.iter().map(|asked| asked.file).collect(),
            files,
            standing,
            known,
            setting,
        })
    }

    fn elsewhere(&self) -> impl Iterator<Item = &'d Found> {
        let standing = self.standing.iter();
        standing.filter(|found| !self.apart.contains(&found.source))
    }

    /// The drafts with faults elsewhere.
    fn faulty(&self) -> impl Iterator<Item = &'d Examined> {
        let all = self.known.faulty().iter();
        all.filter(|one| !self.apart.contains(&one.origin.source))
    }

    /// Whether the records could be read, the last build knew no identity twice, and no file beside records is not what it was.
    fn is_sound(&self) -> bool {
        let mut records = self.now.values().chain(self.before.values());
        let exchanged = |asked: &&Asked<'_>| {
            let before = asked.before;
            before.is_some_and(|before| before.file != asked.now.file)
        };
        records.all(|one| one.doubts.is_empty())
            && !self
                .standing
                .iter()
                .any(|found| is(&rules::duplicate_id::RULE, found))
            && !self.files.iter().any(exchanged)
    }

    /// Whether no answer about a record elsewhere changes by how these records changed; what came is asked by [`Self::is_new_to_all`].
    fn is_own_affair(&self) -> bool {
        self.before.keys().all(|name| self.now.contains_key(name))
            && self.now.iter().all(|(name, now)| {
                let refers = now.claims.refers.iter();
                let meant = refers.map(|reference| &reference.to).all(may_be_meant);
                let alike = match (care(name.0), self.before.get(name)) {
                    (Care::Never, _) | (Care::Edited, None) => false,
                    (Care::Added, None) => true,
                    (Care::Added | Care::Edited, Some(before)) => {
                        self.looks_alike(&now.claims, &before.claims)
                    }
                };
                meant && alike
            })
    }

    /// Whether a record is what it was for rules that are asked about another record.
    fn looks_alike(&self, now: &Claims, before: &Claims) -> bool {
        let Claims {
            kind: _,
            id: _,
            names,
            place,
            key,
            tier,
            escalates,
            figure,
            // Asked of the record itself.
            expects_agenda: _,
            // Of others: topics, which `treated` is for; what others are counted under by kinds that need every care; and whose profile it is.
            refers: _,
            // No rule over all records asks.
            themes: _,
            // Asked of the record itself.
            stated: _,
            seal: _,
            body: _,
        } = now;
        let waits = |found: &Found| is(&rules::escalation_source::RULE, found);
        let may_pass_up = || *escalates && !self.elsewhere().any(waits);
        *names == before.names
            && *place == before.place
            && *key == before.key
            && *tier == before.tier
            && *figure == before.figure
            && now.profiled() == before.profiled()
            && (*escalates == before.escalates || may_pass_up())
    }

    /// Whether nobody elsewhere can have referred to what came, and it is there only once.
    fn is_new_to_all(&self) -> bool {
        if !self.files.iter().any(|asked| asked.has_come()) {
            return true;
        }
        let mut names = self.now.keys();
        let is_once = |name: &Name<'_>| {
            self.before.contains_key(name)
                || self.known.at(name.0, name.1).is_none()
                    && !self.faulty().any(|one| self::name(&one.claims) == *name)
        };
        let is_beside = |asked: &&Asked<'_>| asked.now.file.is_some() && asked.before.is_none();
        // A faulty draft may be silent about a missing file and yet say something of it.
        let may_be_stated = self.files.iter().any(is_beside)
            && self.faulty().any(|one| !one.claims.stated.is_empty());
        names.all(is_once)
            && !may_be_stated
            && !self.elsewhere().any(|found| is_of(&DANGLING, found))
    }

    /// Where topics stand elsewhere that are named now; none if one is named no more.
    fn treated(&self) -> Option<BTreeSet<(SourceId, u32)>> {
        let now = topics(&self.now);
        if !topics(&self.before).is_subset(&now) {
            return None;
        }
        let elsewhere = now
            .into_iter()
            .filter(|id| !self.now.contains_key(&(Kind::Topic, *id)));
        elsewhere.map(|id| self.at((Kind::Topic, id))).collect()
    }

    /// Where a record stands elsewhere.
    fn at(&self, wanted: Name<'_>) -> Option<(SourceId, u32)> {
        let faulty = self.faulty().find(|one| name(&one.claims) == wanted);
        let faulty = faulty.map(|one| (one.origin.source, one.origin.index));
        self.known.at(wanted.0, wanted.1).or(faulty)
    }

    /// What the rules find in the changed files; none if they find what a small census can't answer for.
    fn own(&self) -> Option<Vec<Found>> {
        let stubs = self.stubs()?;
        let nowhere = nowhere();
        let none: &[Box<str>] = &[];
        let records = self.files.iter().flat_map(|asked| &asked.now.examined);
        let records = records.chain(self.faulty()).map(|one| Member {
            claims: &one.claims,
            origin: &one.origin,
            doubts: &one.doubts,
        });
        let stubs = stubs.iter().map(|claims| Member {
            claims,
            origin: &nowhere,
            doubts: none,
        });
        let census = Census::new(records.chain(stubs).collect()).with_files(self.beside());
        let mut own = validate::across(&census, self.setting);
        own.retain(|found| self.apart.contains(&found.source));
        let answerable = !own.iter().any(|found| is_of(&ALL_NAMES, found));
        answerable.then_some(own)
    }

    /// The files beside records of which these records say something, and those that came.
    fn beside(&self) -> impl Iterator<Item = &FileFacts> {
        let stated = self.now.values().flat_map(move |one| {
            let home = self.setting.sources.get(one.origin.source);
            let folder = home.map_or("", |source| source.folder());
            let stated = one.claims.stated.iter();
            stated.filter_map(move |stated| self.known.file(&format!("{folder}/{}", stated.file)))
        });
        let own = self.files.iter();
        stated.chain(own.filter_map(|asked| asked.now.file.as_ref()))
    }

    /// Stand-ins for the records elsewhere that these are asked about; none if one of them is not there, for that is to be told with all names at hand.
    fn stubs(&self) -> Option<Vec<Claims>> {
        let mut stubs = Vec::new();
        let refers = self.now.values().flat_map(|one| &one.claims.refers);
        for reference in refers {
            self.stand_in(&reference.to, &mut stubs)?;
        }
        // After the meetings that have to answer for themselves: of two with one name the first counts.
        let links = self.now.values().flat_map(|one| &one.claims.body);
        for (address, _) in links {
            if let Target::Record { kind, id, .. } = Target::read(address)
                && !self.now.contains_key(&(kind, id))
            {
                self.at((kind, id))?;
                stubs.push(Claims::bare(kind, RecordId::new(id).ok()?));
            }
        }
        let named = topics(&self.now);
        let expecting = self.now.values().filter(|one| one.claims.expects_agenda);
        for topic in expecting.filter(|one| !named.contains(one.claims.id.as_str())) {
            if self.is_on_agenda(topic)? {
                stubs.push(naming(&topic.claims.id));
            }
        }
        Some(stubs)
    }

    /// Adds a stand-in for what a changed record refers to, if it needs one; none if it is not there.
    fn stand_in(&self, to: &To, stubs: &mut Vec<Claims>) -> Option<()> {
        match to {
            To::Record(kind, id) => {
                let wanted = (*kind, id.as_str());
                if self.now.contains_key(&wanted) {
                    return Some(());
                }
                self.at(wanted)?;
                if self.faulty().any(|one| name(&one.claims) == wanted) {
                    return Some(());
                }
                let is_asked = *kind == Kind::Meeting;
                let bare = || Some(Claims::bare(*kind, id.clone()));
                let meeting = is_asked.then(|| self.known.meeting(id.as_str()));
                stubs.push(meeting.unwrap_or_else(bare)?);
            }
            To::Place(code) if code.parent().is_some() && self.known.any_place() => {
                stubs.push(place(*code).filter(|_| self.known.has_place(*code))?);
            }
            To::Department(name) if self.known.any_department() => {
                stubs.push(department(name).filter(|_| self.known.has_department(name))?);
            }
            To::Place(_) | To::Department(_) | To::File(_) => {}
        }
        Some(())
    }

    /// Whether meetings elsewhere have a topic on their agenda that should be on one; no changed meeting has it.
    fn is_on_agenda(&self, topic: &Examined) -> Option<bool> {
        let claims = &topic.claims;
        let Some(before) = self.before.get(&name(claims)) else {
            return Some(false);
        };
        if !before.claims.expects_agenda {
            return self.known.is_on_agenda(claims.id.as_str());
        }
        let at = (before.origin.source, before.origin.index);
        let warned = self.standing.iter().any(|found| {
            is(&rules::topic_without_agenda::RULE, found) && (found.source, found.index) == at
        });
        Some(!warned)
    }
}

/// A meeting elsewhere that has this topic on its agenda.
fn naming(topic: &RecordId) -> Claims {
    let mut meeting = Claims::bare(Kind::Meeting, topic.clone());
    meeting.refers.push(Reference {
        field: "agenda[0].raised_by".into(),
        to: To::Record(Kind::Topic, topic.clone()),
    });
    meeting
}

/// The division elsewhere with this code; nobody asks for its id.
fn place(code: DivisionCode) -> Option<Claims> {
    let id = RecordId::new("elsewhere").ok()?;
    let place = Some(code);
    Some(Claims {
        place,
        ..Claims::bare(Kind::Division, id)
    })
}

/// The department elsewhere that is called so; nobody asks for its id.
fn department(name: &str) -> Option<Claims> {
    let id = RecordId::new("elsewhere").ok()?;
    let names = vec![name.into()];
    Some(Claims {
        names,
        ..Claims::bare(Kind::Department, id)
    })
}

/// Where stand-ins stand: in no file.
fn nowhere() -> Origin {
    Origin {
        source: SourceId::of(""),
        index: 0,
        line: 0,
        body: None,
        fingerprint: Fingerprint::default(),
        draft: false,
    }
}

#[cfg(test)]
mod tests;
