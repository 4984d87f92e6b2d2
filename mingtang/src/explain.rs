//! `mingtang explain [CODE]`.
use crate::cli::ExplainOptions;
use crate::words::Lang;
use crate::{CouldNotRun, Outcome};

pub(crate) fn explain(_options: &ExplainOptions, _lang: Lang) -> Result<Outcome, CouldNotRun> {
    Ok(Outcome::Clean)
}
