//! What the desk keeps beside cases, ratings and feedback. Entry point: [`DeskEntry`].
//!
//! Field names are those of the stored documents: never rename one, give new ones a default. Nothing here holds contact data; the words that a
//! moderator took out are sealed to the desk's key.

use governance::cases::{ActorRole, CaseReference};
use governance::dates::{Day, Moment};
use governance::ids::RecordId;
use governance::published::{ClearedAnswer, ModerationAction, ModerationReason, ThemeReply};
use governance::ratings::ClearedReply;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// One thing the desk keeps.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum DeskEntry {
    /// An answer that may be published.
    Cleared(ClearedAnswer),
    /// A vendor's answer to a rating, that may be published.
    Reply(ReplyEntry),
    /// A theme of "you said, we did".
    Theme(ThemeEntry),
    /// What a moderator did.
    Act(ActEntry),
    /// Suggestions that became a topic on the record.
    Topic(TopicEntry),
    /// A case that retention leaves alone.
    Hold(HoldEntry),
    /// What was deleted, without its content.
    Trace(TraceEntry),
}

/// A vendor's answer that was cleared for publication.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyEntry {
    /// Key of the rating.
    pub rating: Box<str>,
    /// The answer.
    pub cleared: ClearedReply,
    /// When it was cleared.
    pub at: Moment,
}

/// A theme with the feedback it stands for. How many said it is counted, never typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeEntry {
    /// Its identity.
    pub id: RecordId,
    /// What people said, in staff's words.
    pub title: Box<str>,
    /// Keys of the feedback, and references of the cases, that said it.
    pub said: BTreeSet<Box<str>>,
    /// First day counted.
    pub from: Day,
    /// Last day counted.
    pub to: Day,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<ThemeReply>,
    /// When it was last changed.
    pub changed_at: Moment,
    /// In which role.
    pub role: ActorRole,
}

/// What a moderator did.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActEntry {
    /// Its key.
    pub key: Box<str>,
    /// When.
    pub at: Moment,
    /// In which role.
    pub role: ActorRole,
    /// What.
    pub action: ModerationAction,
    /// Why.
    pub reason: ModerationReason,
    /// About what: a case's reference, or the key of feedback or of a rating.
    pub target: Box<str>,
    /// The event of the case, where words were taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u32>,
    /// The words that were taken out, sealed to the desk's key, in hexadecimal digits; gone when their time is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Box<str>>,
}

/// Suggestions that became a topic.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicEntry {
    /// Key of the feedback.
    pub feedback: Box<str>,
    /// The topic on the record.
    pub topic: RecordId,
    /// When.
    pub at: Moment,
    /// In which role.
    pub role: ActorRole,
}

/// A case that retention leaves alone, because somebody asked for a review.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldEntry {
    /// The case.
    pub reference: CaseReference,
    /// Why.
    pub reason: Box<str>,
    /// When.
    pub at: Moment,
    /// In which role.
    pub role: ActorRole,
}

/// What was deleted, without its content.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceEntry {
    /// Class of data, e.g. `contact`.
    pub class: Box<str>,
    /// Key of what it belonged to: a reference, or a hash.
    pub of: Box<str>,
    /// When it was deleted.
    pub at: Moment,
    /// Days it was kept for by rule.
    pub kept_days: i64,
}

impl DeskEntry {
    /// Its key in the table. Keys begin with what is random or hashed where there are many, so that writes spread.
    pub fn key(&self) -> String {
        match self {
            Self::Cleared(answer) => cleared_key(answer.reference),
            Self::Reply(reply) => reply_key(&reply.rating),
            Self::Theme(theme) => theme_key(&theme.id),
            Self::Act(act) => act.key.to_string(),
            Self::Topic(topic) => topic_key(&topic.feedback),
            Self::Hold(hold) => hold_key(hold.reference),
            Self::Trace(trace) => format!("{}#trace#{}", trace.of, trace.class),
        }
    }
}

/// Key of a cleared answer.
pub fn cleared_key(reference: CaseReference) -> String {
    format!("{}#cleared", reference.as_str())
}

/// Key of a vendor's cleared answer to a rating.
pub fn reply_key(rating: &str) -> String {
    format!("{rating}#reply")
}

/// Key of a theme.
pub fn theme_key(id: &RecordId) -> String {
    format!("{}#theme", id.as_str())
}

/// Key of what says that feedback became a topic.
pub fn topic_key(feedback: &str) -> String {
    format!("{feedback}#topic")
}

/// Key of a hold.
pub fn hold_key(reference: CaseReference) -> String {
    format!("{}#hold", reference.as_str())
}

impl fmt::Debug for DeskEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeskEntry({})", self.key())
    }
}

/// What people wrote never shows in `Debug`.
macro_rules! closed {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )+};
}

closed!(
    ReplyEntry, ThemeEntry, ActEntry, TopicEntry, HoldEntry, TraceEntry
);
