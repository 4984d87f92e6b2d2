//! The demonstration's own residents: seeded cases, ratings and answers, from which the snapshot of the demonstration site is taken.
//!
//! Entry points: [`snapshot`], [`write()`]. Every case lives through the house's own rules ([`governance::cases::apply()`]) and every figure is computed by
//! [`governance::published`]: only the numbers of filings, the days and the words are made up here, and every word says that it is 示例. The same seed gives
//! the same bytes.

mod cases;
mod ratings;
mod words;

use governance::cases::{ClockFault, Clocks, Refusal};
use governance::dates::{DateFault, Moment};
use governance::ids::IdFault;
use governance::published::{Ledger, Snapshot};
use std::path::Path;

/// The day of the snapshot: before the day that the demonstration is usually built for.
const TAKEN: &str = "2026-11-20 06:00";

/// Any number; another gives another city.
const SEED: u64 = 20_261_120;

/// Why there is no snapshot.
#[derive(Debug)]
pub enum Fault {
    /// A case did something that the rules do not allow.
    Refused(Refusal),
    /// The built-in calendar or rules are damaged.
    Clocks(ClockFault),
    /// A day in the tables below is none.
    Day(DateFault),
    /// An id in the tables below is none.
    Id(IdFault),
    /// A place in the tables below is none.
    Place(governance::divisions::CodeFault),
    /// A snapshot could not be written down.
    Json(serde_json::Error),
    /// A file could not be written.
    Io(std::io::Error),
}

macro_rules! from {
    ($($variant:ident($fault:ty))+) => {
        $(impl From<$fault> for Fault {
            fn from(fault: $fault) -> Self {
                Self::$variant(fault)
            }
        })+
    };
}

from! {
    Refused(Refusal)
    Clocks(ClockFault)
    Day(DateFault)
    Id(IdFault)
    Place(governance::divisions::CodeFault)
    Json(serde_json::Error)
    Io(std::io::Error)
}

/// The snapshot of the demonstration.
///
/// # Errors
/// [`Fault`] if the tables of this module break a rule of the house.
pub fn snapshot() -> Result<Snapshot, Fault> {
    let clocks = Clocks::built_in()?;
    let taken_at = Moment::parse(TAKEN)?;
    let mut rng = fastrand::Rng::with_seed(SEED);
    let mut ratings = ratings::all(&mut rng)?;
    words::replies(&mut ratings, taken_at.day());
    let cases = cases::all(&mut rng, (&clocks, taken_at), &ratings)?;
    let answers = words::answers(&cases);
    let (themes, feedback) = (words::themes()?, words::feedback());
    let moderation = words::moderation(&mut rng)?;
    let ledger = Ledger {
        cases: &cases,
        ratings: &ratings,
        answers: &answers,
        themes: &themes,
        moderation: &moderation,
        feedback: &feedback,
        clocks: &clocks,
        last: None,
        shrink_reason: None,
    };
    Ok(Snapshot::take(&ledger, taken_at))
}

/// Writes the files of the snapshot into a folder.
///
/// # Errors
/// [`Fault`] as of [`snapshot`], or if a file cannot be written.
#[expect(
    clippy::disallowed_methods,
    reason = "a tool for tests writes its own files"
)]
pub fn write(folder: &Path) -> Result<(), Fault> {
    std::fs::create_dir_all(folder)?;
    for (name, text) in snapshot()?.files()? {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(())
}
