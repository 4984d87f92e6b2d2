//! The progress of a build on a terminal; silent where nobody watches.

use crate::words::Lang;
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// How often the spinner turns.
const TICK: Duration = Duration::from_millis(120);

/// A line that shows that work goes on.
#[derive(Debug)]
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// Shows the line; on no terminal nothing is shown.
    pub(crate) fn new(lang: Lang) -> Self {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.set_message(lang.pick("正在生成网站", "building the site"));
        bar.enable_steady_tick(TICK);
        Self(bar)
    }

    /// Clears the line.
    pub(crate) fn end(self) {
        self.0.finish_and_clear();
    }
}
