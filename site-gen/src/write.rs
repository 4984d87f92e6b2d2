//! Writes the site: the only module that touches the output folder.
//!
//! Entry points: [`Target::open`], [`Staging`]; [`Finished::hold`] for who reads what was written. Files are put beside the output folder first; when all of them are there, a list of what has to be moved and
//! removed is written, and then the folder is changed by it. A run that is killed before the list leaves the folder as it was; one that is killed after is
//! finished by the next run. A folder that does not exist yet appears whole.

#![expect(
    clippy::disallowed_methods,
    reason = "the one door through which files are written"
)]

use rustix::fs::{AtFlags, FileType, Mode, OFlags};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Stands in every output folder, so that no other folder is ever cleared by mistake.
pub const MARKER: &str = ".mingtang";
/// In the workshop: what is left to be put in place.
const LIST: &str = "list";
const MARKER_TEXT: &[u8] =
    b"Made by Mingtang; whatever else is put here is removed by a clean build.\n";

/// Why the site could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteFault {
    /// The folder holds something that no build put there.
    #[error(
        "{0} is not empty and was not made by a build; choose another output folder or empty it"
    )]
    Foreign(PathBuf),
    /// What the system said.
    #[error("cannot write {path}: {cause}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

/// Why a folder is not to be published as it stands.
#[derive(Debug, thiserror::Error)]
pub enum NotFinished {
    /// No build made it.
    #[error("holds no built site")]
    NoSite,
    /// A build was killed while it put files in place.
    #[error("a build was killed while it put files in place")]
    Interrupted,
    /// A build or a publication is at work.
    #[error("is in use by a build or a publication")]
    Busy,
    /// What the system said.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// A finished site, held: no build changes it meanwhile.
#[derive(Debug)]
pub struct Finished {
    workshop: PathBuf,
    _lock: File,
}

impl Finished {
    /// Holds the site in this folder.
    ///
    /// # Errors
    /// [`NotFinished`] if there is none, or it can't be held.
    pub fn hold(out: &Path) -> Result<Self, NotFinished> {
        if !out.join(MARKER).exists() {
            return Err(NotFinished::NoSite);
        }
        let workshop = workshop_of(out);
        fs::create_dir_all(&workshop)?;
        let lock = open_lock(&workshop.join("lock"))?;
        match lock.try_lock() {
            Err(fs::TryLockError::WouldBlock) => return Err(NotFinished::Busy),
            Err(fs::TryLockError::Error(cause)) => return Err(cause.into()),
            Ok(()) => {}
        }
        if workshop.join(LIST).exists() {
            return Err(NotFinished::Interrupted);
        }
        Ok(Self {
            workshop,
            _lock: lock,
        })
    }

    /// A file of the workshop, where what is known of the site's copies elsewhere may be kept; it may be lost at any time.
    pub fn workshop(&self, name: &str) -> PathBuf {
        self.workshop.join(name)
    }
}

/// The folder beside the output folder: the memory of the last build, the lock and files that are not in place yet.
fn workshop_of(out: &Path) -> PathBuf {
    let name = out
        .file_name()
        .map_or_else(|| "public".into(), std::ffi::OsStr::to_string_lossy);
    out.with_file_name(format!(".{name}.mingtang"))
}

fn open_lock(path: &Path) -> io::Result<File> {
    File::options().create(true).append(true).open(path)
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> WriteFault + '_ {
    move |cause| WriteFault::Io {
        path: path.into(),
        cause,
    }
}

/// The output folder with its workshop: a folder beside it for the memory of the last build, the lock and files that are not in place yet.
#[derive(Debug)]
pub struct Target {
    out: PathBuf,
    /// The output folder, opened when a file of it is first asked about.
    folder: OnceLock<Option<OwnedFd>>,
    workshop: PathBuf,
    /// Held until the build is over; another build waits.
    _lock: File,
    /// What an earlier run that was killed had begun to write.
    leftover: Vec<String>,
}

impl Target {
    /// Opens the folder for one build at a time and finishes what a killed run had begun.
    ///
    /// # Errors
    /// [`WriteFault::Foreign`] if the folder holds something else, [`WriteFault::Io`] if it can't be used.
    pub fn open(out: &Path) -> Result<Self, WriteFault> {
        let workshop = workshop_of(out);
        fs::create_dir_all(&workshop).map_err(at(&workshop))?;
        let path = workshop.join("lock");
        let lock = open_lock(&path).map_err(at(&path))?;
        lock.lock().map_err(at(&path))?;
        let mut target = Self {
            out: out.into(),
            folder: OnceLock::new(),
            workshop,
            _lock: lock,
            leftover: Vec::new(),
        };
        target.refuse_foreign()?;
        target.finish()?;
        Ok(target)
    }

