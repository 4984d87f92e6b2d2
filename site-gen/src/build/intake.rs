//! Takes files in: each is read, checked and turned into what the library keeps of it.
//!
//! Entry point: [`take`]. Pure but for reading; what it gives back depends on the path and the bytes of the one file, so that it can be kept.

use super::pack::Pack;
use super::shim::{self as validate, Checked};
use crate::diagnostic::Diagnostic;
use crate::library::{FileFacts, Item, Print, Slot, Stored, Visibility, record};
use crate::markdown::{Survey, survey};
use crate::relate::own_light;
use crate::source::{Role, SourceFile, SourceId, Stamp};
use crate::validate::Entry;
use governance::records::Facts;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// What is kept of a file.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) id: SourceId,
    pub(crate) path: Box<str>,
    /// Fingerprint of its bytes.
    pub(crate) print: Print,
    pub(crate) stamp: Stamp,
    pub(crate) slots: Vec<Slot>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Faults of bodies, which are told by the one who knows how.
    pub(crate) surveys: Vec<(u32, Survey)>,
    pub(crate) file: Option<FileFacts>,
}

impl Taken {
    fn nothing(file: &SourceFile, print: Print) -> Self {
        Self {
            id: file.id,
            path: file.path.clone(),
            print,
            stamp: file.stamp,
            slots: Vec::new(),
            entries: Vec::new(),
            diagnostics: Vec::new(),
            surveys: Vec::new(),
            file: None,
        }
    }

    /// A file that could not be read.
    pub(crate) fn unreadable(file: &SourceFile, why: Diagnostic) -> Self {
        Self {
            diagnostics: vec![why],
            ..Self::nothing(file, Print::default())
        }
    }
}

/// Takes a file in; its bytes were read already.
pub(crate) fn take(file: &SourceFile, bytes: &[u8], pack: &Pack) -> std::io::Result<Taken> {
    let mut taken = Taken::nothing(file, Print::of(bytes));
    match file.role {
        Role::Records(_) => records(file, bytes, pack, &mut taken)?,
        Role::Attachment(_) => taken.file = Some(facts(file, bytes)),
        Role::Site | Role::Calendar | Role::Rules | Role::Snapshot => {}
    }
    Ok(taken)
}

fn records(file: &SourceFile, bytes: &[u8], pack: &Pack, taken: &mut Taken) -> std::io::Result<()> {
    let Checked {
        entries,
        diagnostics,
        ..
    } = validate::check(file, bytes);
    taken.diagnostics = diagnostics;
    let folder: Arc<str> = file.folder().into();
    for entry in &entries {
        let body = entry.origin.body.clone().unwrap_or(0..0);
        let text = bytes
            .get(body.start as usize..body.end as usize)
            .unwrap_or(b"");
        let text = std::str::from_utf8(text).unwrap_or("");
        let survey = survey(text);
        taken
            .slots
            .push(slot(entry, &survey, Arc::clone(&folder), pack)?);
        if !survey.faults.is_empty() {
            taken.surveys.push((entry.origin.index, survey));
        }
    }
    taken.entries = entries;
    Ok(())
}

fn slot(entry: &Entry, survey: &Survey, folder: Arc<str>, pack: &Pack) -> std::io::Result<Slot> {
    let json = record::encode(&entry.record).map_err(std::io::Error::other)?;
    let item = Item::of(&entry.record, &json);
    let mut refers: Vec<Box<str>> = survey
        .links
        .iter()
        .map(|(to, _)| to.as_str().into())
        .collect();
    if let Facts::Notice(notice) = &entry.record.facts {
        refers.extend(notice.attachments.iter().map(|a| a.file.clone()));
    }
    let own_light = own_light(&item);
    let mut short = [0; 16];
    short.copy_from_slice(&entry.origin.fingerprint.0[..16]);
    Ok(Slot {
        own_light,
        light: own_light,
        whole: Print(short),
        item,
        mask: None,
        visibility: Visibility::Hidden,
        stored: pack.put(&json)?,
        source: entry.origin.source,
        index: entry.origin.index,
        folder,
        body: entry
            .origin
            .body
            .as_ref()
            .map(|range| (range.start, range.end)),
        refers: refers.into(),
    })
}

fn facts(file: &SourceFile, bytes: &[u8]) -> FileFacts {
    FileFacts {
        path: file.path.clone(),
        bytes: bytes.len() as u64,
        sha256: hex(&Sha256::digest(bytes)),
        media: media(file.name()).into(),
        pixels: super::pixels::size(bytes),
    }
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> Box<str> {
    use std::fmt::Write;
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out.into()
}

/// Media type by the name's extension (IANA).
fn media(name: &str) -> &'static str {
    match name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase())
        .as_deref()
    {
        Some("pdf") => "application/pdf",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("svg") => "image/svg+xml",
        Some("csv") => "text/csv",
        Some("txt") => "text/plain",
        Some(_) | None => "application/octet-stream",
    }
}

impl Stored {
    /// Bytes.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Memory(bytes) => bytes.len(),
            Self::Pack { len, .. } => *len as usize,
        }
    }
}
