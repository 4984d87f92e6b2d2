//! Walks the content folder. The only module that reads content.
//!
//! Entry points: [`walk`], [`read`]. Sorted, bounded; a symbolic link is a fault, not a file.

mod folders;

use crate::diagnostic::{Diagnostic, Place, Words};
use crate::rules::{self, Rule};
use crate::source::{Format, Role, SourceFile, SourceId, Sources, Stamp};
use crate::words;
use rayon::prelude::*;
use rustix::fs::{AtFlags, Dir, DirEntry, FileType, Mode, OFlags, Stat, statat};
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

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
    let unreadable = |cause: rustix::io::Errno| Unreadable {
        folder: folder.display().to_string(),
        cause: cause.into(),
    };
    let open = open(rustix::fs::CWD, folder.as_os_str()).map_err(unreadable)?;
    let counter = AtomicUsize::new(0);
    let mut walk = Walk::below(&counter, &open, ("", 1)).map_err(unreadable)?;
    let mut files = walk.all_files();
    if files.len() > MAX_FILES {
        files.truncate(MAX_FILES);
        let message = words!("超过 {MAX_FILES} 个文件", "more than {MAX_FILES} files");
        walk.tell("", &rules::too_many_files::RULE, message);
    }
    walk.faults.sort();
    walk.faults.truncate(TOLD);
    Ok((Sources::new(files), walk.faults))
}

/// A folder that lies in another. Files are asked about from their folder on: the way to it would be gone for each of them.
fn open(within: impl AsFd, name: &OsStr) -> rustix::io::Result<OwnedFd> {
    let flags = OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC;
    rustix::fs::openat(within, name.as_bytes(), flags, Mode::empty())
}

fn cannot(cause: &std::io::Error) -> Words {
    words!("读不了：{cause}", "cannot be read: {cause}")
}

/// Files that programs leave behind, and what belongs to the folder rather than the site.
fn ignored(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || name.ends_with('~') || name == "Thumbs.db"
}

/// What was found below a folder.
#[derive(Default)]
struct Walk {
    /// Files of the folder itself.
    files: Vec<SourceFile>,
    /// Files of each folder inside: put together once, not at every level.
    inner: Vec<Vec<SourceFile>>,
    faults: Vec<Diagnostic>,
}

/// A folder inside: its name, its path below the content folder, its depth.
type Inside = (OsString, String, usize);

impl Walk {
    /// Walks what lies in a folder, the folders in it side by side; `counter` counts the files of all.
    fn below(
        counter: &AtomicUsize,
        folder: &OwnedFd,
        at: (&str, usize),
    ) -> rustix::io::Result<Self> {
        let mut walk = Self::default();
        let mut folders: Vec<Inside> = Vec::new();
        for entry in Dir::read_from(folder)? {
            match entry {
                Ok(entry) => folders.extend(walk.entry((folder, &entry), at)),
                Err(error) => walk.cannot(at.0, error),
            }
        }
        if counter.fetch_add(walk.files.len(), Ordering::Relaxed) > MAX_FILES {
            return Ok(walk);
        }
        let inside = |(name, path, depth): Inside| {
            let inner = open(folder, &name);
            let inner = inner.and_then(|inner| Self::below(counter, &inner, (&path, depth)));
            inner.unwrap_or_else(|error| {
                let mut walk = Self::default();
                walk.cannot(&path, error);
                walk
            })
        };
        let inner: Vec<Self> = folders.into_par_iter().map(inside).collect();
        for inner in inner {
            walk.inner.push(inner.files);
            walk.inner.extend(inner.inner);
            walk.faults.extend(inner.faults);
        }
        Ok(walk)
    }

    fn all_files(&mut self) -> Vec<SourceFile> {
        let inner = self.inner.iter().map(Vec::len).sum();
        let mut files = std::mem::take(&mut self.files);
        files.reserve_exact(inner);
        files.extend(self.inner.drain(..).flatten());
        files
    }

    fn cannot(&mut self, path: &str, error: rustix::io::Errno) {
        let message = cannot(&error.into());
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
    fn entry(
        &mut self,
        (holder, entry): (&OwnedFd, &DirEntry),
        (folder, depth): (&str, usize),
    ) -> Option<Inside> {
        let name = OsStr::from_bytes(entry.file_name().to_bytes());
        let shown = name.to_string_lossy();
        if ignored(&shown) {
            return None;
        }
        let path = relative(folder, &shown);
        let ask = || statat(holder, entry.file_name(), AtFlags::SYMLINK_NOFOLLOW);
        // Some file systems leave it to be asked for.
        let kind = Some(entry.file_type()).filter(|kind| *kind != FileType::Unknown);
        let asked = || ask().map(|about| FileType::from_raw_mode(about.st_mode));
        let kind = kind.map_or_else(asked, Ok);
        let about = kind.and_then(|kind| Ok((kind, kind.is_file().then(ask).transpose()?)));
        match about {
            Ok((kind, about)) => self.take((name, path, depth), kind, about.as_ref()),
            Err(error) => {
                self.cannot(&path, error);
                None
            }
        }
    }

    fn take(
        &mut self,
        (name, path, depth): (&OsStr, String, usize),
        kind: FileType,
        about: Option<&Stat>,
    ) -> Option<Inside> {
        if kind.is_symlink() {
            let message = words!("这是符号链接", "this is a symbolic link");
            self.tell(&path, &rules::symbolic_link::RULE, message);
        } else if let Some(message) = wrong_name(name) {
            self.tell(&path, &rules::file_name::RULE, message);
        } else if depth > MAX_DEPTH {
            let message = words!(
                "文件夹套了超过 {MAX_DEPTH} 层",
                "folders nested more than {MAX_DEPTH} deep"
            );
            self.tell(&path, &rules::too_many_files::RULE, message);
        } else if let Some(about) = about {
            self.file(&path, about);
        } else if !kind.is_dir() {
            let message = words!("这不是普通文件", "this is no regular file");
            self.tell(&path, &rules::unreadable_file::RULE, message);
        }
        (kind.is_dir() && depth <= MAX_DEPTH).then(|| (name.to_owned(), path, depth + 1))
    }

    fn file(&mut self, path: &str, about: &Stat) {
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
fn relative(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        [folder, "/", name].concat()
    }
}

fn wrong_name(name: &OsStr) -> Option<Words> {
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

fn stamp(about: &Stat) -> Stamp {
    let nanos = |seconds: i64, rest: u64| {
        let rest = i64::try_from(rest).unwrap_or_default();
        seconds.saturating_mul(1_000_000_000).saturating_add(rest)
    };
    Stamp {
        len: u64::try_from(about.st_size).unwrap_or_default(),
        modified: nanos(about.st_mtime, about.st_mtime_nsec).max(0),
        changed: nanos(about.st_ctime, about.st_ctime_nsec),
        inode: about.st_ino,
    }
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
        Err(error) => told(&rules::unreadable_file::RULE, cannot(&error)),
    };
    fault.map_or(Ok(bytes), Err)
}
