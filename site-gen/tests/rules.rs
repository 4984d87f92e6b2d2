//! Holds every rule against its cases: `tests/cases/rules/<CODE>/good` must not break it, `…/bad` must tell exactly `expected.txt`.
//!
//! To add a case, add files. `BLESS=1 cargo test -p site-gen --test rules` writes what is told now; look at the difference before it is committed.

use governance::dates::Day;
use site_gen::diagnostic::render::{line, text};
use site_gen::diagnostic::{Code, Diagnostic, Lang};
use site_gen::{discover, rules, settings, validate};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rules whose bad cases are too large or too strange for a folder; `hostile.rs` makes them.
const MADE: [u16; 14] = [1, 2, 4, 5, 6, 12, 13, 102, 103, 299, 1004, 1005, 1006, 1007];

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/rules")
}

/// Everything that is told about a content folder on the day of the cases.
fn told(folder: &Path) -> Vec<Diagnostic> {
    let today = Day::parse("2026-11-23").expect("a day");
    let (sources, mut found) = discover::walk(folder).expect("a folder");
    let sources = Arc::new(sources);
    let (setting, wrong) = settings::load(folder, &sources, today);
    found.extend(wrong);
    let (mut entries, mut doubtful) = (Vec::new(), Vec::new());
    for file in sources.files() {
        match discover::read(folder, file) {
            Ok(bytes) => {
                let checked = validate::file(file, &bytes);
                found.extend(checked.diagnostics);
                entries.extend(checked.entries);
                doubtful.extend(checked.doubtful);
            }
            Err(fault) => found.push(*fault),
        }
    }
    let (entries, doubtful): (Vec<_>, Vec<_>) =
        (entries.iter().collect(), doubtful.iter().collect());
    found.extend(validate::all(&entries, &doubtful, &setting, &|id| {
        let file = sources.get(id)?;
        Some((file.clone(), discover::read(folder, file).ok()?))
    }));
    found.sort();
    found
}

/// The cases have no `site.toml` of their own, unless it is what they are about.
fn about(found: Vec<Diagnostic>, code: Code) -> Vec<Diagnostic> {
    let settings = Code(1101);
    let keep = |d: &Diagnostic| code == settings || d.code != settings;
    found.into_iter().filter(keep).collect()
}

fn rendered(found: &[Diagnostic]) -> String {
    let texts: Vec<String> = found
        .iter()
        .map(|d| format!("{}\n\n{}\n", text(d, Lang::Zh, false), line(d, Lang::En)))
        .collect();
    texts.join("\n")
}

#[expect(clippy::disallowed_methods, reason = "the one way to bless")]
fn blessing() -> bool {
    std::env::var("BLESS").is_ok_and(|value| value == "1")
}

/// What is wrong with the cases of a rule.
#[expect(clippy::disallowed_methods, reason = "cases are files")]
fn problems(code: Code) -> Vec<String> {
    let folder = cases().join(code.to_string());
    let mut problems = Vec::new();
    let good = about(told(&folder.join("good")), code);
    if !good.is_empty() {
        problems.push(format!("{code}: the good case tells\n{}", rendered(&good)));
    }
    let bad = about(told(&folder.join("bad")), code);
    if !bad.iter().any(|d| d.code == code) {
        problems.push(format!(
            "{code}: the bad case does not break the rule\n{}",
            rendered(&bad)
        ));
    }
    let (path, now) = (folder.join("expected.txt"), rendered(&bad));
    if blessing() {
        std::fs::write(&path, now).expect("written");
    } else {
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        if expected != now {
            problems.push(format!("{code}: expected\n{expected}\nbut told\n{now}"));
        }
    }
    problems
}

#[test]
fn every_rule_has_a_good_and_a_bad_case() {
    let problems: Vec<String> = rules::LIST
        .iter()
        .filter(|rule| !MADE.contains(&rule.code.0))
        .flat_map(|rule| problems(rule.code))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "cases are files")]
fn every_case_belongs_to_a_rule() {
    let known: BTreeSet<String> = rules::LIST.iter().map(|r| r.code.to_string()).collect();
    for entry in std::fs::read_dir(cases()).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(known.contains(&name), "{name} is no rule");
    }
}

#[test]
fn codes_are_unique_and_in_order_and_explained_in_both_languages() {
    assert!(
        rules::LIST
            .windows(2)
            .all(|pair| pair[0].code < pair[1].code)
    );
    for rule in rules::LIST {
        for text in [rule.title, rule.what, rule.why, rule.remedy] {
            assert!(!text.zh.is_empty() && !text.en.is_empty(), "{}", rule.code);
        }
        assert!(!rule.example.is_empty(), "{}", rule.code);
        assert!(rules::explain(rule, Lang::Zh).contains(&rule.code.to_string()));
        assert_eq!(rules::find(rule.code).map(|r| r.code), Some(rule.code));
    }
}
