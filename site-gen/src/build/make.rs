//! Makes the files of the site: those whose inputs changed are rendered, those whose bytes changed are written.
//!
//! Entry point: [`Job::make`]. Two rounds: catalogues state bytes and hashes of the tables made in the first.

use super::deps::{self, Outside};
use super::files::{FileStamp, Kept, Outputs};
use super::looks::Looks;
use super::shelf::Shelf;
use super::stock::Stock;
use super::{BuildFault, BuildInput, FileReport, Report};
use crate::library::{DepKey, Library, Print, ReadLast, Reader};
use crate::opendata::{Made as MadeTables, MadeFile};
use crate::outputs::{self, Output, Press};
use crate::site::Site;
use crate::views::Theme;
use crate::write::{Staging, Target};
use foldhash::fast::FixedState;
use governance::hexadecimal::hex;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
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
    pub(super) outputs: Outputs,
    pub(super) deps: Vec<(DepKey, Print)>,
}

/// A file of the site, made or kept.
struct Finished<'p> {
    path: &'p str,
    stamp: FileStamp,
    /// Only where somebody will ask for them.
    hashes: Option<Box<Hashes>>,
    looked_at: LookedAt,
    fate: Fate,
    /// Its place among the files of the last build.
    known: Option<u32>,
}

/// The hashes of a file.
struct Hashes {
    print: Option<Print>,
    sha256: Option<Box<str>>,
}

impl Hashes {
    fn of(print: Option<Print>, sha256: Option<Box<str>>) -> Option<Box<Self>> {
        let any = print.is_some() || sha256.is_some();
        any.then(|| Box::new(Self { print, sha256 }))
    }
}

/// A file that was made just now.
struct Fresh<'b> {
    bytes: &'b [u8],
    print: Option<Print>,
    looked_at: Box<[u32]>,
}

enum LookedAt {
    /// What it looked at in the last build.
    Before,
    /// Numbers of names.
    Now(Box<[u32]>),
}

/// What the last build knows of the files.
struct Before<'m> {
    outputs: &'m Outputs,
    places: HashMap<&'m str, u32, FixedState>,
    /// Whether each thing that was looked at is still what it was.
    same: Vec<bool>,
    /// Where the description of the first round's files stands among them, and what it was.
    made: Option<(u32, Print)>,
    usable: bool,
    /// Whether there is a site to compare with.
    standing: bool,
}

