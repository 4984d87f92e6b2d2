//! Takes files in: each is read, checked and turned into what the library keeps of it.
//!
//! Entry point: [`take`]. Pure but for reading; what it gives back depends on the path and the bytes of the one file, so that it can be kept.

use super::dossier::Dossier;
use super::examine::Examiner;
use super::pack::Pack;
use super::smaller::{self, Look};
use crate::diagnostic::{Diagnostic, Place, Words};
use crate::leaks::{self, Leak};
use crate::library::{FileFacts, Item, Print, Slot, Smaller, Visibility, leaf, record};
use crate::markdown::{Survey, survey};
use crate::parse::text::{self, Decoded};
use crate::relate::own_light;
use crate::rules;
use crate::source::{Format, Role, SourceFile, Stamp};
use crate::validate::{self, Entry, Fingerprint, Origin};
use governance::hexadecimal::hex;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// What is kept of a file.
#[derive(Debug)]
pub(crate) struct Taken {
    /// As [`print()`] has it.
    pub(crate) print: Print,
    pub(crate) stamp: Stamp,
    pub(crate) slots: Vec<Slot>,
    pub(crate) dossier: Dossier,
}

impl Taken {
    fn nothing(file: &SourceFile, print: Print) -> Self {
        Self {
            print,
            stamp: file.stamp,
            slots: Vec::new(),
            dossier: Dossier::default(),
        }
    }

    /// A file that could not be read.
    pub(crate) fn unreadable(file: &SourceFile, why: Diagnostic) -> Self {
        let mut taken = Self::nothing(file, Print::default());
        taken.dossier.warnings.push(why);
        taken
    }
}

/// The fingerprint of a file: of its bytes; of an article that of its record, which is made of them, so that they are hashed once.
pub(super) fn print(file: &SourceFile, bytes: &[u8]) -> Print {
    if let (Role::Records(kind), Format::Markdown) = (file.role, file.format) {
        return short(validate::article(file, kind, bytes));
    }
    Print::of(bytes)
}

fn short(fingerprint: Fingerprint) -> Print {
    let mut short = [0; 16];
    short.copy_from_slice(&fingerprint.0[..16]);
    Print(short)
}

/// Takes a file in; its bytes were read already.
pub(crate) fn take(
    file: &SourceFile,
    bytes: &[u8],
    pack: &Pack,
    examiner: &Examiner,
) -> std::io::Result<Taken> {
    let mut taken = Taken::nothing(file, Print::default());
    taken.dossier.leaks = leaks_outside_records(file, bytes);
    match file.role {
        Role::Records(_) => {
            let mut decoded = text::decode(bytes, file.format);
            let entries = examine(file, &mut decoded, examiner, &mut taken);
            let sole = entries.first().filter(|_| file.format == Format::Markdown);
            let known = sole.map(|(entry, _)| short(entry.origin.fingerprint));
            taken.print = known.unwrap_or_else(|| print(file, bytes));
            taken.slots.reserve_exact(entries.len());
            for (entry, survey) in entries {
                let folder: Arc<str> = file.folder().into();
                let body = decoded.body(entry.origin.body.as_ref());
                taken
                    .slots
                    .push(slot((&entry, body), &survey, folder, pack)?);
            }
        }
        Role::Attachment(_) => {
            taken.print = print(file, bytes);
            let look = smaller::look(bytes);
            taken.dossier.warnings.extend(left(file, &look));
            let smaller = look.smaller.iter().map(|one| kept(one, pack));
            let smaller = smaller.collect::<std::io::Result<_>>()?;
            taken.dossier.file = Some(facts(file, bytes, &look, smaller));
        }
        Role::Site | Role::Calendar | Role::Rules | Role::Snapshot => {
            taken.print = print(file, bytes);
        }
    }
    Ok(taken)
}

/// The same without keeping records: for a check that makes no site.
pub(crate) fn check(file: &SourceFile, bytes: &[u8], examiner: &Examiner) -> Taken {
    let mut taken = Taken::nothing(file, Print::default());
    taken.dossier.leaks = leaks_outside_records(file, bytes);
    match file.role {
        Role::Records(_) => {
            let mut decoded = text::decode(bytes, file.format);
            examine(file, &mut decoded, examiner, &mut taken);
        }
        Role::Attachment(_) => {
            let look = smaller::look(bytes);
            taken.dossier.warnings.extend(left(file, &look));
            taken.dossier.file = Some(facts(file, bytes, &look, [].into()));
        }
        Role::Site | Role::Calendar | Role::Rules | Role::Snapshot => {}
    }
    taken
}

