//! Makes the files of the site: those whose inputs changed are rendered, those whose bytes changed are written.
//!
//! Entry point: [`Job::make`]. Two rounds: catalogues state bytes and hashes of the tables made in the first.

use super::blocks::Touched;
use super::deps::{self, Outside};
use super::files::{FileStamp, Kept, Outputs, Places};
use super::looks::Looks;
use super::memory::Deps;
use super::shelf::Shelf;
use super::stock::Stock;
use super::watch::{WATCHED, Watch};
use super::{BuildFault, BuildInput, FileReport, Report};
use crate::library::{DepKey, Library, Print, ReadLast, Reader};
use crate::opendata::{Made as MadeTables, MadeFile};
use crate::outputs::{self, Output, Press};
use crate::site::Site;
use crate::views::Theme;
use crate::write::{Staged, Staging, Target};
use foldhash::fast::FixedState;
use governance::hexadecimal::hex;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
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
    /// The number of the build.
    pub(super) turn: usize,
}

/// What was made.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) global: Print,
    lists: Lists,
}

/// The files and what they looked at.
#[derive(Debug)]
enum Lists {
    /// All of them.
    Anew(Outputs, Deps),
    /// What is different from the last build.
    Since {
        /// Files with the places they had; one that is gone has no path.
        files: Vec<(Option<u32>, Kept)>,
        /// What has another worth now, by its place in the list.
        changed: Vec<(u32, Print)>,
        /// What nobody had looked at; it comes after the others.
        fresh: Deps,
    },
}

impl Made {
    /// Whether nothing of the last build's lists is part of these.
    pub(super) fn is_anew(&self) -> bool {
        matches!(self.lists, Lists::Anew(..))
    }

    /// The lists as they are to be kept, with what is different from those of the last build.
    pub(super) fn into_lists(
        self,
        mut outputs: Outputs,
        mut deps: Deps,
    ) -> ((Outputs, Touched), (Deps, Touched)) {
        let mut looked = Touched::default();
        match self.lists {
            Lists::Anew(outputs, deps) => ((outputs, Touched::default()), (deps, looked)),
            Lists::Since {
                files,
                changed,
                fresh,
            } => {
                for (place, print) in changed {
                    deps[place as usize].1 = print;
                    looked.row(place as usize);
                }
                for place in deps.len()..deps.len() + fresh.len() {
                    looked.row(place);
                }
                deps.extend(fresh);
                let touched = outputs.change(files);
                ((outputs, touched), (deps, looked))
            }
        }
    }
}

/// A file of the site, kept or made. Half a million of them lie there at once.
enum Done<'p> {
    /// Its inputs are what they were: its place among the files of the last build.
    Kept(u32),
    Made(Box<Finished<'p>>),
}

impl<'p> Done<'p> {
    /// Its place among the files of the last build.
    fn known(&self) -> Option<u32> {
        match self {
            Self::Kept(at) => Some(*at),
            Self::Made(file) => file.known,
        }
    }

    fn made(self) -> Option<Finished<'p>> {
        match self {
            Self::Kept(_) => None,
            Self::Made(file) => Some(*file),
        }
    }
}

/// A file of the site that was made anew.
struct Finished<'p> {
    path: &'p str,
    stamp: FileStamp,
    /// Only where somebody will ask for them.
    hashes: Option<Box<Hashes>>,
    /// What it looked at: numbers of names.
    looked_at: Box<[u32]>,
    fate: Fate,
    /// Where its new bytes lie.
    staged: Option<Staged>,
    /// Its place among the files of the last build.
    known: Option<u32>,
}

impl Finished<'_> {
    fn print(&self) -> Option<Print> {
        self.hashes.as_ref()?.print
    }

    fn sha256(&self) -> Option<&str> {
        self.hashes.as_ref()?.sha256.as_deref()
    }

    /// What is to be kept of it; `place` tells where what it looked at stands.
    fn kept(&self, place: impl Fn(u32) -> u32) -> Kept {
        Kept {
            path: self.path.into(),
            stamp: self.stamp,
            print: self.print(),
            sha256: self.sha256().map(Box::from),
            deps: self.looked_at.iter().map(|number| place(*number)).collect(),
        }
    }
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

/// Bytes of a buffer that is used again: nearly all files fit in, and the few large ones leave nothing behind.
const ROOM: usize = 1 << 20;

/// What a thread goes on with from file to file.
#[derive(Default)]
struct Bench {
    buffer: Vec<u8>,
    /// How far the last file stood from where it stood in the last build.
    shift: isize,
    last: ReadLast,
}