impl Job<'_> {
    /// Makes the files, writes what is different and puts it in place.
    pub(super) fn make(&self, stock: &Stock, report: &mut Report) -> Result<Made, BuildFault> {
        let planned = outputs::plan(self.library, self.site);
        let path = |output: &Output| output.path(self.library, self.site).into_boxed_str();
        let paths: Vec<Box<str>> = planned.par_iter().map(path).collect();
        stock.pack.flush()?;
        let outside = Outside {
            paths: stock.paths(),
            ..Outside::default()
        };
        let before = self.before(stock, outside);
        let staging = self.target.staging()?;
        let looks = Looks::new();
        let round = Round {
            looks: &looks,
            job: self,
            stock,
            before: &before,
            staging: &staging,
            assets: &super::assets(&self.input.theme),
        };
        let jobs = planned.into_iter().zip(paths.iter().map(AsRef::as_ref));
        let mut first: Vec<(Output, &str)> = jobs.collect();
        let second: Vec<_> = first
            .extract_if(.., |(output, _)| output.second_round())
            .collect();
        first.sort_by_key(|(output, _)| output.record());
        let mut finished = round.run(&first, &MadeTables::new(), Print::default())?;
        let tables = tables(&finished);
        let made = Print::of(format!("{tables:?}").as_bytes());
        let more = round.run(&second, &tables, made)?;
        drop((first, second));
        finished.reserve_exact(more.len());
        finished.extend(more);
        self.put_in_place((stock, &before), (staging, &finished), report)?;
        let outside = Outside { made, ..outside };
        Ok(self.remember((stock, &before), (finished, looks), outside))
    }

    fn before<'m>(&self, stock: &'m Stock, outside: Outside) -> Before<'m> {
        let memory = &stock.memory;
        let standing = self.target.exists();
        let usable = memory.head.global == self.global && standing;
        let deps = if usable { &memory.deps[..] } else { &[] };
        let value = |dep: &(DepKey, Print)| deps::value(self.library, dep.0, outside) == dep.1;
        let (same, places) = rayon::join(
            || deps.par_iter().map(value).collect(),
            || memory.outputs.index(),
        );
        let made = (0_u32..).zip(deps).find(|(_, dep)| dep.0 == DepKey::Made);
        Before {
            outputs: &memory.outputs,
            places,
            same,
            made: made.map(|(at, dep)| (at, dep.1)),
            usable,
            standing,
        }
    }

    fn put_in_place(
        &self,
        (stock, before): (&Stock, &Before<'_>),
        (staging, finished): (Staging<'_>, &[Finished<'_>]),
        report: &mut Report,
    ) -> Result<(), BuildFault> {
        let mut put: Vec<&str> = Vec::new();
        for file in finished {
            report.count(file, self.input.listed);
            if matches!(file.fate, Fate::New | Fate::Changed) {
                put.push(file.path);
            }
        }
        let gone = self.gone(stock, before, finished);
        report.counts.removed = gone.len();
        if self.input.listed {
            report.removed = gone.iter().map(|path| Box::from(&**path)).collect();
        }
        report.sort();
        put.sort_unstable();
        let gone: Vec<&str> = gone.iter().map(AsRef::as_ref).collect();
        Ok(staging.commit(&put, &gone)?)
    }

    /// Files that an earlier build left in the output folder and that are no more, sorted.
    fn gone<'b>(
        &self,
        stock: &Stock,
        before: &Before<'b>,
        finished: &[Finished<'_>],
    ) -> Vec<Cow<'b, str>> {
        if !self.target.exists() {
            return Vec::new();
        }
        let mut met = vec![false; before.outputs.len()];
        for file in finished {
            if let Some(met) = file.known.and_then(|at| met.get_mut(at as usize)) {
                *met = true;
            }
        }
        let lost = before.outputs.paths().zip(met).filter(|(_, met)| !met);
        let mut gone: Vec<Cow<'b, str>> = lost.map(|(path, _)| path.into()).collect();
        let foreign = if stock.memory.outputs.len() == 0 {
            self.target.files()
        } else {
            self.target.leftover().iter().cloned().collect()
        };
        if !foreign.is_empty() {
            let stays: BTreeSet<&str> = finished.iter().map(|file| file.path).collect();
            let foreign = foreign.into_iter().map(Cow::Owned);
            gone.extend(foreign.filter(|path| !stays.contains(&**path)));
        }
        gone.sort_unstable();
        gone.dedup();
        gone
    }

    /// What the next build should know. What kept files looked at is what it was: neither looked up nor reckoned again.
    fn remember(
        &self,
        (stock, before): (&Stock, &Before<'_>),
        (finished, looks): (Vec<Finished<'_>>, Looks),
        outside: Outside,
    ) -> Made {
        let names = looks.names();
        let known = (&looks, names.len());
        let mut list = DepList::taking_over(&stock.memory.deps, before, &finished, known);
        drop(looks);
        let looked_at = |file: &Finished<'_>| match (&file.looked_at, file.known) {
            (LookedAt::Now(numbers), _) => numbers.len(),
            (LookedAt::Before, known) => known.map_or(0, |at| before.outputs.deps(at).len()),
        };
        let deps = finished.iter().map(looked_at).sum();
        let mut outputs = Outputs::with_capacity(finished.len(), deps);
        for file in finished {
            let (print, sha256) = file
                .hashes
                .map_or((None, None), |hashes| (hashes.print, hashes.sha256));
            let kept = Kept {
                path: file.path,
                print,
                stamp: file.stamp,
                sha256,
            };
            match (file.looked_at, file.known) {
                (LookedAt::Now(numbers), _) => {
                    outputs.push(kept, numbers.iter().map(|number| list.place(*number)));
                }
                (LookedAt::Before, known) => {
                    let deps = known.map_or(&[][..], |at| before.outputs.deps(at));
                    outputs.push(kept, deps.iter().map(|at| list.moved[*at as usize]));
                }
            }
        }
        let value = |number: &u32| {
            let dep = names[*number as usize];
            (dep, deps::value(self.library, dep, outside))
        };
        let mut deps = list.old;
        deps.par_extend(list.fresh.par_iter().map(value));
        Made {
            global: self.global,
            outputs,
            deps,
        }
    }
}

