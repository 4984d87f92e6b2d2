//! Reads bytes into raw records: trees of words that remember where they stood. Knows how files are written, not what fields mean.
//!
//! Entry points: [`decode`](text::decode), then [`file()`]. Never fails: what could not be read is a [`Fault`], and the rest is read all the same. Raw and valid
//! are two types; [`crate::validate`] makes one of the other.

pub(crate) mod csv;
pub(crate) mod front_matter;
pub(crate) mod mend;
mod plain;
pub(crate) mod rows;
pub(crate) mod text;
pub(crate) mod toml;
pub(crate) mod tree;
pub(crate) mod xlsx;
pub(crate) mod yaml;

use crate::diagnostic::{Fix, Severity, Words};
use crate::rules::Rule;
use crate::schema::{self, Shape};
use crate::source::{Format, Role, SourceFile};
use std::ops::Range;
use tree::{Node, Spot};

/// A fault with its spot; [`crate::validate`] makes a diagnostic of it.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) rule: &'static Rule,
    pub(crate) spot: Spot,
    /// English path of the field, e.g. `agenda[0].vote`.
    pub(crate) field: Option<String>,
    pub(crate) message: Words,
    pub(crate) hint: Option<Words>,
    pub(crate) fix: Option<Fix>,
    /// Whether it stands in a draft: then it is told and stops nothing.
    pub(crate) draft: bool,
}

impl Fault {
    pub(crate) fn new(rule: &'static Rule, spot: Spot, message: Words) -> Self {
        Self {
            rule,
            spot,
            field: None,
            message,
            hint: None,
            fix: None,
            draft: false,
        }
    }

    /// Whether a site with this fault can be published.
    pub(crate) fn severity(&self) -> Severity {
        if self.draft {
            Severity::Warning
        } else {
            self.rule.severity
        }
    }

    pub(crate) fn hint(mut self, words: Words) -> Self {
        self.hint = Some(words);
        self
    }

    pub(crate) fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}

/// A record as it was written.
#[derive(Debug)]
pub(crate) struct Raw<'t> {
    /// Its fields, a map.
    pub(crate) fields: Node<'t>,
    /// Line, or row of the sheet.
    pub(crate) line: u32,
    /// Bytes of the text that are its body.
    pub(crate) body: Option<Range<u32>>,
    /// Whether it stands in a table, where Excel's habits are forgiven.
    pub(crate) row: bool,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(crate) struct Parsed<'t> {
    pub(crate) raws: Vec<Raw<'t>>,
    pub(crate) faults: Vec<Fault>,
    /// For spreadsheets: their cells as text, into which spots point.
    pub(crate) view: Option<String>,
    /// Names of the sheets that cells speak of.
    pub(crate) sheets: Vec<Box<str>>,
}

/// Reads a decoded file of records.
pub(crate) fn file<'t>(file: &SourceFile, decoded: &'t text::Decoded<'_>) -> Parsed<'t> {
    let Role::Records(kind) = file.role else {
        return Parsed::default();
    };
    let shape: &Shape = schema::of(kind);
    match file.format {
        Format::Markdown => front_matter::record(decoded, shape),
        Format::Csv => rows::from_csv(decoded, shape),
        Format::Xlsx => rows::from_xlsx(decoded.bytes, shape),
        Format::Toml | Format::Json | Format::Other => Parsed::default(),
    }
}
