//! What a stencil does, step by step. Whatever is not as it should be (a field that is not there, a list that is none) ends the run with nothing said: the
//! template engine then makes the page and says what is wrong.
//!
//! Entry point: [`Run::steps`].

use super::flat::{Flat, Node, Val};
use super::sheet::Sort;
use crate::markdown::html;
use std::io::Write;
use std::sync::atomic::AtomicUsize;

/// A step of a stencil.
#[derive(Debug)]
pub(super) enum Step {
    Text(Box<str>),
    Print(Expr),
    /// The steps of the first condition that holds, or the last ones.
    If(Vec<(Expr, Vec<Step>)>, Vec<Step>),
    /// The steps for each item of a list.
    Each(Each),
    /// A value that steps after it look at, of the sort that it must be of.
    Let(usize, Expr, Option<Sort>),
}

/// A loop.
#[derive(Debug)]
pub(super) struct Each {
    pub(super) list: Expr,
    /// The slot of the item.
    pub(super) slot: usize,
    /// How many loops stand around it.
    pub(super) depth: usize,
    pub(super) steps: Vec<Step>,
    /// The steps if the list is empty.
    pub(super) none: Vec<Step>,
}

/// What a value is reckoned from.
#[derive(Debug, Clone)]
pub(super) enum Expr {
    Const(Const),
    /// Fields of what lies in a slot.
    Path(usize, Box<[Field]>),
    /// Fields of what is the same on every page.
    Everywhere(Box<[Field]>),
    /// What a loop says of itself.
    Turn(usize, Turn),
    Item(Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Equal(Box<Expr>, Box<Expr>),
    More(Box<Expr>, Box<Expr>),
    Sum(Box<Expr>, Box<Expr>),
    Product(Box<Expr>, Box<Expr>),
    Length(Box<Expr>),
    Defined(Box<Expr>),
    /// As HTML.
    Safe(Box<Expr>),
    /// As text, whatever it was.
    Said(Box<Expr>),
}

/// A field by its name, and where it was when it was asked for last: values of one type have it at the same place.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: Box<str>,
    near: AtomicUsize,
}

/// A value that a template names.
#[derive(Debug, Clone)]
pub(super) enum Const {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Box<str>),
    Html(Box<str>),
}

/// What a loop says of itself.
#[derive(Debug, Clone, Copy)]
pub(super) enum Turn {
    Index,
    Index0,
    First,
    Last,
    Length,
}

/// A page in the making.
pub(super) struct Run<'r> {
    pub(super) out: &'r mut Vec<u8>,
    pub(super) slots: Vec<Val<'r>>,
    /// Index and length of each loop that is running.
    pub(super) turns: Vec<(usize, usize)>,
    pub(super) everywhere: (&'r Flat, Node),
}

impl From<&str> for Field {
    fn from(name: &str) -> Self {
        let (name, near) = (name.into(), AtomicUsize::new(0));
        Self { name, near }
    }
}

impl Clone for Field {
    fn clone(&self) -> Self {
        Self::from(&*self.name)
    }
}

impl Field {
    fn of<'r>(&self, value: Val<'r>) -> Option<Val<'r>> {
        value.field_near(&self.name, &self.near)
    }
}

impl Const {
    /// A value that lies in a flat; none of lists and maps.
    pub(super) fn of(value: Val<'_>) -> Option<Self> {
        match value {
            Val::None => Some(Self::None),
            Val::Bool(is) => Some(Self::Bool(is)),
            Val::Int(number) => Some(Self::Int(number)),
            Val::Float(number) => Some(Self::Float(number)),
            Val::Text(text) => Some(Self::Text(text.into())),
            Val::Html(html) => Some(Self::Html(html.into())),
            Val::Undefined | Val::List(..) | Val::Map(..) => None,
        }
    }

    pub(super) fn value(&self) -> Val<'_> {
        match self {
            Self::None => Val::None,
            Self::Bool(is) => Val::Bool(*is),
            Self::Int(number) => Val::Int(*number),
            Self::Float(number) => Val::Float(*number),
            Self::Text(text) => Val::Text(text),
            Self::Html(html) => Val::Html(html),
        }
    }
}

