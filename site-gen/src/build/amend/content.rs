//! What changed in the content since the last build: files that were edited or added, each with one record, and what is told of them.
//!
//! Entry points: [`Content::of`], [`Content::told`]. A block of files whose stamps are what they were is not read. Must refuse whatever is not an article of its own:
//! tables, settings, files beside records, anything that went.

use super::super::blocks::Block;
use super::super::dossier::Dossier;
use super::super::examine::{self, Examined, Examiner};
use super::super::few::{self, Asked, Known};
use super::super::kept::{self, KeptSource, KnownSources};
use super::super::memory::Across;
use super::super::pack::Pack;
use super::super::seal::{self, Chunk};
use super::super::stock::{Desk, steady};
use super::Given;
use crate::diagnostic::Diagnostic;
use crate::library::{Ix, Print, Slot};
use crate::rules;
use crate::source::{Format, Role, SourceFile, SourceId};
use crate::validate::Found;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;

/// Files that may be amended at once: with more, most of the site changes anyway.
const MOST: usize = 64;

/// Files of the content that are not what they were, with those that are kept beside them.
pub(super) struct Content {
    /// Of each block of files the one that stands; none if one of its files is not what it was.
    blocks: Vec<Option<Block>>,
    /// The files of the blocks that do not stand, in their order.
    files: Vec<(SourceFile, KeptSource)>,
    /// What the last build left of them.
    known: KnownSources,
    /// Those that were read and have another record.
    pub(super) edits: Vec<Edit>,
    /// How many were read.
    pub(super) read: usize,
}

/// An article that was edited or added.
pub(super) struct Edit {
    /// Where it stands among the files.
    file: usize,
    /// The place of its record, if it had one.
    pub(super) had: Option<u32>,
    pub(super) slot: Slot,
    before: Option<Dossier>,
    now: Dossier,
}

impl Content {
    /// Reads what changed; nothing if it is more than articles that were edited or added.
    pub(super) fn of(
        given: Given<'_>,
        (examiner, pack): (&Examiner, &Pack),
        began: i64,
    ) -> Option<Self> {
        let (mut content, were) = Self::compared(given)?;
        let desk = Desk {
            input: given.order.input,
            pack,
            examiner,
        };
        let changed = files_of(given, &content.blocks);
        let known = content.known.known(&changed);
        let stayed = known.iter().flatten().count();
        (stayed == were).then_some(())?;
        for (file, known) in changed.into_iter().zip(known) {
            content.take((file, known), desk, began)?;
        }
        Some(content)
    }

    /// Which blocks stand, and how many files there were in those that do not.
    fn compared(given: Given<'_>) -> Option<(Self, usize)> {
        let (seal, stood) = (given.begun.head.seal.as_ref()?, &given.begun.stood);
        let before = seal.chunks().iter().zip(&stood.blocks.sources);
        (seal.chunks().len() == stood.blocks.sources.len()).then_some(())?;
        let now: HashSet<Print> = given.chunks.iter().map(|(_, print)| *print).collect();
        let gone = before.clone().filter(|(print, _)| !now.contains(*print));
        let gone: Vec<Block> = gone.map(|(_, block)| *block).collect();
        let standing: HashMap<Print, Block> =
            before.map(|(print, block)| (*print, *block)).collect();
        let blocks = given
            .chunks
            .iter()
            .map(|(_, print)| standing.get(print).copied());
        let blocks: Vec<Option<Block>> = blocks.collect();
        let anew = blocks.iter().filter(|block| block.is_none()).count();
        (anew <= MOST && gone.len() <= MOST).then_some(())?;
        let were = gone.iter().map(Block::rows).sum();
        let content = Self {
            blocks,
            files: Vec::new(),
            known: KnownSources::read(&stood.pack, &gone)?,
            edits: Vec::new(),
            read: 0,
        };
        Some((content, were))
    }

    /// Takes one file of a block that does not stand.
    fn take(
        &mut self,
        (file, known): (SourceFile, Option<KeptSource>),
        desk: Desk<'_>,
        began: i64,
    ) -> Option<()> {
        let same = known.as_ref().is_some_and(|kept| kept.stamp == file.stamp);
        let changed = known.as_ref().filter(|_| !same);
        let before = changed.map(|kept| kept.dossier.open(self.known.bytes()));
        let had = known.as_ref().map(|kept| kept.slots.clone());
        let mut need = desk.look(&file, known).ok()?;
        need.kept.stamp = steady(need.kept.stamp, began);
        if let Some(slots) = need.fresh {
            let is_article =
                matches!(file.role, Role::Records(_)) && file.format == Format::Markdown;
            (is_article && self.read < MOST).then_some(())?;
            self.read += 1;
            let now = need.kept.dossier.open(&[]);
            let one: [Slot; 1] = slots.try_into().ok()?;
            let [slot] = one;
            let had = had.map(<[u32; 1]>::try_from).transpose().ok()?;
            self.edits.push(Edit {
                file: self.files.len(),
                had: had.map(|[place]| place),
                slot,
                before,
                now,
            });
        }
        self.files.push((file, need.kept));
        Some(())
    }

    /// Notes the places of the records of the edits.
    pub(super) fn settle(&mut self, places: &[Ix]) {
        for (edit, Ix(place)) in self.edits.iter().zip(places) {
            self.files[edit.file].1.slots = vec![*place];
        }
    }

