//! A draft that is not finished is told of and stops nothing: `tests/cases/drafts` has a fault of its own in every file.

use super::{Files, NOW, built, cases, files};
use site_gen::diagnostic::Severity;
use std::collections::BTreeSet;

/// The cases; as drafts, or as what is to be published.
fn cases_as(draft: bool) -> Files {
    let all = files(&cases().join("drafts")).into_iter();
    let all = all.filter(|(path, _)| path != "README.md");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    let otherwise = |bytes| text(bytes).replace("true", &draft.to_string());
    all.map(|(path, bytes)| (path, otherwise(bytes).into_bytes()))
        .collect()
}

/// The files of the cases in which something of this severity was told.
fn told_in(cases: &Files, severity: Severity) -> BTreeSet<String> {
    let built = built(cases, NOW);
    let told = built.report.diagnostics.iter();
    let told = told.filter(|d| d.severity == severity);
    let paths = told.map(|d| d.place.path.to_string());
    paths.filter(|path| cases.contains_key(path)).collect()
}

#[test]
fn an_unfinished_draft_is_told_of_and_stops_nothing() {
    let cases = cases_as(true);
    let all: BTreeSet<String> = cases.keys().cloned().collect();
    assert_eq!(told_in(&cases, Severity::Warning), all);
    let (with, without) = (built(&cases, NOW), built(&Files::new(), NOW));
    assert!(with.report.published && without.report.published);
    assert!(with.files == without.files, "the site tells of the drafts");
}

#[test]
fn the_same_fault_in_what_is_published_stops_the_build() {
    for (path, bytes) in cases_as(false) {
        let one = Files::from([(path.clone(), bytes)]);
        assert!(!built(&one, NOW).report.published, "{path} was published");
        assert_eq!(
            told_in(&one, Severity::Error),
            BTreeSet::from([path.clone()])
        );
    }
}

#[test]
fn a_draft_with_the_id_of_another_stops_the_build() {
    let full = files(&cases().join("full"));
    let taken = full.get("notices/2026-river.md").expect("a notice");
    let text = String::from_utf8(taken.clone()).expect("text");
    let text = text.replacen("---\n", "---\n编号: 2026-river\n草稿: true\n", 1);
    let twice = Files::from([("notices/zz-again.md".to_owned(), text.into_bytes())]);
    let built = built(&twice, NOW);
    let told = built.report.diagnostics.iter();
    let told: Vec<String> = told
        .filter(|d| d.severity == Severity::Error)
        .map(|d| d.code.to_string())
        .collect();
    assert_eq!(told, ["MT0301"]);
}
