//! Makes the files of the site: those whose inputs changed are rendered, those whose bytes changed are written.
//!
//! Entry point: [`Job::make`]. Two rounds: catalogues state bytes and hashes of the tables made in the first.

use super::deps::{self, Outside};
use super::memory::KeptOutput;
use super::shelf::Shelf;
use super::stock::Stock;
use super::{BuildFault, BuildInput, FileReport, Report, intake};
use crate::library::{DepKey, Library, Print, Reader};
use crate::opendata::{Made as MadeTables, MadeFile};
use crate::outputs::{self, Output, Press};
use crate::site::Site;
use crate::views::Theme;
use crate::write::{Staging, Target};
use foldhash::fast::FixedState;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Its inputs are what they were.
    Kept,
    /// Made anew, and came out the same.
    Same,
    /// Made anew, and is different.
    Changed,
    /// Was not there before.
    New,
}

/// All that files are made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Job<'a> {
    pub(super) input: &'a BuildInput,
    pub(super) target: &'a Target,
    pub(super) site: &'a Site,
    pub(super) theme: &'a Theme,
    pub(super) library: &'a Library,
    pub(super) global: Print,
}

/// What was made.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) global: Print,
    pub(super) outputs: Vec<KeptOutput>,
    pub(super) deps: Vec<(DepKey, Print)>,
}

/// A file of the site, made or kept.
struct Finished {
    path: Box<str>,
    print: Print,
    len: u64,
    modified: i128,
    sha256: Option<Box<str>>,
    looked_at: LookedAt,
    fate: Fate,
}

enum LookedAt {
    /// What it looked at in an earlier build, by places in that build's list.
    Before(Vec<u32>),
    Now(Vec<DepKey>),
}

/// What the last build knows of the files.
struct Before<'m> {
    outputs: HashMap<&'m str, &'m KeptOutput, FixedState>,
    /// Whether each thing that was looked at is still what it was.
    same: Vec<bool>,
    usable: bool,
}

