//! The command `mingtang`: composition root. It reads the arguments, hands them to the libraries and prints what they answer.
//!
//! Read in this order: [`cli`] (what can be said), [`words`] (in which language it is answered), then a file per verb.
//! Architecture invariant: this crate alone prints, and holds no rule of the domain.
//!
//! Exit status: 0 clean, 1 faults in content, 2 could not run.

mod archive;
mod build;
mod cli;
mod clock;
mod desk;
mod due;
mod explain;
mod files;
mod new;
mod progress;
mod publish;
mod schema;
mod serve;
mod snapshot;
mod store;
mod stored;
mod voucher;
mod words;

use clap::Parser;
use std::process::ExitCode;

/// A build is mostly small values: glibc's allocator took a quarter of its time.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing to complain of.
    Clean,
    /// The content has faults; all of them were listed.
    Faults,
}

/// The tool itself could not work; the text is for whoever ran it.
#[derive(Debug)]
pub(crate) struct CouldNotRun(String);

impl CouldNotRun {
    /// With a message in the chosen language.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

fn main() -> ExitCode {
    let arguments = match cli::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(fault) => return words::misunderstood(&fault),
    };
    match run(&arguments) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Faults) => ExitCode::from(1),
        Err(CouldNotRun(message)) => {
            words::complain(&message);
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &cli::Arguments) -> Result<Outcome, CouldNotRun> {
    let lang = arguments.lang;
    match &arguments.verb {
        cli::Verb::Build(options) => build::build(options, lang),
        cli::Verb::Check(options) => build::check(options, lang),
        cli::Verb::Serve(options) => serve::serve(options, lang),
        cli::Verb::New(options) => new::new(options, lang),
        cli::Verb::Explain(options) => explain::explain(options, lang),
        cli::Verb::Publish(options) => publish::publish(options, lang),
        cli::Verb::Schema(options) => schema::schema(options, lang),
        cli::Verb::Due(options) => due::due(options, lang),
        cli::Verb::Desk(options) => desk::desk(options, lang),
        cli::Verb::Store(options) => archive::store(options, lang),
        cli::Verb::Snapshot(options) => snapshot::snapshot(options, lang),
        cli::Verb::Voucher(verb) => voucher::voucher(verb, lang),
    }
}
