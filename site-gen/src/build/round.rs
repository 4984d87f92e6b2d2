//! Renders files of the site and compares them with what is there: each is kept, found the same, or waits to be put in place.
//!
//! Entry points: [`Round::run`], [`Round::one`]. Must not decide which files there are, nor put anything in place.

use super::deps::MadePrints;
use super::files::{FileStamp, Kept, Outputs, Places};
use super::looks::Looks;
use super::make::{Fate, Job};
use super::shelf::Shelf;
use super::{BuildFault, FileReport, Report};
use crate::library::{DepKey, Print, ReadLast, Reader};
use crate::opendata::{Made as MadeTables, MadeFile};
use crate::outputs::{self, Output, Press};
use crate::write::{Staged, Staging};
use governance::hexadecimal::hex;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

/// A file of the site, kept or made. Half a million of them lie there at once.
pub(super) enum Done<'p> {
    /// Its inputs are what they were: its place among the files of the last build.
    Kept(u32),
    Made(Box<Finished<'p>>),
}

impl<'p> Done<'p> {
    /// Its place among the files of the last build.
    pub(super) fn known(&self) -> Option<u32> {
        match self {
            Self::Kept(at) => Some(*at),
            Self::Made(file) => file.known,
        }
    }

    pub(super) fn made(self) -> Option<Finished<'p>> {
        match self {
            Self::Kept(_) => None,
            Self::Made(file) => Some(*file),
        }
    }
}

/// A file of the site that was made anew.
pub(super) struct Finished<'p> {
    pub(super) path: &'p str,
    pub(super) stamp: FileStamp,
    /// Only where somebody will ask for them.
    hashes: Option<Box<Hashes>>,
    /// What it looked at: numbers of names.
    pub(super) looked_at: Box<[u32]>,
    fate: Fate,
    /// Where its new bytes lie.
    pub(super) staged: Option<Staged>,
    /// Its place among the files of the last build.
    pub(super) known: Option<u32>,
}

impl Finished<'_> {
    fn print(&self) -> Option<Print> {
        self.hashes.as_ref()?.print
    }

    pub(super) fn sha256(&self) -> Option<&str> {
        self.hashes.as_ref()?.sha256.as_deref()
    }

    /// What is to be kept of it; `place` tells where what it looked at stands.
    pub(super) fn kept(&self, place: impl Fn(u32) -> u32) -> Kept {
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

/// Files that a core makes at once. By itself `rayon` cuts all of them in four, and a core that is through with its part waits for what the other began last: of
/// half a million files for an eighth of the build.
const SHARE: usize = 512;

/// What a thread goes on with from file to file.
#[derive(Default)]
pub(super) struct Bench {
    buffer: Vec<u8>,
    /// How far the last file stood from where it stood in the last build.
    shift: isize,
    last: ReadLast,
}

/// What the last build knows of the files.
pub(super) struct Before<'m> {
    pub(super) outputs: &'m Outputs,
    pub(super) places: Places<'m>,
    /// Whether each thing that was looked at is still what it was.
    pub(super) same: Vec<bool>,
    /// What those are worth that are not.
    pub(super) changed: Vec<(u32, Print)>,
    /// Marks of files that somebody touched; none at all if nobody did.
    pub(super) touched: Vec<bool>,
    /// Where descriptions of the first round's files stand among them, and what they were.
    pub(super) made: Vec<(u32, (DepKey, Print))>,
    pub(super) usable: bool,
    /// Whether there is a site to compare with.
    pub(super) standing: bool,
}

