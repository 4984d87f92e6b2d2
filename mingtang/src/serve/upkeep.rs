//! What the passing of days does while the functions run: overdue is written, questions stop waiting, what has expired is swept.
//!
//! Entry point: [`keep_up`]. The same as `mingtang desk sweep`; either may run, or both, as often as one likes.

use crate::clock;
use crate::words::{Lang, complain, plain};
use functions::AppState;
use functions::domain::desk::{Desk, sweep};
use std::path::PathBuf;
use std::time::Duration;

/// How often: a due date ends at midnight, and its being over should not stay unwritten for half a morning.
const PAUSE: Duration = Duration::from_hours(1);

/// Keeps up until the server ends. A store that does not answer is tried again the next time.
pub(super) async fn keep_up(state: AppState, data: PathBuf, lang: Lang) {
    loop {
        tokio::time::sleep(PAUSE).await;
        let means = state.means(clock::now());
        let desk = Desk {
            now: means.now,
            clocks: means.clocks,
            contact_key: means.contact_key,
            entropy: means.entropy,
        };
        if let Err(fault) = sweep(state.store(), &desk).await {
            told(&fault.to_string(), lang);
        }
        let folder = data.clone();
        let swept = tokio::task::spawn_blocking(move || functions::local::sweep(&folder));
        if let Ok(Err(fault)) = swept.await {
            told(&fault.to_string(), lang);
        }
    }
}

fn told(fault: &str, lang: Lang) {
    let fault = plain(fault);
    complain(&lang.pick(
        format!("整理来件时出错:{fault}。一小时后再试。"),
        format!("upkeep failed: {fault}; tried again in an hour"),
    ));
}
