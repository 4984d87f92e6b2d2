//! What residents filed, as the last snapshot has it, indexed by place, category and case.
//!
//! Entry point: [`Published::new`]. A view gets at it through [`super::Reader`], which notes how much of it was looked at: the page of a vendor is made anew
//! for that vendor's figures only. Must not count anything that the snapshot's own functions count.

use super::{Ix, Library, Print};
use governance::cases::{CaseCategory, CaseReference};
use governance::dates::Day;
use governance::divisions::DivisionCode;
use governance::published::{CaseFigures, ClearedAnswer, LogEntry, Snapshot, VendorRatings};
use serde::Serialize;
use std::collections::BTreeMap;

/// A snapshot with its indexes.
#[derive(Debug)]
pub struct Published {
    /// What it says.
    pub snapshot: Snapshot,
    print: Print,
    /// Rows of the case log by division, each under all divisions that hold it.
    log: BTreeMap<DivisionCode, Vec<u32>>,
    /// Rows of the figures by community.
    figures: BTreeMap<DivisionCode, Vec<u32>>,
    answers: BTreeMap<DivisionCode, Vec<u32>>,
}

/// What a snapshot says of the cases in a division.
#[derive(Debug, Clone)]
pub struct CasesIn<'a> {
    /// The day it was taken.
    pub taken_on: Day,
    /// Rows of the case log, by reference and round.
    pub log: Vec<&'a LogEntry>,
    /// Figures by month and category; of a community only.
    pub figures: Vec<&'a CaseFigures>,
    /// Answers that were cleared for publication.
    pub answers: Vec<&'a ClearedAnswer>,
}

/// What a snapshot says of one case.
#[derive(Debug, Clone, Copy)]
pub struct OneCase<'a> {
    /// The day it was taken.
    pub taken_on: Day,
    /// Its rounds; never empty.
    pub rounds: &'a [LogEntry],
    /// Its answer, if it was cleared for publication.
    pub answer: Option<&'a ClearedAnswer>,
}

impl OneCase<'_> {
    /// The round that runs, or the last one.
    pub fn last(&self) -> &LogEntry {
        &self.rounds[self.rounds.len() - 1]
    }
}

impl Published {
    /// Indexes a snapshot; `print` is the fingerprint of its files.
    pub fn new(snapshot: Snapshot, print: Print) -> Self {
        let log = by_place(snapshot.case_log.rows.iter().map(|row| Some(row.place)));
        let figures = by_place(snapshot.case_figures.rows.iter().map(|row| row.place));
        let answers = by_place(snapshot.answers.rows.iter().map(|row| Some(row.place)));
        Self {
            snapshot,
            print,
            log,
            figures,
            answers,
        }
    }

    pub(crate) fn print(&self) -> Print {
        self.print
    }

    /// The day it was taken.
    pub fn taken_on(&self) -> Day {
        self.snapshot.manifest.taken_at.day()
    }

    /// Divisions in which something was filed, with the divisions that hold them.
    pub fn places(&self) -> impl Iterator<Item = DivisionCode> + '_ {
        self.log.keys().copied()
    }

    /// The rows of the case log in a category, by reference and round.
    pub fn in_category(&self, category: CaseCategory) -> Vec<&LogEntry> {
        let rows = self.snapshot.case_log.rows.iter();
        rows.filter(|row| row.category == category).collect()
    }

    /// Every case, by its reference.
    pub fn cases(&self) -> impl Iterator<Item = OneCase<'_>> {
        let groups = self
            .snapshot
            .case_log
            .rows
            .chunk_by(|a, b| a.reference == b.reference);
        groups.map(|rounds| self.one(rounds))
    }

    /// One case; none if the snapshot does not know it.
    pub fn case(&self, reference: CaseReference) -> Option<OneCase<'_>> {
        let rows = &self.snapshot.case_log.rows;
        let first = rows.partition_point(|row| row.reference < reference);
        let after = rows.partition_point(|row| row.reference <= reference);
        (first < after).then(|| self.one(&rows[first..after]))
    }

    fn one<'a>(&'a self, rounds: &'a [LogEntry]) -> OneCase<'a> {
        let answers = &self.snapshot.answers.rows;
        let reference = rounds[0].reference;
        let answer = answers.binary_search_by_key(&reference, |answer| answer.reference);
        OneCase {
            taken_on: self.taken_on(),
            rounds,
            answer: answer.ok().map(|at| &answers[at]),
        }
    }

    pub(crate) fn cases_in(&self, code: DivisionCode) -> Option<CasesIn<'_>> {
        let log = self.log.get(&code)?;
        let rows = &self.snapshot.case_log.rows;
        Some(CasesIn {
            taken_on: self.taken_on(),
            log: picked(rows, Some(log)),
            figures: picked(&self.snapshot.case_figures.rows, self.figures.get(&code)),
            answers: picked(&self.snapshot.answers.rows, self.answers.get(&code)),
        })
    }
}

fn by_place(
    places: impl Iterator<Item = Option<DivisionCode>>,
) -> BTreeMap<DivisionCode, Vec<u32>> {
    let mut all: BTreeMap<DivisionCode, Vec<u32>> = BTreeMap::new();
    for (n, place) in (0_u32..).zip(places) {
        let around = std::iter::successors(place, |code| code.parent());
        for code in around {
            all.entry(code).or_default().push(n);
        }
    }
    all
}

fn picked<'a, T>(rows: &'a [T], places: Option<&Vec<u32>>) -> Vec<&'a T> {
    let places = places.map_or(&[][..], Vec::as_slice);
    places
        .iter()
        .filter_map(|at| rows.get(*at as usize))
        .collect()
}

impl Library {
    pub(super) fn ratings(&self, vendor: Ix) -> Option<&VendorRatings> {
        let id = &self.slot(vendor)?.item.id;
        self.published.as_ref()?.snapshot.vendor(id)
    }

    /// Fingerprint of what the snapshot says of a vendor.
    pub(crate) fn ratings_print(&self, vendor: Ix) -> Print {
        self.ratings(vendor).map_or_else(Print::default, written)
    }

    /// Fingerprint of what the snapshot says of the cases in a division.
    pub(crate) fn cases_print(&self, code: DivisionCode) -> Print {
        let cases = self.published.as_ref().and_then(|p| p.cases_in(code));
        cases.map_or_else(Print::default, |cases| {
            let day = cases.taken_on.to_string();
            Print::of_all([
                Print::of(day.as_bytes()),
                written(&cases.log),
                written(&cases.figures),
                written(&cases.answers),
            ])
        })
    }

    /// Fingerprint of the themes of "you said, we did".
    pub(crate) fn themes_print(&self) -> Print {
        let published = self.published.as_ref();
        published.map_or_else(Print::default, |p| written(&p.snapshot.themes.rows))
    }

    /// Fingerprint of what the snapshot says of one case. Only of a case that is open does it matter on which day the snapshot was taken.
    pub(crate) fn case_print(&self, reference: CaseReference) -> Print {
        let case = self.published.as_ref().and_then(|p| p.case(reference));
        case.map_or_else(Print::default, |case| {
            let open = case.last().closed_on.is_none();
            let day = if open {
                case.taken_on.to_string()
            } else {
                String::new()
            };
            Print::of_all([
                Print::of(day.as_bytes()),
                written(case.rounds),
                case.answer.map_or_else(Print::default, written),
            ])
        })
    }
}

fn written<T: Serialize + ?Sized>(value: &T) -> Print {
    Print::of(&serde_json::to_vec(value).unwrap_or_default())
}
