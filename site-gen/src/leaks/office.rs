//! Files that are ZIP archives of XML: DOCX, XLSX, PPTX, ODT, OFD and plain archives.
//!
//! Entry point: [`open`]. Every part is read: text, comments, headers, properties, relations, hidden sheets, pictures. Reads at most a budget of bytes.

use super::attachments::Look;
use super::attachments::Unread;
use super::readings::{properties, xml};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Parts of an archive: a report with a thousand pictures has three thousand.
const PARTS: usize = 10_000;

/// Archives within archives that are opened: a document in a document in an archive.
const DEPTH: u8 = 3;

/// Looks at every part of an archive.
pub(super) fn open(bytes: &[u8], depth: u8, look: &mut Look) -> Result<(), Unread> {
    if depth > DEPTH {
        return Err(Unread::TooBig);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unread::Damaged)?;
    if archive.len() > PARTS {
        return Err(Unread::TooBig);
    }
    for number in 0..archive.len() {
        let mut part = Vec::new();
        let name = {
            let entry = archive.by_index(number).map_err(|error| unread(&error))?;
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            let left = look.left();
            let mut entry = entry.take(left + 1);
            entry.read_to_end(&mut part).map_err(|_| Unread::Damaged)?;
            name
        };
        look.spend(part.len() as u64)?;
        look.text(&name);
        one(&name, &part, depth, look)?;
    }
    Ok(())
}

fn unread(error: &ZipError) -> Unread {
    let locked = matches!(
        error,
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)
    );
    if locked {
        Unread::Locked
    } else {
        Unread::Damaged
    }
}

/// Whether a part tells about the document (of Office, ODF or OFD) or holds its data, instead of its text.
fn is_about(name: &str) -> bool {
    let folders = ["docProps/", "customXml/"];
    folders.iter().any(|folder| name.starts_with(folder))
        || ["meta.xml", "OFD.xml"]
            .iter()
            .any(|file| name.ends_with(file))
}

fn one(name: &str, part: &[u8], depth: u8, look: &mut Look) -> Result<(), Unread> {
    let extension = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    match extension.as_str() {
        "xml" if is_about(name) => {
            look.text(&properties(&String::from_utf8_lossy(part)));
            Ok(())
        }
        "xml" | "rels" | "vml" | "xhtml" | "html" | "svg" => {
            look.text(&xml(&String::from_utf8_lossy(part)));
            Ok(())
        }
        _ => look.inner(name, part, depth + 1),
    }
}
