//! All records at once, for rules that compare them.

use crate::config::SiteConfig;
use crate::validate::{Doubtful, Entry, Origin};
use governance::dates::Day;
use governance::divisions::DivisionCode;
use governance::records::{Facts, Kind, Record};
use std::collections::{HashMap, HashSet};

/// What rules may know besides the records.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The day of the build.
    pub today: Day,
    /// The site's settings.
    pub config: SiteConfig,
    /// Certificates that committees no longer issue, from `rules/`.
    pub denied_certificates: Vec<Denied>,
    /// Laws and their dates, from `rules/`.
    pub laws: Vec<Law>,
}

/// A certificate that committees no longer issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    /// Its name, e.g. 亲属关系证明.
    pub name: Box<str>,
    /// Number of the document that says so.
    pub document_number: Box<str>,
}

/// A law with the days between which it is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// Title without 《》.
    pub title: Box<str>,
    /// First day in force.
    pub effective_from: Option<Day>,
    /// Day it was repealed.
    pub repealed_on: Option<Day>,
    /// What took its place.
    pub replaced_by: Option<Box<str>>,
}

/// All records, those with faults included: a reference to a record that could be read in part is no broken reference.
#[derive(Debug)]
pub struct Census<'e> {
    members: Vec<Member<'e>>,
    by_id: HashMap<(Kind, &'e str), usize>,
    places: HashSet<DivisionCode>,
    departments: HashSet<&'e str>,
}

/// A record with its origin.
#[derive(Debug, Clone, Copy)]
pub struct Member<'e> {
    /// The record.
    pub record: &'e Record,
    /// Where it stands.
    pub origin: &'e Origin,
    /// The fields that could not be read.
    pub doubts: &'e [Box<str>],
}

impl<'e> Census<'e> {
    /// Counts them all.
    pub fn new(entries: &[&'e Entry], doubtful: &[&'e Doubtful]) -> Self {
        let sound = entries.iter().map(|e| Member {
            record: &e.record,
            origin: &e.origin,
            doubts: &[],
        });
        let unsound = doubtful.iter().map(|d| Member {
            record: &d.record,
            origin: &d.origin,
            doubts: &d.doubts,
        });
        let mut census = Self {
            members: sound.chain(unsound).collect(),
            by_id: HashMap::new(),
            places: HashSet::new(),
            departments: HashSet::new(),
        };
        for index in 0..census.members.len() {
            census.index(index);
        }
        census
    }

    fn index(&mut self, index: usize) {
        let record = self.members[index].record;
        let key = (record.facts.kind(), record.envelope.id.as_str());
        self.by_id.entry(key).or_insert(index);
        match &record.facts {
            Facts::Division(division) => {
                self.places.insert(division.code);
            }
            Facts::Department(department) => {
                self.departments.insert(record.envelope.id.as_str());
                self.departments.insert(&record.envelope.title);
                self.departments
                    .extend(department.aliases.iter().map(|a| &**a));
            }
            Facts::Community(_)
            | Facts::Notice(_)
            | Facts::AdmissionItem(_)
            | Facts::Meeting(_)
            | Facts::Topic(_)
            | Facts::Indicator(_)
            | Facts::Target(_)
            | Facts::ReportingUnit(_)
            | Facts::Observation(_)
            | Facts::Vendor(_)
            | Facts::Guide(_) => {}
        }
    }

    /// Every record, in the order of files.
    pub fn members(&self) -> &[Member<'e>] {
        &self.members
    }

    /// The first record of this kind and identity.
    pub fn get(&self, kind: Kind, id: &str) -> Option<&'e Record> {
        self.position(kind, id).map(|at| self.members[at].record)
    }

    /// Where the first record of this kind and identity stands in the list.
    pub fn position(&self, kind: Kind, id: &str) -> Option<usize> {
        self.by_id.get(&(kind, id)).copied()
    }

    /// Whether the division is on record; the city itself always is. With no division on record at all, none can be missing.
    pub fn has_place(&self, code: DivisionCode) -> bool {
        self.places.is_empty() || self.places.contains(&code) || code.parent().is_none()
    }

    /// Whether a department has this id, name or alias.
    pub fn has_department(&self, name: &str) -> bool {
        self.departments.is_empty() || self.departments.contains(name)
    }

    /// Names and ids of every department and every id of a kind, for finding the nearest.
    pub fn ids(&self, kind: Kind) -> impl Iterator<Item = &'e str> + '_ {
        let records = self.members.iter().map(|m| m.record);
        records
            .filter(move |r| r.facts.kind() == kind)
            .map(|r| r.envelope.id.as_str())
    }

    /// Every word that names a department, sorted.
    pub fn department_names(&self) -> Vec<&'e str> {
        let mut names: Vec<&str> = Vec::with_capacity(self.departments.len());
        for member in &self.members {
            if let Facts::Department(department) = &member.record.facts {
                names.push(member.record.envelope.id.as_str());
                names.push(&member.record.envelope.title);
                names.extend(department.aliases.iter().map(|a| &**a));
            }
        }
        names.sort_unstable();
        names
    }
}
