//! What is to be done, and in which order. Entry point: [`Plan::make`]. Does nothing itself.

use super::built::{Built, Stamp};
use super::journal::{Entry, Known};
use rayon::prelude::*;
use std::io;

/// What was found of a file at the destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// The journal knows that it is the same.
    Same,
    /// It is the same, and the journal should say this of it.
    Alike(Entry),
    /// It has, or may have, another content.
    Other,
    /// It is not there.
    Missing,
}

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Put {
    /// Path below the site.
    pub(super) path: String,
    /// Whether none is there yet.
    pub(super) new: bool,
}

/// What is to be done.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// In their order.
    pub(super) put: Vec<Put>,
    /// After all of those.
    pub(super) remove: Vec<String>,
    /// How many files are the same.
    pub(super) same: usize,
    /// What the journal should say of some of those.
    pub(super) learnt: Vec<(String, Entry)>,
    /// How many files others put there; they are left alone.
    pub(super) foreign: usize,
}

impl Plan {
    /// Compares the site with what is known of the destination; `look` says what is found there of a file.
    pub(super) fn make(
        built: &Built,
        known: &Known,
        look: impl Fn(&str, Stamp, Option<&Option<Entry>>) -> io::Result<Found> + Sync,
    ) -> io::Result<Self> {
        let looked = built.files.par_iter().map(|(path, stamp)| {
            let found = look(path, *stamp, known.files.get(path))?;
            Ok((path, found))
        });
        let mut plan = Self::default();
        for (path, found) in looked.collect::<io::Result<Vec<_>>>()? {
            let path = path.clone();
            match found {
                Found::Same => plan.same += 1,
                Found::Alike(entry) => {
                    plan.same += 1;
                    plan.learnt.push((path, entry));
                }
                Found::Other => plan.put.push(Put { path, new: false }),
                Found::Missing => plan.put.push(Put { path, new: true }),
            }
        }
        plan.put.sort_by_key(|put| turn(&put.path));
        let gone = known.files.keys();
        let gone = gone.filter(|path| !built.files.contains_key(*path));
        plan.remove = gone.cloned().collect();
        Ok(plan)
    }

    /// Whether the destination is what it should be.
    pub(super) fn is_empty(&self) -> bool {
        self.put.is_empty() && self.remove.is_empty()
    }

    /// What is to be written, in groups: a group begins when the one before is there.
    pub(super) fn turns(&self) -> impl Iterator<Item = &[Put]> {
        self.put
            .chunk_by(|one, next| turn(&one.path) == turn(&next.path))
    }

    /// What is known once the run has begun: files that are to be written may have any content.
    pub(super) fn begun(&self, mut known: Known, run: String) -> Known {
        known.run = run;
        known.files.extend(
            self.learnt
                .iter()
                .map(|(path, entry)| (path.clone(), Some(entry.clone()))),
        );
        let put = self.put.iter().map(|put| (put.path.clone(), None));
        known.files.extend(put);
        known
    }
}

/// When a file's turn is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// What pages need.
    Needs,
    /// Pages.
    Pages,
    /// Lists of pages.
    Lists,
    /// What machines read of all.
    Indexes,
}

fn turn(path: &str) -> Turn {
    let parts: Vec<&str> = path.split('/').collect();
    let name = parts.last().copied().unwrap_or("");
    let is = |first: &str| parts.first() == Some(&first) && parts.len() > 1;
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    if is("assets") || is("files") || is("search") && ending == Some("bin") {
        return Turn::Needs;
    }
    if name.starts_with("feed.")
        || is("sitemaps")
        || is("data")
        || is("search")
        || parts.len() == 1 && name != "index.html"
    {
        return Turn::Indexes;
    }
    let archive = parts.get(1).is_some_and(|part| {
        *part == "category" || part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit())
    });
    let list = parts.len() <= 2 || archive || is("d") || is("changes");
    if list { Turn::Lists } else { Turn::Pages }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_comes_before_what_leads_to_it() {
        let turns = [
            ("assets/site.2421b684ea50.css", Turn::Needs),
            ("search/2026.bin", Turn::Needs),
            ("notices/n1/index.html", Turn::Pages),
            ("vendors/v1/poster.svg", Turn::Pages),
            ("index.html", Turn::Lists),
            ("notices/2026/index.html", Turn::Lists),
            ("d/420500/feed.xml", Turn::Indexes),
            ("search/index.json", Turn::Indexes),
            ("sitemap.xml", Turn::Indexes),
            ("data/notices.csv", Turn::Indexes),
        ];
        for (path, expected) in turns {
            assert_eq!(turn(path), expected, "{path}");
        }
    }
}
