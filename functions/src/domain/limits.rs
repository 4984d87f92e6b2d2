//! Limits: so many requests of a class from one sender in an hour, and each proof of work once. The sender is known by a keyed hash with the salt of the day
//! and by nothing else.
//!
//! Entry points: [`proven`], then [`admit`].

use super::{Fault, Means};
use crate::secrets::challenge::{self, Worth};
use crate::secrets::{Purpose, Secret};
use crate::store::{CountRequests, SpendChallenges, Within};
use governance::dates::{Day, Moment};

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Filing a complaint, or doing something to one's own.
    Complaints,
    /// Looking one up: guards reference and receipt against guessing.
    Looks,
    /// Rating.
    Ratings,
    /// Feedback.
    Feedback,
}

/// Requests that one sender may make in an hour. A whole office or dormitory can share one address, so they are generous; a page
/// without JavaScript, which brings no proof of work, has half, and so has a program without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Complaints and deeds.
    pub complaints: u32,
    /// Look-ups. At 60 an hour guessing one receipt takes 10^10 years.
    pub looks: u32,
    /// Ratings.
    pub ratings: u32,
    /// Feedback.
    pub feedback: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            complaints: 20,
            looks: 60,
            ratings: 40,
            feedback: 60,
        }
    }
}

impl Limits {
    fn of(&self, class: Class) -> u32 {
        match class {
            Class::Complaints => self.complaints,
            Class::Looks => self.looks,
            Class::Ratings => self.ratings,
            Class::Feedback => self.feedback,
        }
    }
}

impl Class {
    const fn id(self) -> &'static [u8] {
        match self {
            Self::Complaints => b"complaints",
            Self::Looks => b"looks",
            Self::Ratings => b"ratings",
            Self::Feedback => b"feedback",
        }
    }
}

/// A sender as the day knows it: after midnight nobody can tell that it is the same.
pub fn source(secret: &Secret, address: &str, today: Day) -> String {
    let day = today.to_string();
    secret.key(Purpose::Source, &[day.as_bytes(), address.as_bytes()])
}

/// Who asks for what, and whether with a proof of work.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// What.
    pub class: Class,
    /// Who, from [`source`].
    pub source: &'a str,
    /// Whether it brings a proof of work.
    pub proven: bool,
}

/// Whether a request brings the work of a challenge that nobody else brought. None: the work is forged or was used for another filing.
/// A challenge whose time is over is no fault of whoever types slowly: the request counts as one without.
///
/// # Errors
/// [`Fault`] if the store did not answer.
pub async fn proven<S: SpendChallenges>(
    store: &S,
    means: &Means<'_>,
    (proof, holder): (&str, &str),
) -> Result<Option<bool>, Fault> {
    if proof.is_empty() {
        return Ok(Some(false));
    }
    let (salt, until) = match challenge::check(means.secret, proof, means.seconds()) {
        Worth::Done { salt, until } => (salt, until),
        Worth::Late => return Ok(Some(false)),
        Worth::Nothing => return Ok(None),
    };
    let key = means.secret.key(Purpose::Challenge, &[salt.as_bytes()]);
    let first = store.spend(&key, holder, (means.seconds(), until)).await?;
    Ok(first.then_some(true))
}

/// Counts the request. Over the limit: the seconds until the hour is over.
///
/// # Errors
/// [`Fault`] if the store did not answer.
pub async fn admit<S: CountRequests>(
    store: &S,
    means: &Means<'_>,
    limits: &Limits,
    ask: Ask<'_>,
) -> Result<Option<u64>, Fault> {
    // Looking up stores nothing; it is guarded by the receipt and its slow hash.
    let whole = ask.proven || ask.class == Class::Looks;
    let max = if whole {
        limits.of(ask.class)
    } else {
        limits.of(ask.class).div_ceil(2)
    };
    let left = left_of_hour(means.now);
    let hour = (means.seconds() / 3_600).to_be_bytes();
    let parts: [&[u8]; 4] = [b"hour", &hour, ask.class.id(), ask.source.as_bytes()];
    let key = means.secret.key(Purpose::Source, &parts);
    let until = means.seconds() + left.cast_signed();
    Ok(match store.count(&key, max, until).await? {
        Within::Yes => None,
        Within::No => Some(left),
    })
}

fn left_of_hour(now: Moment) -> u64 {
    (3_600 - now.instant().timestamp().rem_euclid(3_600)).cast_unsigned()
}
