//! One file from bytes to records.
//!
//! Entry point: [`file()`]. Pure; safe to call from many threads.

use super::normal::Normal;
use super::paths;
use super::placer::Placer;
use super::value::{Misfit, Val};
use super::{Checked, Doubtful, Entry, Fingerprint, Origin};
use crate::diagnostic::Severity;
use crate::leaks;
use crate::parse::text::{self, Decoded};
use crate::parse::tree::{Node, Value};
use crate::parse::{self, Fault, Raw};
use crate::rules::{self, Check, Findings};
use crate::schema::{self, Shape};
use crate::source::{Format, Role, SourceFile};
use crate::words;
use governance::divisions::DivisionCode;
use governance::records::{Facts, Kind, Record};

/// Diagnostics of one file; a thousand are no help any more.
const MAX_DIAGNOSTICS: usize = 1000;

/// Parses and checks one file of records. Pure in `file.path`, `file.role`, `file.format` and `bytes` (not in the stamp), so that the answer can be kept by hash;
/// knows neither the day nor other files.
pub fn file(file: &SourceFile, bytes: &[u8]) -> Checked {
    decoded(file, &mut text::decode(bytes, file.format))
}

/// The same of a file whose bytes were made text already; its faults as text are told with the others.
pub(crate) fn decoded(file: &SourceFile, decoded: &mut Decoded<'_>) -> Checked {
    let Role::Records(kind) = file.role else {
        return Checked::default();
    };
    let shape = schema::of(kind);
    let mut faults = std::mem::take(&mut decoded.faults);
    let mut parsed = parse::file(file, decoded);
    faults.append(&mut parsed.faults);
    let whole_file = faults.iter().any(is_error);
    let mut checked = Checked::default();
    let text = parsed.view.as_deref().unwrap_or(&decoded.text);
    let mut seen = Vec::new();
    for (raw, index) in parsed.raws.iter().zip(0_u32..) {
        let one = One {
            file,
            kind,
            shape,
            raw,
        };
        let before = faults.len();
        let read = one.check(&mut faults);
        let draft = read.as_ref().is_ok_and(|r| r.record.envelope.draft);
        for fault in &mut faults[before..] {
            fault.draft = draft;
        }
        let origin = Origin {
            draft,
            ..one.origin(index, decoded.bytes)
        };
        let id = read
            .as_ref()
            .ok()
            .map(|read| read.record.envelope.id.as_str());
        seen.extend(leaks::record(raw, (kind, id), text, shape));
        match read {
            Ok(read) if read.sound && !whole_file => checked.entries.push(Entry {
                record: read.record,
                origin,
            }),
            Ok(read) => checked.doubtful.push(Doubtful {
                record: read.record,
                origin,
                doubts: read.doubts,
            }),
            Err(misfit) => faults.push(one.misfit(&misfit)),
        }
    }
    if faults.is_empty() && seen.is_empty() {
        return checked;
    }
    let placer = Placer::new(&file.path, text, &parsed.sheets, Some(shape));
    checked.leaks = seen.into_iter().map(|seen| seen.leak(&placer)).collect();
    if !faults.is_empty() {
        checked.diagnostics = told(faults, &placer);
    }
    checked
}

pub(super) fn is_error(fault: &Fault) -> bool {
    fault.rule.severity == Severity::Error
}

/// The diagnostics, sorted and bounded.
pub(crate) fn told(
    mut faults: Vec<Fault>,
    placer: &Placer<'_>,
) -> Vec<crate::diagnostic::Diagnostic> {
    faults.sort_by_key(|fault| (fault.spot.start, fault.rule.code));
    let count = faults.len();
    if count > MAX_DIAGNOSTICS {
        let first = faults[0].spot;
        faults.truncate(MAX_DIAGNOSTICS);
        let message = words!(
            "这个文件有 {count} 个问题，只列出前 {MAX_DIAGNOSTICS} 个",
            "this file has {count} faults; the first {MAX_DIAGNOSTICS} are listed"
        );
        faults.push(Fault::new(&rules::too_many_faults::RULE, first, message));
    }
    let mut diagnostics: Vec<_> = faults.into_iter().map(|f| placer.diagnostic(f)).collect();
    diagnostics.sort();
    diagnostics.dedup();
    diagnostics
}

/// A record as far as it could be read.
struct Read {
    record: Record,
    doubts: Vec<Box<str>>,
    /// Whether nothing is wrong with it.
    sound: bool,
}

/// One record of a file.
struct One<'r, 't> {
    file: &'r SourceFile,
    kind: Kind,
    shape: &'static Shape,
    raw: &'r Raw<'t>,
}

impl One<'_, '_> {
    fn origin(&self, index: u32, bytes: &[u8]) -> Origin {
        Origin {
            source: self.file.id,
            index,
            line: self.raw.line,
            body: self.raw.body.clone(),
            fingerprint: self.fingerprint(bytes),
            draft: false,
        }
    }

    /// What it is made of is put in one piece first: hashing many small ones costs more.
    fn fingerprint(&self, bytes: &[u8]) -> Fingerprint {
        if !self.raw.row {
            return article(self.file, self.kind, bytes);
        }
        let mut told = vec![self.kind as u8];
        tell_node(&self.raw.fields, &mut told);
        Fingerprint(*blake3::hash(&told).as_bytes())
    }

