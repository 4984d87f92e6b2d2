//! A draft, and a record whose time has not come, are in no file of the site: `tests/cases/hidden` has one of every kind.

use super::{Files, NOW, cases, files, site, with_word};
use governance::labelled::Labelled;
use governance::records::Kind;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// With what the words of every case begin; nothing else has it.
pub(super) const MARK: char = '鹮';
/// With what their ids begin; a division has its code.
const IDS: [&str; 2] = ["wgk-", "420502001009"];

/// The cases with their first line on being drafts written otherwise: the column's name and the cell in tables, name and value in front matter.
pub(super) fn cases_as((name, value): (&str, &str), cell: (&str, &str)) -> Files {
    let all = files(&cases().join("hidden")).into_iter();
    let all = all.filter(|(path, _)| path != "README.md");
    let otherwise = |(path, bytes): (String, Vec<u8>)| {
        let text = String::from_utf8(bytes).expect("text");
        let text = if path.rsplit('.').next() == Some("csv") {
            text.replace("草稿", cell.0).replace("true", cell.1)
        } else {
            text.replace("草稿: true", &format!("{name}: {value}"))
        };
        (path, text.into_bytes())
    };
    all.map(otherwise).collect()
}

/// Every word and id of the cases.
fn words(cases: &Files) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for (path, bytes) in cases {
        let text = format!("{path}\n{}", String::from_utf8_lossy(bytes));
        for (at, _) in text.match_indices(MARK) {
            words.insert(text[at..].chars().take(2).collect());
        }
        let is_id = |c: char| c.is_ascii_alphanumeric() || c == '-';
        for id in IDS.iter().flat_map(|id| text.match_indices(id)) {
            let rest = &text[id.0..];
            let end = rest.find(|c| !is_id(c)).unwrap_or(rest.len());
            words.insert(rest[..end].into());
        }
    }
    words
}

/// Where two sites differ, one line a file.
fn difference(one: &Files, other: &Files) -> String {
    let mut told = String::new();
    let paths: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    for path in paths {
        if one.get(path) != other.get(path) {
            let _ = writeln!(told, "{path}");
        }
    }
    told
}

/// Holds that the site is what it is without the cases.
fn is_hidden(cases: &Files, now: &str) {
    let without = site(&Files::new(), now).expect("built");
    let with = site(cases, now).expect("built");
    for word in words(cases) {
        assert_eq!(with_word(&with, &word), [""; 0], "“{word}” is told");
    }
    assert_eq!(
        difference(&without, &with),
        "",
        "the site tells that there is something"
    );
}

/// Words and names of files that stand nowhere even when the record is out, with the reason.
const NOWHERE: [&str; 3] = [
    "wgk-community",  // a profile is shown at its community's address
    "indicators-wgk", // names of tables
    "wgk-t",
];

#[test]
fn there_is_a_case_of_every_kind() {
    let cases = files(&cases().join("hidden"));
    for kind in Kind::ALL {
        let folder = match kind {
            Kind::AdmissionItem => "admission/",
            Kind::Community => "communities/",
            Kind::Department => "departments/",
            Kind::Division => "divisions/",
            Kind::Guide => "guides/",
            Kind::Meeting => "meetings/",
            Kind::Notice => "notices/",
            Kind::Topic => "topics/",
            Kind::Vendor => "vendors/",
            Kind::Indicator => "statistics/indicators",
            Kind::Observation => "statistics/observations",
            Kind::Target => "statistics/targets",
            Kind::ReportingUnit => "statistics/units",
        };
        assert!(
            cases.keys().any(|path| path.starts_with(folder)),
            "{}",
            kind.zh()
        );
    }
}

#[test]
fn drafts_are_in_no_file() {
    is_hidden(&cases_as(("草稿", "true"), ("草稿", "true")), NOW);
}

#[test]
fn what_comes_later_is_in_no_file_until_then() {
    let later = ("发布时间", "2026-12-01 08:00");
    let cases = cases_as(later, later);
    is_hidden(&cases, NOW);
    is_hidden(&cases, "2026-12-01 07:59");
    let out = site(&cases, "2026-12-01 08:00").expect("built");
    let missing: Vec<String> = words(&cases)
        .into_iter()
        .filter(|word| !NOWHERE.contains(&word.as_str()) && with_word(&out, word).is_empty())
        .collect();
    assert_eq!(missing, [""; 0], "published, and not found");
}