/// Whether a condition holds with a value.
pub(super) fn holds(value: Val<'_>) -> bool {
    match value {
        Val::Undefined | Val::None => false,
        Val::Bool(is) => is,
        Val::Int(number) => number != 0,
        Val::Float(number) => number != 0.0,
        Val::Text(text) | Val::Html(text) => !text.is_empty(),
        Val::List(_, part) | Val::Map(_, part) => !part.is_empty(),
    }
}

/// Prints a value; none if a list or map or nothing at all should be printed.
pub(super) fn print(value: Val<'_>, out: &mut Vec<u8>) -> Option<()> {
    match value {
        Val::None => {}
        Val::Bool(is) => out.extend_from_slice(if is { b"true" } else { b"false" }),
        Val::Int(number) => write!(out, "{number}").ok()?,
        Val::Float(number) => write!(out, "{number:?}").ok()?,
        Val::Text(text) => html::escape_into(text, out),
        Val::Html(html) => out.extend_from_slice(html.as_bytes()),
        Val::Undefined | Val::List(..) | Val::Map(..) => return None,
    }
    Some(())
}

impl<'r> Run<'r> {
    /// Does the steps; none if something is not as it should be.
    pub(super) fn steps(&mut self, steps: &'r [Step]) -> Option<()> {
        for step in steps {
            match step {
                Step::Text(text) => self.out.extend_from_slice(text.as_bytes()),
                Step::Print(expr) => {
                    let value = self.value(expr)?;
                    print(value, self.out)?;
                }
                Step::If(arms, other) => {
                    let steps = self.arm(arms, other)?;
                    self.steps(steps)?;
                }
                Step::Each(each) => self.each(each)?,
                Step::Let(slot, expr, sort) => {
                    let value = self.value(expr)?;
                    if sort.is_some_and(|sort| !is_of(value, sort)) {
                        return None;
                    }
                    *self.slots.get_mut(*slot)? = value;
                }
            }
        }
        Some(())
    }

    /// The steps of the first condition that holds, or the other ones.
    fn arm(&self, arms: &'r [(Expr, Vec<Step>)], other: &'r [Step]) -> Option<&'r [Step]> {
        for (expr, steps) in arms {
            if holds(self.value(expr)?) {
                return Some(steps);
            }
        }
        Some(other)
    }

    fn each(&mut self, each: &'r Each) -> Option<()> {
        let Val::List(flat, part) = self.value(&each.list)? else {
            return None;
        };
        let items = flat.items(part);
        if items.is_empty() {
            return self.steps(&each.none);
        }
        for (index, node) in items.iter().enumerate() {
            *self.slots.get_mut(each.slot)? = flat.value(*node);
            *self.turns.get_mut(each.depth)? = (index, items.len());
            self.steps(&each.steps)?;
        }
        Some(())
    }

    fn value(&self, expr: &'r Expr) -> Option<Val<'r>> {
        match expr {
            Expr::Const(value) => Some(value.value()),
            Expr::Path(slot, names) => path(*self.slots.get(*slot)?, names),
            Expr::Everywhere(names) => {
                let (flat, node) = self.everywhere;
                path(flat.value(node), names)
            }
            Expr::Turn(depth, what) => self.turn(*depth, *what),
            Expr::Item(of, which) => item(self.value(of)?, self.value(which)?),
            Expr::Not(one) => Some(Val::Bool(!holds(self.value(one)?))),
            Expr::And(a, b) | Expr::Or(a, b) => {
                let first = self.value(a)?;
                let ends = holds(first) == matches!(expr, Expr::Or(..));
                if ends { Some(first) } else { self.value(b) }
            }
            Expr::Equal(a, b) => equal(self.value(a)?, self.value(b)?).map(Val::Bool),
            Expr::More(a, b) => match (self.value(a)?, self.value(b)?) {
                (Val::Int(a), Val::Int(b)) => Some(Val::Bool(a > b)),
                _ => None,
            },
            Expr::Sum(a, b) => reckon(self.value(a)?, self.value(b)?, (i64::checked_add, plus)),
            Expr::Product(a, b) => {
                reckon(self.value(a)?, self.value(b)?, (i64::checked_mul, times))
            }
            Expr::Length(one) => length(self.value(one)?),
            Expr::Defined(one) => {
                let value = self.value(one)?;
                Some(Val::Bool(!matches!(value, Val::Undefined)))
            }
            Expr::Safe(one) => match self.value(one)? {
                Val::Text(text) | Val::Html(text) => Some(Val::Html(text)),
                _ => None,
            },
            Expr::Said(one) => match self.value(one)? {
                Val::Html(text) => Some(Val::Text(text)),
                Val::Undefined | Val::List(..) | Val::Map(..) => None,
                value => Some(value),
            },
        }
    }

    fn turn(&self, depth: usize, what: Turn) -> Option<Val<'r>> {
        let (index, len) = *self.turns.get(depth)?;
        let number = |n: usize| i64::try_from(n).ok().map(Val::Int);
        match what {
            Turn::Index => number(index + 1),
            Turn::Index0 => number(index),
            Turn::First => Some(Val::Bool(index == 0)),
            Turn::Last => Some(Val::Bool(index + 1 == len)),
            Turn::Length => number(len),
        }
    }
}

