//! What open data and pages say of files and final minutes is what anybody can compute again from the files that were published.
#![expect(clippy::disallowed_methods, reason = "cases are files")]

#[path = "house/files.rs"]
mod house;

use governance::dates::{Day, Moment};
use governance::hexadecimal::hex;
use house::{root, theme};
use serde_json::Value;
use sha2::{Digest, Sha256};
use site_gen::build::{self, BuildInput};
use std::fs;
use std::path::{Path, PathBuf};

/// Builds the case in which every field is filled.
fn site() -> (tempfile::TempDir, PathBuf) {
    site_on("2026-11-23")
}

fn site_on(day: &str) -> (tempfile::TempDir, PathBuf) {
    let out = tempfile::tempdir().expect("a folder");
    let input = BuildInput {
        content: root().join("tests/cases/full"),
        theme: theme(),
        out: out.path().join("public"),
        now: Moment::parse(&format!("{day} 09:00")).expect("a moment"),
        base_url: None,
        clean: true,
        listed: true,
    };
    let report = build::run(&input).expect("built");
    assert!(report.published, "{:?}", report.diagnostics);
    (out, input.out)
}

fn table(out: &Path, name: &str) -> Vec<Value> {
    let text = fs::read(out.join(format!("data/{name}.json"))).expect("a table");
    serde_json::from_slice(&text).expect("JSON")
}

fn sha256(path: &Path) -> String {
    let bytes = fs::read(path).expect("published");
    hex(&Sha256::digest(&bytes))
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn files_are_what_open_data_and_pages_say() {
    let (_kept, out) = site();
    let mut seen = 0;
    for (name, pages) in [("notices", "notices"), ("meetings", "minutes")] {
        let csv = fs::read_to_string(out.join(format!("data/{name}.csv"))).expect("a table");
        for record in table(&out, name) {
            let papers = list(&record, "agenda")
                .iter()
                .flat_map(|i| list(i, "papers"));
            for file in list(&record, "attachments").iter().chain(papers) {
                let path = out
                    .join("files")
                    .join(name)
                    .join(file["file"].as_str().expect("a name"));
                let hash = sha256(&path);
                assert_eq!(file["sha256"], hash.as_str(), "{file}");
                assert_eq!(file["bytes"], fs::metadata(&path).expect("there").len());
                assert_eq!(file["mime"], "text/plain");
                assert!(csv.contains(&hash), "data/{name}.csv has no {hash}");
                let id = record["id"].as_str().expect("an id");
                let page = out.join(pages).join(id).join("index.html");
                let page = fs::read_to_string(page).expect("a page");
                assert!(page.contains(&hash), "the page of {id} has no {hash}");
                seen += 1;
            }
        }
    }
    assert_eq!(
        seen, 2,
        "the case has a file beside a notice and a paper of a meeting"
    );
}

#[test]
fn final_minutes_are_what_their_hash_says() {
    let (_kept, out) = site();
    let mut seen = 0;
    for meeting in table(&out, "meetings") {
        let id = meeting["id"].as_str().expect("an id");
        let text = out.join("minutes").join(id).join("minutes.json");
        assert_eq!(text.exists(), meeting["minutes"] == "final", "{id}");
        if !text.exists() {
            continue;
        }
        let hash = sha256(&text);
        let mut corrected = list(&meeting, "corrections").iter().rev();
        let corrected = corrected.find_map(|c| c["sha256"].as_str());
        let said = corrected.or(meeting["minutes_sha256"].as_str());
        assert_eq!(said, Some(hash.as_str()), "{id}");
        let page = fs::read_to_string(text.with_file_name("index.html")).expect("a page");
        assert!(page.contains(&hash), "the page of {id} has no {hash}");
        seen += 1;
    }
    assert!(seen > 0, "the case has final minutes");
}

/// How early agendas went out is counted again from the minutes that were published.
#[test]
fn lead_times_are_what_the_minutes_give() {
    let (_kept, out) = site();
    let day = |value: &Value| Day::parse(value.as_str()?.get(..10)?).ok();
    let (mut held, mut known, mut in_time) = (0, 0, 0);
    for meeting in table(&out, "meetings") {
        if meeting["status"] != "held" {
            continue;
        }
        held += 1;
        let assembly = ["residents_assembly", "villagers_assembly"];
        let assembly = assembly.iter().any(|body| meeting["body"] == *body);
        let needed = if assembly { 10 } else { 3 };
        if let (Some(on), Some(start)) = (day(&meeting["convened_on"]), day(&meeting["start"])) {
            known += 1;
            in_time += u32::from(start.days_since(on) >= needed);
        }
    }
    let rows = table(&out, "agenda_lead");
    let city = rows
        .iter()
        .find(|row| row["place"].is_null())
        .expect("a row of the city");
    let said = ["held", "known", "in_time"].map(|name| city[name].as_u64());
    assert_eq!(said, [held, known, in_time].map(|n| Some(u64::from(n))));
    assert!(held > 1 && in_time > 0, "the case has meetings");
    let counties = rows
        .iter()
        .filter(|row| row["place"].as_str().is_some_and(|p| p.len() == 6));
    let sum: u64 = counties.filter_map(|row| row["held"].as_u64()).sum();
    assert_eq!(sum, u64::from(held), "the counties make up the city");
    let page = fs::read_to_string(out.join("minutes/index.html")).expect("a page");
    assert!(page.contains(&format!(
        "开过 {held} 次会，{in_time} 次按规定的天数提前公布了议程"
    )));
}

/// Representatives met on 20 June and have to meet again within six months: on 20 December they are in time, on the 21st they are not.
#[test]
fn a_body_that_has_to_meet_again_becomes_overdue() {
    for (today, late) in [("2026-12-20", false), ("2026-12-21", true)] {
        let (_kept, out) = site_on(today);
        let rows = table(&out, "meeting_rhythm");
        let [row] = &rows[..] else {
            panic!("{rows:?}");
        };
        assert_eq!(row["last_on"], "2026-06-20");
        assert_eq!(row["due_on"], "2026-12-20");
        assert_eq!(row["overdue"], late, "{today}");
        let page = fs::read_to_string(out.join("overdue/index.html")).expect("a page");
        assert_eq!(page.contains("该再开会了"), late, "{today}");
        let place = out.join("d/420502001003/index.html");
        let place = fs::read_to_string(place).expect("a page");
        assert!(place.contains("最迟 2026年12月20日 再开"));
        assert_eq!(place.contains("没有逾期"), !late, "{today}");
    }
}

/// The description of a table names the parts of its cells of JSON.
#[test]
fn the_data_package_describes_files() {
    let (_kept, out) = site();
    let text = fs::read(out.join("data/datapackage.json")).expect("a package");
    let package: Value = serde_json::from_slice(&text).expect("JSON");
    let notices = list(&package, "resources")
        .iter()
        .find(|r| r["name"] == "notices");
    let fields = list(&notices.expect("notices")["schema"], "fields");
    let files = fields
        .iter()
        .find(|f| f["name"] == "attachments")
        .expect("a column");
    let parts = &files["mingtang:jsonSchema"]["items"]["properties"];
    for name in ["file", "name", "bytes", "mime", "sha256"] {
        assert!(parts[name]["description"].is_string(), "{name} in {files}");
    }
    let page = out.join("data/dictionary/notices/index.html");
    let page = fs::read_to_string(page).expect("the dictionary");
    assert!(page.contains("attachments[].sha256"));
}
