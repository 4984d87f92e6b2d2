//! What a page is made of, laid flat: all its values in three lists, made in one pass and dropped at once.
//!
//! Entry points: [`Flat::add`], [`Flat::value`]; [`Html`] for texts that are HTML already. Must not know templates.

mod lay;

use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};
use tera::Value;

/// The name under which HTML is told from text on its way through serde.
const HTML: &str = "mingtang:html";

/// A text that is HTML already, so that templates print it as it is.
#[derive(Debug, Clone)]
pub(in crate::views) struct Html<'a>(pub(in crate::views) Cow<'a, str>);

impl Serialize for Html<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_newtype_struct(HTML, &*self.0)
    }
}

/// A part of one of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::views) struct Part {
    from: u32,
    len: u32,
}

/// A value as it lies in the lists.
#[derive(Debug, Clone, Copy)]
pub(in crate::views) enum Node {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Part),
    Html(Part),
    List(Part),
    Map(Part),
}

/// The name of a field: one that a type gives, or one that was data.
#[derive(Debug, Clone, Copy)]
enum Name {
    Given(&'static str),
    Kept(Part),
}

/// Values of one page, or of what is the same for all.
#[derive(Debug, Default)]
pub(in crate::views) struct Flat {
    text: String,
    items: Vec<Node>,
    fields: Vec<(Name, Node)>,
    /// Items and fields of what is not finished yet.
    open: Vec<(Name, Node)>,
}

/// A value that lies in a flat, or that a template made.
#[derive(Debug, Clone, Copy)]
pub(in crate::views) enum Val<'f> {
    /// There is no such field.
    Undefined,
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(&'f str),
    Html(&'f str),
    List(&'f Flat, Part),
    Map(&'f Flat, Part),
}

/// Why a value can't be laid flat.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(in crate::views) struct Unfit(String);

impl Flat {
    /// With room for a page of usual size.
    pub(in crate::views) fn for_page() -> Self {
        Self {
            text: String::with_capacity(8 << 10),
            items: Vec::with_capacity(64),
            fields: Vec::with_capacity(256),
            open: Vec::with_capacity(64),
        }
    }

    /// Lays a value flat.
    ///
    /// # Errors
    /// [`Unfit`] if templates know no such value, or it is too large.
    pub(in crate::views) fn add<V: Serialize + ?Sized>(
        &mut self,
        value: &V,
    ) -> Result<Node, Unfit> {
        value.serialize(lay::Layer(self))
    }

    /// A value to look at.
    pub(in crate::views) fn value(&self, node: Node) -> Val<'_> {
        match node {
            Node::None => Val::None,
            Node::Bool(is) => Val::Bool(is),
            Node::Int(number) => Val::Int(number),
            Node::Float(number) => Val::Float(number),
            Node::Text(part) => Val::Text(self.text(part)),
            Node::Html(part) => Val::Html(self.text(part)),
            Node::List(part) => Val::List(self, part),
            Node::Map(part) => Val::Map(self, part),
        }
    }

    /// The items of a list.
    pub(in crate::views) fn items(&self, part: Part) -> &[Node] {
        part.of(&self.items)
    }

    fn text(&self, part: Part) -> &str {
        let (from, len) = (part.from as usize, part.len as usize);
        self.text.get(from..from + len).unwrap_or_default()
    }

    fn name(&self, name: Name) -> &str {
        match name {
            Name::Given(name) => name,
            Name::Kept(part) => self.text(part),
        }
    }
}

impl Part {
    fn of<T>(self, list: &[T]) -> &[T] {
        let (from, len) = (self.from as usize, self.len as usize);
        list.get(from..from + len).unwrap_or_default()
    }

    /// Whether there is nothing in it.
    pub(in crate::views) fn is_empty(self) -> bool {
        self.len == 0
    }
}

impl Val<'_> {
    /// A field of a map.
    pub(in crate::views) fn field(self, name: &str) -> Option<Self> {
        let Self::Map(flat, part) = self else {
            return None;
        };
        let fields = part.of(&flat.fields);
        let mut named = fields.iter().filter(|(n, _)| flat.name(*n) == name);
        named.next().map(|(_, node)| flat.value(*node))
    }

    /// A field of a map that is likely to be at a place, which is told anew if it is not.
    #[inline]
    pub(in crate::views) fn field_near(self, name: &str, near: &AtomicUsize) -> Option<Self> {
        let Self::Map(flat, part) = self else {
            return None;
        };
        let fields = part.of(&flat.fields);
        let is = |(n, _): &(Name, Node)| flat.name(*n) == name;
        let likely = fields.get(near.load(Ordering::Relaxed));
        if let Some((_, node)) = likely.filter(|field| is(field)) {
            return Some(flat.value(*node));
        }
        let at = fields.iter().position(is)?;
        near.store(at, Ordering::Relaxed);
        fields.get(at).map(|(_, node)| flat.value(*node))
    }

    /// The same for the template engine.
    pub(in crate::views) fn for_engine(self) -> Value {
        match self {
            Self::Undefined => Value::undefined(),
            Self::None => Value::none(),
            Self::Bool(is) => is.into(),
            Self::Int(number) => number.into(),
            Self::Float(number) => number.into(),
            Self::Text(text) => text.into(),
            Self::Html(html) => Value::safe_string(html),
            Self::List(flat, part) => {
                let items = part.of(&flat.items).iter();
                let items = items.map(|node| flat.value(*node).for_engine());
                items.collect::<Vec<_>>().into()
            }
            Self::Map(flat, part) => {
                let fields = part.of(&flat.fields).iter();
                let fields = fields.map(|(name, node)| {
                    let name = flat.name(*name).to_owned();
                    (name.into(), flat.value(*node).for_engine())
                });
                fields.collect::<tera::Map>().into()
            }
        }
    }
}
