//! The words of the interface: one catalogue a language, in the theme's `words/` folder.
//!
//! Entry point: [`Catalogue::read`]. A word is named by section and key, `meeting.quorum`; what varies stands in braces and is filled by [`fill`].
//! Must not hold a label of the domain: those live with their enumeration.

use super::ThemeFault;
use foldhash::fast::FixedState;
use governance::forms::words::Lang;
use std::collections::{BTreeMap, HashMap};
use tera::{Kwargs, State, Value};

/// All words of one language.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    sections: BTreeMap<String, BTreeMap<String, String>>,
    /// Each word by its whole name: pages ask for two hundred thousand words.
    words: HashMap<Box<str>, Box<str>, FixedState>,
}

impl Catalogue {
    /// Reads a catalogue; every section is a table of texts.
    pub(super) fn read(path: &str, bytes: &[u8]) -> Result<Self, ThemeFault> {
        let wrong = |why: &dyn std::fmt::Display| ThemeFault::Template(format!("{path}: {why}"));
        let text = std::str::from_utf8(bytes).map_err(|e| wrong(&e))?;
        let sections = toml::from_str(text).map_err(|e| wrong(&e))?;
        Ok(Self::of(sections))
    }

    fn of(sections: BTreeMap<String, BTreeMap<String, String>>) -> Self {
        let named = sections.iter().flat_map(|(section, words)| {
            let named = words.iter();
            named.map(move |(key, word)| (format!("{section}.{key}").into(), (&**word).into()))
        });
        Self {
            words: named.collect(),
            sections,
        }
    }

    /// Puts the words of another catalogue in the place of this one's.
    pub(super) fn override_with(&mut self, other: Self) {
        let mut sections = std::mem::take(&mut self.sections);
        for (section, words) in other.sections {
            sections.entry(section).or_default().extend(words);
        }
        *self = Self::of(sections);
    }

    /// The word with this name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.words.get(name).map(AsRef::as_ref)
    }

    /// All sections, for templates.
    pub(super) fn sections(&self) -> &BTreeMap<String, BTreeMap<String, String>> {
        &self.sections
    }
}

/// The fault of a word that a catalogue lacks.
pub(super) fn missing(lang: Lang, name: &str) -> ThemeFault {
    ThemeFault::Template(format!(
        "words/{}.toml: the word `{name}` is missing; add it there",
        lang.tag()
    ))
}

/// Puts values into the places of a text that name them: `{n} 件` with `n` = 3 gives `3 件`. A place without a value stays as it is.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let named = after.split_once('}');
        let value = named.and_then(|(name, _)| values.iter().find(|(n, _)| *n == name));
        rest = if let (Some((_, after)), Some((_, value))) = (named, value) {
            out.push_str(value);
            after
        } else {
            out.push('{');
            after
        };
    }
    out.push_str(rest);
    out
}

/// The filter `fill` of templates: `{{ t.word.count | fill(n=3) }}`.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the template engine hands arguments over"
)]
pub(super) fn fill_filter(text: &str, values: Kwargs, _: &State<'_>) -> String {
    let owned: Vec<(String, String)> = values
        .iter()
        .map(|(k, v)| (k.to_string(), shown(v)))
        .collect();
    let borrowed: Vec<(&str, &str)> = owned
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    fill(text, &borrowed)
}

fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_by_name() {
        assert_eq!(fill("共 {n} 件，{m}", &[("n", "3")]), "共 3 件，{m}");
        assert_eq!(fill("{n", &[("n", "3")]), "{n");
        assert_eq!(fill("{n}{n}", &[("n", "{n}")]), "{n}{n}");
    }
}
