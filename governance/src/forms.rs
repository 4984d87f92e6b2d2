//! The form contract: each form is data (fields, words, limits, choices), checked and drawn by pure functions.
//!
//! Both sides share it: the generator draws the empty form into a static page, the functions check what comes back and draw a wrong form again with
//! every input kept. Entry points: [`FORMS`], [`check::check`], [`render::form`]. Read [`words`], then this file, then
//! [`values`] (what was typed), [`check`], [`render`].
//!
//! Must not: know HTTP, a store or the day; a rule that needs those is the functions' own.

pub mod check;
pub mod complaint;
pub mod feedback;
pub mod leaks;
pub mod rating;
pub mod render;
pub mod track;
pub mod values;
pub mod words;

use crate::labelled::Labelled;
use words::Words;

/// The hidden field that makes a repeat harmless: the same key brings the same answer. A page without JavaScript leaves it empty.
pub const CLIENT_KEY: &str = "client_key";

/// The field no person sees; what fills it in is a machine.
pub const HONEYPOT: &str = "website";

/// The hidden field with the language of the page the form stands on.
pub const LANG: &str = "lang";

/// The field that says what to do with personal data in a text; asked only when there is some.
pub const LEAKS: &str = "leaks";

/// The hidden field with the answer to a proof-of-work challenge.
pub const PROOF: &str = "proof";

/// Fields that every form takes beside its own.
pub const RESERVED: [&str; 5] = [CLIENT_KEY, HONEYPOT, LANG, LEAKS, PROOF];

/// A form.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// Identifier, e.g. `complaint`; also in the HTML id `form-complaint`.
    pub id: &'static str,
    /// Where it is posted.
    pub action: &'static str,
    /// The static page it stands on.
    pub page: &'static str,
    /// Heading of that page.
    pub title: Words,
    /// What the resident must know before typing, one paragraph each.
    pub notes: &'static [Words],
    /// The fields in their order.
    pub fields: &'static [Field],
    /// The button.
    pub submit: Words,
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Name in the request.
    pub name: &'static str,
    /// Label above the input.
    pub label: Words,
    /// Help under the label.
    pub hint: Option<Words>,
    /// What to say when it is missing: names the field and what to do.
    pub ask: Words,
    /// What can be typed or chosen.
    pub kind: Kind,
    /// Whether it must be filled in.
    pub required: bool,
}

/// What a field takes.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// One line of at most so many code points.
    Line(usize),
    /// Several lines of at most so many code points.
    Lines(usize),
    /// One of a few, as radio buttons.
    One(fn() -> Vec<Choice>),
    /// Any of a few, at most so many, as checkboxes.
    Some(fn() -> Vec<Choice>, usize),
    /// A yes that is never given beforehand.
    Consent,
    /// A day, `2026-11-05`.
    Day,
    /// A division code of 12 digits; drawn as a list where one is given.
    Place,
    /// The id of a record, such as a vendor; drawn as a list where one is given.
    Record,
    /// A code from paper, at most so many characters.
    Code(usize),
    /// A voucher: the code printed on the slip, or the longer text that its QR code carries.
    Voucher,
    /// Not shown; at most so many code points.
    Hidden(usize),
}

/// One choice of a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// What the request carries.
    pub id: &'static str,
    /// What people read.
    pub label: Words,
}

/// Every value of a list as choices.
pub fn choices<T: Labelled>() -> Vec<Choice> {
    T::ALL
        .iter()
        .map(|v| Choice {
            id: v.id(),
            label: Words::new(v.zh(), v.en()),
        })
        .collect()
}

/// Every form of the site.
pub const FORMS: &[Form] = &[
    complaint::FORM,
    track::FORM,
    track::ACT_FORM,
    rating::FORM,
    feedback::FORM,
    feedback::PAGE_FORM,
    feedback::AFFECTED_FORM,
];

impl Form {
    /// The field with this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.name == name)
    }
}

impl Field {
    /// A field that must be filled in.
    pub const fn required(name: &'static str, kind: Kind, label: Words, ask: Words) -> Self {
        Self {
            name,
            label,
            hint: None,
            ask,
            kind,
            required: true,
        }
    }

    /// A field that may stay empty.
    pub const fn optional(name: &'static str, kind: Kind, label: Words) -> Self {
        Self {
            name,
            label,
            hint: None,
            ask: label,
            kind,
            required: false,
        }
    }

    /// With help under the label.
    #[must_use]
    pub const fn hint(mut self, hint: Words) -> Self {
        self.hint = Some(hint);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_unique_and_no_field_takes_a_reserved_name() {
        let ids: BTreeSet<_> = FORMS.iter().map(|f| f.id).collect();
        assert_eq!(ids.len(), FORMS.len());
        for form in FORMS {
            let names: BTreeSet<_> = form.fields.iter().map(|f| f.name).collect();
            assert_eq!(names.len(), form.fields.len(), "{}", form.id);
            for reserved in RESERVED {
                assert!(!names.contains(reserved), "{}", form.id);
            }
        }
    }
}
