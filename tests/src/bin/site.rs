//! `site build|check --content DIR --theme DIR --out DIR --now RFC3339 [--clean]`: the generator alone, with the words of `mingtang build`.
//!
//! For measuring without building the functions and the database with it. Prints nothing but faults.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a tool for developers"
)]

use governance::dates::Moment;
use site_gen::build::{BuildInput, check, run};
use site_gen::views::ThemeFiles;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// As in the command itself.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    let after = |name: &str| {
        let at = words.iter().position(|word| word == name);
        at.and_then(|at| words.get(at + 1)).cloned()
    };
    let (Some(content), Some(theme), Some(out), Some(now)) = (
        after("--content"),
        after("--theme"),
        after("--out"),
        after("--now"),
    ) else {
        eprintln!("site build|check --content DIR --theme DIR --out DIR --now RFC3339 [--clean]");
        return ExitCode::from(2);
    };
    let Ok(now) = Moment::parse(&now) else {
        eprintln!("--now is no moment");
        return ExitCode::from(2);
    };
    let input = BuildInput {
        content: content.into(),
        theme: files(Path::new(&theme)),
        out: out.into(),
        now,
        base_url: None,
        clean: words.iter().any(|word| word == "--clean"),
        listed: false,
    };
    let only_check = words.get(1).is_some_and(|verb| verb == "check");
    let outcome = if only_check {
        check(&input.content, now)
    } else {
        run(&input)
    };
    match outcome {
        Ok(report) if report.published || only_check => ExitCode::SUCCESS,
        Ok(report) => {
            eprintln!("{:#?}", report.diagnostics);
            ExitCode::from(1)
        }
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::from(2)
        }
    }
}

/// The files of a theme by their path in it.
fn files(theme: &Path) -> ThemeFiles {
    let mut found = ThemeFiles::new();
    let mut folders: Vec<PathBuf> = vec![theme.into()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let (Ok(inner), Ok(bytes)) = (path.strip_prefix(theme), std::fs::read(&path))
            {
                found.insert(inner.to_string_lossy().into(), bytes);
            }
        }
    }
    found
}