    fn refuse_foreign(&self) -> Result<(), WriteFault> {
        let Ok(mut inside) = fs::read_dir(&self.out) else {
            return Ok(());
        };
        let ours = self.out.join(MARKER).exists() || inside.next().is_none();
        if ours {
            Ok(())
        } else {
            Err(WriteFault::Foreign(self.out.clone()))
        }
    }

    /// Does what is left of the list of a run that was killed.
    fn finish(&mut self) -> Result<(), WriteFault> {
        let list = self.workshop.join(LIST);
        if let Ok(text) = fs::read_to_string(&list) {
            self.leftover = self.carry_out(&text)?;
        }
        let stage = self.stage();
        if stage.exists() {
            fs::remove_dir_all(&stage).map_err(at(&stage))?;
        }
        Ok(())
    }

    /// Whether there is an output folder already.
    pub fn exists(&self) -> bool {
        self.out.join(MARKER).exists()
    }

    /// A file of the workshop.
    pub fn workshop(&self, name: &str) -> PathBuf {
        self.workshop.join(name)
    }

    /// The file system's own time, in nanoseconds since 1970.
    ///
    /// # Errors
    /// [`io::Error`] if the workshop can't be written.
    pub fn time(&self) -> io::Result<i64> {
        let path = self.workshop.join("time");
        fs::write(&path, b"")?;
        Ok(modified(&fs::metadata(&path)?))
    }

    /// Paths that a killed run may have written.
    pub fn leftover(&self) -> &[String] {
        &self.leftover
    }

    fn stage(&self) -> PathBuf {
        self.workshop.join("stage")
    }

    /// Length and last change (nanoseconds since 1970) of a file of the site.
    pub fn stamp(&self, path: &str) -> Option<(u64, i64)> {
        // From the folder on: the way to it would be gone half a million times.
        let meta = rustix::fs::statat(self.folder()?, path, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        let nanos = i64::try_from(meta.st_mtime_nsec).ok()?;
        let changed = meta
            .st_mtime
            .checked_mul(1_000_000_000)?
            .checked_add(nanos)?;
        let is_file = FileType::from_raw_mode(meta.st_mode).is_file();
        is_file.then_some((u64::try_from(meta.st_size).ok()?, changed.max(0)))
    }

    /// Last change of a folder of the site (nanoseconds since 1970): what lies in it came, went or has another name.
    pub fn folder_changed(&self, path: &str) -> Option<i64> {
        let path = if path.is_empty() { "." } else { path };
        let meta = rustix::fs::statat(self.folder()?, path, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        let nanos = i64::try_from(meta.st_mtime_nsec).ok()?;
        let is_folder = FileType::from_raw_mode(meta.st_mode).is_dir();
        let seconds = meta.st_mtime.checked_mul(1_000_000_000)?;
        seconds.checked_add(nanos).filter(|_| is_folder)
    }

    fn folder(&self) -> Option<&OwnedFd> {
        let open = || open_folder(&self.out).ok();
        self.folder.get_or_init(open).as_ref()
    }

    /// Whether a file of the site has exactly these bytes.
    pub fn has(&self, path: &str, bytes: &[u8]) -> bool {
        let path = self.out.join(path);
        let same_len = fs::metadata(&path).is_ok_and(|meta| meta.len() == bytes.len() as u64);
        same_len && fs::read(&path).is_ok_and(|there| there == bytes)
    }

    /// The bytes of a file of the site.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.out.join(path)).ok()
    }

    /// Every file of the output folder, for builds that don't know what the last one wrote.
    pub fn files(&self) -> BTreeSet<String> {
        let walk = walkdir::WalkDir::new(&self.out).into_iter().flatten();
        let files = walk.filter(|entry| !entry.file_type().is_dir());
        let below = files.filter_map(|entry| {
            let path = entry.path().strip_prefix(&self.out).ok()?;
            Some(path.to_string_lossy().into_owned())
        });
        below.filter(|path| path != MARKER).collect()
    }

    /// Begins to write; folders are made when the first file comes into them.
    ///
    /// # Errors
    /// [`WriteFault::Io`] if the folder of what is not in place yet can't be made.
    pub fn staging(&self) -> Result<Staging<'_>, WriteFault> {
        let stage = self.stage();
        fs::create_dir_all(&stage).map_err(at(&stage))?;
        let folder = open_folder(&stage).map_err(|cause| at(&stage)(cause.into()))?;
        Ok(Staging {
            target: self,
            stage,
            folder,
        })
    }

