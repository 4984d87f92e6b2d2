//! The files that the tests build from: those of this repository, and those below a folder. Shared by the tests that take it in by its path.
//!
//! Must not: build or judge.

use site_gen::views::ThemeFiles;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The house's own theme.
pub(crate) fn theme() -> ThemeFiles {
    let found = files(&root().join("themes/mingtang")).into_iter();
    found.map(|(path, bytes)| (path.into(), bytes)).collect()
}

/// Every file below a folder by its path in it; what can't be read counts as not there.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk = walkdir::WalkDir::new(folder).into_iter().flatten();
    let read = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(folder).ok()?;
        let bytes = entry.file_type().is_file().then(|| fs::read(entry.path()));
        Some((path.to_string_lossy().into_owned(), bytes?.ok()?))
    };
    walk.filter_map(read).collect()
}
