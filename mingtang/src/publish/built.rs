//! What there is to publish: the files of a finished site. Entry point: [`Built::open`]. Reads only.

#![expect(clippy::disallowed_methods, reason = "reads what a build wrote")]

use crate::CouldNotRun;
use crate::words::{Lang, cause, plain};
use site_gen::write::{Finished, MARKER, NotFinished};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Length and last change of a file. A build never touches a file that stays the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Bytes.
    pub(super) len: u64,
    /// Nanoseconds since 1970.
    pub(super) changed: u128,
}

impl Stamp {
    fn of(meta: &fs::Metadata) -> Self {
        let changed = meta.modified().ok();
        let since = changed.and_then(|t| t.duration_since(UNIX_EPOCH).ok());
        Self {
            len: meta.len(),
            changed: since.map_or(0, |since| since.as_nanos()),
        }
    }
}

/// A finished site; no build changes it while this is there.
#[derive(Debug)]
pub(super) struct Built {
    from: PathBuf,
    /// Every file by its path, with `/` between the parts.
    pub(super) files: BTreeMap<String, Stamp>,
    held: Finished,
}

impl Built {
    /// Opens the site in this folder.
    ///
    /// # Errors
    /// If it is not there or not finished.
    pub(super) fn open(from: &Path, lang: Lang) -> Result<Self, CouldNotRun> {
        let held = Finished::hold(from).map_err(|fault| refused(from, &fault, lang))?;
        let files = walk(from).map_err(|fault| refused(from, &fault.into(), lang))?;
        Ok(Self {
            from: from.into(),
            files,
            held,
        })
    }

    /// The bytes of a file.
    pub(super) fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(self.from.join(path))
    }

    /// A file beside the site that may be lost at any time.
    pub(super) fn beside(&self, name: &str) -> PathBuf {
        self.held.workshop(name)
    }
}

fn refused(from: &Path, fault: &NotFinished, lang: Lang) -> CouldNotRun {
    let from = plain(&from.display().to_string());
    CouldNotRun::new(match fault {
        NotFinished::NoSite => lang.pick(
            format!("{from} 里没有生成好的网站。请先运行 mingtang build。"),
            format!("{from} holds no built site; run mingtang build first"),
        ),
        NotFinished::Interrupted => lang.pick(
            format!("{from} 的上一次生成没有做完。请再运行一次 mingtang build，然后发布。"),
            format!("the last build of {from} was cut off; run mingtang build again, then publish"),
        ),
        NotFinished::Busy => lang.pick(
            format!("{from} 正在生成或发布。请等它做完再运行一次。"),
            format!("{from} is being built or published; wait for it and run again"),
        ),
        NotFinished::Io(fault) => lang.pick(
            format!("读不了 {from}：{}", cause(fault, lang)),
            format!("cannot read {from}: {}", cause(fault, lang)),
        ),
    })
}

/// Every file of the site with its stamp.
fn walk(from: &Path) -> io::Result<BTreeMap<String, Stamp>> {
    let mut found = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![from.into()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
                continue;
            }
            let path = entry.path();
            let parts = path.strip_prefix(from).unwrap_or(&path).iter();
            let parts = parts.map(|part| part.to_string_lossy());
            let path = parts.collect::<Vec<_>>().join("/");
            if path != MARKER {
                found.insert(path, Stamp::of(&entry.metadata()?));
            }
        }
    }
    Ok(found)
}
