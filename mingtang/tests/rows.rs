//! What the site exports is taken in again by the command: the meetings of the demonstration, final minutes with their seals among them.
#![expect(clippy::disallowed_methods, reason = "a test makes its own files")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Builds the site of a content folder beside it; its table of meetings as JSON and as CSV.
fn meetings(content: &Path) -> (String, Vec<u8>) {
    let out = content.with_file_name("public");
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingtang"));
    command.args(["build", "--clean", "--now", "2026-11-23T09:00:00+08:00"]);
    command
        .arg("--theme")
        .arg(repository().join("themes/mingtang"));
    command.arg("--content").arg(content).arg("--out").arg(&out);
    let built = command.output().expect("the command ran");
    let said = String::from_utf8_lossy(&[built.stdout, built.stderr].concat()).into_owned();
    assert_eq!(built.status.code(), Some(0), "{said}");
    let json = fs::read_to_string(out.join("data/meetings.json")).expect("a table");
    (
        json,
        fs::read(out.join("data/meetings.csv")).expect("a table"),
    )
}

#[test]
fn the_table_of_meetings_takes_the_place_of_its_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let content = folder.path().join("content");
    let copied = Command::new("cp")
        .arg("-r")
        .arg(repository().join("content"))
        .arg(&content)
        .status();
    assert!(copied.expect("cp ran").success());
    let (written, rows) = meetings(&content);
    assert!(
        written.contains("\"minutes_sha256\": \"") || written.contains("\"minutes_sha256\":\"")
    );
    for file in fs::read_dir(content.join("meetings")).expect("a folder") {
        let path = file.expect("a file").path();
        if path.extension().is_some_and(|ending| ending == "md") {
            fs::remove_file(path).expect("removed");
        }
    }
    fs::write(content.join("meetings/all.csv"), rows).expect("written");
    assert_eq!(meetings(&content).0, written);
}