impl Job<'_> {
    /// Makes the files, writes what is different and puts it in place.
    pub(super) fn make(&self, stock: &Stock, report: &mut Report) -> Result<Made, BuildFault> {
        let planned = outputs::plan(self.library, self.site);
        let paths: Vec<String> = planned
            .par_iter()
            .map(|o| o.path(self.library, self.site))
            .collect();
        stock.pack.flush()?;
        let outside = Outside {
            paths: stock.paths(),
            ..Outside::default()
        };
        let before = self.before(stock, outside);
        let staging = self.staging(&paths)?;
        let round = Round {
            job: self,
            stock,
            before: &before,
            staging: &staging,
            assets: &super::assets(&self.input.theme),
        };
        let jobs: Vec<(Output, &str)> = planned
            .iter()
            .copied()
            .zip(paths.iter().map(String::as_str))
            .collect();
        let (first, second): (Vec<_>, Vec<_>) = jobs
            .into_iter()
            .partition(|(output, _)| !output.second_round());
        let mut finished = round.run(&first, &MadeTables::new(), Print::default())?;
        let tables = tables(&finished);
        let made = Print::of(format!("{tables:?}").as_bytes());
        finished.extend(round.run(&second, &tables, made)?);
        self.put_in_place(stock, (staging, &finished), report)?;
        let outside = Outside { made, ..outside };
        Ok(self.remember(stock, finished, outside))
    }

    fn before<'m>(&self, stock: &'m Stock, outside: Outside) -> Before<'m> {
        let memory = &stock.memory;
        let usable = memory.head.global == self.global && self.target.exists();
        let same = if usable {
            let value = |dep: &(DepKey, Print)| deps::value(self.library, dep.0, outside) == dep.1;
            memory.deps.par_iter().map(value).collect()
        } else {
            Vec::new()
        };
        Before {
            outputs: memory.outputs.iter().map(|o| (&*o.path, o)).collect(),
            same,
            usable,
        }
    }

    /// In a first build every folder is needed, and is made up front.
    fn staging(&self, paths: &[String]) -> Result<Staging<'_>, BuildFault> {
        let needed = if self.target.exists() { &[][..] } else { paths };
        Ok(self.target.stage_for(needed.iter().map(String::as_str))?)
    }

    fn put_in_place(
        &self,
        stock: &Stock,
        (staging, finished): (Staging<'_>, &[Finished]),
        report: &mut Report,
    ) -> Result<(), BuildFault> {
        let mut put: Vec<&str> = Vec::new();
        for file in finished {
            report.count(file);
            if matches!(file.fate, Fate::New | Fate::Changed) {
                put.push(&file.path);
            }
        }
        let stays: BTreeSet<&str> = finished.iter().map(|file| &*file.path).collect();
        let there = self.there(stock);
        let gone: Vec<&str> = there
            .iter()
            .map(String::as_str)
            .filter(|path| !stays.contains(path))
            .collect();
        report.removed = gone.iter().map(|path| Box::from(*path)).collect();
        report.sort();
        put.sort_unstable();
        Ok(staging.commit(&put, &gone)?)
    }

    /// Files that an earlier build left in the output folder.
    fn there(&self, stock: &Stock) -> BTreeSet<String> {
        if !self.target.exists() {
            return BTreeSet::new();
        }
        if stock.memory.outputs.is_empty() {
            return self.target.files();
        }
        let known = stock.memory.outputs.iter().map(|o| o.path.to_string());
        known
            .chain(self.target.leftover().iter().cloned())
            .collect()
    }

    /// What the next build should know; the list of what was looked at is kept and grows by what is new.
    fn remember(&self, stock: &Stock, finished: Vec<Finished>, outside: Outside) -> Made {
        let mut list = DepList::default();
        let old = &stock.memory.deps;
        let mut outputs: Vec<KeptOutput> = Vec::with_capacity(finished.len());
        for file in finished {
            let deps = match file.looked_at {
                LookedAt::Now(deps) => deps.into_iter().map(|dep| list.place(dep)).collect(),
                LookedAt::Before(deps) => {
                    let names = deps.iter().filter_map(|at| old.get(*at as usize));
                    names.map(|(dep, _)| list.place(*dep)).collect()
                }
            };
            outputs.push(KeptOutput {
                path: file.path,
                print: file.print,
                len: file.len,
                modified: file.modified,
                sha256: file.sha256,
                deps,
            });
        }
        let names = list.names;
        let value = |dep: &DepKey| (*dep, deps::value(self.library, *dep, outside));
        Made {
            global: self.global,
            outputs,
            deps: names.par_iter().map(value).collect(),
        }
    }
}

/// Everything that was looked at, each once.
#[derive(Default)]
struct DepList {
    places: HashMap<DepKey, u32, FixedState>,
    names: Vec<DepKey>,
}

impl DepList {
    fn place(&mut self, dep: DepKey) -> u32 {
        let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        *self.places.entry(dep).or_insert_with(|| {
            self.names.push(dep);
            next
        })
    }
}

/// One round of making files.
struct Round<'r> {
    job: &'r Job<'r>,
    stock: &'r Stock,
    before: &'r Before<'r>,
    staging: &'r Staging<'r>,
    assets: &'r [(Box<str>, Vec<u8>)],
}

