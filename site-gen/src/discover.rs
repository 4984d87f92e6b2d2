//! Walks the content folder. The only module that reads content.
//!
//! Entry points: [`walk`], [`read`]. Sorted, bounded; a symbolic link is a fault, not a file.

mod folders;

use crate::diagnostic::{Diagnostic, Place, Words};
use crate::rules::{self, Rule};
use crate::source::{Format, Role, SourceFile, SourceId, Sources, Stamp};
use crate::words;
use rayon::prelude::*;
use std::fs::DirEntry;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::UNIX_EPOCH;

/// Most files: seven times the archive of one city over three years.
const MAX_FILES: usize = 2_000_000;

/// Deepest folder below the content folder.
const MAX_DEPTH: usize = 12;

/// Longest name in bytes; file systems allow 255, an archive adds to it.
const MAX_NAME: usize = 200;

/// Faults of the walk that are told one by one.
const TOLD: usize = 200;

/// The folder could not be read at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the content folder {folder}: {cause}")]
pub struct Unreadable {
    /// The folder.
    pub folder: String,
    /// What the system said.
    pub cause: std::io::Error,
}

/// What lies in the folder, and what is wrong with it.
///
/// # Errors
/// If the folder itself can't be read.
pub fn walk(folder: &Path) -> Result<(Sources, Vec<Diagnostic>), Unreadable> {
    let entries = list(folder).map_err(|cause| Unreadable {
        folder: folder.display().to_string(),
        cause,
    })?;
    let counter = AtomicUsize::new(0);
    let mut walk = Walk::below(&counter, entries, ("", 1));
    if walk.files.len() > MAX_FILES {
        walk.files.truncate(MAX_FILES);
        let message = words!("超过 {MAX_FILES} 个文件", "more than {MAX_FILES} files");
        walk.tell("", &rules::too_many_files::RULE, message);
    }
    walk.faults.sort();
    walk.faults.truncate(TOLD);
    Ok((Sources::new(walk.files), walk.faults))
}

#[expect(clippy::disallowed_methods, reason = "this is the reader")]
fn list(folder: &Path) -> std::io::Result<std::fs::ReadDir> {
    std::fs::read_dir(folder)
}

fn cannot(cause: &str) -> Words {
    words!("读不了：{cause}", "cannot be read: {cause}")
}

/// Files that programs leave behind, and what belongs to the folder rather than the site.
fn ignored(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || name.ends_with('~') || name == "Thumbs.db"
}

/// What was found below a folder.
#[derive(Default)]
struct Walk {
    files: Vec<SourceFile>,
    faults: Vec<Diagnostic>,
}

/// A folder inside: where it lies, its path below the content folder, its depth.
type Inside = (PathBuf, String, usize);

impl Walk {
    /// Walks what lies in a folder, the folders in it side by side; `counter` counts the files of all.
    fn below(counter: &AtomicUsize, entries: std::fs::ReadDir, at: (&str, usize)) -> Self {
        let mut walk = Self::default();
        let mut folders: Vec<Inside> = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) => folders.extend(walk.entry(&entry, at)),
                Err(error) => walk.cannot(at.0, &error),
            }
        }
        if counter.fetch_add(walk.files.len(), Ordering::Relaxed) > MAX_FILES {
            return walk;
        }
        let inside = |(folder, path, depth): Inside| match list(&folder) {
            Ok(entries) => Self::below(counter, entries, (&path, depth)),
            Err(error) => {
                let mut walk = Self::default();
                walk.cannot(&path, &error);
                walk
            }
        };
        let inner: Vec<Self> = folders.into_par_iter().map(inside).collect();
        for inner in inner {
            walk.files.extend(inner.files);
            walk.faults.extend(inner.faults);
        }
        walk
    }

    fn cannot(&mut self, path: &str, error: &std::io::Error) {
        let message = cannot(&error.to_string());
        self.tell(path, &rules::unreadable_file::RULE, message);
    }

    fn tell(&mut self, path: &str, rule: &Rule, message: Words) {
        self.faults.push(Diagnostic {
            place: Place::whole(path),
            code: rule.code,
            severity: rule.severity,
            message,
            hint: Some(Words::new(rule.remedy.zh, rule.remedy.en)),
            fix: None,
        });
    }

    /// Takes an entry in; gives it back if it is a folder to walk.
    fn entry(&mut self, entry: &DirEntry, (folder, depth): (&str, usize)) -> Option<Inside> {
        let name = entry.file_name();
        if ignored(&name.to_string_lossy()) {
            return None;
        }
        let path = relative(folder, &name);
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(error) => {
                self.cannot(&path, &error);
                return None;
            }
        };
        let inside =
            (kind.is_dir() && depth <= MAX_DEPTH).then(|| (entry.path(), path.clone(), depth + 1));
        if kind.is_symlink() {
            let message = words!("这是符号链接", "this is a symbolic link");
            self.tell(&path, &rules::symbolic_link::RULE, message);
        } else if let Some(message) = wrong_name(&name) {
            self.tell(&path, &rules::file_name::RULE, message);
        } else if depth > MAX_DEPTH {
            let message = words!(
                "文件夹套了超过 {MAX_DEPTH} 层",
                "folders nested more than {MAX_DEPTH} deep"
            );
            self.tell(&path, &rules::too_many_files::RULE, message);
        } else if kind.is_file() {
            match entry.metadata() {
                Ok(about) => self.file(&path, &about),
                Err(error) => self.cannot(&path, &error),
            }
        } else if !kind.is_dir() {
            let message = words!("这不是普通文件", "this is no regular file");
            self.tell(&path, &rules::unreadable_file::RULE, message);
        }
        inside
    }

    fn file(&mut self, path: &str, about: &std::fs::Metadata) {
        let format = folders::format(path);
        match folders::role(path, format) {
            folders::Found::Role(role) => self.files.push(SourceFile {
                id: SourceId::of(path),
                path: path.into(),
                role,
                format,
                stamp: stamp(about),
            }),
            folders::Found::Document => {}
            folders::Found::OldFormat => {
                let message = words!("读不了这种格式", "this format can't be read");
                self.tell(path, &rules::unknown_format::RULE, message);
            }
            folders::Found::Nowhere(near) => {
                let message = match near {
                    Some(near) => words!(
                        "不在已知的文件夹里；是不是 {near}/?",
                        "in no known folder; did you mean {near}/?"
                    ),
                    None => words!("不在已知的文件夹里", "in no known folder"),
                };
                self.tell(path, &rules::unknown_folder::RULE, message);
            }
        }
    }
}

