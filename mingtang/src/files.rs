//! The command's door to files that are neither content nor site: data folder, drafts of new records, repairs.

#![expect(clippy::disallowed_methods, reason = "the command's door to files")]

use site_gen::views::ThemeFiles;
use std::io;
use std::path::{Path, PathBuf};

/// Reads a text file.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    std::fs::read_to_string(path)
}

/// Whether something is there.
pub(crate) fn is_there(path: &Path) -> bool {
    path.exists()
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

/// Reads a file.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// Puts new bytes in the place of a file, whole or not at all.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".mingtang-new");
    let beside = path.with_file_name(name);
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&beside, path)
}

/// The files of a theme folder by their path in it; hidden files and symbolic links are left aside.
pub(crate) fn theme(folder: &Path) -> io::Result<ThemeFiles> {
    let mut files = ThemeFiles::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(current) = folders.pop() {
        for entry in std::fs::read_dir(&current)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.insert(inner(folder, &entry.path()), std::fs::read(entry.path())?);
            }
        }
    }
    Ok(files)
}

/// The path below the folder, with `/` between its parts.
fn inner(folder: &Path, path: &Path) -> Box<str> {
    let path = path.strip_prefix(folder).unwrap_or(path);
    let parts = path.iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/").into()
}
