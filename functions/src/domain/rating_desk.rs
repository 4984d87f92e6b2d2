//! What staff write down about a rating: the vendor's one answer, its appeal against a misrating and the decision, and why a rating does not count.
//!
//! Entry points: [`apply`] decides on values, [`act`] does it in the store. Nothing can be discarded for its level: the reasons are a closed list, every
//! act has its words and stays in the rating's history, and how many were discarded for which reason is published.

use crate::store::entries::{RatingEntry, RatingEvent};
use crate::store::{KeepRatings, StoreFault};
use governance::cases::{ActorRole, MAX_WORDS};
use governance::dates::Moment;
use governance::ratings::{AppealState, DiscardReason, RatingAct, VendorReply};

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// The vendor's answer.
    Reply(VendorReply),
    /// The vendor holds that it is a misrating.
    Appeal,
    /// It is one: the rating does not count.
    Uphold,
    /// It is none.
    Refuse,
    /// The rating does not count, for a reason of the list.
    Discard(DiscardReason),
}

/// Why it is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No words were given.
    #[error("the words or the reason are missing")]
    Blank,
    /// More than [`MAX_WORDS`] code points.
    #[error("more than {MAX_WORDS} characters")]
    TooLong,
    /// The vendor has answered; there is one answer.
    #[error("the vendor has answered already")]
    Answered,
    /// An appeal was filed before; there is one.
    #[error("an appeal was filed already")]
    Appealed,
    /// There is no appeal to decide.
    #[error("no appeal waits for a decision")]
    NoAppeal,
    /// It does not count already.
    #[error("it is discarded already")]
    Discarded,
    /// The reason follows from another act and is not given by hand.
    #[error("this reason is not given by hand")]
    NotByHand,
}

/// The rating after the deed.
///
/// # Errors
/// [`Refusal`]; the rating stays as it is.
pub fn apply(
    entry: &RatingEntry,
    (deed, words): (&Deed, &str),
    (role, at): (ActorRole, Moment),
) -> Result<RatingEntry, Refusal> {
    let words = words.trim();
    if words.is_empty() {
        return Err(Refusal::Blank);
    }
    if words.chars().count() > MAX_WORDS {
        return Err(Refusal::TooLong);
    }
    let mut next = entry.clone();
    let act = change(&mut next, deed)?;
    next.version += 1;
    next.history.push(RatingEvent {
        at,
        role,
        act,
        text: Some(words.into()),
    });
    Ok(next)
}

fn change(next: &mut RatingEntry, deed: &Deed) -> Result<RatingAct, Refusal> {
    match deed {
        Deed::Reply(_) if next.reply.is_some() => return Err(Refusal::Answered),
        Deed::Reply(reply) => next.reply = Some(*reply),
        Deed::Appeal if next.appeal.is_some() => return Err(Refusal::Appealed),
        Deed::Appeal => next.appeal = Some(AppealState::Filed),
        Deed::Uphold | Deed::Refuse if next.appeal != Some(AppealState::Filed) => {
            return Err(Refusal::NoAppeal);
        }
        Deed::Refuse => next.appeal = Some(AppealState::Refused),
        Deed::Uphold => {
            next.appeal = Some(AppealState::Upheld);
            next.discarded = next.discarded.or(Some(DiscardReason::AppealUpheld));
        }
        Deed::Discard(_) if next.discarded.is_some() => return Err(Refusal::Discarded),
        Deed::Discard(DiscardReason::AppealUpheld | DiscardReason::ExpiredVoucher) => {
            return Err(Refusal::NotByHand);
        }
        Deed::Discard(reason) => next.discarded = Some(*reason),
    }
    Ok(match deed {
        Deed::Reply(_) => RatingAct::Reply,
        Deed::Appeal => RatingAct::Appeal,
        Deed::Uphold => RatingAct::Uphold,
        Deed::Refuse => RatingAct::Refuse,
        Deed::Discard(_) => RatingAct::Discard,
    })
}

/// What became of a deed.
#[derive(Debug)]
pub enum Done {
    /// Written.
    Written(Box<RatingEntry>),
    /// There is no such rating.
    Unknown,
    /// The rules refuse it.
    Refused(Refusal),
    /// Somebody else changed the rating meanwhile: as it is now.
    Stale(Box<RatingEntry>),
}

/// Does it, if nobody else is faster.
///
/// # Errors
/// [`StoreFault`] if the store did not answer.
pub async fn act<S: KeepRatings>(
    store: &S,
    key: &str,
    work: (&Deed, &str),
    by: (ActorRole, Moment),
) -> Result<Done, StoreFault> {
    let Some(before) = store.rating(key).await? else {
        return Ok(Done::Unknown);
    };
    let next = match apply(&before, work, by) {
        Ok(next) => next,
        Err(refusal) => return Ok(Done::Refused(refusal)),
    };
    if store.replace_rating(&next, before.version).await? {
        return Ok(Done::Written(Box::new(next)));
    }
    Ok(match store.rating(key).await? {
        Some(now) => Done::Stale(Box::new(now)),
        None => Done::Unknown,
    })
}
