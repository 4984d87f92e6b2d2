//! What was published can be taken in again: parse → publish as CSV → parse is the identity, for every kind and whatever its fields hold.
//!
//! Records are those of the demonstration site, and others made at random from the shapes that drive the checker, written as front matter, read, published as a table, and read again.
//! `PROPTEST_CASES` sets how many are tried.

use governance::labelled::Labelled;
use governance::records::{Kind, Record};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use site_gen::discover;
use site_gen::opendata::table::csv_of;
use site_gen::schema::{self, Form, Shape, Type};
use site_gen::source::{Format, Role, SourceFile, SourceId, Stamp};
use site_gen::validate;
use std::collections::BTreeMap;
use std::path::Path;

/// Texts that tables, spreadsheets and YAML might take for something else.
const TRAPS: [&str; 34] = [
    "=1+1",
    "+86 0717",
    "-甲",
    "@甲",
    "＝A1",
    "'=甲",
    "''甲",
    "'甲",
    "甲;乙",
    "甲；乙",
    "甲\\;乙",
    "\\",
    "[甲]",
    "[\"甲\"]",
    "[]",
    "甲,乙",
    "他说\"好\"",
    "第一行\n第二行",
    "null",
    "~",
    "true",
    "否",
    "007",
    "1e3",
    "{甲: 乙}",
    "- 甲",
    "# 甲",
    "甲: 乙",
    "甲：乙",
    "“好”的",
    "𠮷野家",
    "e\u{301}",
    "2026/11/5",
    "|",
];

fn words() -> BoxedStrategy<String> {
    prop_oneof![
        3 => "[一-龥]{1,8}",
        2 => "[一-龥a-zA-Z0-9,;:；：、。“”\"'()\\[\\]{}\\\\ |&<>%#*!=+@-]{0,10}[一-龥a-z]",
        3 => proptest::sample::select(&TRAPS[..]).prop_map(String::from),
    ]
    .boxed()
}

fn formed(form: Form) -> BoxedStrategy<Value> {
    match form {
        Form::Day => (2000..2040, 1..=12, 1..=28)
            .prop_map(|(y, m, d)| json!(format!("{y}-{m:02}-{d:02}")))
            .boxed(),
        Form::Moment => (2000..2040, 1..=12, 0..24, 0..60)
            .prop_map(|(y, m, h, n)| json!(format!("{y}-{m:02}-09 {h:02}:{n:02}")))
            .boxed(),
        Form::Share => (0..=10_000)
            .prop_map(|n| json!(format!("{}.{:02}%", n / 100, n % 100)))
            .boxed(),
        Form::RecordId => "[A-Za-z0-9][A-Za-z0-9_-]{0,12}"
            .prop_map(Value::from)
            .boxed(),
        Form::DivisionCode => {
            proptest::sample::select(&["420502", "420502001", "420502001003", "420502100201"][..])
                .prop_map(Value::from)
                .boxed()
        }
        Form::Link => "https?://[a-z]{1,8}\\.example/[a-z0-9?=#&;,一-龥]{0,12}"
            .prop_map(Value::from)
            .boxed(),
        Form::DocumentNumber => words().prop_map(Value::from).boxed(),
        Form::CreditCode => Just(json!("91350100M000100Y43")).boxed(),
    }
}

fn value(ty: &'static Type) -> BoxedStrategy<Value> {
    match ty {
        Type::Text => words().prop_map(Value::from).boxed(),
        Type::Formed(form) => formed(*form),
        Type::Number(max) => prop_oneof![Just(0), Just(*max), 0..=*max]
            .prop_map(Value::from)
            .boxed(),
        Type::Flag => any::<bool>().prop_map(Value::from).boxed(),
        Type::Choice(choices) => {
            let ids: Vec<String> = choices
                .iter()
                .flat_map(|c| [c.id.to_string(), c.zh.to_string()])
                .collect();
            proptest::sample::select(ids).prop_map(Value::from).boxed()
        }
        Type::List(item) => proptest::collection::vec(value(item), 0..4)
            .prop_map(Value::from)
            .boxed(),
        Type::Object(shape) => fields(shape).prop_map(Value::from).boxed(),
    }
}

