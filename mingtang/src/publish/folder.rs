//! Publishing to a folder that a web server reads.
//!
//! Entry point: [`Folder`]. Files are written in a folder of their own first and put in place by renaming, so that each appears whole. A file counts as the same if
//! length and last change are those of the journal, or if its bytes are.

#![expect(
    clippy::disallowed_methods,
    reason = "the door through which a site is published"
)]

use super::Trust;
use super::built::{Built, Stamp};
use super::journal::{Entry, Journal, Known};
use super::plan::{Found, Plan, Put};
use crate::CouldNotRun;
use crate::words::{Lang, plain};
use rayon::prelude::*;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Stands in every folder that was published to: the journal.
const JOURNAL: &str = ".mingtang-published";

/// Where files are written before they are put in place; must be on the same disk.
const STAGE: &str = ".mingtang-publishing";

/// Files that are written at once. Each waits for the disk, which does many such waits in one go.
const AT_ONCE: usize = 16;

/// A folder that was published to, or can be.
#[derive(Debug)]
pub(super) struct Folder {
    to: PathBuf,
    known: Known,
}

impl Folder {
    /// Opens the folder and changes nothing.
    ///
    /// # Errors
    /// If it holds what was not published by this command.
    pub(super) fn open(to: &Path, lang: Lang) -> Result<Self, CouldNotRun> {
        let journal = to.join(JOURNAL);
        let empty = fs::read_dir(to).map_or(true, |mut inside| inside.next().is_none());
        if !empty && !journal.exists() {
            let to = plain(&to.display().to_string());
            return Err(CouldNotRun::new(lang.pick(
                format!("{to} 里有不是明堂发布的文件。请换一个空文件夹。"),
                format!("{to} holds files that were not published by this command; choose an empty folder"),
            )));
        }
        Ok(Self {
            to: to.into(),
            known: Known::read(&journal),
        })
    }

    /// What is to be done.
    pub(super) fn plan(&self, built: &Built, trust: Trust) -> io::Result<Plan> {
        let mut plan = Plan::make(built, &self.known, |path, stamp, known| {
            let there = fs::metadata(self.to.join(path));
            let there = there.ok().filter(fs::Metadata::is_file).map(|m| m.len());
            let told = known.is_some_and(|known| known.as_ref().is_some_and(|k| k.stamp == stamp));
            Ok(match there {
                None => Found::Missing,
                Some(_) if trust == Trust::Nothing => Found::Other,
                Some(len) if len != stamp.len => Found::Other,
                Some(_) if told && trust == Trust::Journal => Found::Same,
                Some(_) if built.read(path)? != fs::read(self.to.join(path))? => Found::Other,
                Some(_) if told => Found::Same,
                Some(_) => Found::Alike(entry(stamp)),
            })
        })?;
        if trust == Trust::Contents {
            plan.remove.retain(|path| self.to.join(path).is_file());
        }
        Ok(plan)
    }

    /// Does it.
    pub(super) fn carry_out(&self, built: &Built, plan: &Plan) -> io::Result<()> {
        if plan.is_empty() && plan.learnt.is_empty() && !self.is_unfinished() {
            return Ok(());
        }
        let stage = self.to.join(STAGE);
        clear(&stage)?;
        fs::create_dir_all(&stage)?;
        let known = plan.begun(self.known.clone(), String::new());
        let journal = Journal::begin(&self.to.join(JOURNAL), &known)?;
        let threads = rayon::ThreadPoolBuilder::new().num_threads(AT_ONCE).build();
        let threads = threads.map_err(io::Error::other)?;
        for turn in plan.turns() {
            for put in turn {
                make_way(&self.to.join(&put.path), &self.to)?;
            }
            threads.install(|| {
                let numbered = turn.par_iter().enumerate();
                numbered.try_for_each(|(number, put)| self.put(built, (number, put), &journal))
            })?;
        }
        for path in &plan.remove {
            remove(&self.to.join(path), &self.to)?;
            journal.gone(path)?;
        }
        clear(&stage)?;
        journal.end()
    }