/// The path with `/` between its parts. What is no UTF-8 is shown with replacement marks, and refused by its name.
fn relative(folder: &str, name: &std::ffi::OsStr) -> String {
    let name = name.to_string_lossy();
    if folder.is_empty() {
        name.into_owned()
    } else {
        [folder, "/", &name].concat()
    }
}

fn wrong_name(name: &std::ffi::OsStr) -> Option<Words> {
    let Some(name) = name.to_str() else {
        return Some(words!("文件名不是 UTF-8", "the name is not UTF-8"));
    };
    if name.len() > MAX_NAME {
        return Some(words!(
            "文件名超过 {MAX_NAME} 字节",
            "the name has more than {MAX_NAME} bytes"
        ));
    }
    let hidden = |c: char| {
        c.is_control() || turns(c) || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
    };
    if let Some(c) = name.chars().find(|c| hidden(*c)) {
        let number = u32::from(c);
        return Some(words!(
            "文件名里有不能用的字符 U+{number:04X}",
            "the name has the character U+{number:04X}"
        ));
    }
    name.contains("..")
        .then(|| words!("文件名里有连续的点", "the name has two dots in a row"))
}

/// Characters that turn the direction of writing.
pub(crate) fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(unix)]
fn stamp(about: &std::fs::Metadata) -> Stamp {
    use std::os::unix::fs::MetadataExt;
    Stamp {
        len: about.len(),
        modified: modified(about),
        changed: about
            .ctime()
            .saturating_mul(1_000_000_000)
            .saturating_add(about.ctime_nsec()),
        inode: about.ino(),
    }
}

#[cfg(not(unix))]
fn stamp(about: &std::fs::Metadata) -> Stamp {
    Stamp {
        len: about.len(),
        modified: modified(about),
        changed: 0,
        inode: 0,
    }
}

fn modified(about: &std::fs::Metadata) -> i64 {
    let since = about
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.map_or(0, |d| i64::try_from(d.as_nanos()).unwrap_or(i64::MAX))
}

/// Most bytes of a file, by what it is.
fn limit(file: &SourceFile) -> u64 {
    const MB: u64 = 1024 * 1024;
    match (file.role, file.format) {
        (Role::Attachment(_), _) => 50 * MB,
        (Role::Site, _) => MB,
        (_, Format::Csv | Format::Json) => 64 * MB,
        (_, Format::Xlsx) => 16 * MB,
        (_, Format::Markdown | Format::Toml | Format::Other) => 4 * MB,
    }
}

/// The bytes of a file, at most as many as its format allows.
///
/// # Errors
/// A diagnostic if it is gone, too large, or can't be read.
pub fn read(folder: &Path, file: &SourceFile) -> Result<Vec<u8>, Box<Diagnostic>> {
    let told = |rule: &Rule, message| {
        let mut walk = Walk::default();
        walk.tell(&file.path, rule, message);
        walk.faults.pop().map(Box::new)
    };
    let limit = limit(file);
    // Room for one byte more than was counted: without room a file is read by dozens of bytes, in ten calls.
    let room = file.stamp.len.min(limit).saturating_add(1);
    let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or_default());
    let outcome = std::fs::File::open(folder.join(&*file.path))
        .and_then(|open| open.take(limit + 1).read_to_end(&mut bytes));
    let fault = match outcome {
        Ok(count) if count as u64 > limit => {
            let most = limit / 1024 / 1024;
            told(
                &rules::file_size::RULE,
                words!("文件超过 {most} MB", "the file has more than {most} MB"),
            )
        }
        Ok(_) => None,
        Err(error) => told(&rules::unreadable_file::RULE, cannot(&error.to_string())),
    };
    fault.map_or(Ok(bytes), Err)
}