/// What the last build knows of the files.
struct Before<'m> {
    outputs: &'m Outputs,
    places: Places<'m>,
    /// Whether each thing that was looked at is still what it was.
    same: Vec<bool>,
    /// What those are worth that are not.
    changed: Vec<(u32, Print)>,
    /// Marks of files that somebody touched; none at all if nobody did.
    touched: Vec<bool>,
    /// Where the description of the first round's files stands among them, and what it was.
    made: Option<(u32, Print)>,
    usable: bool,
    /// Whether there is a site to compare with.
    standing: bool,
}

impl Job<'_> {
    /// Makes the files, writes what is different and puts it in place; says so before it gathers what the next build should know.
    pub(super) fn make(
        &self,
        stock: &Stock,
        report: &mut Report,
        told: impl FnOnce(&mut Report),
    ) -> Result<Made, BuildFault> {
        let planned = outputs::plan(self.library, self.site);
        let path = |output: &Output| output.path(self.library, self.site).into_boxed_str();
        let paths: Vec<Box<str>> = planned.par_iter().map(path).collect();
        stock.pack.flush()?;
        let outside = Outside {
            paths: stock.paths(),
            made: Print::default(),
            leaves: self.theme.leaves(),
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
        let mut finished = round.run((&first, 0), &MadeTables::new(), Print::default())?;
        let tables = tables(&before, &finished);
        let made = Print::of(format!("{tables:?}").as_bytes());
        let more = round.run((&second, first.len()), &tables, made)?;
        drop((first, second));
        finished.reserve_exact(more.len());
        finished.extend(more);
        self.put_in_place((stock, &before), (staging, &finished), report)?;
        told(report);
        let outside = Outside { made, ..outside };
        Ok(self.remember((stock, &before), (finished, looks), outside))
    }

    fn before<'m>(&self, stock: &'m Stock, outside: Outside<'_>) -> Before<'m> {
        let memory = &stock.memory;
        let standing = self.target.exists();
        let usable = memory.head.global == self.global && standing;
        let deps = if usable { &memory.deps[..] } else { &[] };
        let changed = |(at, dep): (usize, &(DepKey, Print))| {
            let value = deps::value(self.library, dep.0, outside);
            let at = u32::try_from(at).ok()?;
            (dep.0 != DepKey::Made && value != dep.1).then_some((at, value))
        };
        let changed: Vec<_> = deps.par_iter().enumerate().filter_map(changed).collect();
        let mut same = vec![true; deps.len()];
        for (at, _) in &changed {
            same[*at as usize] = false;
        }
        let made = (0_u32..).zip(deps).find(|(_, dep)| dep.0 == DepKey::Made);
        Before {
            outputs: &memory.outputs,
            places: Places::of(&memory.outputs),
            same,
            changed,
            touched: if usable {
                self.touched(stock)
            } else {
                Vec::new()
            },
            made: made.map(|(at, dep)| (at, dep.1)),
            usable,
            standing,
        }
    }

    fn touched(&self, stock: &Stock) -> Vec<bool> {
        let watch = Watch {
            target: self.target,
            turn: self.turn,
            branches: &stock.memory.head.branches,
            most: WATCHED,
        };
        watch.touched(&stock.memory.outputs)
    }

    fn put_in_place(
        &self,
        (stock, before): (&Stock, &Before<'_>),
        (staging, finished): (Staging<'_>, &[Done<'_>]),
        report: &mut Report,
    ) -> Result<(), BuildFault> {
        let mut put: Vec<(Staged, &str)> = Vec::new();
        for file in finished {
            let Done::Made(file) = file else {
                report.unchanged += 1;
                continue;
            };
            report.count(file, self.input.listed);
            put.extend(file.staged.map(|staged| (staged, file.path)));
        }
        let gone = self.gone(stock, before, finished);
        report.counts.removed = gone.len();
        if self.input.listed {
            report.removed = gone.iter().map(|path| Box::from(&**path)).collect();
        }
        report.sort();
        put.sort_unstable_by_key(|(_, path)| *path);
        let gone: Vec<&str> = gone.iter().map(AsRef::as_ref).collect();
        Ok(staging.commit(&put, &gone)?)
    }

    /// Files that an earlier build left in the output folder and that are no more, sorted.
    fn gone<'b>(
        &self,
        stock: &Stock,
        before: &Before<'b>,
        finished: &[Done<'_>],
    ) -> Vec<Cow<'b, str>> {
        if !self.target.exists() {
            return Vec::new();
        }
        let lost = before.lost(finished);
        let mut gone: Vec<Cow<'b, str>> = lost.map(|(_, path)| path.into()).collect();
        let foreign = if stock.memory.outputs.places() == 0 {
            self.target.files()
        } else {
            self.target.leftover().iter().cloned().collect()
        };
        if !foreign.is_empty() {
            let path = finished.iter().map(|file| match file {
                Done::Kept(at) => before.outputs.path(*at),
                Done::Made(file) => file.path,
            });
            let stays: BTreeSet<&str> = path.collect();
            let foreign = foreign.into_iter().map(Cow::Owned);
            gone.extend(foreign.filter(|path| !stays.contains(&**path)));
        }
        gone.sort_unstable();
        gone.dedup();
        gone
    }

    /// What the next build should know: all of it, or what is different from what is known.
    fn remember(
        &self,
        (stock, before): (&Stock, &Before<'_>),
        (finished, looks): (Vec<Done<'_>>, Looks),
        outside: Outside<'_>,
    ) -> Made {
        let names = looks.names();
        drop(looks);
        let value = |name: &DepKey| (*name, deps::value(self.library, *name, outside));
        let lists = if before.usable {
            let (places, fresh) = places(&names, &stock.memory.deps);
            let gone = before
                .lost(&finished)
                .map(|(at, _)| (Some(at), Kept::default()));
            let gone: Vec<_> = gone.collect();
            let made = finished.into_iter().filter_map(Done::made);
            let made = made.map(|file| (file.known, file.kept(|number| places[number as usize])));
            let now = before.made.map(|(at, _)| (at, outside.made));
            Lists::Since {
                files: made.chain(gone).collect(),
                changed: before.changed.iter().copied().chain(now).collect(),
                fresh: fresh.par_iter().map(value).collect(),
            }
        } else {
            let mut outputs = Outputs::default();
            for file in finished.into_iter().filter_map(Done::made) {
                outputs.push(&file.kept(|number| number));
            }
            Lists::Anew(outputs, names.par_iter().map(value).collect())
        };
        Made {
            global: self.global,
            lists,
        }
    }
}

/// The places of names in the list of what was looked at, and the names that come after those that are there.
fn places(names: &[DepKey], deps: &Deps) -> (Vec<u32>, Vec<DepKey>) {
    let numbers: HashMap<&DepKey, u32, FixedState> = names.iter().zip(0..).collect();
    let there = deps.par_iter().enumerate();
    let there =
        there.filter_map(|(at, (name, _))| Some((*numbers.get(name)?, u32::try_from(at).ok()?)));
    let there: Vec<(u32, u32)> = there.collect();
    let mut places = vec![u32::MAX; names.len()];
    for (number, place) in there {
        places[number as usize] = place;
    }
    let mut fresh = Vec::new();
    for (place, name) in places.iter_mut().zip(names) {
        if *place == u32::MAX {
            *place = u32::try_from(deps.len() + fresh.len()).unwrap_or(u32::MAX);
            fresh.push(*name);
        }
    }
    (places, fresh)
}

impl<'m> Before<'m> {
    /// Files of the last build that are no more, with their places.
    fn lost(&self, finished: &[Done<'_>]) -> impl Iterator<Item = (u32, &'m str)> {
        let mut met = vec![false; self.outputs.places() as usize];
        for file in finished {
            if let Some(met) = file.known().and_then(|at| met.get_mut(at as usize)) {
                *met = true;
            }
        }
        let paths = self.outputs.paths();
        paths.filter(move |(at, _)| !met[*at as usize])
    }
}

/// One round of making files.
struct Round<'r, 'm> {
    looks: &'r Looks,
    job: &'r Job<'r>,
    stock: &'r Stock,
    before: &'r Before<'m>,
    staging: &'r Staging<'r>,
    assets: &'r [(Box<str>, Vec<u8>)],
}

impl Round<'_, '_> {
    /// Makes files or keeps them; `first` is where the first of them stands if all are where they were.
    fn run<'p>(
        &self,
        (jobs, first): (&[(Output, &'p str)], usize),
        tables: &MadeTables,
        made: Print,
    ) -> Result<Vec<Done<'p>>, BuildFault> {
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
        let one = |bench: &mut Bench, (at, (output, path)): (usize, &(Output, &'p str))| {
            let path: &'p str = path;
            let at = first + at;
            let likely = at.checked_add_signed(bench.shift);
            let known = self.before.places.find(path, likely);
            if let Some(known) = known {
                let shift = |known: usize| known.checked_signed_diff(at);
                bench.shift = shift(known as usize).unwrap_or_default();
                if self.keeps(known, made) {
                    return Ok(Done::Kept(known));
                }
            }
            let fresh = self.render((*output, path, known), (&shelves, press), bench)?;
            let finished = self.finish((path, known), fresh).map_err(Box::new)?;
            if bench.buffer.capacity() > ROOM {
                bench.buffer = Vec::new();
            }
            Ok(Done::Made(Box::new(finished)))
        };
        let (large, small): (Vec<&_>, Vec<&_>) =
            jobs.iter().partition(|(output, _)| output.grows());
        // Each goes to its place at once: parts that are put together afterwards are there twice.
        let mut made: Vec<Result<Done<'p>, Box<BuildFault>>> = Vec::new();
        let each = small.par_iter().enumerate();
        let each = each.map_init(Bench::default, |bench, (at, job)| one(bench, (at, *job)));
        each.collect_into_vec(&mut made);
        let mut bench = Bench::default();
        for (at, job) in (small.len()..).zip(large) {
            made.push(one(&mut bench, (at, job)));
        }
        let made: Result<Vec<_>, Box<BuildFault>> = made.into_iter().collect();
        made.map_err(|fault| *fault)
    }

    /// Makes a file in the buffer of a bench.
    fn render<'b>(
        &self,
        (output, path, known): (Output, &str, Option<u32>),
        (shelves, press): (&Shelf<'_>, Press<'_>),
        bench: &'b mut Bench,
    ) -> Result<Fresh<'b>, Box<BuildFault>> {
        let buffer = &mut bench.buffer;
        buffer.clear();
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
        let reader = Reader::new(self.job.library, shelves, self.job.site).after(last);
        outputs::render(output, &reader, press, buffer).map_err(|fault| {
            let path = path.to_owned();
            BuildFault::Render { path, fault }
        })?;
        let (deps, last) = reader.finish();
        bench.last = last;
        let hashed = self.job.input.listed || output.grows();
        Ok(Fresh {
            print: hashed.then(|| Print::of(buffer)),
            bytes: buffer,
            looked_at: self.looks.numbers(&deps),
        })
    }

    /// The bytes of a file as an earlier build left them; none if it is not known to be that file.
    fn earlier(&self, (path, known): (&str, Option<u32>)) -> Vec<u8> {
        let print = known.and_then(|at| self.before.outputs.print(at));
        let bytes = print.and_then(|_| self.job.target.read(path));
        bytes
            .filter(|bytes| print == Some(Print::of(bytes)))
            .unwrap_or_default()
    }

    /// Whether the file stays as it is: everything it looked at is what it was, and nobody has touched it.
    fn keeps(&self, at: u32, made: Print) -> bool {
        let before = self.before;
        let same = |dep: &u32| match before.made {
            Some((place, print)) if place == *dep => print == made,
            Some(_) | None => before.same.get(*dep as usize).copied().unwrap_or(false),
        };
        let touched = before.touched.get(at as usize).copied().unwrap_or(false);
        before.usable && !touched && before.outputs.deps(at).iter().all(same)
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
        let same = there.filter(|(len, _)| self.job.target.has((path, *len), bytes));
        let (staged, stamp) = if let Some(stamp) = same {
            (None, stamp)
        } else {
            let (staged, stamp) = self.staging.put(path, bytes)?;
            (Some(staged), stamp)
        };
        let fate = match (same, there) {
            (Some(_), _) => Fate::Same,
            (None, Some(_)) => Fate::Changed,
            (None, None) => Fate::New,
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
            looked_at: made.looked_at,
            fate,
            staged,
            known,
        })
    }
}

/// What catalogues state of the tables.
fn tables(before: &Before<'_>, finished: &[Done<'_>]) -> MadeTables {
    let outputs = before.outputs;
    let described = finished.iter().filter_map(|file| {
        let (path, bytes, sha256) = match file {
            Done::Kept(at) => {
                let sha256 = outputs.sha256(*at)?;
                (outputs.path(*at), outputs.stamp(*at)?.0, sha256)
            }
            Done::Made(file) => (file.path, file.stamp.0, file.sha256()?),
        };
        let sha256 = sha256.into();
        Some((path.into(), MadeFile { bytes, sha256 }))
    });
    described.collect()
}

impl Report {
    fn count(&mut self, file: &Finished<'_>, listed: bool) {
        let list = match file.fate {
            Fate::Same => None,
            Fate::Changed => Some((&mut self.counts.changed, &mut self.changed)),
            Fate::New => Some((&mut self.counts.new, &mut self.new)),
        };
        self.rendered += 1;
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
                    .print()
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