impl Round<'_> {
    fn run(
        &self,
        jobs: &[(Output, &str)],
        tables: &MadeTables,
        made: Print,
    ) -> Result<Vec<Finished>, BuildFault> {
        let shelves = Shelf {
            content: &self.job.input.content,
            sources: &self.stock.sources,
            prints: &self.stock.prints,
            pack: &self.stock.pack,
        };
        let press = Press {
            theme: self.job.theme,
            assets: self.assets,
            made: tables,
            before: &[],
        };
        let one = |buffer: &mut Vec<u8>, (output, path): &(Output, &str)| {
            if let Some(kept) = self.kept(path, made) {
                return Ok(kept);
            }
            buffer.clear();
            let before = if output.grows() {
                self.earlier(path)
            } else {
                Vec::new()
            };
            let press = Press {
                before: &before,
                ..press
            };
            let reader = Reader::new(self.job.library, &shelves, self.job.site);
            outputs::render(*output, &reader, press, buffer).map_err(|fault| {
                let path = (*path).to_owned();
                BuildFault::Render { path, fault }
            })?;
            self.finish(path, buffer, reader.into_deps())
        };
        let (large, small): (Vec<_>, Vec<_>) = jobs.iter().partition(|(output, _)| output.grows());
        let made: Result<Vec<_>, _> = small
            .par_iter()
            .map_init(Vec::new, |b, job| one(b, job))
            .collect();
        let mut made = made?;
        let mut buffer = Vec::new();
        for job in large {
            made.push(one(&mut buffer, &job)?);
        }
        Ok(made)
    }

    /// The bytes of a file as an earlier build left them; none if it is not known to be that file.
    fn earlier(&self, path: &str) -> Vec<u8> {
        let known = self.before.outputs.get(path);
        let bytes = known.and_then(|_| self.job.target.read(path));
        bytes
            .filter(|bytes| known.is_some_and(|known| known.print == Print::of(bytes)))
            .unwrap_or_default()
    }

    /// The file as it is, if everything it looked at is what it was and nobody has touched it.
    fn kept(&self, path: &str, made: Print) -> Option<Finished> {
        if !self.before.usable {
            return None;
        }
        let known = *self.before.outputs.get(path)?;
        let changed = |at: &u32| match self.stock.memory.deps.get(*at as usize) {
            Some((DepKey::Made, print)) => *print != made,
            Some(_) => !self.before.same.get(*at as usize).copied().unwrap_or(false),
            None => true,
        };
        if known.deps.iter().any(changed) {
            return None;
        }
        let there = self.job.target.stamp(path);
        (there == Some((known.len, known.modified))).then(|| Finished {
            path: known.path.clone(),
            print: known.print,
            len: known.len,
            modified: known.modified,
            sha256: known.sha256.clone(),
            looked_at: LookedAt::Before(known.deps.clone()),
            fate: Fate::Kept,
        })
    }

    /// Writes the file if it is different from what is there.
    fn finish(&self, path: &str, bytes: &[u8], deps: Vec<DepKey>) -> Result<Finished, BuildFault> {
        let print = Print::of(bytes);
        let there = if self.job.target.exists() {
            self.job.target.stamp(path)
        } else {
            None
        };
        let known = self
            .before
            .outputs
            .get(path)
            .filter(|k| there == Some((k.len, k.modified)));
        let same = match (known, there) {
            (Some(known), _) => known.print == print,
            (None, Some(_)) => self.job.target.has(path, bytes),
            (None, None) => false,
        };
        let (fate, (len, modified)) = match (same, there) {
            (true, Some(stamp)) => (Fate::Same, stamp),
            (_, Some(_)) => (Fate::Changed, self.staging.put(path, bytes)?),
            (_, None) => (Fate::New, self.staging.put(path, bytes)?),
        };
        let is_table = path.starts_with("data/") && !path.contains("catalog");
        let is_described = is_table || path.starts_with("search/");
        Ok(Finished {
            path: path.into(),
            print,
            len,
            modified,
            sha256: is_described.then(|| intake::hex(&Sha256::digest(bytes))),
            looked_at: LookedAt::Now(deps),
            fate,
        })
    }
}

/// What catalogues state of the tables.
fn tables(finished: &[Finished]) -> MadeTables {
    let described = finished.iter().filter_map(|file| {
        let sha256 = file.sha256.clone()?;
        let bytes = file.len;
        Some((file.path.clone(), MadeFile { bytes, sha256 }))
    });
    described.collect()
}

impl Report {
    fn count(&mut self, file: &Finished) {
        let told = || FileReport {
            path: file.path.clone(),
            bytes: file.len,
            hash: intake::hex(&file.print.0),
        };
        match file.fate {
            Fate::Kept => self.unchanged += 1,
            Fate::Same => {
                self.unchanged += 1;
                self.rendered += 1;
            }
            Fate::Changed => {
                self.changed.push(told());
                self.rendered += 1;
            }
            Fate::New => {
                self.new.push(told());
                self.rendered += 1;
            }
        }
    }

    fn sort(&mut self) {
        self.new.sort_unstable();
        self.changed.sort_unstable();
        self.removed.sort_unstable();
    }
}
