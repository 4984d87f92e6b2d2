//! What one build leaves for the next: files that were taken in, records, files that were made and what each looked at.
//!
//! Entry points: [`Memory::begin`], [`Begun::all`], [`Leaving::save`]. Rows lie in blocks in a pack of their own; a small file tells where, and is the last that is
//! written. It only ever saves work: a memory that is damaged, foreign or of another version of the program is as good as none, and may be deleted at any time.

#![expect(
    clippy::disallowed_methods,
    reason = "the memory is a cache, which this module alone reads and writes"
)]

use super::blocks::{self, Block, ROWS, Standing, Touched};
use super::examine::Examined;
use super::files::{OutputBlocks, Outputs};
use super::index::{self, Indexed};
use super::kept::{Keeping, KeptSource, KnownSources};
use super::pack::Pack;
use super::seal::Seal;
use super::watch::Branches;
use crate::diagnostic::Diagnostic;
use crate::library::{DepKey, Library, Print, Slot};
use crate::outputs::Output;
use crate::source::{SourceId, Sources};
use crate::validate::Found;
use crate::write::Target;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// First bytes of the file.
const MAGIC: &[u8; 8] = b"MINGTANG";

/// Bytes that blocks may leave behind before all are written anew, beside as many as there are.
const ROOM: u64 = 1 << 20;

/// Files with faulty drafts that are kept in mind for builds that amend.
const FAULTY: usize = 256;

/// What was looked at, each with its worth.
pub(crate) type Deps = Vec<(DepKey, Print)>;

/// What one build leaves for the next.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) head: Head,
    pub(crate) sources: KnownSources,
    /// Records by their places; those of files that are gone or not what they were among them.
    pub(crate) slots: Vec<Option<Slot>>,
    pub(crate) outputs: Outputs,
    pub(crate) deps: Deps,
    pub(crate) across: Across,
    pub(crate) standing: Option<Stood>,
}

impl Since {
    /// Notes a record that is about to change, as it is.
    pub(super) fn note_record(&mut self, place: u32, slot: Option<&Slot>) {
        if self.records.iter().all(|(other, _)| *other != place) {
            self.records.push((place, slot.cloned()));
        }
    }

    /// Notes a file that was made; what it is, if it is new.
    pub(super) fn note_file(&mut self, place: u32, new: Option<Output>) {
        if self.files.iter().all(|(other, _)| *other != place) {
            self.files.push((place, new));
        }
    }
}

/// The blocks of the last build.
#[derive(Debug)]
pub(crate) struct Stood {
    pub(super) pack: Arc<Pack>,
    pub(super) blocks: Blocks,
}

impl Stood {
    /// Whether so much was left behind that all blocks are to be written anew.
    pub(super) fn is_worn(&self) -> bool {
        self.pack.len() > 2 * self.blocks.live() + ROOM
    }
}

/// What was amended since the index was written.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Since {
    /// Fingerprint of the index; none if there is none.
    pub(super) index: Option<Print>,
    /// How many things were looked at then.
    pub(super) deps: u32,
    /// Drafts with faults, which are no records; none if they are too many.
    pub(super) faulty: Option<Vec<Examined>>,
    /// Records that are different now, by their places, as they were then.
    pub(super) records: Vec<(u32, Option<Slot>)>,
    /// Files that were made since; what they are, if they are new.
    pub(super) files: Vec<(u32, Option<Output>)>,
}

/// What is to be left for the next build.
#[derive(Debug)]
pub(crate) struct Leaving<'l> {
    pub(crate) head: Head,
    pub(crate) sources: (&'l Sources, &'l [KeptSource]),
    pub(crate) before: &'l KnownSources,
    pub(crate) touched: &'l Touched,
    pub(crate) outputs: (Outputs, Touched),
    pub(crate) deps: (Deps, Touched),
    pub(crate) across: &'l Across,
    /// Whether no block of the last build is of use.
    pub(crate) anew: bool,
    /// What an index is to be made of.
    pub(super) library: &'l Library,
    pub(super) planned: &'l [(Output, u32)],
}

/// What is small.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Head {
    /// Fingerprint of what is the same for every file of the site.
    pub(crate) global: Print,
    /// Fingerprint of the settings that rules knew.
    pub(crate) setting: Print,
    /// Bytes of the pack of records.
    pub(crate) pack_len: u64,
    /// Under what the site need not be built again.
    pub(crate) seal: Option<Seal>,
    /// By what it is seen whether anybody touched the site.
    pub(super) branches: Branches,
    /// What was amended since the index was written.
    pub(super) since: Since,
}

