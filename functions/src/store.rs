//! The store, seen through narrow traits: a function is given only those it needs, and deleting is a trait of its own.
//!
//! Entry points: the traits here, and [`dynamo::DynamoStore`] which keeps all of their promises over one SDK client, whatever engine stands
//! behind it. The promises: a write that was acknowledged is durable; a write is conditional, so that nothing is overwritten unseen; a repeat of a
//! write (same client key, same content) changes nothing and is answered as the first was. Reads are consistent.
//!
//! Must not: decide what a case may do, read the time, or put what people wrote into an error.

pub mod archive;
pub mod cases;
pub mod desk;
pub mod desk_entries;
pub mod dynamo;
pub mod entries;
pub mod limits;
pub mod ratings;
pub mod tables;

use crate::contract::ClientKey;
use desk_entries::DeskEntry;
use entries::{FeedbackEntry, IssuedBatch, NewFiling, RatingEntry, StoredCase};
use governance::cases::{CaseReference, CaseState};
use std::future::Future;

/// The store could not do it. `Display` is for logs and names no content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreFault {
    /// It could not be reached, was too slow or too busy. Nothing is known to have been stored.
    #[error("the store did not answer: {0}")]
    Unavailable(Box<str>),
    /// It refused the request, which is our fault.
    #[error("the store refused: {0}")]
    Refused(Box<str>),
    /// It holds an item that cannot be read.
    #[error("an item in table {0} cannot be read")]
    Damaged(&'static str),
}

/// What became of a write under a client key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Once<T> {
    /// Written now.
    New,
    /// Written before, by the same request: the first one's content.
    Repeat(T),
    /// The key was used for something else.
    Conflict,
}

/// Whether a request is within its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// It is, and was counted.
    Yes,
    /// It is not.
    No,
}

/// Keeps feedback.
pub trait KeepFeedback {
    /// Writes it once.
    fn keep_feedback(
        &self,
        entry: &FeedbackEntry,
    ) -> impl Future<Output = Result<Once<FeedbackEntry>, StoreFault>> + Send;
}

/// Keeps ratings.
pub trait KeepRatings {
    /// Writes it once; for a rating with a voucher the voucher is the key, so there is one however many come at once.
    fn keep_rating(
        &self,
        entry: &RatingEntry,
    ) -> impl Future<Output = Result<Once<RatingEntry>, StoreFault>> + Send;

    /// The rating under this key.
    fn rating(
        &self,
        key: &str,
    ) -> impl Future<Output = Result<Option<RatingEntry>, StoreFault>> + Send;

    /// Writes `entry` over the rating whose version is `version`; false if somebody was faster.
    fn replace_rating(
        &self,
        entry: &RatingEntry,
        version: u32,
    ) -> impl Future<Output = Result<bool, StoreFault>> + Send;
}

/// What became of a rating that opens a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// Both are written.
    Written,
    /// There is a rating under this key already, or its version has gone on.
    RatingTaken,
    /// Another case has this reference; draw a new one.
    ReferenceTaken,
}

/// Keeps a rating together with the case that it opens.
pub trait OpenCaseOfRating {
    /// Writes both or nothing: the rating where there is none yet, or over the one with the version `over`.
    fn keep_with_case(
        &self,
        entry: &RatingEntry,
        over: Option<u32>,
        case: &StoredCase,
    ) -> impl Future<Output = Result<Opened, StoreFault>> + Send;
}

/// Takes each challenge once.
pub trait SpendChallenges {
    /// Takes the challenge for this holder until the second `until`; false if another has it. The same holder may come again: that is a repeat.
    fn spend(
        &self,
        challenge: &str,
        holder: &str,
        now_and_until: (i64, i64),
    ) -> impl Future<Output = Result<bool, StoreFault>> + Send;
}

/// Keeps the batches that vouchers were printed in.
pub trait KeepBatches {
    /// Writes a batch whose number is free; false if it is not.
    fn keep_batch(
        &self,
        batch: &IssuedBatch,
    ) -> impl Future<Output = Result<bool, StoreFault>> + Send;

    /// The batch with this number.
    fn batch(
        &self,
        number: u32,
    ) -> impl Future<Output = Result<Option<IssuedBatch>, StoreFault>> + Send;
}

/// Counts requests against limits.
pub trait CountRequests {
    /// Counts one request under `key`, unless `max` were counted already. The count ends at `until` (seconds since 1970).
    fn count(
        &self,
        key: &str,
        max: u32,
        until: i64,
    ) -> impl Future<Output = Result<Within, StoreFault>> + Send;
}

/// Says whether the store answers.
pub trait Answering {
    /// One cheap read.
    fn answering(&self) -> impl Future<Output = Result<(), StoreFault>> + Send;
}

/// What became of a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filed {
    /// Written now, whole.
    New,
    /// Written before by the same request, under this reference.
    Repeat(CaseReference),
    /// The client key was used for something else.
    Conflict,
    /// Another case has this reference; draw a new one.
    ReferenceTaken,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// Written now.
    New,
    /// Written before by the same request.
    Repeat,
    /// Somebody else was faster: state or version are no longer those that were read.
    Stale,
    /// The client key was used for something else.
    Conflict,
}

