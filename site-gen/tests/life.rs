//! What a built site tells and what it keeps to itself, held against every file of it: records that are not out yet, records taken back, changes, cells of tables.
//!
//! Each module builds `tests/cases/full` with something laid over it and looks at the bytes that were written. The cases are files; nothing here knows how a page is made.
#![expect(
    clippy::disallowed_methods,
    reason = "a test makes and reads its own files"
)]

#[path = "house/files.rs"]
mod house;

#[path = "life/cells.rs"]
mod cells;
#[path = "life/changes.rs"]
mod changes;
#[path = "life/drafts.rs"]
mod drafts;
#[path = "life/followed.rs"]
mod followed;
#[path = "life/hidden.rs"]
mod hidden;
#[path = "life/many.rs"]
mod many;
#[path = "life/owed.rs"]
mod owed;
#[path = "life/small.rs"]
mod small;
#[path = "life/stale.rs"]
mod stale;
#[path = "life/withdrawn.rs"]
mod withdrawn;
#[path = "life/year.rs"]
mod year;

use governance::dates::Moment;
use house::{files, root, theme};
use site_gen::build::{self, BuildInput, Report};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// The day of the cases.
const NOW: &str = "2026-11-23 09:00";

/// Every file of a folder by its path in it.
type Files = BTreeMap<String, Vec<u8>>;

fn cases() -> PathBuf {
    root().join("tests/cases")
}

/// What a build told, and the files it wrote.
struct Built {
    report: Report,
    files: Files,
}

/// Builds `tests/cases/full` with more files laid over it, as of a moment.
fn built(over: &Files, now: &str) -> Built {
    let folder = tempfile::tempdir().expect("a folder");
    let content = folder.path().join("content");
    for (path, bytes) in files(&cases().join("full")).iter().chain(over) {
        let path = content.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }
    let input = BuildInput {
        content,
        theme: theme(),
        out: folder.path().join("public"),
        now: Moment::parse(now).expect("a moment"),
        base_url: None,
        clean: true,
        listed: true,
    };
    let report = build::run(&input).expect("the tool works");
    let files = files(&input.out);
    Built { report, files }
}

/// The files of [`built`], or every fault that kept them from being written.
fn site(over: &Files, now: &str) -> Result<Files, String> {
    let Built { report, files } = built(over, now);
    let told = report
        .diagnostics
        .iter()
        .map(|d| format!("{} {}: {}", d.place.path, d.code, d.message.zh));
    if report.published {
        Ok(files)
    } else {
        Err(told.collect::<Vec<_>>().join("\n"))
    }
}

/// A page or file of the site as text.
fn text<'f>(files: &'f Files, path: &str) -> &'f str {
    let bytes = files.get(path);
    assert!(bytes.is_some(), "no {path}");
    bytes.map_or("", |bytes| std::str::from_utf8(bytes).expect("text"))
}

/// A word as it stands in text, in JSON, in an address and in HTML.
fn forms(word: &str) -> [String; 4] {
    let mut forms = [word.to_owned(), String::new(), String::new(), String::new()];
    for unit in word.encode_utf16() {
        let _ = write!(forms[1], "\\u{unit:04x}");
    }
    for byte in word.bytes() {
        let _ = write!(forms[2], "%{byte:02X}");
    }
    for c in word.chars() {
        let _ = write!(forms[3], "&#{};", u32::from(c));
    }
    forms
}

/// The paths of the files in whose name or bytes a word stands, in any of its forms.
fn with_word<'f>(files: &'f Files, word: &str) -> Vec<&'f str> {
    let forms = forms(word);
    let within = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        forms.iter().any(|form| text.contains(form.as_str()))
    };
    let found = files
        .iter()
        .filter(|(path, bytes)| within(path.as_bytes()) || within(bytes));
    found.map(|(path, _)| path.as_str()).collect()
}
