//! The columns of a table, and what they are in the words of Table Schema (v2).
//!
//! Entry points: [`columns`], [`schema()`]. One column for every field that is no object, nested ones as `funding.mode`; a list of words is one cell with `;`
//! between them, a list of objects one cell of JSON. The columns of a kind depend on its type alone, so that they stay.

use crate::schema::{self, About, Choice, Form, Shape, Type};
use governance::records::Kind;
use governance::skim::{elements, members, text};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// A column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// English path, e.g. `funding.mode`.
    pub(crate) path: String,
    title: String,
    about: &'static About,
    required: bool,
    ty: &'static Type,
}

/// Fields that name a record of another table, with that table.
const KEYS: &[(Kind, &str, &str)] = &[
    (Kind::Target, "indicator", "indicators"),
    (Kind::Observation, "indicator", "indicators"),
    (Kind::Observation, "unit", "units"),
    (Kind::ReportingUnit, "parent", "units"),
];

/// The columns of a kind, in the order of its fields.
pub(crate) fn columns(kind: Kind) -> Vec<Column> {
    let mut columns = Vec::new();
    gather(schema::of(kind), ("", ""), true, &mut columns);
    columns
}

fn gather(shape: &'static Shape, above: (&str, &str), required: bool, columns: &mut Vec<Column>) {
    for field in shape.fields() {
        let path = format!("{}{}", above.0, field.id);
        let title = format!("{}{}", above.1, field.zh);
        let required = required && field.required;
        if let Type::Object(inner) = &field.ty {
            let above = (format!("{path}."), format!("{title}."));
            gather(inner, (&above.0, &above.1), required, columns);
        } else {
            columns.push(Column {
                path,
                title,
                about: &field.about,
                required,
                ty: &field.ty,
            });
        }
    }
}

/// Which column each field of a record belongs to.
#[derive(Debug)]
pub(crate) struct Sorter {
    fields: Vec<Place>,
    columns: usize,
}

/// A field, and where it goes.
#[derive(Debug)]
struct Place {
    name: &'static str,
    to: To,
}

#[derive(Debug)]
enum To {
    /// The number of a column.
    Column(usize),
    /// An object whose fields go on.
    Fields(Vec<Place>),
}

impl Sorter {
    /// For the columns of a kind.
    pub(crate) fn new(kind: Kind) -> Self {
        let mut columns = 0;
        let fields = places(schema::of(kind), &mut columns);
        Self { fields, columns }
    }

    /// The values of a record by column, as they are written in its stored form; empty if it does not say.
    pub(crate) fn values<'j>(&self, objects: [&'j str; 2]) -> Vec<&'j str> {
        let mut values = vec![""; self.columns];
        for object in objects {
            sort(&self.fields, object, &mut values);
        }
        values
    }
}

fn places(shape: &'static Shape, next: &mut usize) -> Vec<Place> {
    let place = |field: &'static schema::Field| {
        let to = if let Type::Object(inner) = &field.ty {
            To::Fields(places(inner, next))
        } else {
            *next += 1;
            To::Column(*next - 1)
        };
        Place {
            name: &field.id,
            to,
        }
    };
    shape.fields().iter().map(place).collect()
}

/// Fields stand in the order of their columns, or nearly: each is looked for after the one before.
fn sort<'j>(places: &[Place], object: &'j str, values: &mut [&'j str]) {
    let mut next = 0;
    for (name, value) in members(object) {
        let mut order = (next..places.len()).chain(0..next);
        let Some(found) = order.find(|at| places[*at].name == name) else {
            continue;
        };
        next = found + 1;
        match &places[found].to {
            To::Column(at) => values[*at] = value,
            To::Fields(inner) => sort(inner, value, values),
        }
    }
}

