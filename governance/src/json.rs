//! Writes JSON: byte for byte what `serde_json` writes, with a quicker look for what must be escaped. Texts are most of what a build writes as JSON, and going over
//! them byte by byte was a twentieth of it.
//!
//! Entry points: [`to_string`], [`append`], [`append_pretty`], [`push_text`]. Must not know what it writes.

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::Error;

/// What JSON is written into.
pub trait Sink {
    /// Appends a text.
    fn push_str(&mut self, text: &str);
}

impl Sink for String {
    fn push_str(&mut self, text: &str) {
        Self::push_str(self, text);
    }
}

impl Sink for Vec<u8> {
    fn push_str(&mut self, text: &str) {
        self.extend_from_slice(text.as_bytes());
    }
}

/// A value as JSON with nothing between its parts.
///
/// # Errors
/// What the value has to say, or that a name in it is no text.
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    let mut out = String::new();
    append(value, &mut out)?;
    Ok(out)
}

/// The same behind what is there.
///
/// # Errors
/// Those of [`to_string`].
pub fn append<T: Serialize + ?Sized, O: Sink>(value: &T, out: &mut O) -> Result<(), Error> {
    value.serialize(Writer { out, depth: None })
}

/// The same for people: each part on a line of its own.
///
/// # Errors
/// Those of [`to_string`].
pub fn append_pretty<T: Serialize + ?Sized, O: Sink>(value: &T, out: &mut O) -> Result<(), Error> {
    let depth = Some(0);
    value.serialize(Writer { out, depth })
}

/// Appends a text with its quotes.
pub fn push_text(text: &str, out: &mut impl Sink) {
    out.push_str("\"");
    push_escaped(text, out);
    out.push_str("\"");
}

/// The same without quotes: a part of a text.
pub fn push_escaped(text: &str, out: &mut impl Sink) {
    let mut rest = text;
    while let Some(at) = special(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        escape(rest.as_bytes()[at], out);
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Where the first byte stands that must be escaped. Sixteen bytes are looked at at once: most texts have none.
#[inline]
fn special(text: &[u8]) -> Option<usize> {
    // A number and no truth value, so that there is no branch.
    let is = |byte: u8| u8::from(byte == b'"') | u8::from(byte == b'\\') | u8::from(byte < b' ');
    let (chunks, _) = text.as_chunks::<16>();
    let clear = |chunk: &&[u8; 16]| chunk.iter().fold(0, |any, byte| any | is(*byte)) == 0;
    let from = 16 * chunks.iter().take_while(clear).count();
    Some(from + text[from..].iter().position(|byte| is(*byte) == 1)?)
}

fn escape(byte: u8, out: &mut impl Sink) {
    let digit = |half: u8| &"0123456789abcdef"[usize::from(half & 15)..][..1];
    match byte {
        b'"' => out.push_str("\\\""),
        b'\\' => out.push_str("\\\\"),
        8 => out.push_str("\\b"),
        b'\t' => out.push_str("\\t"),
        b'\n' => out.push_str("\\n"),
        12 => out.push_str("\\f"),
        b'\r' => out.push_str("\\r"),
        _ => {
            out.push_str("\\u00");
            out.push_str(digit(byte >> 4));
            out.push_str(digit(byte));
        }
    }
}

/// Writes one value.
struct Writer<'o, O> {
    out: &'o mut O,
    /// How deep it stands, if there are lines.
    depth: Option<usize>,
}

/// A list or object that is not finished.
struct Open<'o, O> {
    out: &'o mut O,
    /// How deep its parts stand, if there are lines.
    depth: Option<usize>,
    any: bool,
    close: &'static str,
    /// It is the value of a variant, whose object is closed with it.
    wrapped: bool,
}

/// The marks around a list or object.
type Marks = [&'static str; 2];

const LIST: Marks = ["[", "]"];
const MAP: Marks = ["{", "}"];

fn line(depth: Option<usize>, out: &mut impl Sink) {
    if let Some(depth) = depth {
        out.push_str("\n");
        for _ in 0..depth {
            out.push_str("  ");
        }
    }
}

impl<'o, O: Sink> Writer<'o, O> {
    fn open(self, [open, close]: Marks) -> Open<'o, O> {
        self.out.push_str(open);
        Open {
            out: self.out,
            depth: self.depth.map(|depth| depth + 1),
            any: false,
            close,
            wrapped: false,
        }
    }

    /// A list or object as the value of a variant.
    fn variant(self, name: &'static str, marks: Marks) -> Open<'o, O> {
        let mut around = self.open(MAP);
        around.name(name);
        let (out, depth) = (around.out, around.depth);
        let mut open = Writer { out, depth }.open(marks);
        open.wrapped = true;
        open
    }

    fn plain(self, text: &str) {
        self.out.push_str(text);
    }
}

impl<O: Sink> Open<'_, O> {
    fn next(&mut self) {
        if std::mem::replace(&mut self.any, true) {
            self.out.push_str(",");
        }
        line(self.depth, self.out);
    }

    fn name(&mut self, name: &str) {
        self.next();
        push_text(name, self.out);
        self.colon();
    }

    fn colon(&mut self) {
        self.out
            .push_str(if self.depth.is_some() { ": " } else { ":" });
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let (out, depth) = (&mut *self.out, self.depth);
        value.serialize(Writer { out, depth })
    }

    fn close(self) {
        let around = self.depth.map(|depth| depth.saturating_sub(1));
        if self.any {
            line(around, self.out);
        }
        self.out.push_str(self.close);
        if self.wrapped {
            line(around.map(|depth| depth.saturating_sub(1)), self.out);
            self.out.push_str("}");
        }
    }
}

