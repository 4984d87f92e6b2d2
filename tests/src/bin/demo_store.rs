//! `demo_store DATA NOW`: fills an empty data folder with the demonstration's half year, up to that moment. `mingtang snapshot --data DATA --now NOW` then takes
//! the demonstration's snapshot from it.

use functions::local;
use governance::cases::Clocks;
use governance::dates::Moment;
use mingtang_tests::demo::fill;
use std::path::Path;
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [data, now] = &words[..] else {
        return tell("demo_store DATA NOW, e.g. demo_store /tmp/demo 2026-11-23T06:00:00+08:00");
    };
    match run(Path::new(data), now).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => tell(&fault.to_string()),
    }
}

async fn run(data: &Path, now: &str) -> Result<(), Box<dyn std::error::Error>> {
    let now = Moment::parse(now)?;
    std::fs::DirBuilder::new().recursive(true).create(data)?;
    let state = local::open(data).await?;
    fill(state.store(), &Clocks::built_in()?, now).await?;
    Ok(())
}

#[expect(clippy::print_stderr, reason = "a tool for developers")]
fn tell(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::from(2)
}