impl Column {
    /// Its Chinese name, e.g. `经费.方式`.
    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    /// What it holds.
    pub(crate) fn about(&self) -> &'static About {
        self.about
    }

    /// Type of its values by Table Schema.
    pub(crate) fn type_name(&self) -> &'static str {
        kind_of(self.ty).0
    }

    /// The words that may stand in it, if they are of a closed list.
    pub(crate) fn choices(&self) -> &'static [Choice] {
        match self.ty.item() {
            Type::Choice(choices) => choices,
            Type::Text
            | Type::Formed(_)
            | Type::Number(_)
            | Type::Flag
            | Type::List(_)
            | Type::Object(_) => &[],
        }
    }

    /// Whether every row says something here. A list without words is an empty cell: to ask for it would refuse what may be said.
    pub(crate) fn is_required(&self) -> bool {
        self.required && !matches!(self.ty, Type::List(_))
    }

    /// The fields of each object in a list of them, by their paths, e.g. `attachments[].sha256`; of other columns nothing.
    pub(crate) fn parts(&self) -> Vec<Self> {
        let mut parts = Vec::new();
        if let Type::List(item) = self.ty
            && let Type::Object(shape) = &**item
        {
            let above = (format!("{}[].", self.path), format!("{}.", self.title));
            gather(shape, (&above.0, &above.1), true, &mut parts);
            let inner: Vec<Vec<Self>> = parts.iter().map(Self::parts).collect();
            let each = parts.into_iter().zip(inner);
            parts = each
                .flat_map(|(part, inner)| std::iter::once(part).chain(inner))
                .collect();
        }
        parts
    }

    fn schema(&self) -> Value {
        let mut field = Map::new();
        field.insert("name".into(), self.path.as_str().into());
        field.insert("title".into(), self.title.as_str().into());
        field.insert("description".into(), self.about.en.as_ref().into());
        let (ty, format) = kind_of(self.ty);
        field.insert("type".into(), ty.into());
        if let Some(format) = format {
            field.insert("format".into(), format.into());
        }
        if ty == "array" {
            field.insert("mingtang:jsonSchema".into(), json_schema(self.ty));
        }
        let mut constraints = Map::new();
        if self.is_required() {
            constraints.insert("required".into(), true.into());
        }
        if let Type::Choice(choices) = self.ty {
            let ids = choices.iter().map(|choice| choice.id.as_ref());
            constraints.insert("enum".into(), ids.collect());
        }
        if !constraints.is_empty() {
            field.insert("constraints".into(), constraints.into());
        }
        Value::Object(field)
    }
}

/// Whether a word can stand between `;` and be read as it was.
fn plain(word: &str) -> bool {
    let marks = word.contains([';', '；', '\\']) || word.starts_with('[');
    !marks && !word.is_empty() && word.trim() == word
}

/// The cell of a value as it is stored. Words of a list are kept apart by `;`; where one of them can't, the list is JSON. An empty list is not an absent one.
pub(crate) fn written(value: &str) -> Cow<'_, str> {
    if value.starts_with('[') {
        let words: Option<Vec<Cow<'_, str>>> = elements(value).map(text).collect();
        return match words {
            Some(words) if !words.is_empty() && words.iter().all(|w| plain(w)) => {
                words.join(";").into()
            }
            Some(_) | None => value.into(),
        };
    }
    if value == "null" {
        return "".into();
    }
    text(value).unwrap_or(value.into())
}

fn kind_of(ty: &Type) -> (&'static str, Option<&'static str>) {
    match ty {
        Type::Formed(Form::Day) => ("date", None),
        Type::Formed(Form::Moment) => ("datetime", Some("%Y-%m-%dT%H:%M:%S%z")),
        Type::Formed(Form::Link) => ("string", Some("uri")),
        Type::Number(_) => ("integer", None),
        Type::Flag => ("boolean", None),
        Type::List(item) if matches!(**item, Type::Object(_)) => ("array", None),
        Type::Text | Type::Formed(_) | Type::Choice(_) | Type::List(_) | Type::Object(_) => {
            ("string", None)
        }
    }
}

/// What a cell of JSON holds, as JSON Schema. A property of our own: the constraint `jsonSchema` of Table Schema v2 is refused by frictionless 5.21.
fn json_schema(ty: &Type) -> Value {
    match ty {
        Type::List(item) => json!({ "type": "array", "items": json_schema(item) }),
        Type::Object(shape) => {
            let fields = shape.fields().iter();
            let properties = fields.map(|field| {
                let mut schema = json_schema(&field.ty);
                schema["title"] = field.zh.as_ref().into();
                schema["description"] = field.about.en.as_ref().into();
                (field.id.to_string(), schema)
            });
            let required = shape.fields().iter().filter(|field| field.required);
            json!({
                "type": "object",
                "properties": properties.collect::<Map<String, Value>>(),
                "required": required.map(|field| &*field.id).collect::<Vec<_>>(),
            })
        }
        Type::Number(_) => json!({ "type": "integer" }),
        Type::Flag => json!({ "type": "boolean" }),
        Type::Choice(choices) => {
            json!({ "enum": choices.iter().map(|choice| &*choice.id).collect::<Vec<_>>() })
        }
        Type::Text | Type::Formed(_) => json!({ "type": "string" }),
    }
}

/// The schema of a kind's table; `known` names the tables that keys may point to.
pub(crate) fn schema(kind: Kind, known: &[&str]) -> Value {
    let fields: Vec<Value> = columns(kind).iter().map(Column::schema).collect();
    let own = super::table::name(kind);
    let keys = KEYS
        .iter()
        .filter(|(k, _, table)| *k == kind && known.contains(table));
    let keys: Vec<Value> = keys
        .map(|(_, field, table)| {
            let resource = if *table == own { "" } else { table };
            json!({ "fields": [field], "reference": { "resource": resource, "fields": ["id"] } })
        })
        .collect();
    let mut schema = json!({
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": fields,
        "primaryKey": ["id"],
    });
    if !keys.is_empty() {
        schema["foreignKeys"] = keys.into();
    }
    schema
}
