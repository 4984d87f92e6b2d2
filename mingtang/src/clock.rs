//! The door to the clock: the only place that asks what time it is.

use crate::CouldNotRun;
use crate::words::{Lang, plain};
use governance::dates::Moment;

/// The moment given by `--now`, or the machine's.
///
/// # Errors
/// If the text is no RFC 3339 time.
pub(crate) fn moment(given: Option<&str>, lang: Lang) -> Result<Moment, CouldNotRun> {
    let Some(text) = given else { return Ok(now()) };
    Moment::parse(text).map_err(|_| {
        let text = plain(text);
        CouldNotRun::new(lang.pick(
            format!("看不懂时刻“{text}”。请写成 2026-11-23T09:00:00+08:00"),
            format!("cannot read the time {text:?}; write 2026-11-23T09:00:00+08:00"),
        ))
    })
}

/// The machine's moment, in China's zone.
#[expect(clippy::disallowed_methods, reason = "the door to the clock")]
pub(crate) fn now() -> Moment {
    chrono::Utc::now().fixed_offset().into()
}

/// The machine's time as signatures want it.
#[expect(clippy::disallowed_methods, reason = "the door to the clock")]
pub(crate) fn system() -> std::time::SystemTime {
    std::time::SystemTime::now()
}