/// What rules found that know more than a file.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Across {
    /// Fingerprint of all that rules over all records may look at.
    pub(crate) print: Print,
    /// What these found.
    pub(crate) found: Vec<Found>,
    /// What all of them found in each file, sorted by file: the fingerprint of the file and the findings, and how it is told.
    pub(crate) placed: Vec<(SourceId, Print, Vec<Diagnostic>)>,
}

/// Where everything lies.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Blocks {
    /// Which of two packs it is: a new one is written beside the old.
    pub(super) turn: bool,
    /// Bytes of the pack.
    pub(super) len: u64,
    pub(super) sources: Vec<Block>,
    pub(super) slots: Vec<Block>,
    pub(super) outputs: OutputBlocks,
    pub(super) deps: Vec<Block>,
    pub(super) across: Option<Block>,
}

impl Blocks {
    fn path(&self, target: &Target) -> PathBuf {
        target.workshop(if self.turn { "rows1" } else { "rows0" })
    }

    /// The same in a pack of so many bytes.
    pub(super) fn ended(self, len: u64) -> Self {
        Self { len, ..self }
    }

    /// Bytes of the blocks that stand.
    fn live(&self) -> u64 {
        let lists = self.sources.iter().chain(&self.slots).chain(&self.deps);
        let all = lists.chain(&self.across).chain(self.outputs.all());
        all.map(|block| block.len() as u64).sum()
    }
}

/// The beginning of what the last build left: enough to tell whether there is anything to do.
pub(crate) struct Begun {
    pub(crate) head: Head,
    pub(super) stood: Stood,
}

impl Begun {
    /// The blocks that tell where the files of the site lie, and the pack they are in.
    pub(super) fn placed(&self) -> (&[Block], &Pack) {
        (&self.stood.blocks.outputs.placed, &self.stood.pack)
    }

    /// All that the last build left; nothing if part of it is damaged.
    pub(crate) fn all(self) -> Option<Memory> {
        let Self { head, stood } = self;
        let Stood { pack, blocks } = &stood;
        let ((slots, sources), (outputs, (deps, across))) = rayon::join(
            || {
                let sources = || KnownSources::read(pack, &blocks.sources);
                rayon::join(|| rows(pack, &blocks.slots, || None), sources)
            },
            || {
                let across = || blocks.across?.read::<Across>(pack);
                let blank = || (DepKey::Today, Print::default());
                let more = || rayon::join(|| rows(pack, &blocks.deps, blank), across);
                rayon::join(|| Outputs::read(pack, &blocks.outputs), more)
            },
        );
        Some(Memory {
            head,
            sources: sources?,
            slots: slots?,
            outputs: outputs?,
            deps: deps?,
            across: across?,
            standing: Some(stood),
        })
    }
}

/// Rows with fixed places, each straight into its own; nothing if part of them is damaged.
fn rows<T: for<'de> Deserialize<'de> + Send>(
    pack: &Pack,
    blocks: &[Block],
    blank: impl Fn() -> T + Sync,
) -> Option<Vec<T>> {
    let count: usize = blocks.iter().map(Block::rows).sum();
    let mut rows: Vec<T> = (0..count).into_par_iter().map(|_| blank()).collect();
    let places = rows.par_chunks_mut(ROWS).zip(blocks);
    let read = |(places, block): (&mut [T], &Block)| {
        let mut places = places.iter_mut();
        let put = |row: T| {
            *places.next()? = row;
            Some(())
        };
        block.each_row(pack, put).is_some()
    };
    places.map(read).all(|whole| whole).then_some(rows)
}

/// Writes the blocks in which a row changed; those that stand are told as they are.
fn write_rows<T: Serialize + Sync>(
    (rows, touched): (&[T], &Touched),
    pack: &Pack,
    standing: &[Block],
) -> io::Result<Vec<Block>> {
    let one = |(at, rows): (usize, &[T])| {
        let stands = |block: &&Block| !touched.block(at) && block.rows() == rows.len();
        match standing.get(at).filter(stands) {
            Some(block) => Ok(*block),
            None => blocks::write(pack, rows.iter()),
        }
    };
    rows.par_chunks(ROWS).enumerate().map(one).collect()
}

