//! What the desk prepares for publication: cleared answers, themes of "you said, we did", topics; and what it holds back.
//!
//! Entry points: [`clear`], [`clear_reply`], [`withhold`], [`theme`], [`topic`], [`hold`]. Nothing goes out from here: a snapshot takes it along. Personal data in staff's words
//! is refused where it is written. Must not: publish what a resident wrote, or without the resident's consent.

use super::Fault;
use super::desk::{Desk, key};
use crate::store::desk_entries::{
    ActEntry, DeskEntry, HoldEntry, ReplyEntry, ThemeEntry, TopicEntry, cleared_key, hold_key,
    reply_key, theme_key, topic_key,
};
use crate::store::entries::{FeedbackEntry, RatingEntry};
use crate::store::{Forget, KeepDesk, KeepRatings, ListAll, ReadCases};
use governance::cases::{ActorRole, CaseReference, Outcome};
use governance::dates::{Day, Moment};
use governance::ids::RecordId;
use governance::labelled::Labelled;
use governance::leak_guard::{LeakGuard, Severity};
use governance::published::{ClearedAnswer, ModerationAction, ModerationReason, ThemeReply};
use governance::ratings::{ClearedReply, RatingAct};
use std::collections::BTreeSet;

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prepared {
    /// It is kept; what it was, for whoever wants to know.
    Kept,
    /// There is no such case, rating or feedback.
    Unknown,
    /// The resident did not agree.
    NotAgreed,
    /// There is no answer yet.
    NotAnswered,
    /// The words hold personal data; kinds and masked values.
    Personal(Vec<(&'static str, String)>),
    /// Somebody else changed it in the same moment.
    Faster,
    /// It was done before, as this.
    Before(RecordId),
    /// Something that must be said is missing.
    Missing(&'static str),
}

fn personal(words: &[&str]) -> Option<Prepared> {
    let guard = LeakGuard::new();
    let found = words.iter().flat_map(|words| guard.scan(words));
    let found: Vec<_> = found
        .filter(|finding| finding.severity == Severity::Block)
        .map(|finding| (finding.kind.zh(), finding.masked))
        .collect();
    (!found.is_empty()).then_some(Prepared::Personal(found))
}

/// Keeps an entry over the one that is there.
async fn keep<S: KeepDesk>(store: &S, entry: DeskEntry) -> Result<Prepared, Fault> {
    let before = store.desk_entry(&entry.key()).await?;
    let kept = store.put_desk_entry(&entry, before.as_ref()).await?;
    Ok(if kept {
        Prepared::Kept
    } else {
        Prepared::Faster
    })
}

/// Staff's words for the public.
#[derive(Debug, Clone, Copy)]
pub struct PublicWords<'a> {
    /// What was asked.
    pub summary: &'a str,
    /// What was done.
    pub answer: &'a str,
}

/// Clears an answer for publication.
///
/// # Errors
/// [`Fault`] if the store did not answer.
pub async fn clear<S: ReadCases + KeepDesk>(
    store: &S,
    desk: &Desk<'_>,
    (role, reference): (ActorRole, CaseReference),
    words: PublicWords<'_>,
) -> Result<Prepared, Fault> {
    let Some(stored) = store.case(reference).await? else {
        return Ok(Prepared::Unknown);
    };
    let case = stored.case;
    if !case.consents_to_summary {
        return Ok(Prepared::NotAgreed);
    }
    let answered = case.rounds.iter().rev();
    let answered = answered.filter_map(|r| Some((r.answered_at?.day(), Outcome::of(r.outcome?)?)));
    let Some((answered_on, outcome)) = answered.into_iter().next() else {
        return Ok(Prepared::NotAnswered);
    };
    if let Some(personal) = personal(&[words.summary, words.answer]) {
        return Ok(personal);
    }
    let answer = ClearedAnswer {
        reference,
        category: case.category,
        place: case.place,
        summary: words.summary.trim().into(),
        outcome,
        answer: words.answer.trim().into(),
        answered_on,
        cleared_on: desk.now.day(),
        cleared_by: role,
    };
    keep(store, DeskEntry::Cleared(answer)).await
}

/// Clears a vendor's answer to a rating for publication: in `words`, or else as the vendor gave it.
///
/// # Errors
/// [`Fault`] if the store did not answer.
pub async fn clear_reply<S: KeepRatings + KeepDesk>(
    store: &S,
    desk: &Desk<'_>,
    (role, rating): (ActorRole, &str),
    words: Option<&str>,
) -> Result<Prepared, Fault> {
    let Some(entry) = store.rating(rating).await? else {
        return Ok(Prepared::Unknown);
    };
    let Some(reply) = entry.reply else {
        return Ok(Prepared::NotAnswered);
    };
    let words = words.or_else(|| replied(&entry)).unwrap_or_default().trim();
    if words.is_empty() {
        return Ok(Prepared::Missing("answer"));
    }
    if let Some(personal) = personal(&[words]) {
        return Ok(personal);
    }
    let cleared = ClearedReply {
        reply,
        text: words.into(),
        cleared_on: desk.now.day(),
        cleared_by: role,
    };
    let entry = ReplyEntry {
        rating: rating.into(),
        cleared,
        at: desk.now,
    };
    keep(store, DeskEntry::Reply(entry)).await
}

/// The vendor's words as they were written down.
fn replied(entry: &RatingEntry) -> Option<&str> {
    let mut history = entry.history.iter().rev();
    let event = history.find(|event| event.act == RatingAct::Reply)?;
    event.text.as_deref()
}

/// What is held back or removed, and why.
#[derive(Debug, Clone, Copy)]
pub struct Withholding<'a> {
    /// A reference, or the key of a rating or of feedback.
    pub target: &'a str,
    /// Why.
    pub reason: ModerationReason,
    /// Whether the words themselves go.
    pub remove: bool,
}

/// Holds back or removes, and counts it. A cleared answer of the case or rating is no longer cleared; a
/// removed comment or feedback loses its words.
///
/// # Errors
/// [`Fault`] if the store did not answer.
pub async fn withhold<S: ReadCases + KeepRatings + KeepDesk + ListAll + Forget>(
    store: &S,
    desk: &Desk<'_>,
    role: ActorRole,
    what: Withholding<'_>,
) -> Result<Prepared, Fault> {
    let act = DeskEntry::Act(ActEntry {
        key: key(desk.entropy)?,
        at: desk.now,
        role,
        action: if what.remove {
            ModerationAction::Removed
        } else {
            ModerationAction::Withheld
        },
        reason: what.reason,
        target: what.target.into(),
        seq: None,
        original: None,
    });
    if let Ok(reference) = CaseReference::parse(what.target) {
        if store.case(reference).await?.is_none() {
            return Ok(Prepared::Unknown);
        }
        store.put_desk_entry(&act, None).await?;
        store.forget_desk_entry(&cleared_key(reference)).await?;
        return Ok(Prepared::Kept);
    }
    if let Some(entry) = store.rating(what.target).await? {
        return withhold_rating(store, entry, (&act, what.remove)).await;
    }
    let Some(mut entry) = feedback(store, what.target).await? else {
        return Ok(Prepared::Unknown);
    };
    if !what.remove {
        store.put_desk_entry(&act, None).await?;
        return Ok(Prepared::Kept);
    }
    (entry.text, entry.subject) = (None, None);
    let gone = store.forget_feedback(&entry, &act).await?;
    Ok(if gone {
        Prepared::Kept
    } else {
        Prepared::Faster
    })
}

/// Takes back what was cleared of a rating; the rating itself goes on counting. `remove` takes the comment too.
async fn withhold_rating<S: KeepDesk + Forget>(
    store: &S,
    mut entry: RatingEntry,
    (act, remove): (&DeskEntry, bool),
) -> Result<Prepared, Fault> {
    store.forget_desk_entry(&reply_key(&entry.key)).await?;
    if !remove {
        store.put_desk_entry(act, None).await?;
        return Ok(Prepared::Kept);
    }
    let version = entry.version;
    entry.version += 1;
    entry.comment = None;
    let gone = store.forget_comment(&entry, version, act).await?;
    Ok(if gone {
        Prepared::Kept
    } else {
        Prepared::Faster
    })
}

async fn feedback<S: ListAll>(store: &S, key: &str) -> Result<Option<FeedbackEntry>, Fault> {
    let mut all = store.all_feedback().await?.into_iter();
    Ok(all.find(|entry| &*entry.key == key))
}

/// What is said about a theme.
#[derive(Debug, Clone)]
pub struct ThemeWords {
    /// Its identity.
    pub id: RecordId,
    /// What people said; none to leave it as it is.
    pub title: Option<Box<str>>,
    /// Feedback and cases to add.
    pub add: Vec<Box<str>>,
    /// What came of it; none to leave it as it is.
    pub reply: Option<ThemeReply>,
}

/// Begins a theme, adds to it, or answers it. How many said it is counted from what was added; a key counts once.
///
/// # Errors
/// [`Fault`] if the store did not answer.
pub async fn theme<S: ReadCases + KeepDesk + ListAll>(
    store: &S,
    desk: &Desk<'_>,
    role: ActorRole,
    words: ThemeWords,
) -> Result<Prepared, Fault> {
    let reply = words.reply.as_ref().map_or("", ThemeReply::text);
    if let Some(personal) = personal(&[words.title.as_deref().unwrap_or_default(), reply]) {
        return Ok(personal);
    }
    let before = store.desk_entry(&theme_key(&words.id)).await?;
    let Some(mut theme) = begun(before.as_ref(), &words, desk, role) else {
        return Ok(Prepared::Missing("title"));
    };
    let Some(days) = days_of(store, &words.add).await? else {
        return Ok(Prepared::Unknown);
    };
    theme.said.extend(words.add);
    theme.from = days
        .iter()
        .copied()
        .chain([theme.from])
        .min()
        .unwrap_or(theme.from);
    theme.to = days
        .iter()
        .copied()
        .chain([theme.to])
        .max()
        .unwrap_or(theme.to);
    theme.title = words.title.unwrap_or(theme.title);
    theme.reply = words.reply.or(theme.reply);
    (theme.changed_at, theme.role) = (desk.now, role);
    let entry = DeskEntry::Theme(theme);
    let kept = store.put_desk_entry(&entry, before.as_ref()).await?;
    Ok(if kept {
        Prepared::Kept
    } else {
        Prepared::Faster
    })
}

fn begun(
    before: Option<&DeskEntry>,
    words: &ThemeWords,
    desk: &Desk<'_>,
    role: ActorRole,
) -> Option<ThemeEntry> {
    if let Some(DeskEntry::Theme(theme)) = before {
        return Some(theme.clone());
    }
    Some(ThemeEntry {
        id: words.id.clone(),
        title: words.title.clone()?,
        said: BTreeSet::new(),
        from: desk.now.day(),
        to: desk.now.day(),
        reply: None,
        changed_at: desk.now,
        role,
    })
}

/// The day of each; none if one of them is neither feedback nor a case.
async fn days_of<S: ReadCases + ListAll>(
    store: &S,
    keys: &[Box<str>],
) -> Result<Option<Vec<Day>>, Fault> {
    let all = if keys.is_empty() {
        Vec::new()
    } else {
        store.all_feedback().await?
    };
    let mut days = Vec::new();
    for key in keys {
        let found = all.iter().find(|entry| entry.key == *key);
        let day = match (found, CaseReference::parse(key)) {
            (Some(entry), _) => Some(entry.filed_at.day()),
            (None, Ok(reference)) => {
                let stored = store.case(reference).await?;
                stored.and_then(|s| s.case.filed_at()).map(Moment::day)
            }
            (None, Err(_)) => None,
        };
        let Some(day) = day else { return Ok(None) };
        days.push(day);
    }
    Ok(Some(days))
}

/// A suggestion that is to become a topic, or why not. The caller writes the draft, then [`topic`] says that it was.
///
/// # Errors
/// [`Fault`] if the store did not answer.
pub async fn suggestion<S: KeepDesk + ListAll>(
    store: &S,
    key: &str,
) -> Result<Result<FeedbackEntry, Prepared>, Fault> {
    if let Some(DeskEntry::Topic(before)) = store.desk_entry(&topic_key(key)).await? {
        return Ok(Err(Prepared::Before(before.topic)));
    }
    let found = feedback(store, key).await?;
    Ok(found
        .filter(|entry| entry.subject.is_some())
        .ok_or(Prepared::Unknown))
}

/// Notes that feedback became a topic.
///
/// # Errors
/// [`Fault`] if the store did not answer.
pub async fn topic<S: KeepDesk>(
    store: &S,
    desk: &Desk<'_>,
    role: ActorRole,
    (feedback, topic): (&str, RecordId),
) -> Result<Prepared, Fault> {
    let entry = DeskEntry::Topic(TopicEntry {
        feedback: feedback.into(),
        topic,
        at: desk.now,
        role,
    });
    let kept = store.put_desk_entry(&entry, None).await?;
    Ok(if kept {
        Prepared::Kept
    } else {
        Prepared::Faster
    })
}

/// Keeps a case from retention, or lets it go again (`reason` none).
///
/// # Errors
/// [`Fault`] if the store did not answer.
pub async fn hold<S: ReadCases + KeepDesk + Forget>(
    store: &S,
    desk: &Desk<'_>,
    (role, reference): (ActorRole, CaseReference),
    reason: Option<&str>,
) -> Result<Prepared, Fault> {
    if store.case(reference).await?.is_none() {
        return Ok(Prepared::Unknown);
    }
    let Some(reason) = reason else {
        store.forget_desk_entry(&hold_key(reference)).await?;
        return Ok(Prepared::Kept);
    };
    let hold = HoldEntry {
        reference,
        reason: reason.into(),
        at: desk.now,
        role,
    };
    keep(store, DeskEntry::Hold(hold)).await
}
