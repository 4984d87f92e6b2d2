//! What somebody does to a case, with the words that belong to it.
//!
//! Entry points: [`Action`], [`Deed`]. Nothing is decided here; [`Deed::event`] names the row of the table, [`Deed::account`] the words that go into the
//! timeline.

use super::reference::CaseReference;
use super::words::{ActorRole, EventKind, Outcome, SatisfactionLevel};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longest text of one event, in Unicode code points: a page of handwriting.
pub const MAX_TEXT: usize = 1_000;

/// Words of a whole case, in Unicode code points, from which on questions, notes and additions are refused; decisions never are. 90,000 × 4 bytes
/// in the worst case leaves a tenth of the 400 KB that one item of the store may have for the rest.
pub const MAX_WORDS: usize = 90_000;

/// Most additions the resident can make to one case beyond answers to questions, so that nobody can fill it up.
pub const MAX_SUPPLEMENTS: usize = 20;

/// A deed by somebody in a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Action {
    /// In which role.
    pub role: ActorRole,
    /// What is done.
    pub deed: Deed,
    /// A note that only staff see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Box<str>>,
}

impl Action {
    /// A deed without a private note.
    pub fn new(role: ActorRole, deed: Deed) -> Self {
        let note = None;
        Self { role, deed, note }
    }
}

/// What is done to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Deed {
    /// Taken on.
    Accept,
    /// Not taken on.
    Decline {
        /// Why.
        reason: Box<str>,
        /// Where the resident can lawfully go instead.
        channel: Box<str>,
    },
    /// Given to a department or post.
    Assign {
        /// Department or post, never a person's name.
        to: Box<str>,
    },
    /// Work begins.
    Start,
    /// The resident is asked; the clock stops.
    Ask {
        /// The question.
        question: Box<str>,
    },
    /// The resident answers; the clock goes on.
    Reply {
        /// The answer.
        text: Box<str>,
    },
    /// The clock goes on without an answer.
    Resume {
        /// Why.
        reason: Box<str>,
    },
    /// The answer to the resident.
    Answer(Answer),
    /// The case is closed.
    Close,
    /// Another body is responsible.
    Transfer {
        /// To whom.
        to: Box<str>,
        /// Why.
        reason: Box<str>,
    },
    /// The case is the same as another and goes on there.
    Merge {
        /// The case it goes on as.
        into: CaseReference,
        /// Why.
        reason: Box<str>,
    },
    /// Another case was merged into this one.
    Join {
        /// The other case.
        other: CaseReference,
    },
    /// The resident takes the case back.
    Withdraw {
        /// Why, if the resident wants to say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Box<str>>,
    },
    /// The resident is not content with the answer.
    Reopen {
        /// Why.
        reason: Box<str>,
    },
    /// More time, once, asked before the due date.
    Extend {
        /// Days more, in the unit of the extension rule.
        days: u16,
        /// Why; the resident reads it.
        reason: Box<str>,
    },
    /// The due date has passed.
    Overdue,
    /// The resident adds something.
    Supplement {
        /// The addition.
        text: Box<str>,
    },
    /// Staff note something; the text is the action's private note.
    Note,
    /// The resident's answer to the one question at close.
    Satisfaction(Satisfaction),
    /// Words of an event are taken out.
    Redact {
        /// The event.
        seq: u32,
        /// Why; it stands in place of the words.
        reason: Box<str>,
    },
    /// Due dates are counted anew with the present calendar.
    Recompute,
}

/// An answer. It must say what came out, what was done, and what the resident can do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// What came out.
    pub outcome: Outcome,
    /// What was done, or what was found.
    pub done: Box<str>,
    /// Where the resident can turn who does not agree.
    pub remedy: Box<str>,
    /// Why; must be there unless the case is resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<str>>,
}

/// The answer to the question at close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Satisfaction {
    /// The resident answered.
    Given {
        /// How content the resident is.
        level: SatisfactionLevel,
        /// Whether the matter is settled, in the resident's eyes.
        resolved: bool,
    },
    /// The resident does not want to be asked.
    Declined,
}

/// The words of a deed, by the place they have in the timeline.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Account<'a> {
    /// Why.
    pub reason: Option<&'a str>,
    /// What the complainant reads.
    pub text: Option<&'a str>,
    /// Where it goes from here: channel, department, remedy.
    pub next: Option<&'a str>,
}

impl Deed {
    /// The row of the transition table it belongs to.
    pub fn event(&self) -> EventKind {
        match self {
            Self::Accept => EventKind::Accept,
            Self::Decline { .. } => EventKind::Decline,
            Self::Assign { .. } => EventKind::Assign,
            Self::Start => EventKind::Start,
            Self::Ask { .. } => EventKind::Ask,
            Self::Reply { .. } => EventKind::Reply,
            Self::Resume { .. } => EventKind::Resume,
            Self::Answer(answer) => answer.outcome.event(),
            Self::Close => EventKind::Close,
            Self::Transfer { .. } => EventKind::Transfer,
            Self::Merge { .. } => EventKind::Merge,
            Self::Join { .. } => EventKind::Join,
            Self::Withdraw { .. } => EventKind::Withdraw,
            Self::Reopen { .. } => EventKind::Reopen,
            Self::Extend { .. } => EventKind::Extend,
            Self::Overdue => EventKind::Overdue,
            Self::Supplement { .. } => EventKind::Supplement,
            Self::Note => EventKind::Note,
            Self::Satisfaction(_) => EventKind::Satisfaction,
            Self::Redact { .. } => EventKind::Redact,
            Self::Recompute => EventKind::Recompute,
        }
    }

    /// Its words.
    pub fn account(&self) -> Account<'_> {
        let (reason, text, next) = match self {
            Self::Decline { reason, channel } => (Some(reason), None, Some(channel)),
            Self::Assign { to } => (None, None, Some(to)),
            Self::Ask { question: text } | Self::Reply { text } | Self::Supplement { text } => {
                (None, Some(text), None)
            }
            Self::Answer(a) => (a.reason.as_ref(), Some(&a.done), Some(&a.remedy)),
            Self::Transfer { to, reason } => (Some(reason), None, Some(to)),
            Self::Withdraw { reason } => (reason.as_ref(), None, None),
            Self::Resume { reason }
            | Self::Merge { reason, .. }
            | Self::Reopen { reason }
            | Self::Extend { reason, .. }
            | Self::Redact { reason, .. } => (Some(reason), None, None),
            Self::Accept
            | Self::Start
            | Self::Close
            | Self::Join { .. }
            | Self::Overdue
            | Self::Note
            | Self::Satisfaction(_)
            | Self::Recompute => (None, None, None),
        };
        Account {
            reason: reason.map(|words| &**words),
            text: text.map(|words| &**words),
            next: next.map(|words| &**words),
        }
    }
}
