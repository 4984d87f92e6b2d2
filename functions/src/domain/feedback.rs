//! Feedback: kept once, answered at once, published only by staff.

use super::{Fault, Means};
use crate::contract::ClientKey;
use crate::contract::filings::Feedback;
use crate::store::entries::FeedbackEntry;
use crate::store::{KeepFeedback, Once};

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Stored now.
    Kept,
    /// Stored by the same request before.
    Repeat,
    /// The client key was used for something else.
    KeyReused,
}

/// Keeps feedback.
///
/// # Errors
/// [`Fault`]; nothing is known to be stored then.
pub async fn give<S: KeepFeedback>(
    store: &S,
    means: &Means<'_>,
    feedback: Feedback,
    key: ClientKey,
) -> Result<Outcome, Fault> {
    let entry = FeedbackEntry {
        key: key.key,
        fingerprint: key.fingerprint,
        kind: feedback.kind,
        page: feedback.page,
        useful: feedback.useful,
        subject: feedback.subject,
        text: feedback.text,
        place: feedback.place,
        filed_at: means.now,
    };
    Ok(match store.keep_feedback(&entry).await? {
        Once::New => Outcome::Kept,
        Once::Repeat(_) => Outcome::Repeat,
        Once::Conflict => Outcome::KeyReused,
    })
}
