//! What a rule found in a record: the field, the words. Where the field stands in the file is looked up afterwards, for faults only.

use super::Rule;
use crate::diagnostic::Words;
use crate::parse::Fault;
use crate::parse::tree::Spot;
use crate::validate::paths;
use serde::{Deserialize, Serialize};

/// A fault in a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The field by its English identifiers, e.g. `agenda[0].vote`; empty for the record as a whole.
    pub at: String,
    /// Bytes of the body, if it is about the body.
    pub span: Option<(u32, u32)>,
    /// The other fields the finding rests on: if one of them could not be read, the finding is not told.
    pub also: Vec<String>,
    /// What is wrong.
    pub message: Words,
    /// What to do.
    pub hint: Option<Words>,
}

/// The findings of a rule in one record.
#[derive(Debug, Default)]
pub struct Findings {
    pub(crate) list: Vec<Finding>,
}

impl Findings {
    /// Adds a finding at a field.
    pub fn add(&mut self, at: impl Into<String>, message: Words) -> &mut Finding {
        self.list.push(Finding::new(at, message));
        let last = self.list.len() - 1;
        &mut self.list[last]
    }
}

impl Finding {
    /// A finding at a field.
    pub fn new(at: impl Into<String>, message: Words) -> Self {
        Self {
            at: at.into(),
            span: None,
            also: Vec::new(),
            message,
            hint: None,
        }
    }

    /// A finding in the body, at these bytes of it.
    pub fn in_body(span: (u32, u32), message: Words) -> Self {
        Self {
            span: Some(span),
            ..Self::new("", message)
        }
    }

    /// Rests on this field too.
    pub fn with(&mut self, field: impl Into<String>) -> &mut Self {
        self.also.push(field.into());
        self
    }

    /// Says what to do.
    pub fn hint(&mut self, words: Words) -> &mut Self {
        self.hint = Some(words);
        self
    }
}

impl Finding {
    /// Whether it rests on a field that could not be read.
    pub(crate) fn touches(&self, doubts: &[Box<str>]) -> bool {
        !doubts.is_empty()
            && std::iter::once(&self.at)
                .chain(&self.also)
                .any(|path| !path.is_empty() && paths::touches(path, doubts))
    }

    /// The fault it is, at its spot.
    pub(crate) fn fault(self, rule: &'static Rule, spot: Spot) -> Fault {
        let mut fault = Fault::new(rule, spot, self.message);
        fault.hint = self.hint;
        fault.field = Some(self.at);
        fault
    }
}
