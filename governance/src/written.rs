//! Values that files carry as one word: days, codes, ids, values of closed lists.
//!
//! Entry points: [`read`], [`write()`]. A word is read where it stands and written without an allocation: a city's archive has millions of them. Must not know any form.

use serde::de::{Deserializer, Error, Visitor};
use serde::ser::Serializer;
use std::fmt;

/// Bytes of the longest word that is written without an allocation: a moment has 25.
const ROOM: usize = 32;

/// Reads a value from the word it is written as.
///
/// # Errors
/// Those of the input, and what `parse` has to say.
pub fn read<'de, T, F, D>(input: D, parse: impl FnOnce(&str) -> Result<T, F>) -> Result<T, D::Error>
where
    F: fmt::Display,
    D: Deserializer<'de>,
{
    input.deserialize_str(Word(parse))
}

/// Writes a value as the word it shows itself as.
///
/// # Errors
/// Those of the output.
pub fn write<S: Serializer>(value: &impl fmt::Display, out: S) -> Result<S::Ok, S::Error> {
    let mut room = Room {
        bytes: [0; ROOM],
        len: 0,
    };
    if fmt::write(&mut room, format_args!("{value}")).is_ok()
        && let Ok(word) = str::from_utf8(&room.bytes[..room.len])
    {
        return out.serialize_str(word);
    }
    out.serialize_str(&value.to_string())
}

struct Word<P>(P);

impl<T, F: fmt::Display, P: FnOnce(&str) -> Result<T, F>> Visitor<'_> for Word<P> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<T, E> {
        (self.0)(word).map_err(E::custom)
    }
}

struct Room {
    bytes: [u8; ROOM],
    len: usize,
}

impl fmt::Write for Room {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        let end = self.len + part.len();
        let place = self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?;
        place.copy_from_slice(part.as_bytes());
        self.len = end;
        Ok(())
    }
}
