//! `corpus PAGES OUT [ours|hugo|eleventy] [DIVISIONS.csv]`: writes the generated corpus.

use mingtang_tests::corpus::{Layout, places, write};
use std::path::PathBuf;
use std::process::ExitCode;

/// The table that the demonstration carries.
const TABLE: &str = "content/divisions/communities.csv";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let pages = words.next().and_then(|n| n.parse().ok());
    let out = words.next().map(PathBuf::from);
    let layout = Layout::find(&words.next().unwrap_or_else(|| "ours".into()));
    let table = PathBuf::from(words.next().unwrap_or_else(|| TABLE.into()));
    let (Some(pages), Some(out), Some(layout)) = (pages, out, layout) else {
        return usage();
    };
    match places(&table).and_then(|places| write(&places, pages, layout, &out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => tell(&format!("{}: {fault}", table.display())),
    }
}

fn usage() -> ExitCode {
    tell("corpus PAGES OUT [ours|hugo|eleventy] [DIVISIONS.csv]")
}

#[expect(clippy::print_stderr, reason = "a tool for developers")]
fn tell(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::from(2)
}
