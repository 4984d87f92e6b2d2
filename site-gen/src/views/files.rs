//! Files beside a record as a page offers them: what they are, how large, and by what to tell whether a copy is the same.
//!
//! Entry point: [`files`]. All of it is taken from the file. A file that is not there is not offered.

use super::frame::Look;
use crate::library::{FileFacts, Ix};
use governance::attachments::Attachment;
use serde::Serialize;
use std::borrow::Cow;

/// A file to be downloaded.
#[derive(Serialize)]
pub(super) struct FileView<'a> {
    url: String,
    name: &'a str,
    /// Its type in words.
    kind: Cow<'a, str>,
    /// The same for machines.
    mime: &'a str,
    size: String,
    sha256: &'a str,
}

/// The files that a record names.
pub(super) fn files<'r>(
    look: &Look<'r>,
    ix: Ix,
    attachments: &'r [Attachment],
) -> Vec<FileView<'r>> {
    let file = |attachment: &'r Attachment| {
        let (url, facts) = look.reader.attachment(ix, &attachment.file)?;
        Some(FileView {
            url,
            name: &attachment.name,
            kind: kind(look, facts),
            mime: &facts.media,
            size: size(facts.bytes),
            sha256: &facts.sha256,
        })
    };
    attachments.iter().filter_map(file).collect()
}

/// The type in words: people know a PDF, not `application/pdf`.
fn kind<'r>(look: &Look<'r>, facts: &FileFacts) -> Cow<'r, str> {
    let name = match &*facts.media {
        "application/pdf" => "file.pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "file.docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "file.xlsx",
        "image/svg+xml" => "file.drawing",
        "text/csv" => "file.csv",
        "text/plain" => "file.txt",
        media if media.starts_with("image/") => "file.picture",
        _ => {
            let end = facts.path.rsplit_once('.').map_or("", |(_, end)| end);
            return Cow::Owned(look.say("file.other", &[("end", &end.to_uppercase())]));
        }
    };
    Cow::Borrowed(look.t(name))
}

/// Bytes in the unit that people read: KB of 1024 bytes, from 1 MB on with one place after the point; never less than the file has.
fn size(bytes: u64) -> String {
    const MB: u64 = 1024 * 1024;
    if bytes < MB {
        return format!("{} KB", bytes.div_ceil(1024));
    }
    let tenths = (bytes * 10).div_ceil(MB);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
