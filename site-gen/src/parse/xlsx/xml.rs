//! What every part needs of XML: events without a care for prefixes, attributes, text with its references resolved.

use super::Broken;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

/// Reads the events of a part.
pub(super) struct Events<'t> {
    reader: Reader<&'t [u8]>,
}

impl<'t> Events<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        reader.config_mut().expand_empty_elements = true;
        Self { reader }
    }

    /// The next event; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Event<'t>>, Broken> {
        match self.reader.read_event() {
            Ok(Event::Eof) => Ok(None),
            Ok(event) => Ok(Some(event)),
            Err(_) => Err(Broken::Damaged),
        }
    }

    /// The next element that begins, whatever stands between; none at the end.
    pub(super) fn next_start(&mut self) -> Result<Option<BytesStart<'t>>, Broken> {
        while let Some(event) = self.next()? {
            if let Event::Start(start) = event {
                return Ok(Some(start));
            }
        }
        Ok(None)
    }
}

/// The name of an element without its prefix.
pub(super) fn name<'e>(start: &'e BytesStart<'_>) -> &'e str {
    let whole = start.name().into_inner();
    whole.rsplit_once(':').map_or(whole, |(_, name)| name)
}

/// The value of an attribute, its prefix left aside.
pub(super) fn attribute(start: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let mut all = start.attributes();
    let mut all = all.with_checks(false).flatten();
    let found = all.find(|a| a.key.local_name().into_inner() == wanted)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0);
    value.ok().map(std::borrow::Cow::into_owned)
}

/// The character that a reference such as `&amp;` or `&#20013;` stands for; nothing for one that is not defined by XML itself.
pub(super) fn resolved(reference: &BytesRef<'_>, into: &mut String) {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => into.push(c),
        Ok(None) => into.extend(resolve_predefined_entity(reference)),
        Err(_) => {}
    }
}
