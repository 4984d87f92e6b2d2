//! Makes the few files of a build that amends, puts them in place and leaves what the next build can use.
//!
//! Entry point: [`Amended::publish`]. Until the files are put in place it may give up and change nothing.

use super::super::blocks;
use super::super::deps::{self, MadePrints};
use super::super::files::{Kept, Outputs, Places};
use super::super::index::Index;
use super::super::looks::Looks;
use super::super::make::Job;
use super::super::memory::{self, Blocks, Head};
use super::super::pack::Pack;
use super::super::round::{Before, Bench, Finished, Round};
use super::super::shelf::Shelf;
use super::super::watch::WATCHED;
use super::super::{BuildFault, Order, Report, is_untouched, program};
use super::looked::{Dirty, Looked};
use super::{Amended, Given, Ground, outside};
use crate::library::{DepKey, Print};
use crate::opendata::{Made as MadeTables, MadeFile};
use crate::outputs::Output;
use crate::site::Site;
use crate::views::Theme;
use crate::write::{Staged, Staging};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::io;

/// What a build that amends goes on with from step to step.
struct Setup<'d> {
    given: Given<'d>,
    index: &'d Index,
    /// Records of the last build, and those that are taken in.
    records: &'d Pack,
    job: &'d Job<'d>,
}

/// A file that is to be made.
struct Task {
    output: Output,
    path: String,
    /// Its place, if it is not new.
    at: Option<u32>,
}

/// Files that were made, and what is not worth what it was.
struct Made<'t> {
    files: Vec<(Finished<'t>, Output)>,
    dirty: Dirty,
    /// Of what catalogues state of the tables.
    tables: MadePrints,
}

impl Amended {
    /// Makes the files that are to be made, puts them in place and leaves what the next build can use; nothing if everything has to be built.
    pub(super) fn publish(
        &self,
        (given, ground): (Given<'_>, &Ground),
        (site, theme): (&Site, &Theme),
        report: Report,
    ) -> Result<Option<Report>, BuildFault> {
        let Order { input, target, .. } = given.order;
        let job = &Job {
            input,
            target,
            site,
            theme,
            library: &self.library,
            global: given.begun.head.global,
            turn: 0,
        };
        let setup = Setup {
            given,
            index: &ground.index,
            records: &ground.pack,
            job,
        };
        self.publish_on(&setup, report)
    }

    fn publish_on(
        &self,
        setup: &Setup<'_>,
        mut report: Report,
    ) -> Result<Option<Report>, BuildFault> {
        let stood = &setup.given.begun.stood;
        let few = stood.blocks.outputs.few(&stood.pack);
        let looked = Looked::of(setup.given.begun, (setup.index, setup.job.theme.singles()));
        let (Some(few), Some(mut looked)) = (few, looked) else {
            return Ok(None);
        };
        let Some((tasks, dirty)) = self.tasks(setup, &mut looked) else {
            return Ok(None);
        };
        let staging = setup.job.target.staging()?;
        let looks = Looks::new();
        let mut more = Vec::new();
        let press = Pressing {
            setup,
            few: &few,
            looks: &looks,
            staging: &staging,
        };
        let pressed = || press.run((&tasks, dirty), &mut looked, &mut more);
        let Given { begun, turn, .. } = setup.given;
        // One core has little to do meanwhile.
        let rests = || is_untouched(setup.job.target, begun, turn);
        let (made, rests) = rayon::join(pressed, rests);
        let of_use = rests && !self.library.slots.is_damaged();
        let Some(made) = made.filter(|_| of_use) else {
            return Ok(None);
        };
        let files = made.files.iter().map(|(file, _)| file);
        report.tell(files, setup, self.fresh.len());
        let Some(kept) = self.kept(setup, &made, (looks.names(), &mut looked)) else {
            return Ok(None);
        };
        let put = made
            .files
            .iter()
            .filter_map(|(file, _)| Some((file.staged?, file.path)));
        let mut put: Vec<(Staged, &str)> = put.collect();
        put.sort_unstable_by_key(|(_, path)| *path);
        staging.commit(&put, &[])?;
        report.published = true;
        (setup.given.order.told)(&report);
        self.leave(setup, kept, (few, &report))?;
        setup.job.target.settle();
        Ok(Some(report))
    }

    /// The files that are to be made; nothing if a file can't be told by its place.
    fn tasks(&self, setup: &Setup<'_>, looked: &mut Looked<'_>) -> Option<(Vec<Task>, Dirty)> {
        let names = self.affected.iter().copied();
        let dirty = looked.dirty((setup.given, &self.library), names)?;
        let mut tasks = Vec::new();
        for at in &dirty.files {
            tasks.push(task((setup, looked), *at)?);
        }
        for output in &self.fresh {
            let path = output.path(&self.library, setup.job.site);
            setup.index.places(&path)?.is_empty().then_some(())?;
            tasks.push(Task {
                output: *output,
                path,
                at: None,
            });
        }
        tasks.sort_by_key(|task| task.output);
        Some((tasks, dirty))
    }
}

/// The file at this place; nothing if it lies elsewhere now.
fn task((setup, looked): (&Setup<'_>, &Looked<'_>), at: u32) -> Option<Task> {
    let (path, _) = looked.file(at)?;
    let output = looked.output(at)?;
    let same = *path == *output.path(setup.job.library, setup.job.site);
    same.then(|| Task {
        output,
        path: path.into(),
        at: Some(at),
    })
}

impl Report {
    /// Counts files that were made; so many are new.
    fn tell<'f>(
        &mut self,
        files: impl Iterator<Item = &'f Finished<'f>>,
        setup: &Setup<'_>,
        fresh: usize,
    ) {
        for file in files {
            self.count(file, setup.job.input.listed);
        }
        let seal = setup.given.begun.head.seal.as_ref();
        let all = seal.map_or(0, |seal| seal.files) + fresh;
        self.unchanged = all.saturating_sub(self.counts.new + self.counts.changed);
        self.sort();
    }
}

