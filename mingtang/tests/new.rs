//! `mingtang new`: what a person gets to fill in stops nobody else's work.
#![expect(clippy::disallowed_methods, reason = "a test makes its own files")]

use governance::labelled::Labelled;
use governance::records::Kind;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn mingtang(args: &[&str], content: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingtang"));
    command
        .args(args)
        .args(["--now", "2026-11-23T09:00:00+08:00"]);
    command.arg("--content").arg(content);
    command.output().expect("the command ran")
}

/// Kinds that are written one file a record; the others are rows of tables.
const WRITTEN: [Kind; 8] = [
    Kind::Notice,
    Kind::AdmissionItem,
    Kind::Meeting,
    Kind::Topic,
    Kind::Vendor,
    Kind::Guide,
    Kind::Community,
    Kind::Department,
];

#[test]
fn every_skeleton_can_lie_among_what_is_published() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = "name = \"示例\"\nbase_url = \"https://example.org\"\n";
    fs::write(folder.path().join("site.toml"), settings).expect("written");
    for kind in WRITTEN {
        let place = (kind == Kind::Community).then_some("420502001003");
        let id = place.unwrap_or(kind.id());
        let made = mingtang(&["new", kind.id(), id], folder.path());
        assert_eq!(made.status.code(), Some(0), "{}: {made:?}", kind.id());
    }
    let checked = mingtang(&["check"], folder.path());
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert_eq!(checked.status.code(), Some(0), "{said}");
}
