//! What is known of what was published: a text file that is appended to while files are brought over, so that a killed run is gone on with.
//!
//! Entry points: [`Known::read`], [`Journal::begin`]. A line a fact, the last one holds: `#` the run's name, `?` a file that may be there with any content, `+` a file
//! that is there (length, last change of the built file, MD5 or `-`), `-` one that is gone. Before a file is written, its `?` stands on the disk: a file that was
//! put there is never forgotten, so that it is removed when it is to go. A line that was cut off says nothing.

#![expect(clippy::disallowed_methods, reason = "the door to the journal")]

use super::built::Stamp;
use crate::files;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// A file that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Of the built file it is a copy of.
    pub(super) stamp: Stamp,
    /// MD5 in hexadecimal digits; `-` where contents are compared in another way.
    pub(super) hash: String,
}

/// What an earlier run left; nothing for a file that may have any content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// The name of the run.
    pub(super) run: String,
    /// The files by path.
    pub(super) files: BTreeMap<String, Option<Entry>>,
}

impl Known {
    /// What stands in the journal; nothing if there is none.
    pub(super) fn read(path: &Path) -> Self {
        let text = fs::read(path).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let mut known = Self::default();
        let lines = text.split_inclusive('\n');
        for line in lines.filter_map(|line| line.strip_suffix('\n')) {
            known.take(line);
        }
        known
    }

    fn take(&mut self, line: &str) {
        let (what, rest) = line.split_once('\t').unwrap_or((line, ""));
        match what {
            "#" => rest.clone_into(&mut self.run),
            "?" => drop(self.files.insert(rest.into(), None)),
            "-" => drop(self.files.remove(rest)),
            "+" => {
                let mut cells = rest.splitn(4, '\t');
                let mut next = || cells.next().unwrap_or_default();
                let (len, changed, hash, path) = (next(), next(), next(), next());
                if let (Ok(len), Ok(changed)) = (len.parse(), changed.parse()) {
                    let stamp = Stamp { len, changed };
                    let hash = hash.into();
                    self.files.insert(path.into(), Some(Entry { stamp, hash }));
                }
            }
            _ => {}
        }
    }

    fn text(&self) -> String {
        let mut text = format!("#\t{}\n", self.run);
        for (path, entry) in &self.files {
            text.push_str(&line(path, entry.as_ref()));
        }
        text
    }
}

fn line(path: &str, entry: Option<&Entry>) -> String {
    let mut text = String::new();
    // Writing to a string can't fail.
    let _ = match entry {
        Some(Entry { stamp, hash }) => {
            let Stamp { len, changed } = stamp;
            writeln!(text, "+\t{len}\t{changed}\t{hash}\t{path}")
        }
        None => writeln!(text, "?\t{path}"),
    };
    text
}

/// The journal of a run that is under way.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: Mutex<File>,
}

impl Journal {
    /// Begins a run: what is known is written down whole and is on the disk when this returns.
    pub(super) fn begin(path: &Path, known: &Known) -> io::Result<Self> {
        files::replace(path, known.text().as_bytes())?;
        let file = File::options().append(true).open(path)?;
        Ok(Self {
            path: path.into(),
            file: Mutex::new(file),
        })
    }

    /// A file is there.
    pub(super) fn put(&self, path: &str, entry: &Entry) -> io::Result<()> {
        self.append(&line(path, Some(entry)))
    }

    /// A file is gone.
    pub(super) fn gone(&self, path: &str) -> io::Result<()> {
        self.append(&format!("-\t{path}\n"))
    }

    fn append(&self, line: &str) -> io::Result<()> {
        let mut file = match self.file.lock() {
            Ok(file) => file,
            Err(poisoned) => poisoned.into_inner(),
        };
        file.write_all(line.as_bytes())
    }

    /// Ends the run: the journal is written anew, short.
    pub(super) fn end(self) -> io::Result<()> {
        let known = Known::read(&self.path);
        files::replace(&self.path, known.text().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(len: u64) -> Entry {
        Entry {
            stamp: Stamp { len, changed: 7 },
            hash: "-".into(),
        }
    }

    #[test]
    fn what_was_said_last_holds_and_a_cut_line_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let mut known = Known {
            run: "r1".into(),
            ..Known::default()
        };
        known.files.insert("a b/一.html".into(), Some(entry(1)));
        known.files.insert("new".into(), None);
        let journal = Journal::begin(&path, &known).unwrap();
        journal.put("a b/一.html", &entry(2)).unwrap();
        journal.put("gone", &entry(3)).unwrap();
        journal.gone("gone").unwrap();
        journal.append("+\t9\t9\t-\tne").unwrap();
        known.files.insert("a b/一.html".into(), Some(entry(2)));
        assert_eq!(Known::read(&path), known);
        // The next run does not write on in the line that was cut off.
        let journal = Journal::begin(&path, &Known::read(&path)).unwrap();
        journal.put("new", &entry(4)).unwrap();
        journal.end().unwrap();
        known.files.insert("new".into(), Some(entry(4)));
        assert_eq!(Known::read(&path), known);
    }
}
