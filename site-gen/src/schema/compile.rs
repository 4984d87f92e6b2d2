//! Compiles a JSON Schema into a [`Shape`].

use super::{About, Choice, Field, Form, Name, Shape, Type};
use crate::config::SiteConfig;
use governance::records::{Envelope, Kind};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

/// The greatest number of a field without a limit of its own.
pub const MAX_NUMBER: u32 = u32::MAX;

/// The JSON Schema of a type, all in one piece.
pub(super) fn schema<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true);
    settings.into_generator().into_root_schema_for::<T>()
}

/// The JSON Schema of a kind's own fields.
pub(super) fn facts_schema(kind: Kind) -> Schema {
    match kind {
        Kind::Division => schema::<governance::divisions::Division>(),
        Kind::Community => schema::<governance::communities::CommunityProfile>(),
        Kind::Department => schema::<governance::records::Department>(),
        Kind::Notice => schema::<governance::notices::Notice>(),
        Kind::AdmissionItem => schema::<governance::admission::AdmissionItem>(),
        Kind::Meeting => schema::<governance::deliberation::Meeting>(),
        Kind::Topic => schema::<governance::deliberation::Topic>(),
        Kind::Indicator => schema::<governance::statistics::Indicator>(),
        Kind::Target => schema::<governance::statistics::Target>(),
        Kind::ReportingUnit => schema::<governance::statistics::ReportingUnit>(),
        Kind::Observation => schema::<governance::statistics::Observation>(),
        Kind::Vendor => schema::<governance::vendors::Vendor>(),
        Kind::Guide => schema::<governance::guides::ServiceGuide>(),
    }
}

/// The shape of a kind.
pub(super) fn kind(kind: Kind) -> Shape {
    let mut fields = fields_of(schema::<Envelope>().as_value());
    fields.extend(fields_of(facts_schema(kind).as_value()));
    shape(fields)
}

/// The shape of `site.toml`.
pub(super) fn site() -> Shape {
    shape(fields_of(schema::<SiteConfig>().as_value()))
}

fn shape(fields: Vec<Field>) -> Shape {
    let mut names = Vec::with_capacity(2 * fields.len());
    for (field, index) in fields.iter().zip(0_u16..) {
        names.push(Name::of(&field.id, index));
        if field.zh != field.id {
            names.push(Name::of(&field.zh, index));
        }
    }
    names.sort();
    Shape { fields, names }
}

fn fields_of(schema: &Value) -> Vec<Field> {
    let required: Vec<&str> = strings(schema.get("required"));
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return Vec::new();
    };
    let field = |(id, schema): (&String, &Value)| Field {
        id: id.as_str().into(),
        zh: text(schema.get("x-zh")).into(),
        about: About {
            zh: text(schema.get("x-zh-about")).into(),
            en: text(schema.get("description")).into(),
        },
        required: required.contains(&id.as_str()),
        ty: type_of(schema),
    };
    properties.iter().map(field).collect()
}

fn type_of(schema: &Value) -> Type {
    match first_type(schema) {
        "object" => Type::Object(shape(fields_of(schema))),
        "array" => Type::List(Box::new(schema.get("items").map_or(Type::Text, type_of))),
        "boolean" => Type::Flag,
        "integer" | "number" => Type::Number(maximum(schema)),
        _ => text_type(schema),
    }
}

fn text_type(schema: &Value) -> Type {
    if let Some(labels) = schema.get("x-labels").and_then(Value::as_object) {
        return Type::Choice(choices(labels, schema.get("x-labels-en")));
    }
    match text(schema.get("format")) {
        "date" => Type::Formed(Form::Day),
        "date-time" => Type::Formed(Form::Moment),
        "share" => Type::Formed(Form::Share),
        "record-id" => Type::Formed(Form::RecordId),
        "division-code" => Type::Formed(Form::DivisionCode),
        "uri" => Type::Formed(Form::Link),
        "document-number" => Type::Formed(Form::DocumentNumber),
        "uscc" => Type::Formed(Form::CreditCode),
        _ => Type::Text,
    }
}

fn choices(labels: &Map<String, Value>, english: Option<&Value>) -> Vec<Choice> {
    let choice = |(id, zh): (&String, &Value)| Choice {
        id: id.as_str().into(),
        zh: text(Some(zh)).into(),
        en: text(english.and_then(|labels| labels.get(id))).into(),
    };
    labels.iter().map(choice).collect()
}

fn maximum(schema: &Value) -> u32 {
    let stated = schema.get("maximum").and_then(Value::as_u64);
    stated.map_or(MAX_NUMBER, |n| u32::try_from(n).unwrap_or(MAX_NUMBER))
}

/// The type that is not `null`.
fn first_type(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::Array(types)) => types
            .iter()
            .filter_map(Value::as_str)
            .find(|t| *t != "null")
            .unwrap_or(""),
        other => text(other),
    }
}

fn text(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or("")
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    let list = value.and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}
