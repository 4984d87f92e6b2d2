//! A template cut into texts, prints and tags, as the template engine cuts it.
//!
//! Entry point: [`Sheet::of`]; none where a template has what is not known here. Must not know what tags mean beyond where blocks and components begin.

use super::words::{Word, words};
use std::collections::BTreeMap;
use std::ops::Range;

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(Range<usize>),
    /// What stands in `{{ }}`.
    Print(Range<usize>),
    /// What stands in `{% %}`.
    Tag(Range<usize>),
}

/// A template in pieces.
#[derive(Debug)]
pub(super) struct Sheet {
    source: Box<str>,
    pub(super) pieces: Vec<Piece>,
    pub(super) extends: Option<Box<str>>,
    /// The pieces after the tags that begin blocks, by name.
    blocks: BTreeMap<Box<str>, usize>,
    components: BTreeMap<Box<str>, Component>,
}

/// A component: what it takes and where it stands.
#[derive(Debug)]
pub(super) struct Component {
    pub(super) takes: Vec<Taken>,
    /// Names that it has from everywhere.
    pub(super) everywhere: Vec<Box<str>>,
    /// The piece after its tag.
    pub(super) from: usize,
}

/// A value that a component takes.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) name: Box<str>,
    pub(super) sort: Option<Sort>,
}

/// The sort of value that a component wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    List,
    Map,
}

/// A mark that begins a print, a tag or a comment.
const OPENING: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];

/// Cuts a template.
struct Cutter<'s> {
    source: &'s str,
    at: usize,
    /// Whether the piece before takes away the space before the next text.
    trims: bool,
    pieces: Vec<Piece>,
}

impl Cutter<'_> {
    fn cut(mut self) -> Option<Vec<Piece>> {
        while self.at < self.source.len() {
            let rest = &self.source[self.at..];
            let opens = OPENING.iter().filter_map(|(open, _)| rest.find(open)).min();
            let text = opens.unwrap_or(rest.len());
            if text > 0 {
                self.text(text);
            }
            if opens.is_some() {
                self.marked()?;
            }
        }
        Some(self.pieces)
    }

    fn text(&mut self, len: usize) {
        let (from, to) = (self.at, self.at + len);
        let mut text = &self.source[from..to];
        if std::mem::take(&mut self.trims) {
            text = text.trim_start();
        }
        let start = to - text.len();
        if self.source[to..].get(2..3) == Some("-") {
            text = text.trim_end();
        }
        self.pieces.push(Piece::Text(start..start + text.len()));
        self.at = to;
    }

    /// A print, a tag or a comment.
    fn marked(&mut self) -> Option<()> {
        let rest = &self.source[self.at..];
        let (open, close) = *OPENING.iter().find(|(open, _)| rest.starts_with(open))?;
        let inner = self.at + 2;
        let len = end(&self.source[inner..], close, open == "{#")?;
        let mut range = inner..inner + len;
        self.at = range.end + 2;
        let trims = self.source[range.clone()].ends_with('-');
        if self.source[range.clone()].starts_with('-') {
            range.start += 1;
        }
        if open == "{#" {
            self.trims |= trims;
            return Some(());
        }
        range.end -= usize::from(trims);
        self.trims = trims;
        self.source.get(range.clone())?;
        self.pieces.push(if open == "{{" {
            Piece::Print(range)
        } else {
            Piece::Tag(range)
        });
        Some(())
    }
}

/// How far it is to a closing mark that stands in no quoted text; comments have none.
fn end(rest: &str, close: &str, comment: bool) -> Option<usize> {
    let mut quoted = None;
    for (at, c) in rest.char_indices() {
        match quoted {
            None if rest[at..].starts_with(close) => return Some(at),
            None if !comment && matches!(c, '"' | '\'' | '`') => quoted = Some(c),
            Some(quote) if quote == c => quoted = None,
            _ => {}
        }
    }
    None
}

impl Sheet {
    /// Cuts a template.
    pub(super) fn of(source: &str) -> Option<Self> {
        let cutter = Cutter {
            source,
            at: 0,
            trims: false,
            pieces: Vec::new(),
        };
        let mut sheet = Self {
            source: source.into(),
            pieces: cutter.cut()?,
            extends: None,
            blocks: BTreeMap::new(),
            components: BTreeMap::new(),
        };
        for at in 0..sheet.pieces.len() {
            sheet.note(at)?;
        }
        Some(sheet)
    }

    /// Notes what a tag begins that is named elsewhere.
    fn note(&mut self, at: usize) -> Option<()> {
        let Some(Piece::Tag(tag)) = self.pieces.get(at) else {
            return Some(());
        };
        let tag = words(&self.source[tag.clone()])?;
        match tag.as_slice() {
            [Word::Name("extends"), Word::Text(name)] => self.extends = Some((*name).into()),
            [Word::Name("block"), Word::Name(name)] => {
                self.blocks.insert((*name).into(), at + 1);
            }
            [Word::Name("component"), rest @ ..] => {
                let (name, component) = component(rest, at + 1)?;
                self.components.insert(name, component);
            }
            [
                Word::Name("raw" | "include" | "set" | "set_global" | "filter"),
                ..,
            ] => return None,
            _ => {}
        }
        Some(())
    }

    pub(super) fn text(&self, range: &Range<usize>) -> &str {
        &self.source[range.clone()]
    }

    pub(super) fn block(&self, name: &str) -> Option<usize> {
        self.blocks.get(name).copied()
    }

    pub(super) fn component(&self, name: &str) -> Option<&Component> {
        self.components.get(name)
    }
}

/// The head of a component: `ui.items(items: array, @t)`.
fn component(head: &[Word<'_>], from: usize) -> Option<(Box<str>, Component)> {
    let open = head.iter().position(|word| *word == Word::Sign("("))?;
    let (name, takes) = head.split_at(open);
    let takes = takes.strip_prefix(&[Word::Sign("(")])?;
    let takes = takes.strip_suffix(&[Word::Sign(")")])?;
    let mut component = Component {
        takes: Vec::new(),
        everywhere: Vec::new(),
        from,
    };
    let each = takes.split(|word| *word == Word::Sign(","));
    for one in each.filter(|one| !one.is_empty()) {
        match one {
            [Word::Sign("@"), Word::Name(name)] => component.everywhere.push((*name).into()),
            [Word::Name(name)] => component.takes.push(Taken::of(name, None)),
            [Word::Name(name), Word::Sign(":"), Word::Name(sort)] => {
                component.takes.push(Taken::of(name, Some(sort_of(sort)?)));
            }
            _ => return None,
        }
    }
    Some((dotted(name)?, component))
}

impl Taken {
    fn of(name: &str, sort: Option<Sort>) -> Self {
        let name = name.into();
        Self { name, sort }
    }
}

fn sort_of(name: &str) -> Option<Sort> {
    match name {
        "string" => Some(Sort::Text),
        "array" => Some(Sort::List),
        "map" => Some(Sort::Map),
        _ => None,
    }
}

/// A name in parts: `ui.items`.
pub(super) fn dotted(words: &[Word<'_>]) -> Option<Box<str>> {
    let mut name = String::new();
    for word in words {
        match word {
            Word::Name(part) => name.push_str(part),
            Word::Sign(".") => name.push('.'),
            _ => return None,
        }
    }
    Some(name.into())
}