impl<'m> Before<'m> {
    /// Files of the last build that are no more, with their places.
    pub(super) fn lost(&self, finished: &[Done<'_>]) -> impl Iterator<Item = (u32, &'m str)> {
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
pub(super) struct Round<'r, 'm> {
    pub(super) looks: &'r Looks,
    pub(super) job: &'r Job<'r>,
    pub(super) shelf: &'r Shelf<'r>,
    pub(super) before: &'r Before<'m>,
    pub(super) staging: &'r Staging<'r>,
    pub(super) assets: &'r [(Box<str>, Vec<u8>)],
}

impl Round<'_, '_> {
    /// Makes files or keeps them; `first` is where the first of them stands if all are where they were.
    pub(super) fn run<'p>(
        &self,
        (jobs, first): (&[(Output, &'p str)], usize),
        tables: &MadeTables,
        made: MadePrints,
    ) -> Result<Vec<Done<'p>>, BuildFault> {
        let press = self.press(tables);
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
            let finished = self.one((*output, path, known), press, bench)?;
            Ok(Done::Made(Box::new(finished)))
        };
        let (large, small): (Vec<&_>, Vec<&_>) =
            jobs.iter().partition(|(output, _)| output.grows());
        // Each goes to its place at once: parts that are put together afterwards are there twice.
        let mut made: Vec<Result<Done<'p>, Box<BuildFault>>> = Vec::new();
        let each = small.par_iter().enumerate().with_max_len(SHARE);
        let each = each.map_init(Bench::default, |bench, (at, job)| one(bench, (at, *job)));
        each.collect_into_vec(&mut made);
        let mut bench = Bench::default();
        for (at, job) in (small.len()..).zip(large) {
            made.push(one(&mut bench, (at, job)));
        }
        let made: Result<Vec<_>, Box<BuildFault>> = made.into_iter().collect();
        made.map_err(|fault| *fault)
    }

    /// What all files of a round are made of.
    pub(super) fn press<'t>(&'t self, tables: &'t MadeTables) -> Press<'t> {
        Press {
            theme: self.job.theme,
            assets: self.assets,
            made: tables,
            before: &[],
        }
    }

    /// Makes one file.
    pub(super) fn one<'p>(
        &self,
        (output, path, known): (Output, &'p str, Option<u32>),
        press: Press<'_>,
        bench: &mut Bench,
    ) -> Result<Finished<'p>, Box<BuildFault>> {
        let fresh = self.render((output, path, known), press, bench)?;
        let finished = self.finish((path, known), fresh).map_err(Box::new)?;
        if bench.buffer.capacity() > ROOM {
            bench.buffer = Vec::new();
        }
        Ok(finished)
    }

    /// Makes a file in the buffer of a bench.
    fn render<'b>(
        &self,
        (output, path, known): (Output, &str, Option<u32>),
        press: Press<'_>,
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
        let reader = Reader::new(self.job.library, self.shelf, self.job.site).after(last);
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
    fn keeps(&self, at: u32, made: MadePrints) -> bool {
        let before = self.before;
        let same = |dep: &u32| match before.made.iter().find(|(place, _)| place == dep) {
            Some((_, (key, print))) => made.worth(*key) == Some(*print),
            None => before.same.get(*dep as usize).copied().unwrap_or(false),
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
        let is_table = path.starts_with("data/") && !path.contains("catalog");
        let is_described = is_table || path.starts_with("search/");
        let put = || match same {
            Some(stamp) => Ok((None, stamp)),
            None => self
                .staging
                .put(path, bytes)
                .map(|(staged, stamp)| (Some(staged), stamp)),
        };
        let sha256 = || -> Box<str> { hex(&Sha256::digest(bytes)).into() };
        let (put, sha256) = if is_described {
            let (put, sha256) = rayon::join(put, sha256);
            (put, Some(sha256))
        } else {
            (put(), None)
        };
        let (staged, stamp) = put?;
        let fate = match (same, there) {
            (Some(_), _) => Fate::Same,
            (None, Some(_)) => Fate::Changed,
            (None, None) => Fate::New,
        };
        Ok(Finished {
            path,
            stamp,
            hashes: Hashes::of(made.print, sha256),
            looked_at: made.looked_at,
            fate,
            staged,
            known,
        })
    }
}

/// What catalogues state of the tables.
pub(super) fn tables(before: &Before<'_>, finished: &[Done<'_>]) -> MadeTables {
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
    pub(super) fn count(&mut self, file: &Finished<'_>, listed: bool) {
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

    pub(super) fn sort(&mut self) {
        self.new.sort_unstable();
        self.changed.sort_unstable();
        self.removed.sort_unstable();
    }
}
