//! What was typed into a form, and what is wrong with it.
//!
//! Entry points: [`Values`], [`FieldFault`]. Values keep the resident's own words, so that a wrong form comes back as it was sent.

use super::words::{Lang, Words};
use crate::dates::Day;
use crate::labelled::Labelled;
use crate::leak_guard;
use std::collections::BTreeMap;

/// The typed values by field name, in the order they were sent.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<Box<str>, Vec<Box<str>>>);

/// Typed words may be personal: a log never shows them.
impl std::fmt::Debug for Values {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Values {
    /// Adds a value behind those the field already has.
    pub fn add(&mut self, name: &str, value: &str) {
        self.0.entry(name.into()).or_default().push(value.into());
    }

    /// The first value, empty if there is none.
    pub fn first(&self, name: &str) -> &str {
        self.all(name).first().map_or("", |v| v)
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> &[Box<str>] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Replaces a field's values by one, or removes them for an empty one.
    pub fn set(&mut self, name: &str, value: &str) {
        self.0.remove(name);
        if !value.is_empty() {
            self.add(name, value);
        }
    }

    /// The fields' names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|k| &**k)
    }

    /// Every pair of name and value, by name.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |v| (&**name, &**v)))
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Nothing was typed or chosen; says what to do.
    Missing(Words),
    /// More than so many code points; how many there are.
    TooLong {
        /// Code points allowed.
        limit: usize,
        /// Code points typed.
        length: usize,
    },
    /// A value that the list does not have.
    NotAChoice,
    /// More than so many choices.
    TooMany(usize),
    /// No day of the calendar.
    NotADay,
    /// A day that has not come yet.
    FutureDay,
    /// No division code of 12 digits.
    NotAPlace,
    /// No id of a record.
    NotARecord,
    /// Letters or signs that such a code never has.
    NotACode,
    /// A field that the form does not have.
    Unknown,
    /// Something personal stands in the text, and nobody has said what to do about it.
    Personal(leak_guard::Kind),
    /// A voucher whose last day is over.
    Expired(Day),
    /// What this field says is wrong in its own words.
    Other(Words),
}

/// One fault, at its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field's name.
    pub field: Box<str>,
    /// The field's label, or its name where the form does not have it.
    pub label: Option<Words>,
    /// What is wrong.
    pub kind: FaultKind,
}

impl FaultKind {
    /// The word for machines, e.g. `too_long`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::TooLong { .. } => "too_long",
            Self::NotAChoice => "not_a_choice",
            Self::TooMany(_) => "too_many",
            Self::NotADay => "not_a_day",
            Self::FutureDay => "future_day",
            Self::NotAPlace => "not_a_place",
            Self::NotARecord => "not_a_record",
            Self::NotACode => "not_a_code",
            Self::Unknown => "unknown_field",
            Self::Personal(_) => "personal_data",
            Self::Expired(_) => "expired",
            Self::Other(_) => "refused",
        }
    }
}

impl FieldFault {
    /// What the resident reads: names the field and what to do about it.
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn name(&self, lang: Lang) -> &str {
        self.label.map_or(&self.field, |l| l.of(lang))
    }

    fn zh(&self) -> String {
        let name = self.name(Lang::Zh);
        match self.kind {
            FaultKind::Missing(ask) | FaultKind::Other(ask) => ask.zh.into(),
            FaultKind::TooLong { limit, length } => format!(
                "“{name}”最多{limit}个字，现在有{length}个字，请删去{}个字",
                length.saturating_sub(limit)
            ),
            FaultKind::NotAChoice => format!("请从列出的选项中选择“{name}”"),
            FaultKind::TooMany(max) => format!("“{name}”最多选{max}项"),
            FaultKind::NotADay => format!("“{name}”请写成日期，例如 2026-11-05"),
            FaultKind::FutureDay => format!("“{name}”不能晚于今天"),
            FaultKind::NotAPlace => {
                format!("“{name}”请写社区（村）的名称或12位区划代码，例如 420502001003")
            }
            FaultKind::NotARecord => format!("请从目录中选择“{name}”"),
            FaultKind::NotACode => format!("请照原样填写“{name}”，只有字母、数字和连字符"),
            FaultKind::Personal(kind) => format!(
                "“{name}”里有一处看起来像{}。请删去，或者在表单末尾选择怎样处理",
                kind.zh()
            ),
            FaultKind::Expired(day) => format!(
                "“{name}”已过期，最后一天是{}。删去后仍可提交，按无凭证评价单独列出",
                day.zh()
            ),
            FaultKind::Unknown => format!("表单中没有“{name}”这一项，请删去"),
        }
    }

    fn en(&self) -> String {
        let name = self.name(Lang::En);
        match self.kind {
            FaultKind::Missing(ask) | FaultKind::Other(ask) => ask.en.into(),
            FaultKind::TooLong { limit, length } => format!(
                "“{name}” takes at most {limit} characters and has {length}; remove {}",
                length.saturating_sub(limit)
            ),
            FaultKind::NotAChoice => format!("Choose “{name}” from the list"),
            FaultKind::TooMany(max) => format!("Choose at most {max} for “{name}”"),
            FaultKind::NotADay => format!("Write “{name}” as a date such as 2026-11-05"),
            FaultKind::FutureDay => format!("“{name}” cannot lie after today"),
            FaultKind::NotAPlace => format!(
                "Write “{name}” as a division code of 12 digits such as 420502001003, or choose the community"
            ),
            FaultKind::NotARecord => format!("Choose “{name}” from the directory"),
            FaultKind::NotACode => {
                format!("Copy “{name}” as it is printed: letters, digits and hyphens only")
            }
            FaultKind::Personal(kind) => format!(
                "“{name}” seems to hold this: {}. Remove it, or choose at the end of the form what to do",
                kind.en()
            ),
            FaultKind::Expired(day) => format!(
                "“{name}” was to be used by {day}. Remove it to send the rating without a voucher; it is then shown apart"
            ),
            FaultKind::Unknown => format!("The form has no field “{name}”; remove it"),
        }
    }
}