fn fields(shape: &'static Shape) -> BoxedStrategy<Map<String, Value>> {
    let one = |field: &'static schema::Field| {
        let names = proptest::sample::select(vec![field.id.to_string(), field.zh.to_string()]);
        let value = if field.required {
            value(&field.ty).prop_map(Some).boxed()
        } else {
            proptest::option::of(value(&field.ty)).boxed()
        };
        (names, value).boxed()
    };
    let all: Vec<_> = shape.fields().iter().map(one).collect();
    all.prop_map(|fields| {
        let there = fields
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        there.collect()
    })
    .boxed()
}

/// The record as a file of staff: JSON is YAML, so that each field is a line.
fn front_matter(fields: &Map<String, Value>) -> String {
    let lines: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}: {value}\n"))
        .collect();
    format!("---\n{}---\n", lines.concat())
}

/// The records of a file; none may have a field that could not be read.
fn read(kind: Kind, format: Format, bytes: &[u8]) -> Result<Vec<Record>, TestCaseError> {
    let path = if format == Format::Markdown {
        "a/420502001003.md"
    } else {
        "a/all.csv"
    };
    let file = SourceFile {
        id: SourceId::of(path),
        path: path.into(),
        role: Role::Records(kind),
        format,
        stamp: Stamp {
            len: 0,
            modified: 0,
            changed: 0,
            inode: 0,
        },
    };
    records_of(&file, bytes)
}

fn records_of(file: &SourceFile, bytes: &[u8]) -> Result<Vec<Record>, TestCaseError> {
    let checked = validate::file(file, bytes);
    let doubts: Vec<_> = checked.doubtful.iter().flat_map(|d| &d.doubts).collect();
    let told = || {
        format!(
            "{}\n{:?}",
            String::from_utf8_lossy(bytes),
            checked.diagnostics
        )
    };
    prop_assert!(doubts.is_empty(), "{doubts:?}\n{}", told());
    let sound = checked.entries.iter().map(|e| (e.origin.index, &e.record));
    let doubtful = checked.doubtful.iter().map(|d| (d.origin.index, &d.record));
    let mut records: Vec<_> = sound.chain(doubtful).collect();
    records.sort_by_key(|(index, _)| *index);
    Ok(records
        .into_iter()
        .map(|(_, record)| record.clone())
        .collect())
}

fn round_trip(kind: Kind, all: &[Map<String, Value>]) -> Result<(), TestCaseError> {
    let mut records = Vec::new();
    for fields in all {
        let read = read(kind, Format::Markdown, front_matter(fields).as_bytes())?;
        prop_assert_eq!(read.len(), 1);
        records.extend(read);
    }
    let mut published = Vec::new();
    csv_of(kind, &records, &mut published).map_err(|e| TestCaseError::fail(e.to_string()))?;
    let again = read(kind, Format::Csv, &published)?;
    prop_assert_eq!(records, again, "{}", String::from_utf8_lossy(&published));
    Ok(())
}

#[test]
fn every_kind_is_taken_in_again() {
    use proptest::test_runner::{Config, TestRunner};
    for kind in Kind::ALL {
        let mut runner = TestRunner::new(Config {
            cases: 24,
            ..Config::default()
        });
        let all = proptest::collection::vec(fields(schema::of(*kind)), 1..3);
        if let Err(fault) = runner.run(&all, |all| round_trip(*kind, &all)) {
            panic!("{}: {fault}", kind.id());
        }
    }
}

/// Every record of the demonstration site, each kind as one table.
#[test]
fn the_demonstration_is_taken_in_again() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    let (sources, faults) = discover::walk(&content).expect("a folder");
    assert_eq!(faults, []);
    let mut tables = BTreeMap::<&str, (Kind, Vec<Record>)>::new();
    for file in sources.files() {
        let Role::Records(kind) = file.role else {
            continue;
        };
        let bytes = discover::read(&content, file).expect("a file");
        let read = records_of(file, &bytes).expect("sound");
        let (_, records) = tables.entry(kind.id()).or_insert((kind, Vec::new()));
        records.extend(read);
    }
    assert_eq!(tables.len(), Kind::ALL.len(), "{:?}", tables.keys());
    for (name, (kind, records)) in tables {
        let mut published = Vec::new();
        csv_of(kind, &records, &mut published).expect("written");
        let again = read(kind, Format::Csv, &published).expect("sound");
        assert_eq!(records.len(), again.len(), "{name}");
        for (one, other) in records.iter().zip(&again) {
            assert_eq!(one, other, "{name}");
        }
    }
}
