//! Makes a stencil of a template: what it extends and the components it calls are put in their places, and what is the same on every page is written out.
//!
//! Entry point: [`draft`]; none where something is not known here.

use super::expr::Reader;
use super::flat::{Flat, Node};
use super::run::{Const, Each, Expr, Step, print};
use super::sheet::{Piece, Sheet, dotted};
use super::words::{Word, words};
use super::{Bound, Names, Sheets, Stencil};

/// Slots of what every page is given.
pub(super) const GIVEN: [&str; 3] = ["page", "view", "layout"];

/// Components in components in components: none is that deep unless it calls itself.
const DEEPEST: usize = 8;

/// A stencil in the making.
struct Draft<'s> {
    sheets: &'s Sheets,
    /// The template and those that it extends, one by one.
    chain: Vec<&'s Sheet>,
    names: Names<'s>,
    /// The next slot and how many there are.
    next: usize,
    slots: usize,
    /// Loops that run in each other at most.
    loops: usize,
    depth: usize,
}

/// Where a draft stands in a template.
#[derive(Clone, Copy)]
struct Place<'s> {
    sheet: &'s Sheet,
    at: usize,
}

/// Makes a stencil of a template.
pub(super) fn draft(sheets: &Sheets, template: &str, everywhere: (&Flat, Node)) -> Option<Stencil> {
    let first = sheets.get(template)?.as_ref()?;
    let mut chain = vec![first];
    while let Some(above) = &chain.last()?.extends {
        chain.push(sheets.get(above)?.as_ref()?);
        if chain.len() > DEEPEST {
            return None;
        }
    }
    let base = *chain.last()?;
    let mut draft = Draft {
        sheets,
        chain,
        names: Names::of_page(everywhere),
        next: GIVEN.len(),
        slots: GIVEN.len(),
        loops: 0,
        depth: 0,
    };
    let mut place = Place { sheet: base, at: 0 };
    let steps = draft.body(&mut place)?;
    (place.at == base.pieces.len()).then_some(Stencil {
        steps,
        slots: draft.slots,
        loops: draft.loops,
    })
}

/// Appends a step; texts grow together.
fn push(steps: &mut Vec<Step>, step: Step) {
    match (steps.last_mut(), step) {
        (_, Step::Text(text)) if text.is_empty() => {}
        (Some(Step::Text(before)), Step::Text(text)) => {
            let mut both = std::mem::take(before).into_string();
            both.push_str(&text);
            *before = both.into();
        }
        (_, step) => steps.push(step),
    }
}

/// Appends steps.
fn join(steps: &mut Vec<Step>, more: Vec<Step>) {
    for step in more {
        push(steps, step);
    }
}

/// What a print does; a value that is known is written out.
fn printed(expr: Expr) -> Option<Step> {
    let known = match &expr {
        Expr::Const(value) => value.value(),
        _ => return Some(Step::Print(expr)),
    };
    let mut out = Vec::new();
    print(known, &mut out)?;
    Some(Step::Text(String::from_utf8(out).ok()?.into()))
}

impl<'s> Draft<'s> {
    /// The steps up to the tag that ends them, or to the end of the template.
    fn body(&mut self, place: &mut Place<'s>) -> Option<Vec<Step>> {
        let mut steps = Vec::new();
        while let Some(piece) = place.sheet.pieces.get(place.at) {
            match piece {
                Piece::Text(text) => {
                    push(&mut steps, Step::Text(place.sheet.text(text).into()));
                    place.at += 1;
                }
                Piece::Print(print) => {
                    let words = words(place.sheet.text(print))?;
                    self.print(&words, &mut steps)?;
                    place.at += 1;
                }
                Piece::Tag(tag) => {
                    let tag = words(place.sheet.text(tag))?;
                    if !self.tag(&tag, place, &mut steps)? {
                        break;
                    }
                }
            }
        }
        Some(steps)
    }