/// Files cases.
pub trait FileCases {
    /// Writes the case, its sealed contact and its client key, all or nothing.
    fn file_case(&self, new: &NewFiling) -> impl Future<Output = Result<Filed, StoreFault>> + Send;
}

/// Reads cases.
pub trait ReadCases {
    /// The case with this reference.
    fn case(
        &self,
        reference: CaseReference,
    ) -> impl Future<Output = Result<Option<StoredCase>, StoreFault>> + Send;
}

/// Changes cases.
pub trait ChangeCases {
    /// Writes `after` if state and version are still those of `before`; with the client key of the request that asked for it, if one did.
    fn change_case(
        &self,
        before: (CaseState, u64),
        after: &StoredCase,
        key: Option<&KeyUse>,
    ) -> impl Future<Output = Result<Changed, StoreFault>> + Send;

    /// Whether this very request was carried out before.
    fn known(&self, key: &KeyUse) -> impl Future<Output = Result<bool, StoreFault>> + Send;
}

/// A client key and how long it is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUse {
    /// The key.
    pub key: ClientKey,
    /// Now, in seconds since 1970.
    pub now: i64,
    /// Until when a repeat is known as one, in seconds since 1970.
    pub until: i64,
}

/// Lists what is stored, for the desk and the snapshot. Every page of a table is read; rows are in no order.
pub trait ListAll {
    /// Every case that is wanted.
    fn cases(
        &self,
        wanted: impl Fn(&StoredCase) -> bool + Send + Sync,
    ) -> impl Future<Output = Result<Vec<StoredCase>, StoreFault>> + Send;

    /// Every rating.
    fn ratings(&self) -> impl Future<Output = Result<Vec<RatingEntry>, StoreFault>> + Send;

    /// Everything that was said about pages, suggested, or put forward as a topic.
    fn all_feedback(&self) -> impl Future<Output = Result<Vec<FeedbackEntry>, StoreFault>> + Send;

    /// Everything the desk keeps.
    fn desk_entries(&self) -> impl Future<Output = Result<Vec<DeskEntry>, StoreFault>> + Send;
}

/// A case as it is to be, and the state and version it was read with.
#[derive(Debug, Clone)]
pub struct Change {
    /// State and version that were read.
    pub before: (CaseState, u64),
    /// The case to write.
    pub after: StoredCase,
}

/// What became of a change by staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Staffed {
    /// Written, all of it.
    Written,
    /// Nothing was written: this case is no longer as it was read.
    Stale(CaseReference),
}

/// Changes cases for the desk, together with what the desk keeps about it.
pub trait StaffCases {
    /// Writes all changes and all entries, or nothing.
    fn staff(
        &self,
        changes: &[Change],
        entries: &[DeskEntry],
    ) -> impl Future<Output = Result<Staffed, StoreFault>> + Send;
}

/// What the desk keeps.
pub trait KeepDesk {
    /// The entry under this key.
    fn desk_entry(
        &self,
        key: &str,
    ) -> impl Future<Output = Result<Option<DeskEntry>, StoreFault>> + Send;

    /// Writes an entry over the one that was read; false if that is no longer the same. `None` for one that must not be there.
    fn put_desk_entry(
        &self,
        entry: &DeskEntry,
        over: Option<&DeskEntry>,
    ) -> impl Future<Output = Result<bool, StoreFault>> + Send;
}

/// Reads sealed contact data.
pub trait ReadContacts {
    /// The sealed contact of a case, unless it has expired by `now` (seconds since 1970).
    fn contact(
        &self,
        reference: CaseReference,
        now: i64,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, StoreFault>> + Send;
}

/// Takes words out of what is stored and deletes what its time is over for. Only retention has it.
pub trait Forget {
    /// Deletes the contact of a case, and writes the trace with it; false if there is none.
    fn forget_contact(
        &self,
        reference: CaseReference,
        trace: &DeskEntry,
    ) -> impl Future<Output = Result<bool, StoreFault>> + Send;

    /// Every case with a contact.
    fn contacts(&self) -> impl Future<Output = Result<Vec<CaseReference>, StoreFault>> + Send;

    /// Writes feedback without its words over the one that was read, and the trace with it; false if that has changed.
    fn forget_feedback(
        &self,
        entry: &FeedbackEntry,
        trace: &DeskEntry,
    ) -> impl Future<Output = Result<bool, StoreFault>> + Send;

    /// Writes a rating without its words over the one with this version, and the trace with it; false if that has gone on.
    fn forget_comment(
        &self,
        entry: &RatingEntry,
        version: u32,
        trace: &DeskEntry,
    ) -> impl Future<Output = Result<bool, StoreFault>> + Send;

    /// Deletes what the desk keeps under this key.
    fn forget_desk_entry(&self, key: &str) -> impl Future<Output = Result<(), StoreFault>> + Send;
}