/// The making of files.
struct Pressing<'p> {
    setup: &'p Setup<'p>,
    few: &'p Outputs,
    looks: &'p Looks,
    staging: &'p Staging<'p>,
}

impl Pressing<'_> {
    /// Makes the files, those that describe others last; nothing if one can't be made.
    fn run<'t>(
        &self,
        (tasks, mut dirty): (&'t [Task], Dirty),
        looked: &mut Looked<'_>,
        more: &'t mut Vec<Task>,
    ) -> Option<Made<'t>> {
        let (second, first): (Vec<&Task>, Vec<&Task>) =
            tasks.iter().partition(|task| task.output.second_round());
        let mut files = self.round(&first, &MadeTables::new())?;
        let tables = self.tables(&files);
        let print = MadePrints::of(&tables);
        let made = looked.made(print)?;
        for at in &made.files {
            if !dirty.files.contains(at) {
                more.push(task((self.setup, looked), *at)?);
            }
        }
        let second: Vec<&'t Task> = second.into_iter().chain(&*more).collect();
        files.extend(self.round(&second, &tables)?);
        dirty.files.extend(made.files);
        dirty.worth.extend(made.worth);
        Some(Made {
            files,
            dirty,
            tables: print,
        })
    }

    fn round<'t>(
        &self,
        tasks: &[&'t Task],
        tables: &MadeTables,
    ) -> Option<Vec<(Finished<'t>, Output)>> {
        let setup = self.setup;
        let round = Round {
            looks: self.looks,
            job: setup.job,
            shelf: &Shelf {
                content: &setup.job.input.content,
                sources: setup.given.sources,
                kept: &[],
                pack: setup.records,
            },
            before: &before(self.few),
            staging: self.staging,
            assets: &super::super::assets(&setup.job.input.theme),
        };
        let one = |bench: &mut Bench, task: &&'t Task| {
            let job = (task.output, task.path.as_str(), task.at);
            let finished = round.one(job, round.press(tables), bench).ok()?;
            Some((finished, task.output))
        };
        let (large, small): (Vec<&'t Task>, Vec<&'t Task>) =
            tasks.iter().partition(|task| task.output.grows());
        let small = || -> Option<Vec<_>> {
            let made = small.par_iter().with_max_len(1);
            let made = made.map_init(Bench::default, one);
            made.collect()
        };
        let large = || -> Option<Vec<_>> {
            let mut bench = Bench::default();
            large.iter().map(|task| one(&mut bench, task)).collect()
        };
        // The largest begins first.
        let (large, small) = rayon::join(large, small);
        let mut made = small?;
        made.extend(large?);
        Some(made)
    }

    /// What catalogues state of the tables.
    fn tables(&self, files: &[(Finished<'_>, Output)]) -> MadeTables {
        let (library, site) = (self.setup.job.library, self.setup.job.site);
        let mut tables: MadeTables = self
            .few
            .described()
            .map(|one| {
                let sha256 = one.sha256.clone();
                let bytes = one.bytes;
                (one.path.clone(), MadeFile { bytes, sha256 })
            })
            .collect();
        for output in Output::SECOND {
            tables.remove(&*output.path(library, site));
        }
        for (file, _) in files {
            if let Some(sha256) = file.sha256() {
                let bytes = file.stamp.0;
                let sha256 = sha256.into();
                tables.insert(file.path.into(), MadeFile { bytes, sha256 });
            }
        }
        tables
    }
}

/// What the last build knows of files: of the few with bytes to go on with.
fn before(few: &Outputs) -> Before<'_> {
    Before {
        outputs: few,
        places: Places::of(few),
        same: Vec::new(),
        changed: Vec::new(),
        touched: Vec::new(),
        made: Vec::new(),
        usable: false,
        standing: true,
    }
}

