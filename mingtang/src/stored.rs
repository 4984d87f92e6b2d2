//! Opens the data folder for a verb that works on what came in.
//!
//! Entry points: [`open`], [`block_on`]. A preview may run on the same folder at the same time: each write is conditional, and the store's file takes several
//! processes.

use crate::words::{Lang, cause, plain};
use crate::{CouldNotRun, files};
use functions::AppState;
use std::path::Path;

/// The store and keys of a data folder; makes what is missing.
///
/// # Errors
/// If the folder or a file in it cannot be used.
pub(crate) async fn open(data: &Path, lang: Lang) -> Result<AppState, CouldNotRun> {
    let shown = plain(&data.display().to_string());
    let unusable = |why: String| {
        CouldNotRun::new(lang.pick(
            format!("打不开数据文件夹 {shown}:{why}"),
            format!("cannot open the data folder {shown}: {why}"),
        ))
    };
    files::make_folder(data).map_err(|fault| unusable(cause(&fault, lang).clone()))?;
    let state = functions::local::open(data).await;
    state.map_err(|fault| unusable(fault.to_string()))
}

/// Runs one verb to its end.
///
/// # Errors
/// The verb's own, or if the machine has no threads to give.
pub(crate) fn block_on<T>(
    verb: impl Future<Output = Result<T, CouldNotRun>>,
) -> Result<T, CouldNotRun> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build();
    let runtime = runtime.map_err(|fault| CouldNotRun::new(fault.to_string()))?;
    runtime.block_on(verb)
}
