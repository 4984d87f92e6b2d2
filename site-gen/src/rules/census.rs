//! What records claim about each other, small enough to be kept for every record of a city.
//!
//! Entry points: [`Claims::of`], [`Census`]. Rules over all records look at claims only, so that a build that changed one record need not read the others.

use super::claims::Claims;
use crate::library::FileFacts;
use crate::validate::Origin;
use foldhash::fast::FixedState;
use governance::divisions::DivisionCode;
use governance::records::Kind;
use std::collections::{HashMap, HashSet};

/// All records, those with faults included: a reference to a record that could be read in part is no broken reference.
#[derive(Debug)]
pub struct Census<'e> {
    members: Vec<Member<'e>>,
    by_id: HashMap<(Kind, &'e str), usize, FixedState>,
    places: HashSet<DivisionCode>,
    departments: HashSet<&'e str>,
    files: HashMap<&'e str, &'e FileFacts>,
}

/// A record's claims with its origin.
#[derive(Debug, Clone, Copy)]
pub struct Member<'e> {
    /// What it claims.
    pub claims: &'e Claims,
    /// Where it stands. Rules must not ask for its body or fingerprint: answers are kept under all the rest of it.
    pub origin: &'e Origin,
    /// The fields that could not be read.
    pub doubts: &'e [Box<str>],
}

impl<'e> Census<'e> {
    /// Counts them all. Of two with the same id the first in the list is the one that counts.
    pub fn new(members: Vec<Member<'e>>) -> Self {
        let mut census = Self {
            by_id: HashMap::with_capacity_and_hasher(members.len(), FixedState::default()),
            places: HashSet::new(),
            departments: HashSet::new(),
            files: HashMap::new(),
            members: Vec::new(),
        };
        for (index, member) in members.iter().enumerate() {
            let claims = member.claims;
            census
                .by_id
                .entry((claims.kind, claims.id.as_str()))
                .or_insert(index);
            census.places.extend(claims.place);
            census.departments.extend(claims.names.iter().map(|n| &**n));
        }
        census.members = members;
        census
    }

    /// With the files beside the records.
    #[must_use]
    pub fn with_files(mut self, files: impl Iterator<Item = &'e FileFacts>) -> Self {
        self.files = files.map(|file| (&*file.path, file)).collect();
        self
    }

    /// What is known of a file beside records, by its path below the content folder.
    pub fn file(&self, path: &str) -> Option<&'e FileFacts> {
        self.files.get(path).copied()
    }

    /// Every record, in the order of files.
    pub fn members(&self) -> &[Member<'e>] {
        &self.members
    }

    /// The first record of this kind and identity.
    pub fn get(&self, kind: Kind, id: &str) -> Option<&'e Claims> {
        self.position(kind, id).map(|at| self.members[at].claims)
    }

    /// Where the first record of this kind and identity stands in the list.
    pub fn position(&self, kind: Kind, id: &str) -> Option<usize> {
        self.by_id.get(&(kind, id)).copied()
    }

    /// Whether the division is on record; the city itself always is. With no division on record at all, none can be missing.
    pub fn has_place(&self, code: DivisionCode) -> bool {
        self.places.is_empty() || self.places.contains(&code) || code.parent().is_none()
    }

    /// Whether a department has this id, name or alias. With no department on record at all, none can be missing.
    pub fn has_department(&self, name: &str) -> bool {
        self.departments.is_empty() || self.departments.contains(name)
    }

    /// The identities of a kind, in the order of files.
    pub fn ids(&self, kind: Kind) -> impl Iterator<Item = &'e str> + '_ {
        let claims = self.members.iter().map(|m| m.claims);
        claims
            .filter(move |c| c.kind == kind)
            .map(|c| c.id.as_str())
    }

    /// Every word that names a department, in the order of files.
    pub fn department_names(&self) -> impl Iterator<Item = &'e str> + '_ {
        let claims = self.members.iter().map(|m| m.claims);
        claims.flat_map(|c| c.names.iter().map(|n| &**n))
    }
}