    /// The record with its doubtful fields, after the rules on single records.
    fn check(&self, faults: &mut Vec<Fault>) -> Result<Read, Misfit> {
        let mut normal = Normal::default();
        let before = faults.len();
        let value = normal.record(&self.raw.fields, self.shape, &|id, fields| {
            self.default(id, fields)
        });
        let record = record(self.kind, &value)?;
        faults.append(&mut normal.faults);
        let mut found = Findings::default();
        for rule in rules::LIST {
            if let Check::Record(check) = rule.check {
                check(&record, &mut found);
                if found.list.is_empty() {
                    continue;
                }
                let told = found.list.drain(..).filter(|f| !f.touches(&normal.doubts));
                faults.extend(told.map(|finding| {
                    let spot = paths::spot(&finding.at, &self.raw.fields, self.shape);
                    finding.fault(rule, spot)
                }));
            }
        }
        Ok(Read {
            record,
            sound: !faults[before..].iter().any(is_error),
            doubts: normal.doubts,
        })
    }

    /// What stands for a required field that was not written.
    fn default(&self, id: &str, fields: &[(&'static str, Val<'_>)]) -> Option<String> {
        let text = |name: &str| {
            let field = fields.iter().find(|(id, _)| *id == name);
            field.and_then(|(_, value)| value.text()).map(String::from)
        };
        match (self.kind, id) {
            (Kind::Division, "id") => text("code"),
            (Kind::Division, "title") => text("short_name").or_else(|| text("name")),
            (Kind::Observation, "id" | "title") => {
                let (indicator, unit, as_of) = (text("indicator")?, text("unit")?, text("as_of")?);
                Some(format!("{indicator}-{unit}-{as_of}"))
            }
            (Kind::Target, "title") => text("due_text"),
            (_, "id") if self.file.format == Format::Markdown => Some(self.file.stem().to_string()),
            _ => None,
        }
    }

    fn misfit(&self, misfit: &Misfit) -> Fault {
        let spot = paths::spot("", &self.raw.fields, self.shape);
        let message = words!(
            "记录放不进它的类型：{misfit}",
            "the record does not fit its type: {misfit}"
        );
        Fault::new(&rules::misfit::RULE, spot, message)
    }
}

/// The fingerprint of an article: of its path and all its bytes.
pub(crate) fn article(file: &SourceFile, kind: Kind, bytes: &[u8]) -> Fingerprint {
    let path = file.path.as_bytes();
    let mut told = Vec::with_capacity(path.len() + bytes.len() + 2);
    told.push(kind as u8);
    told.extend_from_slice(path);
    told.push(0);
    told.extend_from_slice(bytes);
    Fingerprint(*blake3::hash(&told).as_bytes())
}

/// Writes a node as bytes that no other node has.
fn tell_node(node: &Node<'_>, told: &mut Vec<u8>) {
    let mut part = |mark: u8, text: &[u8]| {
        told.push(mark);
        told.extend_from_slice(&(text.len() as u64).to_le_bytes());
        told.extend_from_slice(text);
    };
    match &node.value {
        Value::Empty => part(0, b""),
        Value::Refused => part(1, b""),
        Value::Word(word, _) => part(2, word.as_bytes()),
        Value::List(items) => {
            part(3, items.len().to_string().as_bytes());
            for item in items {
                tell_node(item, told);
            }
        }
        Value::Map(pairs) => {
            part(4, pairs.len().to_string().as_bytes());
            for pair in pairs {
                told.extend_from_slice(pair.name.as_bytes());
                tell_node(&pair.node, told);
            }
        }
    }
}

/// The record that a tree of values gives.
fn record(kind: Kind, value: &Val<'_>) -> Result<Record, Misfit> {
    let mut envelope: governance::records::Envelope = value.read()?;
    let facts = match kind {
        Kind::Division => Facts::Division(value.read()?),
        Kind::Community => Facts::Community(value.read()?),
        Kind::Department => Facts::Department(value.read()?),
        Kind::Notice => Facts::Notice(value.read()?),
        Kind::AdmissionItem => Facts::AdmissionItem(value.read()?),
        Kind::Meeting => Facts::Meeting(value.read()?),
        Kind::Topic => Facts::Topic(value.read()?),
        Kind::Indicator => Facts::Indicator(value.read()?),
        Kind::Target => Facts::Target(value.read()?),
        Kind::ReportingUnit => Facts::ReportingUnit(value.read()?),
        Kind::Observation => Facts::Observation(value.read()?),
        Kind::Vendor => Facts::Vendor(value.read()?),
        Kind::Guide => Facts::Guide(value.read()?),
    };
    if kind == Kind::Community && envelope.division.is_none() {
        envelope.division = DivisionCode::parse(envelope.id.as_str()).ok();
    }
    Ok(Record { envelope, facts })
}

/// Settings held against their shape, as their type; none if something is wrong.
pub(crate) fn settings<T: serde::de::DeserializeOwned>(
    tree: &Node<'_>,
    shape: &'static Shape,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let mut normal = Normal::default();
    let value = normal.record(tree, shape, &|_, _| None);
    faults.append(&mut normal.faults);
    match value.read() {
        Ok(settings) => Some(settings),
        Err(misfit) => {
            let message = words!(
                "设置放不进它的类型：{misfit}",
                "the settings do not fit their type: {misfit}"
            );
            faults.push(Fault::new(&rules::misfit::RULE, tree.spot, message));
            None
        }
    }
}
