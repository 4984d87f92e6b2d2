//! The doors to what changes by itself: the time and chance. Everything else gets both as values.
//!
//! Entry points: [`Clock`], [`Entropy`] and the ones of this machine, [`SystemClock`], [`SystemEntropy`].

use chrono::Utc;
use governance::dates::Moment;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, at +08:00.
    fn now(&self) -> Moment;
}

/// Gives random bytes.
pub trait Entropy: Send + Sync {
    /// Fills the buffer.
    ///
    /// # Errors
    /// [`NoEntropy`] if the machine has none to give; nothing secret may be made then.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), NoEntropy>;
}

/// No random bytes could be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no random bytes could be had")]
pub struct NoEntropy;

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one door to the time; handlers get the moment as a value"
    )]
    fn now(&self) -> Moment {
        Utc::now().fixed_offset().into()
    }
}

/// The operating system's random bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), NoEntropy> {
        getrandom::fill(buffer).map_err(|_| NoEntropy)
    }
}
