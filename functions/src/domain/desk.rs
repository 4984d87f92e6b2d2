//! The staff desk: what staff do to cases, and what the passing of days does.
//!
//! Entry points: [`change`], [`merge`], [`redact`], [`sweep`]. Whoever changes a case names the version that was read; if the case has gone on since, nothing
//! is written and both sides are handed back, what one wanted to write and what others wrote meanwhile. Must not: decide what a case may do (that is
//! [`governance::cases::apply()`]), or read contact data.

use super::Fault;
use crate::doors::Entropy;
use crate::secrets::contact::ContactKey;
use crate::secrets::hex;
use crate::store::desk_entries::{ActEntry, DeskEntry};
use crate::store::entries::StoredCase;
use crate::store::{Change, ListAll, ReadCases, StaffCases, Staffed};
use governance::cases::{
    Action, ActorRole, Case, CaseReference, Clocks, Deed, EventKind, Refusal, TimelineEvent, apply,
};
use governance::dates::Moment;
use governance::published::{ModerationAction, ModerationReason};

/// What the desk decides with.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// Now.
    pub now: Moment,
    /// Due dates.
    pub clocks: &'a Clocks,
    /// Seals what is taken out.
    pub contact_key: &'a ContactKey,
    /// Chance, for keys.
    pub entropy: &'a dyn Entropy,
}

impl std::fmt::Debug for Desk<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Desk({})", self.now)
    }
}

/// What somebody wants to do to a case.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The case.
    pub reference: CaseReference,
    /// The version that was read before deciding; none to take it as it is now.
    pub version: Option<u64>,
    /// What is to be done.
    pub action: Action,
}

/// What became of a wish.
#[derive(Debug)]
pub enum Verdict {
    /// Written.
    Done(Box<Case>),
    /// There is no such case.
    Unknown,
    /// Not possible; the case is as it was.
    Refused(Box<Case>, Refusal),
    /// The case has gone on since it was read: nothing was written.
    Stale(Box<Stale>),
}

/// A case that has gone on.
#[derive(Debug)]
pub struct Stale {
    /// The version that was read.
    pub read: u64,
    /// The case as it is now.
    pub now: Case,
}

impl Stale {
    /// What others wrote since.
    pub fn since(&self) -> impl Iterator<Item = &TimelineEvent> {
        let read = self.read;
        let events = self.now.timeline.iter();
        events.filter(move |event| u64::from(event.seq) > read)
    }
}

/// Does something to a case.
///
/// # Errors
/// [`Fault`] if the store did not answer.
pub async fn change<S: ReadCases + StaffCases>(
    store: &S,
    desk: &Desk<'_>,
    wish: &Wish,
) -> Result<Verdict, Fault> {
    let before = match read(store, wish).await? {
        Ok(before) => before,
        Err(verdict) => return Ok(verdict),
    };
    match step(desk, &before, &wish.action) {
        Ok(change) => write(store, vec![change], &[]).await,
        Err(refusal) => Ok(Verdict::Refused(Box::new(before.case), refusal)),
    }
}

/// The case, if it is still as it was read.
async fn read<S: ReadCases>(store: &S, wish: &Wish) -> Result<Result<StoredCase, Verdict>, Fault> {
    let Some(before) = store.case(wish.reference).await? else {
        return Ok(Err(Verdict::Unknown));
    };
    let read = wish.version.unwrap_or(before.case.version);
    Ok(match before.case.expect_version(read) {
        Ok(()) => Ok(before),
        Err(_) => Err(stale(read, before.case)),
    })
}

fn stale(read: u64, now: Case) -> Verdict {
    Verdict::Stale(Box::new(Stale { read, now }))
}

/// The case after the action, beside what it was read with.
fn step(desk: &Desk<'_>, before: &StoredCase, action: &Action) -> Result<Change, Refusal> {
    let case = apply(&before.case, action, desk.now, desk.clocks)?;
    Ok(Change {
        before: (before.case.state, before.case.version),
        after: StoredCase {
            case,
            receipt: before.receipt.clone(),
        },
    })
}

/// Writes changes; the verdict is about the first of them, or about the one that somebody else was faster with.
async fn write<S: ReadCases + StaffCases>(
    store: &S,
    changes: Vec<Change>,
    entries: &[DeskEntry],
) -> Result<Verdict, Fault> {
    let Staffed::Stale(reference) = store.staff(&changes, entries).await? else {
        let first = changes.into_iter().next();
        return Ok(first.map_or(Verdict::Unknown, |c| Verdict::Done(Box::new(c.after.case))));
    };
    let read = changes
        .iter()
        .find(|change| change.after.case.reference == reference)
        .map_or(0, |change| change.before.1);
    let now = store.case(reference).await?;
    Ok(now.map_or(Verdict::Unknown, |now| stale(read, now.case)))
}