/// What is different in the memory.
struct Keeps {
    files: Vec<(u32, Kept)>,
    /// What each new file is.
    fresh: Vec<(u32, Option<Output>)>,
    deps: BTreeMap<usize, (DepKey, Print)>,
}

impl Amended {
    /// What is to be kept of the files and of what they looked at; nothing if it can't be read where things stand.
    fn kept(
        &self,
        setup: &Setup<'_>,
        made: &Made<'_>,
        (names, looked): (Vec<DepKey>, &mut Looked<'_>),
    ) -> Option<Keeps> {
        let mut known: HashMap<DepKey, u32> = HashMap::new();
        for at in made.files.iter().filter_map(|(file, _)| file.known) {
            for dep in looked.file(at)?.1 {
                known.insert(looked.row(dep)?.0, dep);
            }
        }
        let worth = made.dirty.worth.iter();
        let mut deps: BTreeMap<usize, _> = worth.map(|(at, row)| (*at as usize, *row)).collect();
        let mut next = looked.count()?;
        let asked = names.contains(&DepKey::Paths);
        let singles = setup.job.theme.singles();
        let outside = outside(setup.given, (singles, made.tables), asked);
        let mut places = Vec::with_capacity(names.len());
        for name in names {
            let place = match known.get(&name) {
                Some(place) => Some(*place),
                None => looked.place(name)?,
            };
            places.push(place.unwrap_or_else(|| {
                let worth = deps::value(&self.library, name, outside);
                deps.insert(next as usize, (name, worth));
                next += 1;
                next - 1
            }));
        }
        let mut keeps = Keeps {
            files: Vec::new(),
            fresh: Vec::new(),
            deps,
        };
        let mut free = setup.given.begun.stood.blocks.outputs.places()..;
        for (file, output) in &made.files {
            let at = file.known.or_else(|| free.next())?;
            let kept = file.kept(|number| places[number as usize]);
            keeps.files.push((at, kept));
            let is_new = file.known.is_none();
            keeps.fresh.push((at, is_new.then_some(*output)));
        }
        Some(keeps)
    }

    /// Singles what the next build can use.
    fn leave(
        &self,
        setup: &Setup<'_>,
        keeps: Keeps,
        (mut few, report): (Outputs, &Report),
    ) -> io::Result<()> {
        let (begun, target) = (setup.given.begun, setup.job.target);
        let (pack, before) = (&begun.stood.pack, &begun.stood.blocks);
        let (sources, chunks) = self.content.write(setup.given.chunks, pack)?;
        let paths: Vec<Box<str>> = keeps
            .files
            .iter()
            .map(|(_, kept)| kept.path.clone())
            .collect();
        let slots = self.slots.clone();
        let blocks = Blocks {
            sources,
            slots: blocks::amended(pack, &before.slots, slots)?,
            outputs: before.outputs.amended(pack, &mut few, keeps.files)?,
            deps: blocks::amended(pack, &before.deps, keeps.deps)?,
            across: match &self.across {
                None => before.across,
                Some(across) => Some(blocks::write_one(pack, across, 1)?),
            },
            ..before.clone()
        }
        .ended(pack.flush()?);
        let items = self.slots.values().flatten().map(|slot| &slot.item);
        let now = setup.job.input.now;
        let seal = begun.head.seal.as_ref();
        let mut since = self.since.clone();
        for (place, new) in keeps.fresh {
            since.note_file(place, new);
        }
        let head = Head {
            global: begun.head.global,
            setting: begun.head.setting,
            pack_len: setup.records.flush()?,
            seal: seal.map(|seal| seal.amended((now, chunks), items, report)),
            branches: begun
                .head
                .branches
                .with(&paths, (target, WATCHED), blocks.outputs.places()),
            since,
        };
        memory::put_down((target, program()), &head, &blocks)
    }
}
