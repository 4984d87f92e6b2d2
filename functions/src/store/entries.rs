//! What is stored of a case, a rating and of feedback. Entry points: [`StoredCase`], [`RatingEntry`], [`FeedbackEntry`].
//!
//! Field names are those of the stored documents: never rename one, give new ones a default.

use super::KeyUse;
use crate::secrets::receipt::ReceiptHash;
use governance::cases::Case;
use governance::dates::Moment;
use governance::divisions::DivisionCode;
use governance::forms::feedback::FeedbackKind;
use governance::forms::rating::{RatingLevel, RatingReason};
use governance::ids::RecordId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A case as it is stored: with the hash of its receipt, without its contact.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCase {
    /// The case.
    pub case: Case,
    /// What tells its owner.
    pub receipt: ReceiptHash,
}

/// Everything one filing writes.
#[derive(Debug, Clone)]
pub struct NewFiling {
    /// The case.
    pub stored: StoredCase,
    /// Its contact, sealed, if the resident gave one, and the second since 1970 at which it is forgotten.
    pub contact: Option<(Vec<u8>, i64)>,
    /// The request's key.
    pub key: KeyUse,
}

/// A rating.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingEntry {
    /// Its key: of the voucher, or of the client key where there is none.
    pub key: Box<str>,
    /// Keyed hash of the whole request.
    pub fingerprint: Box<str>,
    /// 1 at first, one more with each replacement.
    pub version: u32,
    /// Whom it is about.
    pub vendor: RecordId,
    /// How satisfied.
    pub level: RatingLevel,
    /// Why.
    #[serde(default)]
    pub reasons: Vec<RatingReason>,
    /// For staff only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Box<str>>,
    /// Whether a voucher proves the service.
    pub verified: bool,
    /// Whether the rater declared an interest.
    #[serde(default)]
    pub interest: bool,
    /// The service event the voucher was issued for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Box<str>>,
    /// When the first version came.
    pub filed_at: Moment,
    /// When this version came.
    pub changed_at: Moment,
    /// Why it counts no longer, if staff discarded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discarded: Option<Box<str>>,
}

/// Feedback about a page, a suggestion or a topic.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackEntry {
    /// Its key, of the client key.
    pub key: Box<str>,
    /// Keyed hash of the whole request.
    pub fingerprint: Box<str>,
    /// What it is for.
    pub kind: FeedbackKind,
    /// The page it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Box<str>>,
    /// Whether the page was useful.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub useful: Option<bool>,
    /// Subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Box<str>>,
    /// Text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Box<str>>,
    /// The place it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<DivisionCode>,
    /// When it came.
    pub filed_at: Moment,
}

impl fmt::Debug for StoredCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "StoredCase({} v{})",
            self.case.reference, self.case.version
        )
    }
}

impl fmt::Debug for RatingEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RatingEntry({} v{})", self.key, self.version)
    }
}

impl fmt::Debug for FeedbackEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FeedbackEntry({})", self.key)
    }
}
