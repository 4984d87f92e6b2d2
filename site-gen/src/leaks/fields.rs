//! Front matter, cells and bodies, each found at its line and column.
//!
//! Entry points: [`record`], [`Seen::leak`]. Fields are looked at as they were written, so that nothing is missed because it was read as something else.

use super::{Leak, message, rule};
use crate::diagnostic::Span;
use crate::markdown;
use crate::parse::tree::{Node, Spot, Value, clamp};
use crate::parse::{Fault, Raw};
use crate::schema::{Shape, Type};
use crate::validate::Placer;
use governance::labelled::Labelled;
use governance::leak_guard::{Finding, LeakGuard};
use governance::records::Kind;
use std::fmt::Write;

/// Something personal in a record.
#[derive(Debug)]
pub(crate) struct Seen {
    /// Kind and field without numbers, e.g. `vendor.phones.number`.
    field: String,
    /// The same with numbers and without the kind: `phones[0].number`.
    path: String,
    record: Option<Box<str>>,
    spot: Spot,
    finding: Finding,
}

impl Seen {
    /// With the place that a person finds.
    pub(crate) fn leak(self, placer: &Placer<'_>) -> Leak {
        let mut fault = Fault::new(rule(&self.finding), self.spot, message(&self.finding));
        fault.field = Some(self.path);
        let mut told = placer.diagnostic(fault);
        if told.place.excerpt.contains(|c: char| c.is_ascii_digit())
            && !told.place.excerpt.contains(&*self.finding.masked)
        {
            // It is written in disguise: the line would show it.
            told.place.excerpt = "".into();
            told.place.marked = Span { start: 0, end: 0 };
        }
        Leak {
            field: self.field.into(),
            record: self.record,
            told,
        }
    }
}

/// Everything personal in a record as it was written: its fields and its body.
pub(crate) fn record(
    raw: &Raw<'_>,
    (kind, id): (Kind, Option<&str>),
    text: &str,
    shape: &Shape,
) -> Vec<Seen> {
    let mut walk = Walk {
        text,
        record: id,
        field: kind.id().to_owned(),
        path: String::new(),
        seen: Vec::new(),
    };
    walk.node(&raw.fields, Some(shape));
    if let Some(body) = &raw.body {
        walk.body(body.start as usize..body.end as usize);
    }
    walk.seen
}

struct Walk<'t> {
    text: &'t str,
    record: Option<&'t str>,
    field: String,
    path: String,
    seen: Vec<Seen>,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node<'_>, shape: Option<&Shape>) {
        match &node.value {
            Value::Empty | Value::Refused => {}
            Value::Word(word, _) => self.word(word, node.spot),
            Value::List(items) => {
                for (number, item) in items.iter().enumerate() {
                    let length = self.path.len();
                    let _ = write!(self.path, "[{number}]");
                    self.node(item, shape);
                    self.path.truncate(length);
                }
            }
            Value::Map(pairs) => {
                for pair in pairs {
                    let known = shape.and_then(|shape| shape.find(&pair.name));
                    let id = known.map_or(&*pair.name, |(_, field)| &*field.id);
                    let inner = known.and_then(|(_, field)| match field.ty.item() {
                        Type::Object(inner) => Some(inner),
                        Type::Text
                        | Type::Formed(_)
                        | Type::Number(_)
                        | Type::Flag
                        | Type::Choice(_)
                        | Type::List(_) => None,
                    });
                    self.pair(id, &pair.node, inner);
                }
            }
        }
    }

    fn pair(&mut self, id: &str, node: &Node<'_>, shape: Option<&Shape>) {
        let lengths = (self.field.len(), self.path.len());
        self.field.push('.');
        self.field.push_str(id);
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(id);
        self.node(node, shape);
        self.field.truncate(lengths.0);
        self.path.truncate(lengths.1);
    }

    fn word(&mut self, word: &str, spot: Spot) {
        let mut found = LeakGuard::new().scan(word);
        if let Some(plain) = super::readings::percent_decoded(word) {
            add_new(&mut found, LeakGuard::new().scan(&plain).into_iter());
        }
        let as_written = self.text.get(spot.start as usize..spot.end as usize) == Some(word);
        for finding in found {
            let within = as_written && word.get(finding.range.clone()).is_some();
            let spot = if within { moved(spot, &finding) } else { spot };
            self.see(finding, spot);
        }
    }

    /// The body as it is written, and as it is read where markup parts its digits.
    fn body(&mut self, range: std::ops::Range<usize>) {
        let Some(body) = self.text.get(range.clone()) else {
            return;
        };
        let length = self.field.len();
        self.field.push_str(".body");
        let at = |start: usize, end: usize| Spot::bytes(range.start + start, range.start + end);
        let mut found = LeakGuard::new().scan(body);
        let mut places: Vec<Spot> = found
            .iter()
            .map(|f| at(f.range.start, f.range.end))
            .collect();
        if markdown::may_part_digits(body) {
            for (text, marks) in markdown::as_read(body) {
                let before = found.len();
                add_new(&mut found, LeakGuard::new().scan(&text).into_iter());
                let line = found[before..].iter().map(|finding| {
                    let mark = marks.partition_point(|(plain, _)| *plain <= finding.range.start);
                    let source = mark.checked_sub(1).map_or(0, |mark| marks[mark].1);
                    at(source, source + 1)
                });
                places.extend(line);
            }
        }
        for (finding, spot) in found.into_iter().zip(places) {
            self.see(finding, spot);
        }
        self.field.truncate(length);
    }

    fn see(&mut self, finding: Finding, spot: Spot) {
        self.seen.push(Seen {
            field: self.field.clone(),
            path: self.path.clone(),
            record: self.record.map(Box::from),
            spot,
            finding,
        });
    }
}

/// The part of a word that was found.
fn moved(spot: Spot, finding: &Finding) -> Spot {
    Spot {
        start: spot.start + clamp(finding.range.start),
        end: spot.start + clamp(finding.range.end),
        ..spot
    }
}

/// Adds what another reading of the same text shows and the first did not.
fn add_new(found: &mut Vec<Finding>, more: impl Iterator<Item = Finding>) {
    let known = found.len();
    for finding in more {
        let same = |f: &Finding| f.kind == finding.kind && digits(f).eq(digits(&finding));
        if !found[..known].iter().any(same) {
            found.push(finding);
        }
    }
}

fn digits(finding: &Finding) -> impl Iterator<Item = char> + use<'_> {
    let ends = finding.masked.chars();
    ends.filter(|c| c.is_alphanumeric() || *c == '*')
}
