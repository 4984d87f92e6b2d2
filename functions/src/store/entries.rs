//! What is stored of a case, a rating, a batch of vouchers and of feedback. Entry points: [`StoredCase`], [`RatingEntry`], [`IssuedBatch`],
//! [`FeedbackEntry`].
//!
//! Field names are those of the stored documents: never rename one, give new ones a default.

use super::KeyUse;
use crate::secrets::receipt::ReceiptHash;
use governance::cases::{ActorRole, Case, CaseReference};
use governance::dates::Moment;
use governance::divisions::DivisionCode;
use governance::forms::feedback::FeedbackKind;
use governance::forms::rating::{RatingLevel, RatingReason};
use governance::ids::RecordId;
use governance::ratings::{AppealState, DiscardReason, Rating, RatingAct, VendorReply};
use governance::vouchers::Batch;
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
    /// Why it does not count: a declared interest, an expired voucher, or what staff found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discarded: Option<DiscardReason>,
    /// Client keys of this rating and of those it replaced, so that a late repeat of an earlier one changes nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<Box<str>>,
    /// The community that handed the voucher out, or the one the resident named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<DivisionCode>,
    /// The case that a bad rating opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseReference>,
    /// The level of the one second rating after that case was answered; the first stays in the count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<RatingLevel>,
    /// The vendor's answer, of the fixed list; its words are in the history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<VendorReply>,
    /// The vendor's appeal against it as a misrating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal: Option<AppealState>,
    /// What was done about it since, first to last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<RatingEvent>,
}

/// Something done about a rating. Events are only added.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingEvent {
    /// When.
    pub at: Moment,
    /// In which role it was written down.
    pub role: ActorRole,
    /// What.
    pub act: RatingAct,
    /// The vendor's words, or the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Box<str>>,
}

impl RatingEntry {
    /// What figures are counted from; nothing that the resident wrote. The vendor's cleared answer is kept by the desk, so it is not known here.
    pub fn figure(&self) -> Rating {
        Rating {
            vendor: self.vendor.clone(),
            level: self.level,
            reasons: self.reasons.clone(),
            verified: self.verified,
            discarded: self
                .discarded
                .or(self.interest.then_some(DiscardReason::Insider)),
            appeal: self.appeal,
            second: self.second,
            reply: None,
        }
    }
}

/// A batch of vouchers as it was printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedBatch {
    /// Number, vendor, last day and size.
    pub batch: Batch,
    /// The community that hands the slips out; a bad rating becomes its case.
    pub place: DivisionCode,
    /// When it was printed.
    pub issued_at: Moment,
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

impl fmt::Debug for RatingEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RatingEvent({:?} {})", self.act, self.at)
    }
}

impl fmt::Debug for FeedbackEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FeedbackEntry({})", self.key)
    }
}
