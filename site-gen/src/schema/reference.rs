//! What editors and the field reference are given.

use super::{About, Field, Form, Shape, Type, compile, of};
use governance::labelled::Labelled;
use governance::records::{Envelope, Kind};
use serde_json::{Map, Value, json};

/// A line of the field reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldRow {
    /// English path, e.g. `agenda[].vote.agree`.
    pub path: String,
    /// Chinese path, e.g. `议程[].表决.赞成`.
    pub path_zh: String,
    /// What it is.
    pub about: About,
    /// Whether it is required within its object.
    pub required: bool,
    /// What may stand in it.
    pub ty: Type,
}

/// Every field of a kind, nested ones after their parent.
pub fn reference(kind: Kind) -> Vec<FieldRow> {
    let mut rows = Vec::new();
    list(of(kind), ("", ""), &mut rows);
    rows
}

fn list(shape: &Shape, above: (&str, &str), rows: &mut Vec<FieldRow>) {
    for field in shape.fields() {
        let many = if matches!(field.ty, Type::List(_)) {
            "[]"
        } else {
            ""
        };
        let (path, path_zh) = (
            format!("{}{}{many}", above.0, field.id),
            format!("{}{}{many}", above.1, field.zh),
        );
        rows.push(FieldRow {
            path: path.clone(),
            path_zh: path_zh.clone(),
            about: field.about.clone(),
            required: field.required,
            ty: field.ty.clone(),
        });
        if let Type::Object(inner) = field.ty.item() {
            list(inner, (&format!("{path}."), &format!("{path_zh}.")), rows);
        }
    }
}

/// The JSON Schema (draft 7, which every editor knows) of a kind's front matter, for completion in editors: every field under both its names and with both meanings, values of lists with both words.
pub fn json_schema(kind: Kind) -> Value {
    let mut schema = object(of(kind), spared(kind));
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!(format!("{} {}", kind.zh(), kind.id()));
    schema["x-source"] = json!({
        "envelope": compile::schema::<Envelope>().get("title"),
        "facts": compile::facts_schema(kind).get("title"),
    });
    schema
}

/// The JSON Schema of `site.toml`.
pub fn json_schema_of_site() -> Value {
    let mut schema = object(super::site(), &[]);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("网站设置 site.toml");
    schema
}

/// Required fields of a record that a file need not write, since they follow from its name or its other fields.
fn spared(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Division | Kind::Observation | Kind::Target => &["id", "title"],
        Kind::Community
        | Kind::Department
        | Kind::Notice
        | Kind::AdmissionItem
        | Kind::Meeting
        | Kind::Topic
        | Kind::Indicator
        | Kind::ReportingUnit
        | Kind::Vendor
        | Kind::Guide => &["id"],
    }
}

fn object(shape: &Shape, spared: &[&str]) -> Value {
    let mut properties = Map::new();
    for field in shape.fields() {
        properties.insert(field.zh.to_string(), described(field));
        properties.insert(field.id.to_string(), described(field));
    }
    let wanted = shape.fields().iter().filter(|f| f.required);
    let one_name = |f: &Field| json!({ "anyOf": [{ "required": [f.zh] }, { "required": [f.id] }] });
    let all: Vec<Value> = wanted
        .filter(|f| !spared.contains(&&*f.id))
        .map(one_name)
        .collect();
    let mut schema =
        json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !all.is_empty() {
        schema["allOf"] = Value::Array(all);
    }
    schema
}

fn described(field: &Field) -> Value {
    let mut schema = typed(&field.ty);
    schema["title"] = json!(field.zh);
    schema["description"] = json!(format!("{}\n\n{}", field.about.zh, field.about.en));
    schema
}

fn typed(ty: &Type) -> Value {
    match ty {
        Type::Text => json!({ "type": ["string", "number"] }),
        Type::Formed(form) => formed(*form),
        Type::Number(max) => json!({ "type": "integer", "minimum": 0, "maximum": max }),
        Type::Flag => json!({ "enum": [true, false, "是", "否"] }),
        Type::Choice(choices) => {
            let words: Vec<&str> = choices.iter().flat_map(|c| [&*c.zh, &*c.id]).collect();
            json!({ "enum": words })
        }
        Type::List(item) => json!({ "type": "array", "items": typed(item) }),
        Type::Object(shape) => object(shape, &[]),
    }
}

fn formed(form: Form) -> Value {
    match form {
        Form::Day => json!({ "type": "string", "format": "date" }),
        Form::Moment => json!({ "type": "string", "examples": ["2026-11-05 14:30"] }),
        Form::Share => json!({ "type": ["string", "number"], "examples": ["45%"] }),
        Form::RecordId => {
            json!({ "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$" })
        }
        Form::DivisionCode => {
            json!({ "type": ["string", "integer"], "examples": ["420502001003"] })
        }
        Form::Link => json!({ "type": "string", "format": "uri" }),
        Form::DocumentNumber => json!({ "type": "string", "examples": ["宜民政发〔2021〕12号"] }),
        Form::CreditCode => json!({ "type": "string", "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$" }),
    }
}