/// Everything that was looked at, each once.
struct DepList {
    /// What is taken over from the last build, with its worth: the beginning of the list.
    old: Vec<(DepKey, Print)>,
    /// What comes after it, by the numbers that [`Looks`] gave.
    fresh: Vec<u32>,
    /// Where each thing of the last build's list stands in this one; only of those that are taken over.
    moved: Vec<u32>,
    /// The same of what files that were made anew looked at, by number.
    places: Vec<u32>,
}

/// The place of what has none yet.
const NOWHERE: u32 = u32::MAX;

impl DepList {
    /// Begins with what kept files looked at.
    fn taking_over(
        deps: &[(DepKey, Print)],
        before: &Before<'_>,
        finished: &[Finished<'_>],
        (looks, count): (&Looks, usize),
    ) -> Self {
        let mut list = Self {
            old: Vec::new(),
            fresh: Vec::new(),
            moved: vec![NOWHERE; deps.len()],
            places: vec![NOWHERE; count],
        };
        for file in finished {
            if let (LookedAt::Before, Some(known)) = (&file.looked_at, file.known) {
                for at in before.outputs.deps(known) {
                    list.moved[*at as usize] = 0;
                }
            }
        }
        for (moved, dep) in list.moved.iter_mut().zip(deps) {
            if *moved == 0 {
                *moved = u32::try_from(list.old.len()).unwrap_or(NOWHERE);
                if let Some(number) = looks.number(&dep.0) {
                    list.places[number as usize] = *moved;
                }
                list.old.push(*dep);
            }
        }
        list
    }

    fn place(&mut self, number: u32) -> u32 {
        let place = &mut self.places[number as usize];
        if *place == NOWHERE {
            let next = self.old.len() + self.fresh.len();
            *place = u32::try_from(next).unwrap_or(NOWHERE);
            self.fresh.push(number);
        }
        *place
    }
}

/// One round of making files.
struct Round<'r> {
    looks: &'r Looks,
    job: &'r Job<'r>,
    stock: &'r Stock,
    before: &'r Before<'r>,
    staging: &'r Staging<'r>,
    assets: &'r [(Box<str>, Vec<u8>)],
}

/// What a thread makes one file after the other with.
#[derive(Default)]
struct Bench {
    bytes: Vec<u8>,
    last: ReadLast,
}

