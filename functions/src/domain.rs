//! What is decided: values, a narrow store trait and the moment come in, an outcome comes out.
//!
//! Entry points: [`complaints::file`], [`complaints::look`], [`ratings::rate`], [`feedback::give`]. Must not: know HTTP, read the clock, or see more of the
//! store than the traits named in each function.

pub mod complaints;
pub mod desk;
pub mod feedback;
pub mod ledger;
pub mod limits;
pub mod publish;
pub mod rating_desk;
pub mod ratings;
pub mod retention;
pub mod vouchers;

use crate::contract::ClientKey;
use crate::doors::{Entropy, NoEntropy};
use crate::secrets::Secret;
use crate::secrets::contact::{ContactKey, SealFault};
use crate::store::{KeyUse, StoreFault};
use governance::cases::Clocks;
use governance::dates::Moment;

/// Days for which a repeat of a filing is known as one. A form left open over a long holiday (nine days with make-up days) is still safe.
pub const KEY_DAYS: i64 = 14;

/// Seconds of a day.
pub const DAY_SECONDS: i64 = 86_400;

/// What every decision is made with.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// Now.
    pub now: Moment,
    /// Chance.
    pub entropy: &'a dyn Entropy,
    /// The site's secret.
    pub secret: &'a Secret,
    /// Seals contacts.
    pub contact_key: &'a ContactKey,
    /// Due dates.
    pub clocks: &'a Clocks,
}

impl std::fmt::Debug for Means<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Means({})", self.now)
    }
}

impl Means<'_> {
    /// Now, in seconds since 1970.
    pub fn seconds(&self) -> i64 {
        self.now.instant().timestamp()
    }

    pub(crate) fn key_use(&self, key: ClientKey) -> KeyUse {
        let now = self.seconds();
        KeyUse {
            key,
            now,
            until: now + KEY_DAYS * DAY_SECONDS,
        }
    }
}

/// Why it could not be decided. Neither says what a resident wrote.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// No random bytes.
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
    /// The contact key does not work.
    #[error(transparent)]
    Seal(#[from] SealFault),
    /// A rule refuses what the form allows.
    #[error("form and rules disagree: {0}")]
    Disagree(&'static str),
}
