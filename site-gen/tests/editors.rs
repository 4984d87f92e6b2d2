//! The schemas for editors demand a field exactly where the checker misses it: at the top of a record and within its objects.
//!
//! The records are those of `tests/cases/full`, which have every field; each required field is taken out in turn, and the checker is asked.
#![expect(clippy::disallowed_methods, reason = "a test makes its own files")]

#[path = "house/files.rs"]
mod house;

use governance::dates::Moment;
use governance::labelled::Labelled;
use governance::records::Kind;
use house::{root, theme};
use serde_json::{Map, Value};
use site_gen::build::{self, BuildInput};
use site_gen::diagnostic::Code;
use site_gen::opendata::table;
use site_gen::schema::{self, FieldRow, Type};
use std::fs;
use std::path::Path;

/// The rule that names a field that is not there.
const MISSING: Code = Code(201);

fn now() -> Moment {
    Moment::parse("2026-11-23 09:00").expect("a moment")
}

/// The folder whose files hold one record of this kind.
fn folder(kind: Kind) -> &'static str {
    match kind {
        Kind::Indicator => "statistics/indicators",
        Kind::Target => "statistics/targets",
        Kind::ReportingUnit => "statistics/units",
        Kind::Observation => "statistics/observations",
        Kind::Division
        | Kind::Community
        | Kind::Department
        | Kind::Notice
        | Kind::AdmissionItem
        | Kind::Meeting
        | Kind::Topic
        | Kind::Vendor
        | Kind::Guide => table::name(kind),
    }
}

/// Whether the checker misses a field in the record.
fn misses(kind: Kind, record: &Map<String, Value>) -> bool {
    let content = tempfile::tempdir().expect("a folder");
    let path = content.path().join(folder(kind)).join("a.md");
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    let lines: Vec<String> = record.iter().map(|(k, v)| format!("{k}: {v}")).collect();
    fs::write(path, format!("---\n{}\n---\n", lines.join("\n"))).expect("written");
    let report = build::check(content.path(), now()).expect("checked");
    let found = report.diagnostics.iter();
    found
        .filter(|d| &*d.place.path != "site.toml")
        .any(|d| d.code == MISSING)
}

/// The schema of the object at a path such as `agenda[].vote`; of an empty path the whole.
fn schema_at<'v>(schema: &'v Value, path: &str) -> &'v Value {
    let parts = path.split('.').filter(|part| !part.is_empty());
    parts.fold(schema, |schema, part| {
        let name = part.trim_end_matches("[]");
        let field = &schema["properties"][name];
        if part.ends_with("[]") {
            &field["items"]
        } else {
            field
        }
    })
}

/// Whether the schema asks for the field, under its English and its Chinese name alike.
fn demands(schema: &Value, id: &str) -> bool {
    let all = schema["allOf"].as_array().map_or(&[][..], Vec::as_slice);
    let asked = |one: &Value| {
        let names = one["anyOf"].as_array().expect("names");
        assert_eq!(names.len(), 2, "{one}");
        names
            .iter()
            .any(|name| name["required"] == serde_json::json!([id]))
    };
    all.iter().any(asked)
}

/// Takes the field at a path out of the first object that has it.
fn take(value: &mut Value, path: &str) -> bool {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let name = first.trim_end_matches("[]");
    if rest.is_empty() {
        return value
            .as_object_mut()
            .is_some_and(|o| o.remove(name).is_some());
    }
    match value.get_mut(name) {
        Some(Value::Array(items)) => items.iter_mut().any(|item| take(item, rest)),
        Some(inner) => take(inner, rest),
        None => false,
    }
}

/// The records of `tests/cases/full` of every kind, as open data says them.
fn records() -> Vec<(Kind, Vec<Value>)> {
    let out = tempfile::tempdir().expect("a folder");
    let input = BuildInput {
        content: root().join("tests/cases/full"),
        theme: theme(),
        out: out.path().join("public"),
        now: now(),
        base_url: None,
        clean: true,
        listed: true,
    };
    assert!(build::run(&input).expect("built").published);
    let read = |kind: &Kind| {
        let path = Path::new("data")
            .join(table::name(*kind))
            .with_extension("json");
        let text = fs::read(input.out.join(path)).expect("a table");
        (*kind, serde_json::from_slice(&text).expect("JSON"))
    };
    Kind::ALL.iter().map(read).collect()
}

/// Holds one required field against the checker; whether there was a record to try it with.
fn agrees((kind, records): &(Kind, Vec<Value>), row: &FieldRow) -> bool {
    let (above, id) = row.path.rsplit_once('.').unwrap_or(("", &row.path));
    let id = id.trim_end_matches("[]");
    let mut without = records.iter().cloned().filter_map(|mut record| {
        let taken = take(&mut record, &row.path);
        taken.then(|| record.as_object().cloned()).flatten()
    });
    let Some(record) = without.next() else {
        return false;
    };
    let schema = schema::json_schema(*kind);
    let (asked, missed) = (
        demands(schema_at(&schema, above), id),
        misses(*kind, &record),
    );
    assert_eq!(asked, missed, "{} {}: asked, missed", kind.id(), row.path);
    true
}

#[test]
fn schemas_demand_what_the_checker_misses() {
    let mut tried = 0;
    for pair in &records() {
        let rows = schema::reference(pair.0);
        let required = rows
            .iter()
            .filter(|row| row.required && !matches!(row.ty, Type::List(_)));
        tried += required.filter(|row| agrees(pair, row)).count();
    }
    assert!(tried > 100, "{tried} fields were tried");
}
