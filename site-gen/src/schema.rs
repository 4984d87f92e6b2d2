//! The shape of each kind of record, compiled once from the JSON Schema that the types themselves give.
//!
//! Entry points: [`of`] (a kind), [`site`] (`site.toml`), [`json_schema`] (for editors), [`reference()`] (for the field reference). One source drives the
//! names and meanings of fields in both languages, their types, the values of lists and what is required; nothing about a field is written twice. Must not
//! know how a file is written.

mod compile;
mod nearest;
mod reference;

pub use compile::MAX_NUMBER;
pub use nearest::nearest;
pub use reference::{FieldRow, json_schema, json_schema_of_site, reference};

use foldhash::fast::FixedState;
use governance::forms::words::Lang;
use governance::labelled::Labelled;
use governance::records::Kind;
use std::hash::BuildHasher;
use std::sync::LazyLock;

/// The fields of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    fields: Vec<Field>,
    /// Every name of every field, by [`hash`].
    names: Vec<Name>,
}

/// A name of a field in its plain form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    hash: u64,
    plain: Box<str>,
    field: u16,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// English identifier, e.g. `due_on`.
    pub id: Box<str>,
    /// Chinese name, e.g. 办结时限.
    pub zh: Box<str>,
    /// What it is.
    pub about: About,
    /// Whether a record without it is refused.
    pub required: bool,
    /// What may stand in it.
    pub ty: Type,
}

/// What a field is, in a sentence: its doc comment, and beside it the words `x-zh-about`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// In the words of those who fill it in.
    pub zh: Box<str>,
    /// In English.
    pub en: Box<str>,
}

/// What may stand in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// Any text.
    Text,
    /// Text that follows a form.
    Formed(Form),
    /// A whole number up to this one.
    Number(u32),
    /// Yes or no.
    Flag,
    /// One of a list.
    Choice(Vec<Choice>),
    /// Several of these.
    List(Box<Type>),
    /// Fields of its own.
    Object(Shape),
}

/// The forms a text may have to follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `2026-11-05`.
    Day,
    /// `2026-11-05 14:30`.
    Moment,
    /// `45%`.
    Share,
    /// The identity of a record.
    RecordId,
    /// A division code.
    DivisionCode,
    /// `http://` or `https://` and a host.
    Link,
    /// 宜民政发〔2021〕12号.
    DocumentNumber,
    /// A unified social credit code.
    CreditCode,
}

/// One value of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Identifier.
    pub id: Box<str>,
    /// Chinese label.
    pub zh: Box<str>,
    /// English label.
    pub en: Box<str>,
}

impl Name {
    fn of(name: &str, field: u16) -> Self {
        let plain = Box::from(&*plain(name));
        let hash = hash(&plain);
        Self { hash, plain, field }
    }
}

impl Shape {
    /// Every field, in the order of the type.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field with this identifier or Chinese name; full-width letters and brackets count as plain ones.
    pub fn find(&self, name: &str) -> Option<(usize, &Field)> {
        let plain = plain(name);
        let hash = hash(&plain);
        let at = self.names.partition_point(|known| known.hash < hash);
        let known = self.names[at..].iter();
        let mut known = known.take_while(|known| known.hash == hash);
        let index = usize::from(known.find(|known| *known.plain == *plain)?.field);
        self.fields.get(index).map(|field| (index, field))
    }

    /// The field with this identifier.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| &*field.id == id)
    }
}

impl About {
    /// In one language.
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

impl Type {
    /// What stands in a list; the type itself if it is none.
    pub fn item(&self) -> &Self {
        if let Self::List(item) = self {
            item
        } else {
            self
        }
    }

    /// The value of a list by its identifier or Chinese label.
    pub fn choice<'t>(choices: &'t [Choice], word: &str) -> Option<&'t Choice> {
        if let Some(exact) = choices.iter().find(|c| *c.id == *word || *c.zh == *word) {
            return Some(exact);
        }
        let word = plain(word);
        choices.iter().find(|c| *plain(&c.zh) == *word)
    }
}

/// By what names are sorted: to compare numbers costs less than to compare words.
fn hash(name: &str) -> u64 {
    FixedState::default().hash_one(name)
}

/// The name without full-width forms and the blanks around it.
fn plain(name: &str) -> std::borrow::Cow<'_, str> {
    let bare = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = name.as_bytes();
    if bare(bytes.first()) && bare(bytes.last()) && name.is_ascii() {
        return name.into();
    }
    let name = name.trim();
    if name.is_ascii() || !name.contains(|c| full_width(c).is_some()) {
        return name.into();
    }
    let narrow = name.chars().map(|c| full_width(c).unwrap_or(c));
    narrow.collect::<String>().into()
}

/// The plain form of a full-width ASCII character or blank.
pub(crate) fn full_width(c: char) -> Option<char> {
    match c {
        '\u{3000}' => Some(' '),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        _ => None,
    }
}

static KINDS: LazyLock<Vec<Shape>> =
    LazyLock::new(|| Kind::ALL.iter().map(|kind| compile::kind(*kind)).collect());
static SITE: LazyLock<Shape> = LazyLock::new(compile::site);

/// The shape of a kind: the envelope's fields and its own.
pub fn of(kind: Kind) -> &'static Shape {
    &KINDS[kind as usize]
}

/// The shape of `site.toml`.
pub fn site() -> &'static Shape {
    &SITE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_are_unique(shape: &Shape, at: &str) {
        for pair in shape.names.windows(2) {
            assert_ne!(
                pair[0].plain, pair[1].plain,
                "two fields of {at} share a name"
            );
        }
        for field in &shape.fields {
            assert!(
                !field.zh.is_empty(),
                "{at}.{} has no Chinese name",
                field.id
            );
            if let Type::Object(shape) = field.ty.item() {
                names_are_unique(shape, &format!("{at}.{}", field.id));
            }
        }
    }

    #[test]
    fn every_field_has_a_name_of_its_own_in_both_languages() {
        for kind in Kind::ALL {
            names_are_unique(of(*kind), kind.id());
        }
        names_are_unique(site(), "site");
    }

    #[test]
    fn names_are_found_in_both_languages() {
        let guide = of(Kind::Guide);
        let ids = |name| guide.find(name).map(|(_, f)| &*f.id);
        assert_eq!(ids("working_days"), Some("working_days"));
        assert_eq!(ids("办结时限（工作日）"), Some("working_days"));
        assert_eq!(ids("ｔｉｔｌｅ"), Some("title"));
        assert_eq!(ids("nothing"), None);
    }
}
