//! Lays what serde gives flat. Must not be used but by [`Flat::add`].

use super::{Flat, HTML, Name, Node, Part, Unfit};
use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

impl Error for Unfit {
    fn custom<T: std::fmt::Display>(why: T) -> Self {
        Self(why.to_string())
    }
}

/// Takes one value.
pub(super) struct Layer<'a>(pub(super) &'a mut Flat);

/// A list or map that is not finished: what it has so far begins at `from` among all that is open.
pub(super) struct Open<'a> {
    flat: &'a mut Flat,
    from: usize,
    /// The variant that it is the value of.
    variant: Option<&'static str>,
}

fn part(from: usize, to: usize) -> Result<Part, Unfit> {
    let number = |n: usize| u32::try_from(n).map_err(|_| Unfit::custom("a page is too large"));
    let (from, len) = (number(from)?, number(to - from)?);
    Ok(Part { from, len })
}

impl Flat {
    fn keep(&mut self, text: &str) -> Result<Part, Unfit> {
        let from = self.text.len();
        self.text.push_str(text);
        part(from, self.text.len())
    }

    fn open(&mut self, variant: Option<&'static str>) -> Open<'_> {
        let from = self.open.len();
        Open {
            flat: self,
            from,
            variant,
        }
    }

    fn close_list(&mut self, from: usize) -> Result<Node, Unfit> {
        let first = self.items.len();
        let items = self.open.drain(from..).map(|(_, node)| node);
        self.items.extend(items);
        Ok(Node::List(part(first, self.items.len())?))
    }

    fn close_map(&mut self, from: usize) -> Result<Node, Unfit> {
        let first = self.fields.len();
        self.fields.extend_from_slice(&self.open[from..]);
        self.open.truncate(from);
        Ok(Node::Map(part(first, self.fields.len())?))
    }
}

impl Open<'_> {
    fn push<T: Serialize + ?Sized>(&mut self, name: Name, value: &T) -> Result<(), Unfit> {
        let node = value.serialize(Layer(self.flat))?;
        self.flat.open.push((name, node));
        Ok(())
    }

    fn list(self) -> Result<Node, Unfit> {
        let list = self.flat.close_list(self.from)?;
        self.wrapped(list)
    }

    fn map(self) -> Result<Node, Unfit> {
        let map = self.flat.close_map(self.from)?;
        self.wrapped(map)
    }

    /// The value under the name of its variant.
    fn wrapped(self, node: Node) -> Result<Node, Unfit> {
        let Some(variant) = self.variant else {
            return Ok(node);
        };
        self.flat.open.push((Name::Given(variant), node));
        self.flat.close_map(self.from)
    }
}

/// Numbers that fit.
macro_rules! numbers {
    ($($method:ident: $number:ty),*) => {
        $(fn $method(self, number: $number) -> Result<Node, Unfit> {
            i64::try_from(number).map(Node::Int).map_err(Unfit::custom)
        })*
    };
}

impl<'a> Serializer for Layer<'a> {
    type Ok = Node;
    type Error = Unfit;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Open<'a>;
    type SerializeTupleVariant = Open<'a>;
    type SerializeMap = Open<'a>;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Open<'a>;

    numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64
    }

    fn serialize_bool(self, is: bool) -> Result<Node, Unfit> {
        Ok(Node::Bool(is))
    }

    fn serialize_f32(self, number: f32) -> Result<Node, Unfit> {
        Ok(Node::Float(number.into()))
    }

    fn serialize_f64(self, number: f64) -> Result<Node, Unfit> {
        Ok(Node::Float(number))
    }

    fn serialize_char(self, one: char) -> Result<Node, Unfit> {
        self.serialize_str(one.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<Node, Unfit> {
        self.0.keep(text).map(Node::Text)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Node, Unfit> {
        Err(Unfit::custom("templates know no bytes"))
    }

    fn serialize_none(self) -> Result<Node, Unfit> {
        Ok(Node::None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Node, Unfit> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Node, Unfit> {
        Ok(Node::None)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Node, Unfit> {
        Ok(Node::None)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Node, Unfit> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Node, Unfit> {
        let node = value.serialize(self)?;
        Ok(match node {
            Node::Text(part) if name == HTML => Node::Html(part),
            _ => node,
        })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Node, Unfit> {
        let mut map = self.0.open(None);
        map.push(Name::Given(variant), value)?;
        map.map()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a>, Unfit> {
        Ok(self.0.open(None))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'a>, Unfit> {
        Ok(self.0.open(None))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Unfit> {
        Ok(self.0.open(None))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a>, Unfit> {
        Ok(self.0.open(Some(variant)))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'a>, Unfit> {
        Ok(self.0.open(None))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Unfit> {
        Ok(self.0.open(None))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a>, Unfit> {
        Ok(self.0.open(Some(variant)))
    }
}

/// Lists take items, and structs fields, whatever serde calls them.
macro_rules! items {
    ($($trait:ident::$method:ident),*) => {
        $(impl $trait for Open<'_> {
            type Ok = Node;
            type Error = Unfit;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
                self.push(Name::Given(""), value)
            }

            fn end(self) -> Result<Node, Unfit> {
                self.list()
            }
        })*
    };
}

macro_rules! fields {
    ($($trait:ident),*) => {
        $(impl $trait for Open<'_> {
            type Ok = Node;
            type Error = Unfit;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Unfit> {
                self.push(Name::Given(name), value)
            }

            fn end(self) -> Result<Node, Unfit> {
                self.map()
            }
        })*
    };
}

items!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);
fields!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Open<'_> {
    type Ok = Node;
    type Error = Unfit;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unfit> {
        let Node::Text(name) = key.serialize(Layer(self.flat))? else {
            return Err(Unfit::custom("templates know no names but texts"));
        };
        self.flat.open.push((Name::Kept(name), Node::None));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        let node = value.serialize(Layer(self.flat))?;
        if let Some((_, value)) = self.flat.open.last_mut() {
            *value = node;
        }
        Ok(())
    }

    fn end(self) -> Result<Node, Unfit> {
        self.map()
    }
}