    /// A tag with all that it encloses; false if it ends what is around it.
    fn tag(
        &mut self,
        tag: &[Word<'s>],
        place: &mut Place<'s>,
        steps: &mut Vec<Step>,
    ) -> Option<bool> {
        match tag {
            [Word::Name("extends"), _] => place.at += 1,
            [Word::Name("if"), condition @ ..] => self.choice(condition, place, steps)?,
            [
                Word::Name("for"),
                Word::Name(name),
                Word::Name("in"),
                list @ ..,
            ] => {
                let list = self.expr(list)?;
                self.each((name, list), place, steps)?;
            }
            [Word::Name("block"), Word::Name(name)] => self.block(name, place, steps)?,
            [
                Word::Name("endif" | "else" | "elif" | "endfor" | "endblock" | "endcomponent"),
                ..,
            ] => return Some(false),
            _ => return None,
        }
        Some(true)
    }

    /// The tag that ended a body.
    fn ending(place: &mut Place<'s>) -> Option<Vec<Word<'s>>> {
        let Some(Piece::Tag(tag)) = place.sheet.pieces.get(place.at) else {
            return None;
        };
        place.at += 1;
        words(place.sheet.text(tag))
    }

    fn choice(
        &mut self,
        condition: &[Word<'s>],
        place: &mut Place<'s>,
        steps: &mut Vec<Step>,
    ) -> Option<()> {
        let mut arms = Vec::new();
        let mut condition = condition.to_vec();
        place.at += 1;
        loop {
            let expr = self.expr(&condition)?;
            arms.push((expr, self.body(place)?));
            let end = place.at;
            let [Word::Name("elif"), next @ ..] = &*Self::ending(place)? else {
                place.at = end;
                break;
            };
            condition = next.to_vec();
        }
        let other = self.otherwise(place, "endif")?;
        Self::chosen(arms, other, steps);
        Some(())
    }

    /// A choice that is the same on every page is made now.
    fn chosen(arms: Vec<(Expr, Vec<Step>)>, other: Vec<Step>, steps: &mut Vec<Step>) {
        let mut open = Vec::new();
        let mut last = other;
        for (expr, arm) in arms {
            match &expr {
                Expr::Const(value) if !super::run::holds(value.value()) => {}
                Expr::Const(_) => {
                    last = arm;
                    break;
                }
                _ => open.push((expr, arm)),
            }
        }
        if open.is_empty() {
            join(steps, last);
        } else {
            steps.push(Step::If(open, last));
        }
    }

    fn each(
        &mut self,
        (name, list): (&'s str, Expr),
        place: &mut Place<'s>,
        steps: &mut Vec<Step>,
    ) -> Option<()> {
        place.at += 1;
        let (slot, inner) = (self.slot(), self.names.inner);
        let depth = self.names.running;
        self.names.running += 1;
        self.loops = self.loops.max(self.names.running);
        self.names.inner = Some(depth);
        self.names.push(name, Bound::Slot(slot))?;
        let body = self.body(place)?;
        self.names.pop();
        self.names.inner = inner;
        self.names.running = depth;
        self.next = slot;
        steps.push(Step::Each(Each {
            list,
            slot,
            depth,
            steps: body,
            none: self.otherwise(place, "endfor")?,
        }));
        Some(())
    }

    /// What stands between `else` and the tag that ends all.
    fn otherwise(&mut self, place: &mut Place<'s>, end: &str) -> Option<Vec<Step>> {
        match Self::ending(place)?.as_slice() {
            [Word::Name("else")] => {
                let other = self.body(place)?;
                Self::ended(place, end)?;
                Some(other)
            }
            [Word::Name(name), ..] => (*name == end).then(Vec::new),
            _ => None,
        }
    }

    fn slot(&mut self) -> usize {
        let slot = self.next;
        self.next += 1;
        self.slots = self.slots.max(self.next);
        slot
    }

    /// The block of this name in the first template of the chain that has it. Blocks in loops are not known here.
    fn block(&mut self, name: &str, place: &mut Place<'s>, steps: &mut Vec<Step>) -> Option<()> {
        if self.names.running > 0 || self.depth > 0 {
            return None;
        }
        let own = place.at + 1;
        let mut having = self.chain.iter().copied();
        let sheet = having.find(|sheet| sheet.block(name).is_some())?;
        let mut inner = Place {
            sheet,
            at: sheet.block(name)?,
        };
        let body = self.body(&mut inner)?;
        Self::ended(&mut inner, "endblock")?;
        join(steps, body);
        place.at = past(place.sheet, own)?;
        Some(())
    }

    fn ended(place: &mut Place<'s>, end: &str) -> Option<()> {
        let tag = Self::ending(place)?;
        (tag.first() == Some(&Word::Name(end))).then_some(())
    }

    fn expr(&self, words: &[Word<'_>]) -> Option<Expr> {
        let names = &self.names;
        Reader { words, names }.whole()
    }

    fn print(&mut self, words: &[Word<'_>], steps: &mut Vec<Step>) -> Option<()> {
        if let [Word::Sign("<"), call @ .., Word::Sign("/>")] = words {
            return self.component(call, steps);
        }
        let fills = [Word::Sign("|"), Word::Name("fill"), Word::Sign("(")];
        let at = words.windows(fills.len()).position(|three| three == fills);
        if let Some(at) = at {
            let values = words[at + fills.len()..].strip_suffix(&[Word::Sign(")")])?;
            return self.fill(&words[..at], values, steps);
        }
        push(steps, printed(self.expr(words)?)?);
        Some(())
    }

    /// A text with places, and what comes into them.
    fn fill(&self, text: &[Word<'_>], values: &[Word<'_>], steps: &mut Vec<Step>) -> Option<()> {
        let Expr::Const(Const::Text(text)) = self.expr(text)? else {
            return None;
        };
        let each = values.split(|word| *word == Word::Sign(","));
        let each = each.map(|value| match value {
            [Word::Name(name), Word::Sign("="), value @ ..] => Some((*name, self.expr(value)?)),
            _ => None,
        });
        let values: Vec<(&str, Expr)> = each.collect::<Option<_>>()?;
        let mut rest = &*text;
        while let Some((before, after)) = rest.split_once('{') {
            push(steps, said(before)?);
            let named = after.split_once('}');
            let value = named.and_then(|(name, _)| values.iter().find(|(n, _)| *n == name));
            let (step, after) = match (named, value) {
                (Some((_, after)), Some((_, value))) => {
                    (printed(Expr::Said(Box::new(value.clone())))?, after)
                }
                _ => (said("{")?, after),
            };
            push(steps, step);
            rest = after;
        }
        push(steps, said(rest)?);
        Some(())
    }

    /// A component with what it is given: `ui.day d={x.due}`.
    fn component(&mut self, call: &[Word<'_>], steps: &mut Vec<Step>) -> Option<()> {
        let equals = call.iter().position(|word| *word == Word::Sign("="));
        let (name, given) = call.split_at(equals.map_or(call.len(), |at| at - 1));
        let name = dotted(name)?;
        let mut all = self.sheets.values().flatten();
        let (sheet, component) = all.find_map(|s| Some((s, s.component(&name)?)))?;
        let mut given = self.given(given)?;
        let (next, mut names) = (self.next, self.names.for_component());
        for taken in &component.takes {
            let at = given.iter().position(|(name, _)| **name == *taken.name)?;
            let (_, expr) = given.swap_remove(at);
            let slot = self.slot();
            steps.push(Step::Let(slot, expr, taken.sort));
            names.push(&taken.name, Bound::Slot(slot))?;
        }
        for name in &component.everywhere {
            names.push(name, Bound::Everywhere)?;
        }
        let at = component.from;
        if !given.is_empty() || self.depth == DEEPEST {
            return None;
        }
        self.depth += 1;
        let around = std::mem::replace(&mut self.names, names);
        let mut place = Place { sheet, at };
        let body = self.body(&mut place)?;
        Self::ended(&mut place, "endcomponent")?;
        self.names = around;
        self.depth -= 1;
        self.next = next;
        join(steps, body);
        Some(())
    }

    /// What a component is given, by name: `d={x.due}`.
    fn given<'w>(&self, mut words: &'w [Word<'w>]) -> Option<Vec<(&'w str, Expr)>> {
        let mut given = Vec::new();
        while let [
            Word::Name(name),
            Word::Sign("="),
            Word::Sign("{"),
            rest @ ..,
        ] = words
        {
            let names = &self.names;
            let (expr, rest) = Reader { words: rest, names }.first()?;
            words = rest.strip_prefix(&[Word::Sign("}")])?;
            given.push((*name, expr));
        }
        words.is_empty().then_some(given)
    }
}

/// A text that is known.
fn said(text: &str) -> Option<Step> {
    printed(Expr::Const(Const::Text(text.into())))
}

/// The piece after the end of the block whose inside begins here.
fn past(sheet: &Sheet, from: usize) -> Option<usize> {
    let mut open = 1;
    for (at, piece) in sheet.pieces.iter().enumerate().skip(from) {
        let Piece::Tag(tag) = piece else { continue };
        match words(sheet.text(tag))?.first()? {
            Word::Name("block") => open += 1,
            Word::Name("endblock") => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(at + 1);
        }
    }
    None
}