    fn carry_out(&self, list: &str) -> Result<Vec<String>, WriteFault> {
        let stage = self.stage();
        let mut paths = Vec::new();
        let mut last_folder = PathBuf::new();
        for line in list.lines() {
            let Some((what, path)) = line.split_once('\t') else {
                continue;
            };
            let place = self.out.join(path);
            if what == "-" {
                remove(&place, &self.out)?;
                continue;
            }
            paths.push(path.to_owned());
            let folder = place.parent().unwrap_or(&self.out);
            if folder != last_folder {
                make_way(folder, &self.out)?;
                fs::create_dir_all(folder).map_err(at(folder))?;
                last_folder = folder.into();
            }
            if place.is_dir() {
                fs::remove_dir_all(&place).map_err(at(&place))?;
            }
            match fs::rename(stage.join(path), &place) {
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                    return Err(at(&place)(cause));
                }
                Ok(()) | Err(_) => {}
            }
        }
        let list = self.workshop.join(LIST);
        fs::remove_file(&list).map_err(at(&list))?;
        Ok(paths)
    }
}

/// Removes a file that stands where a folder has to be.
fn make_way(folder: &Path, out: &Path) -> Result<(), WriteFault> {
    for above in folder
        .ancestors()
        .take_while(|above| above.starts_with(out))
    {
        if above.is_file() {
            fs::remove_file(above).map_err(at(above))?;
        }
    }
    Ok(())
}

/// Removes a file and the folders that are empty then.
fn remove(place: &Path, out: &Path) -> Result<(), WriteFault> {
    match fs::remove_file(place) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
        Err(cause) if cause.kind() == io::ErrorKind::NotADirectory => {}
        Err(cause) => return Err(at(place)(cause)),
        Ok(()) => {}
    }
    for folder in place.ancestors().skip(1) {
        if folder == out || fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

fn modified(meta: &fs::Metadata) -> i64 {
    let since = meta
        .modified()
        .ok()
        .and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
    since.map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(0))
}

fn open_folder(path: &Path) -> rustix::io::Result<OwnedFd> {
    let flags = OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC;
    rustix::fs::open(path, flags, Mode::empty())
}

/// Files that are written but not in place yet.
#[derive(Debug)]
pub struct Staging<'t> {
    target: &'t Target,
    stage: PathBuf,
    /// The same, open: the way to it would be gone for every file.
    folder: OwnedFd,
}

impl Staging<'_> {
    /// Writes a file. Gives length and last change.
    ///
    /// # Errors
    /// [`WriteFault::Io`] if it can't be written.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(u64, i64), WriteFault> {
        let place = self.stage.join(path);
        let write = || -> io::Result<i64> {
            let mut file = self.create(path)?;
            file.write_all(bytes)?;
            Ok(modified(&file.metadata()?))
        };
        let changed = write().map_err(at(&place))?;
        Ok((bytes.len() as u64, changed))
    }

    /// A new file and the folders above it. A page mostly is the first file of its folder, which is made before it is asked for.
    fn create(&self, path: &str) -> io::Result<File> {
        let folder = path.strip_suffix("/index.html");
        if let Some(folder) = folder {
            // If it is there already, or what is above it is not: that the file itself tells.
            let _ = rustix::fs::mkdirat(&self.folder, folder, Mode::from_raw_mode(0o777));
        }
        let flags = OFlags::CREATE | OFlags::TRUNC | OFlags::WRONLY | OFlags::CLOEXEC;
        let open = || {
            rustix::fs::openat(&self.folder, path, flags, Mode::from_raw_mode(0o666))
                .map(File::from)
        };
        match open() {
            Err(rustix::io::Errno::NOENT) => {
                let place = self.stage.join(path);
                place.parent().map_or(Ok(()), fs::create_dir_all)?;
                Ok(open()?)
            }
            other => Ok(other?),
        }
    }

    /// Puts the files in place and removes others.
    ///
    /// # Errors
    /// [`WriteFault::Io`] if the folder can't be changed.
    pub fn commit(self, put: &[&str], remove: &[&str]) -> Result<(), WriteFault> {
        let Target { out, workshop, .. } = self.target;
        let marker = self.stage.join(MARKER);
        fs::write(&marker, MARKER_TEXT).map_err(at(&marker))?;
        if !self.target.exists() {
            // Nothing of ours is there (an empty folder at most): the new one appears whole.
            let _ = fs::remove_dir(out);
            if let Some(above) = out.parent().filter(|above| !above.as_os_str().is_empty()) {
                fs::create_dir_all(above).map_err(at(above))?;
            }
            return fs::rename(&self.stage, out).map_err(at(out));
        }
        let mut list = String::new();
        for path in remove {
            list.push_str("-\t");
            list.push_str(path);
            list.push('\n');
        }
        for path in put {
            list.push_str("+\t");
            list.push_str(path);
            list.push('\n');
        }
        let new = workshop.join("list.new");
        fs::write(&new, &list).map_err(at(&new))?;
        let ready = workshop.join(LIST);
        fs::rename(&new, &ready).map_err(at(&ready))?;
        self.target.carry_out(&list)?;
        fs::remove_dir_all(&self.stage).map_err(at(&self.stage))
    }
}
