//! The command's door to files that are neither content nor site: data folder, drafts of new records, repairs.

#![expect(clippy::disallowed_methods, reason = "the command's door to files")]

use std::io;
use std::path::{Path, PathBuf};

/// Reads a text file.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    std::fs::read_to_string(path)
}

/// Makes a folder and those above it.
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

/// Writes a new file; refuses to write over one that is there.
pub(crate) fn write_new(path: &Path, text: &str) -> io::Result<()> {
    use std::io::Write;
    let mut file = std::fs::File::options()
        .write(true)
        .create_new(true)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The readable text files of a folder with that ending, sorted by name; none if there is no such folder.
pub(crate) fn folder_of_texts(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == ending));
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| Some((path.clone(), read_text(&path).ok()?)))
        .collect()
}
