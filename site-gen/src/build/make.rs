//! Makes the files of the site: those whose inputs changed are rendered, those whose bytes changed are written.
//!
//! Entry point: [`Job::make`]. Two rounds: catalogues state bytes and hashes of the tables made in the first.

use super::blocks::Touched;
use super::deps::{self, MadePrints, Outside};
use super::files::{Kept, Outputs, Places};
use super::looks::Looks;
use super::memory::Deps;
use super::round::{Before, Done, Round, tables};
use super::shelf::Shelf;
use super::stock::Stock;
use super::watch::{WATCHED, Watch};
use super::{BuildFault, BuildInput, Report};
use crate::library::{DepKey, Library, Print};
use crate::opendata::Made as MadeTables;
use crate::outputs::{self, Output};
use crate::site::Site;
use crate::views::Theme;
use crate::write::{Staged, Staging, Target};
use foldhash::fast::FixedState;
use rayon::prelude::*;
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
    /// What each file is, with the place it had; of one that had none, how many new ones came before it.
    planned: Vec<(Output, Result<u32, usize>)>,
}

/// The lists as they are to be kept, with what is different from those of the last build.
pub(super) struct Changed {
    pub(super) outputs: (Outputs, Touched),
    pub(super) deps: (Deps, Touched),
    /// What each file is, with its place.
    pub(super) planned: Vec<(Output, u32)>,
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

    /// The lists as they are to be kept.
    pub(super) fn into_lists(self, mut outputs: Outputs, mut deps: Deps) -> Changed {
        let mut looked = Touched::default();
        let planned = self.planned;
        let (outputs, places) = match self.lists {
            Lists::Anew(outputs, all) => {
                let all_places = planned.into_iter().zip(0..);
                return Changed {
                    outputs: (outputs, Touched::default()),
                    deps: (all, looked),
                    planned: all_places.map(|((output, _), at)| (output, at)).collect(),
                };
            }
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
                let (touched, places) = outputs.change(files);
                ((outputs, touched), places)
            }
        };
        let place = |(output, at): (Output, Result<u32, usize>)| {
            let at = at.ok().or_else(|| places.get(at.err()?).copied());
            Some((output, at?))
        };
        Changed {
            outputs,
            deps: (deps, looked),
            planned: planned.into_iter().filter_map(place).collect(),
        }
    }
}

/// What each file is, with the place it had; of one that had none, how many new ones came before it.
fn places_of(order: Vec<Output>, finished: &[Done<'_>]) -> Vec<(Output, Result<u32, usize>)> {
    let mut new = 0;
    let place = |(output, file): (Output, &Done<'_>)| {
        let at = file.known().ok_or(new);
        new += usize::from(at.is_err());
        (output, at)
    };
    order.into_iter().zip(finished).map(place).collect()
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
            made: MadePrints::default(),
            singles: self.theme.singles(),
        };
        let before = self.before(stock, outside);
        let staging = self.target.staging()?;
        let looks = Looks::new();
        let round = Round {
            looks: &looks,
            job: self,
            shelf: &Shelf {
                content: &self.input.content,
                sources: &stock.sources,
                kept: stock.kept(),
                pack: &stock.pack,
            },
            before: &before,
            staging: &staging,
            assets: &super::assets(&self.input.theme),
        };
        let jobs = planned.into_iter().zip(paths.iter().map(AsRef::as_ref));
        let mut first: Vec<(Output, &str)> = jobs.collect();
        let second: Vec<_> = first
            .extract_if(.., |(output, _)| output.second_round())
            .collect();
        // In the order in which they come back.
        first.sort_by_key(|(output, _)| (output.grows(), output.record()));
        let mut finished = round.run((&first, 0), &MadeTables::new(), MadePrints::default())?;
        let tables = tables(&before, &finished);
        let made = MadePrints::of(&tables);
        let more = round.run((&second, first.len()), &tables, made)?;
        let order = first.iter().chain(&second).map(|(output, _)| *output);
        let order: Vec<Output> = order.collect();
        drop((first, second));
        finished.reserve_exact(more.len());
        finished.extend(more);
        self.put_in_place((stock, &before), (staging, &finished), report)?;
        told(report);
        let outside = Outside { made, ..outside };
        let planned = places_of(order, &finished);
        let lists = self.remember((stock, &before), (finished, looks), outside);
        Ok(Made {
            global: self.global,
            lists,
            planned,
        })
    }

    fn before<'m>(&self, stock: &'m Stock, outside: Outside<'_>) -> Before<'m> {
        let memory = &stock.memory;
        let standing = self.target.exists();
        let usable = memory.head.global == self.global && standing;
        let deps = if usable { &memory.deps[..] } else { &[] };
        let changed = |(at, dep): (usize, &(DepKey, Print))| {
            let value = deps::value(self.library, dep.0, outside);
            let at = u32::try_from(at).ok()?;
            (outside.made.worth(dep.0).is_none() && value != dep.1).then_some((at, value))
        };
        let changed: Vec<_> = deps.par_iter().enumerate().filter_map(changed).collect();
        let mut same = vec![true; deps.len()];
        for (at, _) in &changed {
            same[*at as usize] = false;
        }
        let made = (0_u32..).zip(deps);
        let made = made.filter(|(_, dep)| outside.made.worth(dep.0).is_some());
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
            made: made.map(|(at, dep)| (at, *dep)).collect(),
            usable,
            standing,
        }
    }

    fn touched(&self, stock: &Stock) -> Vec<bool> {
        let watch = Watch {
            target: self.target,
            turn: self.turn,
            branches: &stock.memory.head.branches,
            // What a killed build may have left can be anywhere.
            most: if self.target.leftover().is_empty() {
                WATCHED
            } else {
                usize::MAX
            },
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
    ) -> Lists {
        let names = looks.names();
        drop(looks);
        let value = |name: &DepKey| (*name, deps::value(self.library, *name, outside));
        if before.usable {
            let (places, fresh) = places(&names, &stock.memory.deps);
            let gone = before
                .lost(&finished)
                .map(|(at, _)| (Some(at), Kept::default()));
            let gone: Vec<_> = gone.collect();
            let made = finished.into_iter().filter_map(Done::made);
            let made = made.map(|file| (file.known, file.kept(|number| places[number as usize])));
            let now = before.made.iter();
            let now = now.filter_map(|(at, (key, _))| Some((*at, outside.made.worth(*key)?)));
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
