//! Adding a field to a kind needs the schema, the view and the template: this names whichever was forgotten.
//!
//! `tests/cases/full` has every field of every kind filled with words of its own. A field that no record there has is named; so is a field whose words are on
//! no page of the site that is built from it.
#![expect(clippy::disallowed_methods, reason = "cases are files")]

#[path = "house/files.rs"]
mod house;

use governance::dates::Moment;
use governance::labelled::Labelled;
use governance::records::{Envelope, Kind};
use house::{files, root, theme};
use serde_json::Value;
use site_gen::build::{self, BuildInput};
use site_gen::opendata::table;
use site_gen::schema::{self, FieldRow, Form, Shape, Type};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Fields whose words stand on no page, with the reason.
const NOT_SHOWN: [(&str, &str); 2] = [
    (
        "notice.attachments.file",
        "stands in the address, where it is encoded; people read its name",
    ),
    ("meeting.agenda.papers.file", "the same"),
];

/// Builds the full case; gives its tables and all its pages in one text.
fn site() -> (BTreeMap<Kind, Vec<Value>>, String) {
    let out = tempfile::tempdir().expect("a folder");
    let input = BuildInput {
        content: root().join("tests/cases/full"),
        theme: theme(),
        out: out.path().join("public"),
        now: Moment::parse("2026-11-23 09:00").expect("a moment"),
        base_url: None,
        clean: true,
        listed: true,
    };
    let report = build::run(&input).expect("built");
    let told: Vec<String> = report
        .diagnostics
        .iter()
        .map(|d| format!("{:?}", d.message.zh))
        .collect();
    assert!(
        report.published && told.is_empty(),
        "the full case tells {told:?}"
    );
    let mut tables = BTreeMap::new();
    for kind in Kind::ALL {
        let path = input.out.join(format!("data/{}.json", table::name(*kind)));
        let text = fs::read(path).expect("a table for every kind");
        tables.insert(*kind, serde_json::from_slice(&text).expect("JSON"));
    }
    let mut pages = String::new();
    for (path, bytes) in files(&input.out) {
        if Path::new(&path).extension().is_some_and(|e| e == "html") {
            pages += &String::from_utf8(bytes).expect("a page");
        }
    }
    (tables, pages)
}

/// Every value of a record at a path such as `agenda[].vote.agree`.
fn values<'v>(record: &'v Value, path: &str) -> Vec<&'v Value> {
    let mut found = vec![record];
    for step in path.split('.') {
        let name = step.trim_end_matches("[]");
        found = found.into_iter().filter_map(|v| v.get(name)).collect();
        if step.ends_with("[]") {
            found = found
                .into_iter()
                .filter_map(Value::as_array)
                .flatten()
                .collect();
        }
    }
    found
}

/// What of a field must be on a page: its words, or its day as people write it.
fn shown(row: &FieldRow, value: &Value) -> Option<String> {
    let text = value.as_str()?;
    match row.ty.item() {
        Type::Text => Some(text.replace('&', "&amp;")),
        Type::Formed(Form::Day) => {
            let parts: Vec<u32> = text.split('-').filter_map(|p| p.parse().ok()).collect();
            let [year, month, day] = parts[..] else {
                return None;
            };
            Some(format!("{year}年{month}月{day}日"))
        }
        Type::Formed(_)
        | Type::Number(_)
        | Type::Flag
        | Type::Choice(_)
        | Type::List(_)
        | Type::Object(_) => None,
    }
}

/// Staff write Chinese names: a field without one would have to be written in English.
#[test]
fn every_field_has_a_chinese_name_of_its_own() {
    let mut faults = Vec::new();
    for kind in Kind::ALL {
        let mut names = BTreeMap::new();
        for row in schema::reference(*kind) {
            let name = row.path_zh.rsplit('.').next().unwrap_or("").to_owned();
            if !name.chars().any(is_han) {
                faults.push(format!("{}.{}: “{name}”", kind.id(), row.path));
            }
            if let Some(other) = names.insert(row.path_zh, row.path.clone()) {
                faults.push(format!("{}.{} is named like {other}", kind.id(), row.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The dictionary and editors say what a field is in the words of those who fill it in. A meaning stands beside its field, so it goes when the field goes.
#[test]
fn every_field_has_a_chinese_meaning() {
    let mut faults = Vec::new();
    for kind in Kind::ALL {
        without_meaning(schema::of(*kind), kind.id(), &mut faults);
    }
    without_meaning(schema::site(), "site", &mut faults);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The fields whose Chinese meaning is no sentence, or says no more than the name.
fn without_meaning(shape: &Shape, at: &str, faults: &mut Vec<String>) {
    for field in shape.fields() {
        let (path, zh) = (format!("{at}.{}", field.id), &*field.about.zh);
        if !is_sentence(zh) || zh.trim_end_matches('。') == &*field.zh {
            faults.push(format!("{path}: “{zh}”; say in x-zh-about what it is"));
        }
        if let Type::Object(inner) = field.ty.item() {
            without_meaning(inner, &path, faults);
        }
    }
}

fn is_sentence(zh: &str) -> bool {
    zh.ends_with('。') && zh.chars().any(is_han)
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[test]
fn every_field_is_filled_and_shown() {
    let (tables, pages) = site();
    let envelope = serde_json::to_value(schemars::schema_for!(Envelope)).expect("a schema");
    let common = |row: &FieldRow| {
        let first = row.path.split(['.', '[']).next().unwrap_or("");
        envelope["properties"].get(first).is_some()
    };
    let mut forgotten = Vec::new();
    for (kind, records) in &tables {
        for row in schema::reference(*kind) {
            if common(&row)
                && (*kind != Kind::AdmissionItem
                    || row.path.starts_with("withdrawn")
                    || row.path == "division"
                    || row.path == "draft")
            {
                continue;
            }
            let found: Vec<&Value> = records
                .iter()
                .flat_map(|record| values(record, &row.path))
                .collect();
            let name = format!("{}.{}", kind.id(), row.path.replace("[]", ""));
            let false_only = matches!(row.ty, Type::Flag);
            if found.is_empty() && !false_only {
                forgotten.push(format!("{name}: no record of tests/cases/full has it"));
            }
            let excused = NOT_SHOWN.iter().any(|(field, _)| *field == name);
            for text in found.iter().filter_map(|value| shown(&row, value)) {
                if !excused && !pages.contains(&text) {
                    forgotten.push(format!("{name}: “{text}” is on no page"));
                }
            }
        }
    }
    assert!(forgotten.is_empty(), "{}", forgotten.join("\n"));
}