impl Memory {
    /// Begins to read what the last build left; nothing if it left nothing that this program can use.
    pub(crate) fn begin(target: &Target, program: Print) -> Option<Begun> {
        let bytes = std::fs::read(target.workshop("memory")).ok()?;
        let (start, rest) = bytes.split_at_checked(MAGIC.len() + 2 * size_of::<Print>())?;
        let (magic, prints) = start.split_at(MAGIC.len());
        let known = [program.0, Print::of(rest).0];
        if magic != MAGIC || prints != known.as_flattened() {
            return None;
        }
        let (head, blocks): (Head, Blocks) = postcard::from_bytes(rest).ok()?;
        let pack = Pack::open(&blocks.path(target), blocks.len).ok()?;
        Some(Begun {
            head,
            stood: Stood {
                pack: Arc::new(pack),
                blocks,
            },
        })
    }

    /// Makes as if no build had been.
    pub(crate) fn forget(target: &Target) {
        for name in ["memory", "index", "rows0", "rows1"] {
            let _ = std::fs::remove_file(target.workshop(name));
        }
    }
}

/// Writes the small file that tells where all lies: the last that is written.
pub(super) fn put_down(
    (target, program): (&Target, Print),
    head: &Head,
    blocks: &Blocks,
) -> io::Result<()> {
    let rest = postcard::to_stdvec(&(head, blocks)).map_err(io::Error::other)?;
    let start = [MAGIC, &program.0[..], &Print::of(&rest).0];
    let path = target.workshop("memory");
    let new = path.with_extension("new");
    std::fs::write(&new, [&start.concat(), &rest[..]].concat())?;
    std::fs::rename(&new, path)
}

/// The number of the build: whose turn it is to be asked about.
pub(super) fn turn(target: &Target) -> usize {
    let path = target.workshop("turn");
    let last = std::fs::read_to_string(&path).ok();
    let turn: usize = last.and_then(|last| last.parse().ok()).unwrap_or_default();
    // If it can't be written, the same part is asked about again.
    let _ = std::fs::write(&path, turn.wrapping_add(1).to_string());
    turn
}

