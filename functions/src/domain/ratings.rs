//! Ratings: one for each voucher however often it is sent, replaceable for a while; those without a voucher apart.

use super::{DAY_SECONDS, Fault, Means};
use crate::contract::ClientKey;
use crate::contract::filings::Rating;
use crate::store::entries::RatingEntry;
use crate::store::{KeepRatings, Once};
use governance::dates::Moment;

/// Days within which a rating with a voucher can be replaced: a repair that fails again does so within a week, as a rule.
pub const REPLACE_DAYS: i64 = 7;

/// What a good voucher proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The voucher's key in the store.
    pub key: Box<str>,
    /// The service event it was issued for.
    pub event: Box<str>,
}

/// What became of a rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Stored, now or by the same request before.
    Kept {
        /// Whether a voucher proves the service.
        verified: bool,
    },
    /// Stored over the earlier one.
    Replaced,
    /// The voucher was used and the time for a change is over.
    VoucherUsed,
    /// The client key was used for something else.
    KeyReused,
}

/// Keeps a rating. `proof` is what its voucher proves, if it has one.
///
/// # Errors
/// [`Fault`]; nothing is known to be stored then.
pub async fn rate<S: KeepRatings>(
    store: &S,
    means: &Means<'_>,
    (rating, proof): (Rating, Option<Proof>),
    key: ClientKey,
) -> Result<Outcome, Fault> {
    let verified = proof.is_some();
    let entry = compose(means.now, rating, proof, key);
    Ok(match store.keep_rating(&entry).await? {
        Once::New | Once::Repeat(_) => Outcome::Kept { verified },
        Once::Conflict if verified => replace(store, means.now, entry).await?,
        Once::Conflict => Outcome::KeyReused,
    })
}

fn compose(now: Moment, rating: Rating, proof: Option<Proof>, key: ClientKey) -> RatingEntry {
    let (own, event) = match proof {
        Some(proof) => (format!("v#{}", proof.key), Some(proof.event)),
        None => (format!("u#{}", key.key), None),
    };
    RatingEntry {
        key: own.into(),
        fingerprint: key.fingerprint,
        version: 1,
        vendor: rating.vendor,
        level: rating.level,
        reasons: rating.reasons,
        comment: rating.comment,
        verified: event.is_some(),
        interest: rating.interest,
        event,
        filed_at: now,
        changed_at: now,
        discarded: None,
    }
}

/// Puts the new rating in the place of the voucher's earlier one, while there is time. The first date stays.
async fn replace<S: KeepRatings>(
    store: &S,
    now: Moment,
    mut entry: RatingEntry,
) -> Result<Outcome, Fault> {
    let Some(first) = store.rating(&entry.key).await? else {
        return Err(Fault::Disagree("a rating vanished"));
    };
    let age = now.instant() - first.filed_at.instant();
    if age.num_seconds() > REPLACE_DAYS * DAY_SECONDS || first.discarded.is_some() {
        return Ok(Outcome::VoucherUsed);
    }
    entry.version = first.version + 1;
    entry.filed_at = first.filed_at;
    if store.replace_rating(&entry, first.version).await? {
        return Ok(Outcome::Replaced);
    }
    // Somebody was faster with the same voucher: theirs stands, and this one is not silently dropped.
    Ok(Outcome::VoucherUsed)
}
