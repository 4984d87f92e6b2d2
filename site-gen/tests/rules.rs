//! Holds every rule against its cases: `tests/cases/rules/<CODE>/good` must not break it, `…/bad` must tell exactly `expected.txt`.
//!
//! Rules whose bad case is too large or too strange for a folder have it made by [`made`]. To add a case, add files. `BLESS=1 cargo test -p site-gen --test rules` writes what is told now; look at the difference before it is committed.

#[path = "rules/made.rs"]
mod made;

use governance::dates::Moment;
use site_gen::diagnostic::render::{line, text};
use site_gen::diagnostic::{Code, Diagnostic, Lang};
use site_gen::{build, rules};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/rules")
}

/// Everything that `mingtang check` tells about a content folder on the day of the cases.
fn told(folder: &Path) -> Vec<Diagnostic> {
    let now = Moment::parse("2026-11-23 09:00").expect("a moment");
    build::check(folder, now).expect("a folder").diagnostics
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
        .filter(|rule| !made::is_made(rule.code))
        .flat_map(|rule| problems(rule.code))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// A file with so many planted faults tells exactly so many: `tests/cases/faults/NUMBER-NAME/content`.
#[test]
#[expect(clippy::disallowed_methods, reason = "cases are files")]
fn all_planted_faults_are_told() {
    let root = cases().join("../faults");
    for case in std::fs::read_dir(root).expect("cases").flatten() {
        let name = case.file_name().to_string_lossy().into_owned();
        let number = name.split('-').next().and_then(|n| n.parse::<usize>().ok());
        let found = about(told(&case.path().join("content")), Code(0));
        let (path, now) = (case.path().join("expected.txt"), rendered(&found));
        if blessing() {
            std::fs::write(&path, &now).expect("written");
        }
        assert_eq!(Some(found.len()), number, "{name} tells\n{now}");
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(expected, now, "{name}");
    }
}

#[test]
fn made_cases_break_their_rule_and_no_other_way_to_fail() {
    for (code, make) in made::CASES {
        let folder = tempfile::tempdir().expect("a folder");
        make(folder.path()).expect("made");
        let found = told(folder.path());
        assert!(
            found.iter().any(|d| d.code == Code(*code)),
            "{}: {}",
            Code(*code),
            rendered(&found)
        );
        assert!(found.iter().all(|d| d.code != made::DEFECT), "a defect");
    }
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

/// The pages of all rules, as `explain` prints them, are kept as developer docs.
#[test]
#[expect(clippy::disallowed_methods, reason = "docs are files")]
fn the_docs_have_every_rule() {
    let docs = cases().join("../../../docs");
    let heads = [
        (
            Lang::Zh,
            "rules.zh.md",
            "# 检查规则\n\n每条规则一节，与 `mingtang explain 代码` 打印的一样。本文件由测试写出：`BLESS=1 cargo test -p site-gen --test rules`。\n",
        ),
        (
            Lang::En,
            "rules.en.md",
            "# Rules\n\nOne section a rule, as `mingtang explain CODE --lang en` prints it. Written by a test: `BLESS=1 cargo test -p site-gen --test rules`.\n",
        ),
    ];
    for (lang, name, head) in heads {
        let pages: Vec<String> = rules::LIST
            .iter()
            .map(|rule| below(&rules::explain(rule, lang)))
            .collect();
        let now = format!("{head}\n{}", pages.join("\n"));
        if blessing() {
            std::fs::write(docs.join(name), &now).expect("written");
        }
        let kept = std::fs::read_to_string(docs.join(name)).unwrap_or_default();
        assert!(kept == now, "docs/{name} is out of date: BLESS=1 writes it");
    }
}

/// A page with its headings a level lower.
fn below(page: &str) -> String {
    let lower = |line: &str| {
        if line.starts_with('#') {
            format!("#{line}\n")
        } else {
            format!("{line}\n")
        }
    };
    let mut code = false;
    page.lines()
        .map(|line| {
            code ^= line.starts_with("```");
            if code {
                format!("{line}\n")
            } else {
                lower(line)
            }
        })
        .collect()
}
