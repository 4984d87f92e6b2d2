//! The same rows, however they were saved: every file of a folder of `tests/cases/tables/<kind>/` gives the same records, and none has a fault.
//!
//! To add a case, add a folder with the same table in two or more forms. Those of `real-programs` were written by the program that the file is named after: typed dates
//! in two formats, a code as a number, a text that begins with `=`, a line break, blank cells, a filter, a frozen head, a drop-down list with its words on a hidden sheet.
#![expect(clippy::disallowed_methods, reason = "cases are files")]

use governance::labelled::Labelled;
use governance::records::{Kind, Record};
use site_gen::source::{Format, Role, SourceFile, SourceId, Stamp};
use site_gen::validate;
use std::fs;
use std::path::{Path, PathBuf};

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn records(kind: Kind, path: &Path) -> Vec<Record> {
    let bytes = fs::read(path).expect("a file");
    let format = match path.extension().and_then(|e| e.to_str()) {
        Some("xlsx") => Format::Xlsx,
        _ => Format::Csv,
    };
    let name = path.file_name().and_then(|n| n.to_str()).expect("a name");
    let file = SourceFile {
        id: SourceId::of(name),
        path: name.into(),
        role: Role::Records(kind),
        format,
        stamp: Stamp {
            len: 0,
            modified: 0,
            changed: 0,
            inode: 0,
        },
    };
    let checked = validate::file(&file, &bytes);
    assert_eq!(checked.diagnostics, [], "{}", path.display());
    checked.entries.into_iter().map(|e| e.record).collect()
}

#[test]
fn a_table_is_the_same_however_it_was_saved() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/tables");
    let mut compared = 0;
    for folder in sorted(&root) {
        let name = folder.file_name().and_then(|n| n.to_str()).unwrap_or("");
        let kind = Kind::find(name).expect("a kind");
        for case in sorted(&folder) {
            let files = sorted(&case);
            let first = records(kind, &files[0]);
            assert!(!first.is_empty() && files.len() > 1, "{}", case.display());
            for other in &files[1..] {
                assert_eq!(first, records(kind, other), "{}", other.display());
                compared += 1;
            }
        }
    }
    assert!(compared > 0);
}
