//! `filings FOLDER`: writes the snapshot of the demonstration site, e.g. into `content/snapshot`.

use mingtang_tests::filings::write;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1).map(PathBuf::from) else {
        return tell("filings FOLDER");
    };
    match write(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => tell(&format!("{}: {fault:?}", folder.display())),
    }
}

#[expect(clippy::print_stderr, reason = "a tool for developers")]
fn tell(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::from(2)
}
