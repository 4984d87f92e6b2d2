//! What the passing of days does while the functions run: overdue is written, questions stop waiting, what has expired is swept.
//!
//! Entry point: [`Upkeep::keep_up`]. The same as `mingtang desk sweep`; either may run, or both, as often as one likes.

use crate::clock;
use crate::words::{Lang, complain, plain};
use functions::AppState;
use functions::domain::Fault;
use functions::domain::desk::{Desk, Swept, sweep};
use std::path::PathBuf;
use std::time::Duration;

/// The first time after a start: soon, or a machine that is restarted every night at the wrong minute would never get to it; not at once, or one that
/// ends and starts again all the time would read its whole store each time.
const FIRST: Duration = Duration::from_mins(1);

/// What is kept up, and how often.
#[derive(Debug)]
pub(super) struct Upkeep {
    /// The functions' state.
    pub(super) state: AppState,
    /// The data folder.
    pub(super) data: PathBuf,
    /// Pause between two times; nothing is kept up without one.
    pub(super) every: Option<Duration>,
    /// Language of complaints.
    pub(super) lang: Lang,
}

impl Upkeep {
    /// Keeps up until the server ends. A store that does not answer is tried again the next time.
    pub(super) async fn keep_up(self) {
        let Some(every) = self.every else { return };
        tokio::time::sleep(FIRST.min(every)).await;
        loop {
            if let Err(fault) = self.write().await {
                self.told(&fault.to_string(), every);
            }
            let folder = self.data.clone();
            let swept = tokio::task::spawn_blocking(move || functions::local::sweep(&folder));
            if let Ok(Err(fault)) = swept.await {
                self.told(&fault.to_string(), every);
            }
            tokio::time::sleep(every).await;
        }
    }

    /// Writes what the days did.
    async fn write(&self) -> Result<Swept, Fault> {
        let means = self.state.means(clock::now());
        let desk = Desk {
            now: means.now,
            clocks: means.clocks,
            contact_key: means.contact_key,
            entropy: means.entropy,
        };
        sweep(self.state.store(), &desk).await
    }

    fn told(&self, fault: &str, every: Duration) {
        let (fault, seconds) = (plain(fault), every.as_secs());
        complain(&self.lang.pick(
            format!("整理来件时出错:{fault}。{seconds} 秒后再试。"),
            format!("upkeep failed: {fault}; tried again in {seconds} s"),
        ));
    }
}
