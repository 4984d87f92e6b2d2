//! Stands in for discover, parse and validate until they are there: JSON front matter only.
#![expect(clippy::disallowed_methods, reason = "stands in for discover")]
use crate::diagnostic::Diagnostic;
use crate::library::record;
use crate::source::{Format, Role, SourceFile, SourceId, Sources, Stamp};
use crate::validate::{Entry, Fingerprint, Origin};
use governance::labelled::Labelled;
use governance::records::Kind;
use std::path::Path;

pub(crate) struct Checked {
    pub(crate) entries: Vec<Entry>,
    pub(crate) doubtful: Vec<Entry>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

pub(crate) fn walk(folder: &Path) -> Sources {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
        let Ok(meta) = entry.metadata() else { continue };
        if !meta.is_file() {
            continue;
        }
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let path = path.to_string_lossy().into_owned();
        let top = path.split('/').next().unwrap_or("");
        let kind = Kind::ALL
            .iter()
            .copied()
            .find(|k| crate::opendata::table::name(*k) == top);
        let format = if path.ends_with(".md") {
            Format::Markdown
        } else {
            Format::Other
        };
        let role = match (kind, format) {
            (Some(kind), Format::Markdown) => Role::Records(kind),
            (Some(kind), _) => Role::Attachment(kind),
            (None, _) if path == "site.toml" => Role::Site,
            (None, _) => Role::Rules,
        };
        use std::os::unix::fs::MetadataExt;
        files.push(SourceFile {
            id: SourceId::of(&path),
            path: path.into(),
            role,
            format,
            stamp: Stamp {
                len: meta.len(),
                modified: i128::from(meta.mtime()) * 1_000_000_000 + i128::from(meta.mtime_nsec()),
                changed: i128::from(meta.ctime()) * 1_000_000_000 + i128::from(meta.ctime_nsec()),
                inode: meta.ino(),
            },
        });
    }
    Sources::new(files)
}

pub(crate) fn read(folder: &Path, file: &SourceFile) -> Result<Vec<u8>, Box<Diagnostic>> {
    Ok(std::fs::read(folder.join(&*file.path)).unwrap_or_default())
}

pub(crate) fn check(file: &SourceFile, bytes: &[u8]) -> Checked {
    let mut checked = Checked {
        entries: Vec::new(),
        doubtful: Vec::new(),
        diagnostics: Vec::new(),
    };
    let Role::Records(kind) = file.role else {
        return checked;
    };
    let text = String::from_utf8_lossy(bytes);
    let Some(rest) = text.strip_prefix("---\n") else {
        return checked;
    };
    let Some(end) = rest.find("\n---\n") else {
        return checked;
    };
    let Ok(mut value) = serde_json::from_str::<serde_json::Value>(&rest[..end]) else {
        return checked;
    };
    if value.get("id").is_none() {
        value["id"] = file.stem().into();
    }
    let Ok(record) = record::decode(kind, value.to_string().as_bytes()) else {
        return checked;
    };
    let start = 4 + end + 5;
    let mut hasher = blake3::Hasher::new();
    hasher.update(file.path.as_bytes()).update(bytes);
    checked.entries.push(Entry {
        record,
        origin: Origin {
            source: file.id,
            index: 0,
            line: 1,
            body: (start < bytes.len()).then_some(start as u32..bytes.len() as u32),
            fingerprint: Fingerprint(*hasher.finalize().as_bytes()),
        },
    });
    checked
}
