//! Writes the site: the only module that touches the output folder.
//!
//! Entry points: [`Target::open`], [`Staging`]; [`Finished::hold`] for who reads what was written. Files are put beside the output folder first; when all of them are there, a list of what has to be moved and
//! removed is written, and then the folder is changed by it. A run that is killed before the list leaves the folder as it was; one that is killed after is
//! finished by the next run. A folder that does not exist yet appears whole; what goes into one that does lies in one flat folder under numbers until then, for
//! folders that are made and removed again cost more than the files in them.

#![expect(
    clippy::disallowed_methods,
    reason = "the one door through which files are written"
)]

use rustix::fs::{AtFlags, FileType, Mode, OFlags};
use rustix::io::Errno;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

/// Stands in every output folder, so that no other folder is ever cleared by mistake.
pub const MARKER: &str = ".mingtang";
/// In the workshop: what is left to be put in place.
const LIST: &str = "list";
/// In the workshop: paths that killed runs may have written, until a build has put the site right: the next ones may find faults and write nothing.
const LEFT: &str = "left";
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
        let (list, stage) = (self.workshop.join(LIST), self.stage());
        let left = self.workshop.join(LEFT);
        let known = fs::read_to_string(&left).ok().filter(|_| self.exists());
        let known = known.unwrap_or_default();
        self.leftover = known.lines().map(str::to_owned).collect();
        if let Ok(text) = fs::read_to_string(&list) {
            if self.exists() {
                fs::create_dir_all(&stage).map_err(at(&stage))?;
                let lines = text.lines().filter_map(|line| line.split_once('\t'));
                let put = lines.filter(|(name, _)| *name != "-");
                self.leftover.extend(put.map(|(_, path)| path.to_owned()));
                fs::write(&left, self.leftover.join("\n")).map_err(at(&left))?;
                self.carry_out(&text)?;
            }
            fs::remove_file(&list).map_err(at(&list))?;
        }
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

    /// Notes files that are in place and that nobody remembers yet.
    fn note(&self, put: &[(Staged, &str)]) -> Result<(), WriteFault> {
        let left = self.workshop.join(LEFT);
        let before = self.leftover.iter().map(String::as_str);
        let paths: Vec<&str> = before.chain(put.iter().map(|(_, path)| *path)).collect();
        if paths.is_empty() {
            return Ok(());
        }
        fs::write(&left, paths.join("\n")).map_err(at(&left))
    }

    /// What was put in place is remembered by whoever asks next.
    pub fn settle(&self) {
        let _ = fs::remove_file(self.workshop.join(LEFT));
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

    /// Whether a file of the site has exactly these bytes; its length is known.
    pub fn has(&self, (path, len): (&str, u64), bytes: &[u8]) -> bool {
        let open = || {
            let flags = OFlags::RDONLY | OFlags::CLOEXEC;
            let file = rustix::fs::openat(self.folder()?, path, flags, Mode::empty());
            file.map(File::from).ok()
        };
        len == bytes.len() as u64 && open().is_some_and(|mut file| goes_on(&mut file, bytes))
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
        let above = self.stage();
        fs::create_dir_all(&above).map_err(at(&above))?;
        #[cfg(target_os = "linux")]
        let _ = keep_apart(&above);
        let name = format!("{:x}", self.time().map_err(at(&above))?);
        let stage = above.join(&name);
        fs::create_dir_all(&stage).map_err(at(&stage))?;
        let folder = open_folder(&stage).map_err(|cause| at(&stage)(cause.into()))?;
        Ok(Staging {
            target: self,
            name,
            stage,
            folder,
            numbers: self.exists().then(AtomicU32::default),
        })
    }

    /// Changes the folder by a list, of which some may have been done before. Gives the paths that were put in place.
    ///
    /// A line says what is to be put where, or `-` and what is to be removed. `+` is of programs that staged files under their own paths.
    fn carry_out(&self, list: &str) -> Result<(), WriteFault> {
        let lines: Vec<_> = list
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .collect();
        let (gone, put): (Vec<_>, Vec<_>) = lines.into_iter().partition(|(name, _)| *name == "-");
        by_many_hands(&gone, |(_, path)| remove(&self.out.join(path), &self.out))?;
        let moves = Moves::between(&self.stage(), &self.out)?;
        let missed = Mutex::new(Vec::new());
        by_many_hands(&put, |line| {
            if moves.put(*line).is_err() {
                let mut missed = missed.lock().unwrap_or_else(PoisonError::into_inner);
                missed.push(*line);
            }
            Ok(())
        })?;
        let mut missed = missed.into_inner().unwrap_or_else(PoisonError::into_inner);
        missed.sort_unstable_by_key(|(_, path)| *path);
        for line in missed {
            self.make_room(line.1)?;
            match moves.put(line) {
                // It was put there before the run was killed.
                Ok(()) | Err(Errno::NOENT) => {}
                Err(cause) => return Err(at(&self.out.join(line.1))(cause.into())),
            }
        }
        Ok(())
    }

    /// Makes the folders above a file of the site, and removes what stands in the way.
    fn make_room(&self, path: &str) -> Result<(), WriteFault> {
        let place = self.out.join(path);
        let folder = place.parent().unwrap_or(&self.out);
        make_way(folder, &self.out)?;
        fs::create_dir_all(folder).map_err(at(folder))?;
        if place.is_dir() {
            fs::remove_dir_all(&place).map_err(at(&place))?;
        }
        Ok(())
    }
}