impl Round<'_> {
    fn run<'p>(
        &self,
        jobs: &[(Output, &'p str)],
        tables: &MadeTables,
        made: Print,
    ) -> Result<Vec<Finished<'p>>, BuildFault> {
        let shelves = Shelf {
            content: &self.job.input.content,
            sources: &self.stock.sources,
            kept: self.stock.kept(),
            pack: &self.stock.pack,
        };
        let press = Press {
            theme: self.job.theme,
            assets: self.assets,
            made: tables,
            before: &[],
        };
        let one = |bench: &mut Bench, (output, path): &(Output, &'p str)| {
            let path: &'p str = path;
            let known = self.before.places.get(path).copied();
            if let Some(kept) = known.and_then(|at| self.kept((path, at), made)) {
                return Ok(kept);
            }
            bench.bytes.clear();
            let before = if output.grows() {
                self.earlier((path, known))
            } else {
                Vec::new()
            };
            let press = Press {
                before: &before,
                ..press
            };
            let last = std::mem::take(&mut bench.last);
            let reader = Reader::new(self.job.library, &shelves, self.job.site).after(last);
            outputs::render(*output, &reader, press, &mut bench.bytes).map_err(|fault| {
                let path = path.to_owned();
                BuildFault::Render { path, fault }
            })?;
            let (deps, last) = reader.finish();
            bench.last = last;
            let hashed = self.job.input.listed || output.grows();
            let made = Fresh {
                bytes: &bench.bytes,
                print: hashed.then(|| Print::of(&bench.bytes)),
                looked_at: self.looks.numbers(&deps),
            };
            self.finish((path, known), made)
        };
        let (large, small): (Vec<_>, Vec<_>) = jobs.iter().partition(|(output, _)| output.grows());
        // Each goes to its place at once: parts that are put together afterwards are there twice.
        let mut made = Vec::new();
        let each = small
            .par_iter()
            .map_init(Bench::default, |bench, job| one(bench, job));
        each.collect_into_vec(&mut made);
        let mut made: Vec<_> = made.into_iter().collect::<Result<_, _>>()?;
        let mut bench = Bench::default();
        for job in large {
            made.push(one(&mut bench, &job)?);
        }
        Ok(made)
    }

    /// The bytes of a file as an earlier build left them; none if it is not known to be that file.
    fn earlier(&self, (path, known): (&str, Option<u32>)) -> Vec<u8> {
        let print = known.and_then(|at| self.before.outputs.print(at));
        let bytes = print.and_then(|_| self.job.target.read(path));
        bytes
            .filter(|bytes| print == Some(Print::of(bytes)))
            .unwrap_or_default()
    }

    /// The file as it is, if everything it looked at is what it was and nobody has touched it.
    fn kept<'p>(&self, (path, at): (&'p str, u32), made: Print) -> Option<Finished<'p>> {
        let before = self.before;
        let same = |dep: &u32| match before.made {
            Some((place, print)) if place == *dep => print == made,
            Some(_) | None => before.same.get(*dep as usize).copied().unwrap_or(false),
        };
        if !before.usable || !before.outputs.deps(at).iter().all(same) {
            return None;
        }
        let stamp = before.outputs.stamp(at)?;
        (self.job.target.stamp(path) == Some(stamp)).then_some(Finished {
            path,
            stamp,
            hashes: Hashes::of(
                before.outputs.print(at),
                before.outputs.sha256(at).map(Box::from),
            ),
            looked_at: LookedAt::Before,
            fate: Fate::Kept,
            known: Some(at),
        })
    }

    /// Writes the file if it is different from what is there: a file of another length is, others are read. Few files are made anew and come out the same,
    /// so that this costs less than a hash of every file of every build.
    fn finish<'p>(
        &self,
        (path, known): (&'p str, Option<u32>),
        made: Fresh<'_>,
    ) -> Result<Finished<'p>, BuildFault> {
        let bytes = made.bytes;
        let there = if self.before.standing {
            self.job.target.stamp(path)
        } else {
            None
        };
        let (fate, stamp) = match there {
            Some(stamp) if self.job.target.has(path, bytes) => (Fate::Same, stamp),
            Some(_) => (Fate::Changed, self.staging.put(path, bytes)?),
            None => (Fate::New, self.staging.put(path, bytes)?),
        };
        let is_table = path.starts_with("data/") && !path.contains("catalog");
        let is_described = is_table || path.starts_with("search/");
        Ok(Finished {
            path,
            stamp,
            hashes: Hashes::of(
                made.print,
                is_described.then(|| hex(&Sha256::digest(bytes)).into()),
            ),
            looked_at: LookedAt::Now(made.looked_at),
            fate,
            known,
        })
    }
}

/// What catalogues state of the tables.
fn tables(finished: &[Finished<'_>]) -> MadeTables {
    let described = finished.iter().filter_map(|file| {
        let sha256 = file.hashes.as_ref()?.sha256.clone()?;
        let bytes = file.stamp.0;
        Some((file.path.into(), MadeFile { bytes, sha256 }))
    });
    described.collect()
}

impl Report {
    fn count(&mut self, file: &Finished<'_>, listed: bool) {
        let list = match file.fate {
            Fate::Kept | Fate::Same => None,
            Fate::Changed => Some((&mut self.counts.changed, &mut self.changed)),
            Fate::New => Some((&mut self.counts.new, &mut self.new)),
        };
        self.rendered += usize::from(!matches!(file.fate, Fate::Kept));
        let Some((count, list)) = list else {
            self.unchanged += 1;
            return;
        };
        *count += 1;
        if listed {
            list.push(FileReport {
                path: file.path.into(),
                bytes: file.stamp.0,
                hash: file
                    .hashes
                    .as_ref()
                    .and_then(|hashes| hashes.print)
                    .map_or_else(Box::default, |print| hex(&print.0).into()),
            });
        }
    }

    fn sort(&mut self) {
        self.new.sort_unstable();
        self.changed.sort_unstable();
        self.removed.sort_unstable();
    }
}
