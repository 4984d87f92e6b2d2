//! Templates made ready to run: what of their language our own themes use, compiled against values that lie flat.
//!
//! Entry points: [`Stencils::new`], [`Stencils::write`]. The template engine stays the measure: it reads every template first and says what is wrong. A template
//! with anything that is not known here has no stencil, and where a page is not as its template expects, the stencil says nothing and the engine makes the page.
//! A test holds every page of both ways equal. The engine alone took a quarter of the time of a build.
//!
//! Read `flat` (values), `sheet` and `words` (a template in pieces), `draft` and `expr` (the making), `run`. Must not: be cleverer than the engine.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever is not known here has one answer: the template engine"
)]

mod draft;
mod expr;
pub(super) mod flat;
mod run;
mod sheet;
#[cfg(test)]
mod tests;
mod words;

use super::everywhere::EVERYWHERE;
use flat::{Flat, Node, Val};
use run::{Const, Expr, Field, Run, Step};
use sheet::Sheet;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Templates in pieces, by name; none of those with what is not known here.
type Sheets = BTreeMap<Box<str>, Option<Sheet>>;

/// The stencils of a theme, each made when it is asked for first.
#[derive(Debug)]
pub(super) struct Stencils {
    sheets: Sheets,
    made: BTreeMap<Box<str>, OnceLock<Option<Stencil>>>,
    everywhere: Flat,
    root: Node,
}

/// A template that is ready to run.
#[derive(Debug)]
struct Stencil {
    steps: Vec<Step>,
    slots: usize,
    loops: usize,
}

impl Stencils {
    /// Of templates by name and source, with what is the same on every page.
    pub(super) fn new(sources: &[(&str, &str)], everywhere: Flat, root: Node) -> Self {
        let sheet = |(name, source): &(&str, &str)| (Box::from(*name), Sheet::of(source));
        let sheets: Sheets = sources.iter().map(sheet).collect();
        let made = sheets.keys().map(|name| (name.clone(), OnceLock::new()));
        Self {
            made: made.collect(),
            sheets,
            everywhere,
            root,
        }
    }

    /// Makes a page of what it is given: `page`, `view` and `layout`. False if there is no stencil for it or the page is not as its template expects; then nothing
    /// was written.
    pub(super) fn write(&self, template: &str, given: [Val<'_>; 3], out: &mut Vec<u8>) -> bool {
        let before = out.len();
        let done = self.run(template, given, out).is_some();
        if !done {
            out.truncate(before);
        }
        done
    }

    fn run(&self, template: &str, given: [Val<'_>; 3], out: &mut Vec<u8>) -> Option<()> {
        let stencil = self.stencil(template)?;
        let mut slots = given.to_vec();
        slots.resize(stencil.slots, Val::Undefined);
        let mut run = Run {
            out,
            slots,
            turns: vec![(0, 0); stencil.loops],
            everywhere: (&self.everywhere, self.root),
        };
        run.steps(&stencil.steps)
    }

    fn stencil(&self, template: &str) -> Option<&Stencil> {
        let make = || draft::draft(&self.sheets, template, (&self.everywhere, self.root));
        self.made.get(template)?.get_or_init(make).as_ref()
    }

    /// Forgets all stencils.
    #[cfg(test)]
    pub(super) fn forget(&mut self) {
        self.made.clear();
    }

    /// Whether a template is compiled.
    #[cfg(test)]
    pub(super) fn has(&self, template: &str) -> bool {
        self.stencil(template).is_some()
    }
}

/// Where a name leads to.
#[derive(Debug, Clone, Copy)]
enum Bound {
    Slot(usize),
    Everywhere,
}

/// The names that are known at a place of a template.
struct Names<'s> {
    known: Vec<(&'s str, Bound)>,
    everywhere: (&'s Flat, Node),
    /// Loops that are running, and the one that `loop` means.
    running: usize,
    inner: Option<usize>,
}

impl<'s> Names<'s> {
    fn of_page(everywhere: (&'s Flat, Node)) -> Self {
        let given = draft::GIVEN.into_iter().enumerate();
        let given = given.map(|(slot, name)| (name, Bound::Slot(slot)));
        let same = EVERYWHERE.into_iter().map(|name| (name, Bound::Everywhere));
        Self {
            known: given.chain(same).collect(),
            everywhere,
            running: 0,
            inner: None,
        }
    }

    /// A component knows what it is given and nothing else; its loops run in those around it.
    fn for_component(&self) -> Self {
        Self {
            known: Vec::new(),
            everywhere: self.everywhere,
            running: self.running,
            inner: None,
        }
    }

    /// Makes a name known. One that would hide what is the same everywhere is not known here.
    fn push(&mut self, name: &'s str, bound: Bound) -> Option<()> {
        let same = EVERYWHERE.contains(&name) == matches!(bound, Bound::Everywhere);
        same.then(|| self.known.push((name, bound)))
    }

    fn pop(&mut self) {
        self.known.pop();
    }

    fn find(&self, name: &str) -> Option<Bound> {
        let mut known = self.known.iter().rev();
        known.find(|(n, _)| *n == name).map(|(_, bound)| *bound)
    }

    /// A value that is the same on every page: itself, or the way to it if it is a list or map.
    fn everywhere(&self, fields: Vec<Field>) -> Option<Expr> {
        let (flat, node) = self.everywhere;
        let mut value = flat.value(node);
        for field in &fields {
            value = value.field(&field.name)?;
        }
        Some(Const::of(value).map_or(Expr::Everywhere(fields.into()), Expr::Const))
    }
}