/// What is personal in a file's name, and in files that hold no records.
fn leaks_outside_records(file: &SourceFile, bytes: &[u8]) -> Vec<Leak> {
    let mut found = leaks::name(file);
    match file.role {
        // What residents wrote is held against the guard by the snapshot's own rules.
        Role::Records(_) | Role::Snapshot => {}
        Role::Attachment(_) => found.extend(leaks::attachment(file, bytes)),
        Role::Site | Role::Calendar | Role::Rules => {
            found.extend(leaks::whole(file, bytes));
        }
    }
    found
}

/// Parses and checks a file and its bodies, by itself and for the day.
fn examine(
    file: &SourceFile,
    decoded: &mut Decoded<'_>,
    examiner: &Examiner,
    taken: &mut Taken,
) -> Vec<(Entry, Survey)> {
    let checked = validate::decoded(file, decoded);
    let look = |origin: &Origin| {
        let text = decoded.body(origin.body.as_ref());
        (survey(text), text)
    };
    let doubtful = checked.doubtful.iter();
    let doubtful: Vec<_> = doubtful
        .map(|one| (&one.origin, look(&one.origin)))
        .collect();
    let sure: Vec<_> = checked.entries.iter().map(|e| look(&e.origin)).collect();
    let bodies = sure.iter().chain(doubtful.iter().map(|(_, body)| body));
    let has_text = file.format == Format::Markdown;
    let bodies = bodies.map(|(survey, text)| (survey, has_text.then_some(*text)));
    taken.dossier.examined = examiner.file(&checked, bodies);
    taken.dossier.warnings = checked.diagnostics;
    taken.dossier.leaks.extend(checked.leaks);
    let sure = sure.into_iter().map(|(survey, _)| survey);
    let surveyed: Vec<_> = checked.entries.into_iter().zip(sure).collect();
    let sure = surveyed
        .iter()
        .map(|(entry, survey)| (&entry.origin, survey));
    let bodies = sure.chain(
        doubtful
            .iter()
            .map(|(origin, (survey, _))| (*origin, survey)),
    );
    taken
        .dossier
        .warnings
        .extend(validate::bodies(file, decoded, bodies));
    taken.dossier.warnings.sort();
    surveyed
}

fn slot(
    (entry, body): (&Entry, &str),
    survey: &Survey,
    folder: Arc<str>,
    pack: &Pack,
) -> std::io::Result<Slot> {
    let form = record::encode(&entry.record).map_err(std::io::Error::other)?;
    let item = Item::of(&entry.record, &form.text);
    let mut refers: Vec<Box<str>> = survey
        .links
        .iter()
        .map(|(to, _)| to.as_str().into())
        .collect();
    let attached = entry.record.facts.attachments().into_iter();
    refers.extend(attached.map(|(_, attachment)| attachment.file.clone()));
    let own_light = own_light(&item);
    Ok(Slot {
        held: None,
        own_light,
        whole: short(entry.origin.fingerprint),
        item,
        mask: None,
        visibility: Visibility::Hidden,
        stored: pack.put(&leaf::bind(form, (&leaf::hash(&entry.record, body), body)))?,
        source: entry.origin.source,
        index: entry.origin.index,
        folder,
        body: entry.origin.body.is_some(),
        refers: refers.into(),
    })
}

fn facts(file: &SourceFile, bytes: &[u8], look: &Look, smaller: Box<[Smaller]>) -> FileFacts {
    FileFacts {
        path: file.path.clone(),
        bytes: bytes.len() as u64,
        sha256: hex(&Sha256::digest(bytes)).into(),
        media: media(file.name()).into(),
        pixels: look.upright.or_else(|| super::pixels::size(bytes)),
        smaller,
    }
}

/// A smaller size of an image, kept in the pack: while the image is what it was it is not decoded again.
fn kept((width, bytes): &(u32, Vec<u8>), pack: &Pack) -> std::io::Result<Smaller> {
    Ok(Smaller {
        width: *width,
        hash: hex(&Print::of(bytes).0)[..12].into(),
        stored: pack.put(bytes)?,
    })
}

/// The warning that a wide image has no smaller sizes.
fn left(file: &SourceFile, look: &Look) -> Option<Diagnostic> {
    let rule = &rules::image_left::RULE;
    look.why.clone().map(|message| Diagnostic {
        place: Place::whole(&file.path),
        code: rule.code,
        severity: rule.severity,
        message,
        hint: Some(Words::new(rule.remedy.zh, rule.remedy.en)),
        fix: None,
    })
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