/// Where staged files lie and where they are to be, both open.
struct Moves {
    staged: OwnedFd,
    site: OwnedFd,
}

impl Moves {
    fn between(stage: &Path, out: &Path) -> Result<Self, WriteFault> {
        let open = |path| open_folder(path).map_err(|cause| at(path)(cause.into()));
        Ok(Self {
            staged: open(stage)?,
            site: open(out)?,
        })
    }

    /// Puts a file in place. What it replaces goes when that is closed here, and not before others may move on.
    fn put(&self, (name, path): (&str, &str)) -> rustix::io::Result<()> {
        let name = if name == "+" { path } else { name };
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let replaced = rustix::fs::openat(&self.site, path, flags, Mode::empty());
        rustix::fs::renameat(&self.staged, name, &self.site, path)?;
        drop(replaced);
        Ok(())
    }
}

/// How many change the folder at once: more than there are cores, for where a file goes some file systems wait for the disk.
const HANDS: usize = 8;
/// What is too little to be shared.
const LITTLE: usize = 8;

fn by_many_hands<T: Sync>(
    all: &[T],
    each: impl Fn(&T) -> Result<(), WriteFault> + Sync,
) -> Result<(), WriteFault> {
    let share = all.len().div_ceil(HANDS).max(LITTLE);
    let each = |share: &[T]| share.iter().try_for_each(&each);
    thread::scope(|scope| {
        let hand = |share| scope.spawn(move || each(share));
        let hands: Vec<_> = all.chunks(share).map(hand).collect();
        hands
            .into_iter()
            .try_for_each(|hand| hand.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

/// Asks the file system to lay each folder below this one somewhere else. Beside what was removed lately, ext4 takes long to find room.
#[cfg(target_os = "linux")]
fn keep_apart(folder: &Path) -> rustix::io::Result<()> {
    let folder = open_folder(folder)?;
    let flags = rustix::fs::ioctl_getflags(&folder)?;
    rustix::fs::ioctl_setflags(&folder, flags | rustix::fs::IFlags::TOPDIR)
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
        // What came in its place was put there before the run was killed.
        Err(cause) if cause.kind() == io::ErrorKind::NotADirectory => {}
        Err(cause) if cause.kind() == io::ErrorKind::IsADirectory => return Ok(()),
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

/// Whether a file goes on with exactly these bytes.
fn goes_on(file: &mut File, bytes: &[u8]) -> bool {
    let mut there = [0; 1 << 14];
    bytes.chunks(there.len()).all(|part| {
        let there = &mut there[..part.len()];
        file.read_exact(there).is_ok() && there == part
    })
}

fn open_folder(path: &Path) -> rustix::io::Result<OwnedFd> {
    let flags = OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC;
    rustix::fs::open(path, flags, Mode::empty())
}

/// Under what a file lies until it is in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Staged(u32);

/// Files that are written but not in place yet.
#[derive(Debug)]
pub struct Staging<'t> {
    target: &'t Target,
    /// Another one each time.
    name: String,
    stage: PathBuf,
    /// The same, open: the way to it would be gone for every file.
    folder: OwnedFd,
    /// The next number; none if the folder is to appear whole.
    numbers: Option<AtomicU32>,
}

impl Staging<'_> {
    /// Writes a file. Gives length and last change.
    ///
    /// # Errors
    /// [`WriteFault::Io`] if it can't be written.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(Staged, (u64, i64)), WriteFault> {
        let number = self.numbers.as_ref();
        let number = number.map(|numbers| numbers.fetch_add(1, Ordering::Relaxed));
        let write = || -> io::Result<i64> {
            let mut file = match number {
                Some(number) => File::from(self.open(&number.to_string())?),
                None => self.create(path)?,
            };
            file.write_all(bytes)?;
            Ok(modified(&file.metadata()?))
        };
        let changed = write().map_err(at(&self.target.out.join(path)))?;
        Ok((
            Staged(number.unwrap_or_default()),
            (bytes.len() as u64, changed),
        ))
    }

    /// A new file and the folders above it. A page mostly is the first file of its folder, which is made before it is asked for.
    fn create(&self, path: &str) -> io::Result<File> {
        let folder = path.strip_suffix("/index.html");
        if let Some(folder) = folder {
            // If it is there already, or what is above it is not: that the file itself tells.
            let _ = rustix::fs::mkdirat(&self.folder, folder, Mode::from_raw_mode(0o777));
        }
        match self.open(path) {
            Err(Errno::NOENT) => {
                let place = self.stage.join(path);
                place.parent().map_or(Ok(()), fs::create_dir_all)?;
                Ok(self.open(path)?.into())
            }
            other => Ok(other?.into()),
        }
    }

    fn open(&self, name: &str) -> rustix::io::Result<OwnedFd> {
        let flags = OFlags::CREATE | OFlags::TRUNC | OFlags::WRONLY | OFlags::CLOEXEC;
        rustix::fs::openat(&self.folder, name, flags, Mode::from_raw_mode(0o666))
    }

    /// Puts the files in place and removes others.
    ///
    /// # Errors
    /// [`WriteFault::Io`] if the folder can't be changed.
    pub fn commit(self, put: &[(Staged, &str)], remove: &[&str]) -> Result<(), WriteFault> {
        let workshop = &self.target.workshop;
        if self.numbers.is_none() {
            return self.appear();
        }
        let removed = remove.iter().map(|path| format!("-\t{path}\n"));
        let name = &self.name;
        let moved = |(staged, path): &(Staged, &str)| format!("{name}/{}\t{path}\n", staged.0);
        let list: String = removed.chain(put.iter().map(moved)).collect();
        let (new, ready) = (workshop.join("list.new"), workshop.join(LIST));
        fs::write(&new, &list).map_err(at(&new))?;
        fs::rename(&new, &ready).map_err(at(&ready))?;
        self.target.carry_out(&list)?;
        self.target.note(put)?;
        fs::remove_file(&ready).map_err(at(&ready))?;
        self.clear()
    }

    /// Nothing of ours is there (an empty folder at most): the new one appears whole.
    fn appear(self) -> Result<(), WriteFault> {
        let out = &self.target.out;
        let marker = self.stage.join(MARKER);
        fs::write(&marker, MARKER_TEXT).map_err(at(&marker))?;
        let _ = fs::remove_dir(out);
        if let Some(above) = out.parent().filter(|above| !above.as_os_str().is_empty()) {
            fs::create_dir_all(above).map_err(at(above))?;
        }
        fs::rename(&self.stage, out).map_err(at(out))?;
        self.clear()
    }

    /// The site is whole: nothing waits any more.
    fn clear(self) -> Result<(), WriteFault> {
        let above = self.target.stage();
        fs::remove_dir_all(&above).map_err(at(&above))
    }
}