/// Whole numbers, and what `serde_json` does as well.
macro_rules! numbers {
    ($($method:ident: $number:ty),*) => {
        $(fn $method(self, number: $number) -> Result<(), Error> {
            self.plain(&serde_json::to_string(&number)?);
            Ok(())
        })*
    };
}

impl<'o, O: Sink> Serializer for Writer<'o, O> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'o, O>;
    type SerializeTuple = Open<'o, O>;
    type SerializeTupleStruct = Open<'o, O>;
    type SerializeTupleVariant = Open<'o, O>;
    type SerializeMap = Open<'o, O>;
    type SerializeStruct = Open<'o, O>;
    type SerializeStructVariant = Open<'o, O>;

    numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64
    }

    fn serialize_bool(self, is: bool) -> Result<(), Error> {
        self.plain(if is { "true" } else { "false" });
        Ok(())
    }

    fn serialize_char(self, one: char) -> Result<(), Error> {
        self.serialize_str(one.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        push_text(text, self.out);
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Error> {
        self.collect_seq(bytes)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.plain("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let mut open = self.open(MAP);
        open.name(variant);
        open.value(value)?;
        open.close();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'o, O>, Error> {
        Ok(self.open(LIST))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'o, O>, Error> {
        Ok(self.open(LIST))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'o, O>, Error> {
        Ok(self.open(LIST))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'o, O>, Error> {
        Ok(self.variant(variant, LIST))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'o, O>, Error> {
        Ok(self.open(MAP))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'o, O>, Error> {
        Ok(self.open(MAP))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'o, O>, Error> {
        Ok(self.variant(variant, MAP))
    }
}

/// Lists take items, and structs fields, whatever serde calls them.
macro_rules! items {
    ($($trait:ident::$method:ident),*) => {
        $(impl<O: Sink> $trait for Open<'_, O> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.next();
                self.value(value)
            }

            fn end(self) -> Result<(), Error> {
                self.close();
                Ok(())
            }
        })*
    };
}

macro_rules! fields {
    ($($trait:ident),*) => {
        $(impl<O: Sink> $trait for Open<'_, O> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                self.name(name);
                self.value(value)
            }

            fn end(self) -> Result<(), Error> {
                self.close();
                Ok(())
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

impl<O: Sink> SerializeMap for Open<'_, O> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.next();
        let name = to_string(key)?;
        if name.starts_with(['{', '[']) || name == "null" {
            return Err(serde::ser::Error::custom("key must be a string"));
        }
        // Numbers and truth values become texts as names.
        if name.starts_with('"') {
            self.out.push_str(&name);
        } else {
            push_text(&name, self.out);
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.colon();
        self.value(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Serialize;
    use serde_json::Value;
    use std::collections::BTreeMap;

    /// Each shape that serde knows.
    #[derive(Serialize)]
    enum Shape {
        Unit,
        New(Option<&'static str>),
        Tuple(u8, char),
        Struct { a: (), b: Vec<f64> },
        Map(BTreeMap<u16, bool>),
        Nested(Vec<Shape>),
    }

    fn shapes() -> Vec<Shape> {
        let map = BTreeMap::from([(1, true), (20, false)]);
        vec![
            Shape::Unit,
            Shape::New(None),
            Shape::New(Some("a\u{1}\"\\\n\t\r\u{8}\u{c}\u{1f}\u{7f}</议>")),
            Shape::Tuple(7, '"'),
            Shape::Struct {
                a: (),
                b: vec![1.0, -0.25, 1e300],
            },
            Shape::Map(map),
            Shape::Map(BTreeMap::new()),
            Shape::Nested(vec![Shape::Tuple(0, 'x'), Shape::Nested(Vec::new())]),
        ]
    }

    fn same<T: Serialize>(value: &T) {
        let mut pretty = Vec::new();
        append_pretty(value, &mut pretty).unwrap();
        assert_eq!(
            to_string(value).unwrap(),
            serde_json::to_string(value).unwrap()
        );
        assert_eq!(pretty, serde_json::to_vec_pretty(value).unwrap());
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            "[a\"\\\\\n议]{0,40}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-c\"]{0,3}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    #[test]
    fn every_shape_is_written_as_the_library_writes_it() {
        same(&shapes());
        assert!(to_string(&BTreeMap::from([((1, 2), 3)])).is_err());
    }

    proptest! {
        #[test]
        fn every_value_is_written_as_the_library_writes_it(value in values()) {
            same(&value);
        }
    }
}
