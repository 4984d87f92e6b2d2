//! Finds where a field stands in a raw tree, and what people call it.
//!
//! Entry points: [`spot`], [`chinese`]. A path is of English identifiers: `agenda[0].vote.agree`.

use crate::parse::tree::{Node, Pair, Spot, Value};
use crate::schema::{Shape, Type};
use std::fmt::Write;

/// A step of a path.
enum Step<'p> {
    Name(&'p str),
    Number(usize),
}

fn steps(path: &str) -> impl Iterator<Item = Step<'_>> {
    let parts = path.split(['.', '[']).filter(|part| !part.is_empty());
    parts.map(|part| match part.strip_suffix(']') {
        Some(number) => Step::Number(number.parse().unwrap_or(usize::MAX)),
        None => Step::Name(part),
    })
}

/// The place of a field; of what holds it, if the field itself is not there.
pub(super) fn spot(path: &str, fields: &Node<'_>, shape: &Shape) -> Spot {
    let first = fields.pairs().first();
    let mut best = first.map_or(fields.spot, |pair| named(pair, fields));
    let mut node = fields;
    let mut shape = Some(shape);
    for step in steps(path) {
        match (step, &node.value) {
            (Step::Name(id), Value::Map(pairs)) => {
                let Some(within) = shape else { return best };
                let is = |name: &str| within.find(name).is_some_and(|(_, f)| *f.id == *id);
                let Some(pair) = pairs.iter().find(|pair| is(&pair.name)) else {
                    return best;
                };
                best = if leaf(&pair.node) {
                    pair.node.spot
                } else {
                    named(pair, node)
                };
                node = &pair.node;
                shape = within.field(id).and_then(|field| inner(&field.ty));
            }
            (Step::Number(n), Value::List(items)) => {
                let Some(item) = items.get(n) else {
                    return best;
                };
                let first = item.pairs().first();
                best = first.map_or(item.spot, |pair| named(pair, item));
                node = item;
            }
            _ => return best,
        }
    }
    best
}

/// Where a field is named; in a table its cell, as the name stands above all rows and would tell nobody which.
fn named(pair: &Pair<'_>, within: &Node<'_>) -> Spot {
    if pair.name_spot.start < within.spot.start {
        pair.node.spot
    } else {
        pair.name_spot
    }
}

fn leaf(node: &Node<'_>) -> bool {
    matches!(node.value, Value::Word(..)) && node.spot.end > node.spot.start
}

fn inner(ty: &Type) -> Option<&Shape> {
    if let Type::Object(shape) = ty.item() {
        Some(shape)
    } else {
        None
    }
}

/// The path in Chinese names, counting from 1: `议程[1].表决.赞成`.
pub(super) fn chinese(path: &str, shape: &Shape) -> String {
    let mut words = String::new();
    let mut shape = Some(shape);
    for step in steps(path) {
        match step {
            Step::Name(id) => {
                let field = shape.and_then(|within| within.field(id));
                if !words.is_empty() {
                    words.push('.');
                }
                words.push_str(field.map_or(id, |f| &f.zh));
                shape = field.and_then(|f| inner(&f.ty));
            }
            Step::Number(n) => {
                let _ = write!(words, "[{}]", n + 1);
            }
        }
    }
    words
}

/// Whether a path is one of these, lies in one of them, or holds one of them.
pub(crate) fn touches(path: &str, doubts: &[Box<str>]) -> bool {
    doubts.iter().any(|doubt| {
        let (short, long) = if doubt.len() < path.len() {
            (&**doubt, path)
        } else {
            (path, &**doubt)
        };
        let rest = long.strip_prefix(short);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    })
}