    /// Whether a killed run left something that was never put in place.
    fn is_unfinished(&self) -> bool {
        self.to.join(STAGE).exists()
    }

    fn put(
        &self,
        built: &Built,
        (number, put): (usize, &Put),
        journal: &Journal,
    ) -> io::Result<()> {
        let aside = self.to.join(STAGE).join(number.to_string());
        let mut file = File::create(&aside)?;
        file.write_all(&built.read(&put.path)?)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&aside, self.to.join(&put.path))?;
        match built.files.get(&put.path) {
            Some(stamp) => journal.put(&put.path, &entry(*stamp)),
            None => Ok(()),
        }
    }
}

fn entry(stamp: Stamp) -> Entry {
    let hash = "-".into();
    Entry { stamp, hash }
}

fn clear(stage: &Path) -> io::Result<()> {
    match fs::remove_dir_all(stage) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Makes the folder of a file, and takes away what stands where a folder or the file has to be.
fn make_way(place: &Path, to: &Path) -> io::Result<()> {
    let folder = place.parent().unwrap_or(to);
    for above in folder.ancestors().take_while(|above| above.starts_with(to)) {
        if above.is_file() {
            fs::remove_file(above)?;
        }
    }
    if place.is_dir() {
        fs::remove_dir_all(place)?;
    }
    fs::create_dir_all(folder)
}

/// Removes a file and the folders that are empty then.
fn remove(place: &Path, to: &Path) -> io::Result<()> {
    match fs::remove_file(place) {
        Err(cause)
            if !matches!(
                cause.kind(),
                io::ErrorKind::NotFound
                    | io::ErrorKind::NotADirectory
                    | io::ErrorKind::IsADirectory
            ) =>
        {
            return Err(cause);
        }
        Ok(()) | Err(_) => {}
    }
    for folder in place.ancestors().skip(1) {
        if folder == to || fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn write(folder: &Path, path: &str, text: &str) {
        let place = folder.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    /// What a web server would give, and the marker of builds aside.
    fn texts(folder: &Path) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let mut folders = vec![folder.to_path_buf()];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                if path.is_dir() {
                    folders.push(path);
                } else if ![JOURNAL, site_gen::write::MARKER].contains(&name.as_str()) {
                    found.insert(name, fs::read_to_string(path).unwrap());
                }
            }
        }
        found
    }

    struct Site {
        /// Ends with the test.
        #[expect(dead_code, reason = "held so that the folder stays")]
        folder: tempfile::TempDir,
        from: PathBuf,
        to: PathBuf,
    }

    impl Site {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let (from, to) = (folder.path().join("public"), folder.path().join("www"));
            write(&from, site_gen::write::MARKER, "");
            for path in [
                "index.html",
                "notices/n1/index.html",
                "notices/2026/index.html",
                "assets/a.css",
                "feed.xml",
            ] {
                write(&from, path, path);
            }
            Self { folder, from, to }
        }

        fn publish(&self, trust: Trust) -> Plan {
            let built = Built::open(&self.from, Lang::En).unwrap();
            let folder = Folder::open(&self.to, Lang::En).unwrap();
            let plan = folder.plan(&built, trust).unwrap();
            if trust != Trust::Contents {
                folder.carry_out(&built, &plan).unwrap();
            }
            plan
        }
    }

    fn paths(plan: &Plan) -> Vec<&str> {
        plan.put.iter().map(|put| put.path.as_str()).collect()
    }

    #[test]
    fn only_what_changed_is_written_pages_before_lists_and_feeds() {
        let site = Site::new();
        assert_eq!(
            paths(&site.publish(Trust::Journal)),
            [
                "assets/a.css",
                "notices/n1/index.html",
                "index.html",
                "notices/2026/index.html",
                "feed.xml"
            ]
        );
        write(&site.from, "notices/n1/index.html", "new");
        fs::remove_file(site.from.join("feed.xml")).unwrap();
        let second = site.publish(Trust::Journal);
        assert_eq!(paths(&second), ["notices/n1/index.html"]);
        assert_eq!(
            (&*second.remove, second.same),
            (&["feed.xml".into()][..], 3)
        );
        assert_eq!(texts(&site.to), texts(&site.from));
        assert!(site.publish(Trust::Contents).is_empty());
    }

    #[test]
    fn a_killed_run_is_gone_on_with() {
        let site = Site::new();
        site.publish(Trust::Journal);
        // As if killed: half a line in the journal, a file not yet replaced, one lost, one written and never renamed.
        let journal = fs::read_to_string(site.to.join(JOURNAL)).unwrap();
        fs::write(site.to.join(JOURNAL), &journal[..journal.len() - 5]).unwrap();
        write(&site.to, "index.html", "of an earlier day");
        fs::remove_file(site.to.join("feed.xml")).unwrap();
        write(&site.to, ".mingtang-publishing/3", "half");
        write(&site.from, "notices/n2/index.html", "n2");
        let plan = site.publish(Trust::Journal);
        assert_eq!(
            paths(&plan),
            ["notices/n2/index.html", "index.html", "feed.xml"]
        );
        assert_eq!(texts(&site.to), texts(&site.from));
    }

    #[test]
    fn what_a_killed_run_put_there_is_removed_when_it_is_to_go() {
        let site = Site::new();
        let built = Built::open(&site.from, Lang::En).unwrap();
        let folder = Folder::open(&site.to, Lang::En).unwrap();
        let plan = folder.plan(&built, Trust::Journal).unwrap();
        drop(built);
        // Killed between putting the feed in place and saying so.
        fs::create_dir_all(&site.to).unwrap();
        Journal::begin(
            &site.to.join(JOURNAL),
            &plan.begun(Known::default(), String::new()),
        )
        .unwrap();
        write(&site.to, "feed.xml", "feed.xml");
        fs::remove_file(site.from.join("feed.xml")).unwrap();
        site.publish(Trust::Journal);
        assert_eq!(texts(&site.to), texts(&site.from));
    }

    #[test]
    fn a_look_finds_what_the_journal_does_not_know() {
        let site = Site::new();
        site.publish(Trust::Journal);
        write(&site.to, "index.html", "INDEX.html");
        assert!(site.publish(Trust::Journal).is_empty());
        assert_eq!(paths(&site.publish(Trust::Contents)), ["index.html"]);
        assert_eq!(paths(&site.publish(Trust::Nothing)).len(), 5);
        assert_eq!(texts(&site.to), texts(&site.from));
    }

    #[test]
    fn a_file_may_become_a_folder_and_the_other_way_round() {
        let site = Site::new();
        site.publish(Trust::Journal);
        fs::remove_file(site.from.join("feed.xml")).unwrap();
        write(&site.from, "feed.xml/index.html", "x");
        fs::remove_dir_all(site.from.join("notices")).unwrap();
        write(&site.from, "notices", "y");
        site.publish(Trust::Journal);
        assert_eq!(texts(&site.to), texts(&site.from));
    }

    #[test]
    fn another_folder_is_left_alone_and_an_unfinished_site_unpublished() {
        let site = Site::new();
        write(&site.to, "photo.jpg", "mine");
        assert!(Folder::open(&site.to, Lang::Zh).is_err());
        assert!(Built::open(&site.to, Lang::Zh).is_err());
        let held = Built::open(&site.from, Lang::Zh).unwrap();
        assert!(Built::open(&site.from, Lang::Zh).is_err());
        drop(held);
        write(
            site.from.parent().unwrap(),
            ".public.mingtang/list",
            "+\tx\n",
        );
        assert!(Built::open(&site.from, Lang::Zh).is_err());
    }
}