impl Leaving<'_> {
    /// Leaves it for the next build; whole or not at all. Blocks that are what they were stay where they are, as long as they are more than what others left
    /// behind; no list is ever in memory as bytes.
    pub(crate) fn save(
        mut self,
        (target, program): (&Target, Print),
        stood: Option<Stood>,
    ) -> io::Result<()> {
        let worn = |stood: &Stood| self.anew || stood.is_worn();
        let (stood, worn) = match stood {
            Some(stood) if worn(&stood) => (None, Some(stood.blocks)),
            other => (other, None),
        };
        let stood = match stood {
            Some(stood) => stood,
            None => self.anew(target, worn.as_ref())?,
        };
        let blocks = self.write(&stood)?;
        self.head.since = self.index(target)?;
        put_down((target, program), &self.head, &blocks)?;
        if let Some(worn) = worn {
            std::fs::remove_file(worn.path(target))?;
        }
        Ok(())
    }

    /// Writes an index, if the next build may amend this one.
    fn index(&self, target: &Target) -> io::Result<Since> {
        if self.head.seal.is_none() {
            return Ok(Since::default());
        }
        let indexed = Indexed {
            library: self.library,
            outputs: &self.outputs.0,
            deps: &self.deps.0,
            planned: self.planned,
        };
        Ok(Since {
            index: Some(index::write(target, indexed)?),
            deps: u32::try_from(self.deps.0.len()).map_err(io::Error::other)?,
            faulty: self.faulty(),
            ..Since::default()
        })
    }

    /// Drafts with faults; none if they are too many to be kept in mind.
    fn faulty(&self) -> Option<Vec<Examined>> {
        let has_more = |kept: &&KeptSource| kept.dossier.marks.examined as usize > kept.slots.len();
        let kept: Vec<&KeptSource> = self.sources.1.iter().filter(has_more).collect();
        let few = kept.len() <= FAULTY;
        let opened = kept.into_iter().filter(|_| few);
        let faulty = opened.flat_map(|kept| {
            let examined = kept.dossier.open(self.before.bytes()).examined;
            // Those that could be read come first.
            examined.into_iter().skip(kept.slots.len())
        });
        few.then(|| faulty.collect())
    }

    /// A new pack of blocks, beside the one that is worn.
    fn anew(&mut self, target: &Target, worn: Option<&Blocks>) -> io::Result<Stood> {
        self.drop_unused_deps();
        let blocks = Blocks {
            turn: worn.is_some_and(|worn| !worn.turn),
            ..Blocks::default()
        };
        let pack = Arc::new(Pack::create(&blocks.path(target))?);
        Ok(Stood { pack, blocks })
    }

    /// Drops what no file looks at any more.
    fn drop_unused_deps(&mut self) {
        let (outputs, deps) = (&mut self.outputs.0, &mut self.deps.0);
        let used = outputs.looked_at(deps.len());
        if used.iter().all(|used| *used) {
            return;
        }
        let mut next = 0;
        let moved = used.iter().map(|used| {
            let place = next;
            next += u32::from(*used);
            place
        });
        outputs.renumber(&moved.collect::<Vec<u32>>());
        let mut used = used.into_iter();
        deps.retain(|_| used.next().unwrap_or(false));
    }

    fn write(&self, Stood { pack, blocks }: &Stood) -> io::Result<Blocks> {
        let (sources, kept) = self.sources;
        let keeping = Keeping {
            sources,
            kept,
            before: self.before,
        };
        let slots = (self.library.slots.rows(), self.touched);
        let (deps, looked) = &self.deps;
        Ok(Blocks {
            sources: keeping.write(pack, &Standing::of(&blocks.sources))?,
            slots: write_rows(slots, pack, &blocks.slots)?,
            outputs: self
                .outputs
                .0
                .write(pack, (&blocks.outputs, &self.outputs.1))?,
            deps: write_rows((deps, looked), pack, &blocks.deps)?,
            across: Some(blocks::write_one(pack, self.across, 1)?),
            len: pack.flush()?,
            turn: blocks.turn,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::files::Kept;
    use super::*;
    use crate::library::{Ix, Slots};
    use governance::dates::Day;
    use std::error::Error;

    fn leaving<'l>(
        (deps, files): (u32, &[&[u32]]),
        (sources, before): (&'l Sources, &'l KnownSources),
        (across, none, library): (&'l Across, &'l Touched, &'l Library),
    ) -> Leaving<'l> {
        let mut outputs = Outputs::default();
        for (at, looked_at) in files.iter().enumerate() {
            let path = format!("{at}.html").into();
            let deps = (*looked_at).into();
            outputs.push(&Kept {
                path,
                deps,
                ..Kept::default()
            });
        }
        let mut touched = Touched::default();
        (0..deps as usize).for_each(|place| touched.row(place));
        let mut all = Touched::default();
        all.row(0);
        let dep = |at: u32| (DepKey::Record(Ix(at)), Print::of(&at.to_le_bytes()));
        Leaving {
            head: Head::default(),
            sources: (sources, &[]),
            before,
            touched: none,
            outputs: (outputs, all),
            deps: ((0..deps).map(dep).collect(), touched),
            across,
            anew: false,
            library,
            planned: &[],
        }
    }

    #[test]
    fn what_blocks_leave_behind_is_cleared_away_and_nothing_is_lost() -> Result<(), Box<dyn Error>>
    {
        let folder = tempfile::tempdir()?;
        let target = Target::open(&folder.path().join("public"))?;
        let program = Print::of(b"program");
        let (sources, known) = (Sources::new(Vec::new()), KnownSources::default());
        let (across, none) = (Across::default(), Touched::default());
        let library = Library::empty(Slots::default(), Day::parse("2026-01-01")?);
        let leave = |deps, stood| {
            let files: &[&[u32]] = &[&[0, 2], &[deps - 1]];
            let leaving = leaving(
                (deps, files),
                (&sources, &known),
                (&across, &none, &library),
            );
            leaving.save((&target, program), stood)
        };
        let begun = || {
            Memory::begin(&target, program)
                .and_then(Begun::all)
                .ok_or("unreadable")
        };
        leave(50_000, None)?;
        let count = begun()?.deps.len();
        assert_eq!(
            count, 3,
            "what no file looked at goes when all is written anew"
        );
        let mut turned = 0;
        for _ in 0..8 {
            let packs = ["rows0", "rows1"].map(|name| target.workshop(name).exists());
            turned += usize::from(packs[1]);
            leave(50_000, begun()?.standing)?;
            let memory = begun()?;
            let used = [0, 1].map(|file| memory.outputs.deps(file).to_vec());
            let names = used.map(|deps| {
                deps.iter()
                    .map(|at| memory.deps[*at as usize].0)
                    .collect::<Vec<_>>()
            });
            let record = |at| DepKey::Record(Ix(at));
            assert_eq!(names, [vec![record(0), record(2)], vec![record(49_999)]]);
            let bytes = std::fs::metadata(target.workshop("rows0"))
                .or_else(|_| std::fs::metadata(target.workshop("rows1")))?;
            assert!(bytes.len() < 6_000_000, "{} bytes", bytes.len());
        }
        assert!(turned > 0, "no second pack was begun");
        assert!(Memory::begin(&target, Print::of(b"another")).is_none());
        Ok(())
    }
}
