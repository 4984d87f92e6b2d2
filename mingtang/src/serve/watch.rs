//! Builds again when content or theme change.
//!
//! Editors save in several steps, so events are gathered until none has come for a while: for [`SETTLE`], or for [`WHOLE`] after a file that is complete.

use super::doors::Functions;
use super::live::{Live, News};
use crate::CouldNotRun;
use crate::build::Builder;
use crate::words::Lang;
use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// Quiet time after which a save counts as finished: longer than an editor's rename, shorter than anyone notices.
const SETTLE: Duration = Duration::from_millis(30);
/// The same after a file was closed by who wrote it or moved to its place: an editor that goes on does so at once.
const WHOLE: Duration = Duration::from_millis(5);

/// Watches until the returned watcher is dropped.
///
/// # Errors
/// If the system refuses to watch a folder.
pub(crate) fn watch(
    builder: Builder,
    served: (Live, Functions),
    lang: Lang,
) -> Result<RecommendedWatcher, CouldNotRun> {
    let (sender, receiver) = channel();
    let mut watcher = watcher(sender).map_err(|fault| refused(&fault, lang))?;
    for folder in builder.folders() {
        watcher
            .watch(folder, RecursiveMode::Recursive)
            .map_err(|fault| refused(&fault, lang))?;
    }
    thread::spawn(move || build_on_change(&receiver, &builder, &served));
    Ok(watcher)
}

fn watcher(sender: Sender<Duration>) -> notify::Result<RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<Event>| {
        let pause = event.map_or(Some(SETTLE), |event| pause(event.kind));
        if let Some(pause) = pause {
            let _ = sender.send(pause);
        }
    })
}

/// How long to wait for more; nothing if no file was touched.
fn pause(kind: EventKind) -> Option<Duration> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => Some(WHOLE),
        EventKind::Access(_) => None,
        EventKind::Any
        | EventKind::Create(_)
        | EventKind::Modify(_)
        | EventKind::Remove(_)
        | EventKind::Other => Some(SETTLE),
    }
}

fn build_on_change(
    receiver: &Receiver<Duration>,
    builder: &Builder,
    (live, functions): &(Live, Functions),
) {
    let mut number = 0;
    while let Ok(mut pause) = receiver.recv() {
        loop {
            match receiver.recv_timeout(pause) {
                Ok(next) => pause = next,
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        number += 1;
        let in_place = || {
            functions.refresh();
            live.tell(News::Built(number));
        };
        if let Err(faults) = builder.build_again(&in_place) {
            live.tell(News::Faults(faults));
        }
    }
}

fn refused(fault: &notify::Error, lang: Lang) -> CouldNotRun {
    CouldNotRun::new(lang.pick(
        format!("无法监视文件夹的改动({fault})。可加 --no-watch 运行。"),
        format!("cannot watch the folders ({fault}); try --no-watch"),
    ))
}