/// A field of a field and so on. Only the last may be missing.
fn path<'r>(root: Val<'r>, names: &[Field]) -> Option<Val<'r>> {
    let Some((last, above)) = names.split_last() else {
        return Some(root);
    };
    let inner = above
        .iter()
        .try_fold(root, |value, field| field.of(value))?;
    let undefined = matches!(inner, Val::Undefined);
    (!undefined).then(|| last.of(inner).unwrap_or(Val::Undefined))
}

fn item<'r>(of: Val<'r>, which: Val<'_>) -> Option<Val<'r>> {
    match (of, which) {
        (Val::List(flat, part), Val::Int(at)) => {
            let node = flat.items(part).get(usize::try_from(at).ok()?)?;
            Some(flat.value(*node))
        }
        (Val::Map(..), Val::Text(name)) => of.field(name),
        _ => None,
    }
}

fn equal(a: Val<'_>, b: Val<'_>) -> Option<bool> {
    match (a, b) {
        (Val::Text(a) | Val::Html(a), Val::Text(b) | Val::Html(b)) => Some(a == b),
        (Val::Int(a), Val::Int(b)) => Some(a == b),
        (Val::Bool(a), Val::Bool(b)) => Some(a == b),
        (Val::None, Val::None) => Some(true),
        (Val::None, Val::Text(_)) | (Val::Text(_), Val::None) => Some(false),
        _ => None,
    }
}

fn plus(a: f64, b: f64) -> f64 {
    a + b
}

fn times(a: f64, b: f64) -> f64 {
    a * b
}

/// How whole numbers are reckoned with, and others.
type Ways = (fn(i64, i64) -> Option<i64>, fn(f64, f64) -> f64);

fn reckon<'r>(a: Val<'_>, b: Val<'_>, (whole, broken): Ways) -> Option<Val<'r>> {
    #[expect(clippy::cast_precision_loss, reason = "as the template engine does")]
    let float = |value| match value {
        Val::Int(number) => Some(number as f64),
        Val::Float(number) => Some(number),
        _ => None,
    };
    match (a, b) {
        (Val::Int(a), Val::Int(b)) => whole(a, b).map(Val::Int),
        _ => Some(Val::Float(broken(float(a)?, float(b)?))),
    }
}

fn length<'r>(value: Val<'_>) -> Option<Val<'r>> {
    let Val::List(flat, part) = value else {
        return None;
    };
    i64::try_from(flat.items(part).len()).ok().map(Val::Int)
}

fn is_of(value: Val<'_>, sort: Sort) -> bool {
    match sort {
        Sort::Text => matches!(value, Val::Text(_) | Val::Html(_)),
        Sort::List => matches!(value, Val::List(..)),
        Sort::Map => matches!(value, Val::Map(..)),
    }
}
