//! A tree of words with their places: the one form that front matter, tables and settings are read into.

use std::borrow::Cow;

/// Where something stands in the text; for tables also in which cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Spot {
    /// First byte of the text.
    pub(crate) start: u32,
    /// First byte after.
    pub(crate) end: u32,
    /// Its cell.
    pub(crate) cell: Option<CellSpot>,
}

/// A cell; all counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CellSpot {
    pub(crate) sheet: u16,
    pub(crate) row: u32,
    pub(crate) column: u16,
}

impl Spot {
    /// These bytes of the text.
    pub(crate) fn bytes(start: usize, end: usize) -> Self {
        Self {
            start: clamp(start),
            end: clamp(end),
            cell: None,
        }
    }
}

/// A byte offset; files are far smaller than 4 GB, by their limits.
pub(crate) fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// How a word was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// As it stands.
    Plain,
    /// In quotes.
    Quoted,
    /// As a block of lines.
    Block,
    /// In a cell.
    Cell,
}

/// A word, a list or fields.
#[derive(Debug, Clone)]
pub(crate) struct Node<'t> {
    pub(crate) spot: Spot,
    pub(crate) value: Value<'t>,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub(crate) enum Value<'t> {
    /// Nothing was written.
    Empty,
    /// A word, kept as it was written: the field's type reads it.
    Word(Cow<'t, str>, Style),
    /// Several.
    List(Vec<Node<'t>>),
    /// Fields.
    Map(Vec<Pair<'t>>),
    /// Something that was refused and told already.
    Refused,
}

/// A field with its name.
#[derive(Debug, Clone)]
pub(crate) struct Pair<'t> {
    pub(crate) name: Cow<'t, str>,
    /// Where the name stands.
    pub(crate) name_spot: Spot,
    pub(crate) node: Node<'t>,
}

impl<'t> Node<'t> {
    /// The fields, if these are fields.
    pub(crate) fn pairs(&self) -> &[Pair<'t>] {
        match &self.value {
            Value::Map(pairs) => pairs,
            Value::Empty | Value::Word(..) | Value::List(_) | Value::Refused => &[],
        }
    }

    /// The tree with words of its own, its spots moved by `shift`.
    pub(crate) fn owned(self, shift: &dyn Fn(Spot) -> Spot) -> Node<'static> {
        let value = match self.value {
            Value::Empty => Value::Empty,
            Value::Refused => Value::Refused,
            Value::Word(word, style) => Value::Word(Cow::Owned(word.into_owned()), style),
            Value::List(items) => {
                Value::List(items.into_iter().map(|item| item.owned(shift)).collect())
            }
            Value::Map(pairs) => {
                Value::Map(pairs.into_iter().map(|pair| pair.owned(shift)).collect())
            }
        };
        Node {
            spot: shift(self.spot),
            value,
        }
    }
}

impl Pair<'_> {
    fn owned(self, shift: &dyn Fn(Spot) -> Spot) -> Pair<'static> {
        Pair {
            name: Cow::Owned(self.name.into_owned()),
            name_spot: shift(self.name_spot),
            node: self.node.owned(shift),
        }
    }
}