/// Merges a case into another: both are written or neither, and both references go on answering. `wish` holds a [`Deed::Merge`].
///
/// # Errors
/// [`Fault`] if the store did not answer.
pub async fn merge<S: ReadCases + StaffCases>(
    store: &S,
    desk: &Desk<'_>,
    wish: &Wish,
) -> Result<Verdict, Fault> {
    let Deed::Merge { into, .. } = &wish.action.deed else {
        return change(store, desk, wish).await;
    };
    let before = match read(store, wish).await? {
        Ok(before) => before,
        Err(verdict) => return Ok(verdict),
    };
    let Some(main) = store.case(*into).await? else {
        return Ok(Verdict::Unknown);
    };
    let join = Action::new(
        wish.action.role,
        Deed::Join {
            other: wish.reference,
        },
    );
    let both = step(desk, &before, &wish.action)
        .and_then(|merged| Ok(vec![merged, step(desk, &main, &join)?]));
    match both {
        Ok(changes) => write(store, changes, &[]).await,
        Err(refusal) => Ok(Verdict::Refused(Box::new(before.case), refusal)),
    }
}

/// Takes the words of an event out. The words are kept, sealed to the desk's key, for as long as retention says; the act is counted by its
/// reason. `wish` holds a [`Deed::Redact`].
///
/// # Errors
/// [`Fault`] if the store did not answer or the words could not be sealed.
pub async fn redact<S: ReadCases + StaffCases>(
    store: &S,
    desk: &Desk<'_>,
    wish: &Wish,
    reason: ModerationReason,
) -> Result<Verdict, Fault> {
    let Deed::Redact { seq, .. } = wish.action.deed else {
        return change(store, desk, wish).await;
    };
    let before = match read(store, wish).await? {
        Ok(before) => before,
        Err(verdict) => return Ok(verdict),
    };
    let change = match step(desk, &before, &wish.action) {
        Ok(change) => change,
        Err(refusal) => return Ok(Verdict::Refused(Box::new(before.case), refusal)),
    };
    let act = ActEntry {
        key: key(desk.entropy)?,
        at: desk.now,
        role: wish.action.role,
        action: ModerationAction::Redacted,
        reason,
        target: wish.reference.as_str().into(),
        seq: Some(seq),
        original: Some(sealed_words(desk, &before.case, seq)?),
    };
    write(store, vec![change], &[DeskEntry::Act(act)]).await
}

/// A new key for what has none of its own.
///
/// # Errors
/// [`Fault`] without random bytes.
pub fn key(entropy: &dyn Entropy) -> Result<Box<str>, Fault> {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes)?;
    Ok(format!("{}#act", hex(&bytes)).into())
}

fn sealed_words(desk: &Desk<'_>, case: &Case, seq: u32) -> Result<Box<str>, Fault> {
    let event = case.timeline.iter().find(|event| event.seq == seq);
    let words = event.map(|e| [&e.text, &e.reason, &e.next, &e.note]);
    let words: Vec<&str> = words
        .iter()
        .flatten()
        .filter_map(|words| words.as_deref())
        .collect();
    let sealed = desk.contact_key.seal(&case.reference, &words.join("\n"))?;
    Ok(hex(&sealed).into())
}

/// What the passing of days did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Swept {
    /// Each case with what was written about it.
    pub events: Vec<(CaseReference, EventKind)>,
    /// Cases that staff changed in the same moment; the next sweep sees to them.
    pub left: Vec<CaseReference>,
}

/// Writes what follows from the passing of days: overdue, once for each round; a question that waited long enough; due dates counted anew when a
/// year's calendar has come; answered cases that nobody closed while they could be reopened. May run as often as one likes.
///
/// # Errors
/// [`Fault`] if the store did not answer; what was written until then stands.
pub async fn sweep<S: ListAll + ReadCases + StaffCases>(
    store: &S,
    desk: &Desk<'_>,
) -> Result<Swept, Fault> {
    let mut swept = Swept::default();
    let moving = store.cases(|stored| !stored.case.state.is_ended()).await?;
    for stored in moving {
        let reference = stored.case.reference;
        let (after, events) = pass(desk, &stored.case);
        if events.is_empty() {
            continue;
        }
        let change = Change {
            before: (stored.case.state, stored.case.version),
            after: StoredCase {
                case: after,
                receipt: stored.receipt,
            },
        };
        match store.staff(&[change], &[]).await? {
            Staffed::Written => swept
                .events
                .extend(events.into_iter().map(|e| (reference, e))),
            Staffed::Stale(_) => swept.left.push(reference),
        }
    }
    swept.events.sort();
    swept.left.sort();
    Ok(swept)
}

/// Everything that time does to one case, in order.
fn pass(desk: &Desk<'_>, case: &Case) -> (Case, Vec<EventKind>) {
    let deeds = [
        Deed::Recompute,
        Deed::Resume {
            reason: WAITED.into(),
        },
        Deed::Overdue,
        Deed::Close,
    ];
    let mut case = case.clone();
    let mut events = Vec::new();
    for deed in deeds {
        let early = matches!(deed, Deed::Close) && !may_close(desk, &case);
        let action = Action::new(ActorRole::System, deed);
        if let (false, Ok(after)) = (early, apply(&case, &action, desk.now, desk.clocks)) {
            events.push(action.deed.event());
            case = after;
        }
    }
    (case, events)
}

/// What the resident reads when work goes on without an answer.
const WAITED: &str = "等待补充的期限已过,按现有材料继续办理";

/// Whether an answered case has waited for its reopening long enough.
fn may_close(desk: &Desk<'_>, case: &Case) -> bool {
    let answered = case.round().and_then(|round| round.answered_at);
    let answered = answered.filter(|_| case.state.is_answered());
    answered.is_some_and(|at| desk.now.day() > desk.clocks.reopen_until(at))
}
