//! The two forms of a table say the same: an empty cell is what the JSON does not have, never 0 and never an empty text; a cell that would run has an apostrophe,
//! and only in the CSV.

use super::{Files, NOW, files, site, text};
use governance::labelled::Labelled;
use governance::records::Kind;
use serde_json::Value;
use site_gen::opendata::table;

fn over() -> Files {
    let all = files(&super::cases().join("cells")).into_iter();
    all.filter(|(path, _)| path != "README.md").collect()
}

/// The rows of a table as CSV, each cell with the name of its column.
fn rows(csv: &str) -> Vec<Vec<(String, String)>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let head = reader.headers().expect("a head").clone();
    let named = |row: csv::StringRecord| {
        let cells = head.iter().zip(row.iter());
        cells
            .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
            .collect()
    };
    reader
        .records()
        .map(|row| named(row.expect("a row")))
        .collect()
}

/// The member of a record at a path such as `funding.mode`.
fn member<'v>(record: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.')
        .try_fold(record, |value, name| value.get(name))
}

/// Whether a spreadsheet would take the cell for a formula.
fn runs(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

fn cell<'c>(row: &'c [(String, String)], name: &str) -> &'c str {
    row.iter()
        .find(|(n, _)| n == name)
        .map_or("", |(_, cell)| cell)
}

#[test]
fn an_empty_cell_is_what_the_json_does_not_say() {
    let site = site(&over(), NOW).expect("built");
    let mut cells = 0;
    for kind in Kind::ALL {
        let path = |form| format!("data/{}.{form}", table::name(*kind));
        let json: Vec<Value> = serde_json::from_str(text(&site, &path("json"))).expect("JSON");
        let rows = rows(text(&site, &path("csv")));
        assert_eq!(rows.len(), json.len(), "{}", kind.zh());
        for (row, record) in rows.iter().zip(&json) {
            for (name, cell) in row {
                let said = member(record, name);
                let place = format!("{} {}: {name}", kind.zh(), record["id"]);
                assert_eq!(
                    cell.is_empty(),
                    said.is_none(),
                    "{place}: “{cell}”, {said:?}"
                );
                assert!(!said.is_some_and(Value::is_null), "{place} is null");
                assert!(said != Some(&Value::from("")), "{place} is an empty text");
                assert!(!runs(cell), "{place} would run: {cell}");
                if let Some(Value::Number(number)) = said {
                    assert_eq!(*cell, number.to_string(), "{place}");
                }
                cells += 1;
            }
        }
    }
    assert!(cells > 500, "{cells} cells were compared");
}

#[test]
fn signs_are_kept_from_running_in_csv_alone() {
    let site = site(&over(), NOW).expect("built");
    let rows = rows(text(&site, "data/notices.csv"));
    let json: Vec<Value> = serde_json::from_str(text(&site, "data/notices.json")).expect("JSON");
    for (id, name, meant) in [
        ("sign-equals", "title", "=1+1"),
        ("sign-equals", "summary", "=HYPERLINK(\"http://x\";\"y\")"),
        ("sign-equals", "issuer", "+甲社区"),
        ("sign-at", "title", "@SUM(1)"),
        ("sign-at", "summary", "-2+3"),
        ("sign-wide", "title", "＝cmd|'/C calc'!A0"),
        ("sign-wide", "summary", "＠甲"),
    ] {
        let row = rows
            .iter()
            .find(|row| cell(row, "id") == id)
            .expect("a row");
        assert_eq!(cell(row, name), format!("'{meant}"), "{id}.{name}");
        let record = json
            .iter()
            .find(|record| record["id"] == id)
            .expect("a record");
        assert_eq!(record[name], meant, "{id}.{name}");
    }
    let row = rows
        .iter()
        .find(|row| cell(row, "id") == "plain")
        .expect("a row");
    assert_eq!(cell(row, "title"), "一切照常 = 不变");
    assert_eq!(cell(row, "issuer"), "0717-0000000");
}

#[test]
fn nought_is_not_nothing() {
    let site = site(&over(), NOW).expect("built");
    let csv = text(&site, "data/observations.csv");
    let row = |id: &str| {
        csv.lines()
            .find(|line| line.starts_with(id))
            .expect("a row")
    };
    assert!(row("nil-zero").contains(",0,44,"), "{}", row("nil-zero"));
    assert!(
        row("nil-none").contains(",2023-12-31,,,"),
        "{}",
        row("nil-none")
    );
    let json: Vec<Value> =
        serde_json::from_str(text(&site, "data/observations.json")).expect("JSON");
    let record = |id: &str| {
        json.iter()
            .find(|record| record["id"] == id)
            .expect("a record")
    };
    assert_eq!(record("nil-zero")["numerator"], 0);
    assert!(record("nil-none").get("numerator").is_none());
}

/// The figures of an indicator stand beside its page: its own and no others.
#[test]
fn an_indicator_has_its_own_figures() {
    let mut over = over();
    let indicator = "编号,标题,单位类型,方向,定义,分子,分母,口径说明,来源,频率,责任单位\nother,别的指标,比率,越高越好,别的定义,有的,全部,全部,报表,每年,示例统计科\n";
    let figure = "编号,标题,指标,统计单位,统计时点,分子,分母,数据状态\no-other,别的数,other,xiling,2024-12-31,7,9,最终数\n";
    over.insert("statistics/indicators-other.csv".into(), indicator.into());
    over.insert("statistics/observations-other.csv".into(), figure.into());
    let site = site(&over, NOW).expect("built");
    let own = rows(text(&site, "statistics/other/observations.csv"));
    assert_eq!(
        own.iter().map(|row| cell(row, "id")).collect::<Vec<_>>(),
        ["o-other"]
    );
    let first = text(&site, "statistics/certification_rate/observations.csv");
    assert!(first.contains("nil-zero") && !first.contains("o-other"));
    let page = text(&site, "statistics/other/index.html");
    assert!(page.contains("href=\"/statistics/other/observations.csv\""));
}
