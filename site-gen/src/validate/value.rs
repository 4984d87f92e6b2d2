//! A checked record as a tree of values, and the way from there into the valid types, through their own `Deserialize`.
//!
//! Entry point: [`Val`]. Its maps have the identifiers of the schema, so that no name is copied.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use std::borrow::Cow;

/// A value that fits its field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Val<'t> {
    Text(Cow<'t, str>),
    Number(u32),
    Flag(bool),
    List(Vec<Val<'t>>),
    Map(Vec<(&'static str, Val<'t>)>),
}

/// Why a value did not fit its type after all.
pub(crate) type Misfit = serde::de::value::Error;

impl Val<'_> {
    /// The value as a type.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, Misfit> {
        T::deserialize(self)
    }

    /// The value as text.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) | Self::Flag(_) | Self::List(_) | Self::Map(_) => None,
        }
    }
}

impl<'de> IntoDeserializer<'de, Misfit> for &'de Val<'_> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> serde::Deserializer<'de> for &'de Val<'_> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self {
            Val::Text(text) => visitor.visit_borrowed_str(text),
            Val::Number(number) => visitor.visit_u32(*number),
            Val::Flag(flag) => visitor.visit_bool(*flag),
            Val::List(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            Val::Map(fields) => {
                let pairs = fields.iter().map(|(name, value)| (*name, value));
                visitor.visit_map(MapDeserializer::new(pairs))
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self {
            Val::Text(text) => visitor.visit_enum(text.as_ref().into_deserializer()),
            Val::Number(_) | Val::Flag(_) | Val::List(_) | Val::Map(_) => {
                Err(Misfit::custom("a word was expected"))
            }
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