    /// What is told of the content now, and what was found by rules over all records; nothing if that can't be told without looking at all.
    pub(super) fn told(
        &self,
        given: Given<'_>,
        (across, known): (Across, &dyn Known),
        examiner: &Examiner,
    ) -> Option<(Vec<Diagnostic>, Option<Across>)> {
        let asked = self.edits.iter().map(|edit| Asked {
            file: self.files[edit.file].0.id,
            now: &edit.now,
            before: edit.before.as_ref(),
        });
        let asked: Vec<Asked<'_>> = asked.collect();
        let plain = |dossier: &Dossier| dossier.leaks.is_empty() && dossier.file.is_none();
        let is_plain = |edit: &Edit| plain(&edit.now) && edit.before.as_ref().is_none_or(plain);
        self.edits.iter().all(is_plain).then_some(())?;
        let found = few::across_few(&asked, &across.found, known, &examiner.setting)?;
        let edited = || self.edits.iter().map(|edit| &self.files[edit.file].0);
        let paths: BTreeSet<&str> = edited().map(|file| &*file.path).collect();
        let ids: BTreeSet<SourceId> = edited().map(|file| file.id).collect();
        let seal = given.begun.head.seal.as_ref()?;
        let others = seal.diagnostics.iter();
        let others = others.filter(|one| !paths.contains(&*one.place.path));
        let mut all: Vec<Diagnostic> = others.cloned().collect();
        let mut placed = across.placed.clone();
        placed.retain(|(source, ..)| !ids.contains(source));
        for edit in &self.edits {
            all.extend(edit.now.warnings.iter().cloned());
            let one = self.placed(given, edit, &found);
            all.extend(one.iter().flat_map(|(_, _, told)| told.iter().cloned()));
            placed.extend(one);
        }
        placed.sort_by_key(|(source, ..)| *source);
        all.sort();
        let same = self.edits.iter().all(Edit::claims_the_same);
        let print = if same { across.print } else { Print::default() };
        let now = Across {
            print,
            found,
            placed,
        };
        Some((all, (now != across).then_some(now)))
    }

    /// What was found in a file, with where it stands.
    fn placed(
        &self,
        given: Given<'_>,
        edit: &Edit,
        found: &[Found],
    ) -> Option<(SourceId, Print, Vec<Diagnostic>)> {
        let (file, kept) = &self.files[edit.file];
        let here = found.iter().filter(|one| one.source == file.id).cloned();
        let dated = edit.now.examined.iter().flat_map(Examined::findings);
        let here: Vec<Found> = here.chain(dated.cloned()).collect();
        let words = postcard::to_stdvec(&here).unwrap_or_default();
        let print = Print::of_all([kept.print, Print::of(&words)]);
        let any = !here.is_empty();
        any.then(|| {
            (
                file.id,
                print,
                examine::put(here, &given.order.input.content, given.sources),
            )
        })
    }

    /// Whether the edits have nothing to do with what a snapshot is held against: themes that agendas name, records that its replies lead to.
    pub(super) fn is_apart(&self, given: Given<'_>) -> bool {
        let names_none = |one: &Examined| one.claims.themes.is_empty();
        let is_apart = |edit: &Edit| {
            let before = edit.before.iter().flat_map(|before| &before.examined);
            before.chain(&edit.now.examined).all(names_none)
        };
        let is_new = |edit: &Edit| edit.had.is_none();
        let seal = given.begun.head.seal.iter();
        let mut told = seal.flat_map(|seal| &seal.diagnostics);
        let leads_nowhere = told.any(|one| one.code == rules::snapshot_link::RULE.code);
        let comes = leads_nowhere && self.edits.iter().any(is_new);
        self.edits.iter().all(is_apart) && !comes
    }

    /// Writes the blocks that do not stand; gives all, with the fingerprints of their stamps.
    pub(super) fn write(
        &self,
        chunks: &[Chunk],
        pack: &Pack,
    ) -> io::Result<(Vec<Block>, Vec<Print>)> {
        let mut rest = &self.files[..];
        let mut written = (
            Vec::with_capacity(chunks.len()),
            Vec::with_capacity(chunks.len()),
        );
        for (standing, (rows, print)) in self.blocks.iter().zip(chunks) {
            let (block, print) = if let Some(block) = standing {
                (*block, *print)
            } else {
                let (files, after) = rest.split_at(rows.len().min(rest.len()));
                rest = after;
                let stamps = files.iter().map(|(file, kept)| (&*file.path, &kept.stamp));
                (
                    kept::write_block(pack, files, &self.known)?,
                    seal::print(stamps),
                )
            };
            written.0.push(block);
            written.1.push(print);
        }
        Ok(written)
    }
}

impl Edit {
    /// Whether rules over all records see the same of it.
    fn claims_the_same(&self) -> bool {
        let claims = |dossier: &Dossier| dossier.close().map(|closed| closed.marks.claims).ok();
        let before = self.before.as_ref().and_then(claims);
        before.is_some() && before == claims(&self.now)
    }
}

/// The files of the blocks that do not stand.
fn files_of(given: Given<'_>, blocks: &[Option<Block>]) -> Vec<SourceFile> {
    let anew = given
        .chunks
        .iter()
        .zip(blocks)
        .filter(|(_, block)| block.is_none());
    let rows = anew.flat_map(|((rows, _), _)| &given.sources.files()[rows.clone()]);
    rows.cloned().collect()
}
