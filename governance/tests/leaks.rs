//! Holds the guard against `tests/cases/leaks`: what blocks, what warns, what has to stay silent; and its work against the length of a text.
//!
//! To add a case is to add a line.
#![expect(clippy::disallowed_methods, reason = "cases are files")]

use governance::labelled::Labelled;
use governance::leak_guard::{LeakGuard, Severity};
use std::path::Path;

fn lines(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/cases/leaks")
        .join(name);
    let text = std::fs::read_to_string(path).expect("a table of cases");
    let lines = text
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines.map(String::from).collect()
}

/// Texts that stand around a case in a page.
const AROUND: [(&str, &str); 4] = [("", ""), ("通知：", "。"), ("\n", "\n"), ("（", "）")];

fn told(name: &str, severity: Severity) {
    let mut wrong = Vec::new();
    for line in lines(name) {
        let (kind, text) = line.split_once('\t').expect("kind, tab, text");
        for (before, behind) in AROUND {
            let whole = format!("{before}{text}{behind}");
            let found = LeakGuard::new().scan(&whole);
            let right =
                matches!(&found[..], [one] if one.kind.id() == kind && one.severity == severity);
            if !right {
                wrong.push(format!("{whole:?}: expected {kind}, found {found:?}"));
            }
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let shown = found
                .iter()
                .any(|f| digits.len() > 8 && f.masked.contains(&digits));
            assert!(!shown, "{whole:?} is told unmasked");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_blocks() {
    told("blocks.txt", Severity::Block);
}

#[test]
fn what_warns() {
    told("warns.txt", Severity::Warn);
}

#[test]
fn look_alikes_are_silent() {
    let mut wrong = Vec::new();
    for line in lines("silent.txt") {
        for (before, behind) in AROUND {
            let whole = format!("{before}{line}{behind}");
            let found = LeakGuard::new().scan(&whole);
            if !found.is_empty() {
                wrong.push(format!("{whole:?}: {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Texts on which a careless guard would look at everything again and again.
const ADVERSE: [&str; 10] = [
    "1",
    "1 ",
    "138-",
    "13800138000",
    "6222 ",
    "@a.b",
    "a@",
    "3栋2单元",
    "低保",
    "鄂E1",
];

#[test]
fn work_grows_as_the_text_does() {
    for pattern in ADVERSE {
        let steps = |times: usize| LeakGuard::new().scan_counting(&pattern.repeat(times)).1;
        let (one, four, sixteen) = (steps(2_000), steps(8_000), steps(32_000));
        // Four times the text is four times the work, but for edges: under a twentieth more. A square would be sixteen times.
        let linear = |less: u64, more: u64| more * 20 <= less * 4 * 21 + 2_000;
        assert!(
            linear(one, four) && linear(four, sixteen),
            "{pattern:?}: {one}, {four}, {sixteen}"
        );
        let bytes = 32_000 * pattern.len() as u64;
        assert!(
            sixteen <= bytes * 64,
            "{pattern:?}: {sixteen} steps for {bytes} bytes"
        );
    }
}
