//! The one function that changes a case.
//!
//! Entry point: [`apply()`]. It looks up the row of the table, checks the words and the few facts beyond state and role, and gives a new case; the old one
//! stays as it was, so that a caller who loses a race still has it.

use super::clocks::Clocks;
use super::deeds::{Action, Deed, MAX_SUPPLEMENTS, MAX_TEXT, MAX_WORDS, Satisfaction};
use super::transitions::{Transition, transition};
use super::words::{ActorRole, CaseState, EventKind};
use super::{Case, Extension, Pause, Round, TimelineEvent};
use crate::dates::{Day, Moment};
use crate::labelled::Labelled;

/// Why something cannot happen to a case. None of these says anything a resident wrote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The event is not possible in this state.
    #[error("`{}` is not possible while the case is `{}`", event.id(), state.id())]
    NotNow {
        /// The event.
        event: EventKind,
        /// The state.
        state: CaseState,
    },
    /// The role may not do it.
    #[error("the role `{}` may not do `{}`", role.id(), event.id())]
    NotYours {
        /// The event.
        event: EventKind,
        /// The role.
        role: ActorRole,
    },
    /// The case was changed since it was read.
    #[error("the case has version {actual}, not {expected}")]
    Stale {
        /// The version the caller read.
        expected: u64,
        /// The version the case has.
        actual: u64,
    },
    /// Words that must be there are not.
    #[error("`{0}` cannot be empty")]
    Blank(&'static str),
    /// Words are too long.
    #[error("`{field}` has at most {limit} characters")]
    TooLong {
        /// Which words.
        field: &'static str,
        /// How many code points they may have.
        limit: usize,
    },
    /// The case has no room for more questions, notes or additions.
    #[error("the case is full")]
    Full,
    /// There was an extension already.
    #[error("a case is extended once")]
    ExtendedBefore,
    /// The due date is over: too late to extend.
    #[error("an extension is asked before the due date, which was {0}")]
    ExtendedTooLate(Day),
    /// No days, or more than the rule allows.
    #[error("an extension has 1 to {0} days")]
    ExtensionLength(u16),
    /// The due date is not over yet.
    #[error("the case is not overdue before {0} has passed")]
    NotOverdue(Day),
    /// It was done already, and is done once.
    #[error("this was done already")]
    Already,
    /// The question still waits for its answer.
    #[error("the question waits until {0} has passed")]
    StillWaiting(Day),
    /// Too late to reopen; a new case can be filed.
    #[error("a case can be reopened until {0}")]
    ReopenedTooLate(Day),
    /// A case cannot be merged with itself.
    #[error("a case cannot be merged with itself")]
    Itself,
    /// There is no such event, or it has no words.
    #[error("event {0} has no words to take out")]
    NoSuchWords(u32),
}

/// Lets something happen to a case at a moment. A moment before the last event counts as that event's: machines' clocks differ by little, and a
/// timeline never runs backwards.
///
/// # Errors
/// [`Refusal`] says why not; nothing changes then.
pub fn apply(case: &Case, action: &Action, now: Moment, clocks: &Clocks) -> Result<Case, Refusal> {
    let row = allowed(case, action)?;
    check_words(case, action, row)?;
    let at = case.timeline.last().map_or(now, |last| last.at.max(now));
    let scene = Scene { at, clocks };
    scene.check_time(case, action)?;
    let mut next = case.clone();
    if let Some(state) = row.to {
        next.state = state;
    }
    scene.write_down(&mut next, action);
    scene.keep_rounds(&mut next, case.state);
    scene.carry_out(&mut next, action)?;
    next.version += 1;
    Ok(next)
}

impl Case {
    /// Refuses a writer who read an older version.
    ///
    /// # Errors
    /// [`Refusal::Stale`] with both versions.
    pub fn expect_version(&self, expected: u64) -> Result<(), Refusal> {
        let actual = self.version;
        if expected == actual {
            Ok(())
        } else {
            Err(Refusal::Stale { expected, actual })
        }
    }
}

fn allowed(case: &Case, action: &Action) -> Result<&'static Transition, Refusal> {
    let event = action.deed.event();
    let state = case.state;
    let row = transition(event).ok_or(Refusal::NotNow { event, state })?;
    if !row.from.contains(&state) {
        return Err(Refusal::NotNow { event, state });
    }
    if !row.roles.contains(&action.role) {
        let role = action.role;
        return Err(Refusal::NotYours { event, role });
    }
    Ok(row)
}

/// Refuses blank words and words beyond a number of code points.
pub(super) fn within(field: &'static str, words: &str, limit: usize) -> Result<(), Refusal> {
    if words.trim().is_empty() {
        return Err(Refusal::Blank(field));
    }
    if words.chars().count() > limit {
        return Err(Refusal::TooLong { field, limit });
    }
    Ok(())
}

fn check_words(case: &Case, action: &Action, row: &Transition) -> Result<(), Refusal> {
    let account = action.deed.account();
    let note = action.note.as_deref();
    let words = [
        ("reason", account.reason),
        ("text", account.text),
        ("next", account.next),
        ("note", note),
    ];
    for (field, words) in words {
        words.map_or(Ok(()), |words| within(field, words, MAX_TEXT))?;
    }
    if row.reason && account.reason.is_none() {
        return Err(Refusal::Blank("reason"));
    }
    if row.event == EventKind::Note && note.is_none() {
        return Err(Refusal::Blank("note"));
    }
    check_room(case, row.event)
}

fn check_room(case: &Case, event: EventKind) -> Result<(), Refusal> {
    let adds = matches!(
        event,
        EventKind::Ask | EventKind::Supplement | EventKind::Note
    );
    let supplements = || {
        let added = |e: &&TimelineEvent| e.kind == EventKind::Supplement;
        case.timeline.iter().filter(added).count()
    };
    if adds && case.words() >= MAX_WORDS
        || event == EventKind::Supplement && supplements() >= MAX_SUPPLEMENTS
    {
        return Err(Refusal::Full);
    }
    Ok(())
}

/// The moment of an event and the clocks that judge it.
struct Scene<'a> {
    at: Moment,
    clocks: &'a Clocks,
}

impl Scene<'_> {
    /// What depends on the day.
    fn check_time(&self, case: &Case, action: &Action) -> Result<(), Refusal> {
        let Some(round) = case.round() else {
            return Ok(());
        };
        match &action.deed {
            Deed::Extend { days, .. } => self.check_extension(case, round, *days),
            Deed::Overdue => self.check_overdue(round),
            Deed::Resume { .. } if action.role == ActorRole::System => self.check_waiting(round),
            Deed::Reopen { .. } if action.role == ActorRole::Resident => {
                self.check_reopening(round)
            }
            Deed::Satisfaction(_) if round.satisfaction.is_some() => Err(Refusal::Already),
            Deed::Merge { into: other, .. } | Deed::Join { other } if *other == case.reference => {
                Err(Refusal::Itself)
            }
            Deed::Recompute if dates(&self.recounted(case)) == dates(case) => Err(Refusal::Already),
            Deed::Accept
            | Deed::Decline { .. }
            | Deed::Assign { .. }
            | Deed::Start
            | Deed::Ask { .. }
            | Deed::Reply { .. }
            | Deed::Resume { .. }
            | Deed::Answer(_)
            | Deed::Close
            | Deed::Transfer { .. }
            | Deed::Merge { .. }
            | Deed::Join { .. }
            | Deed::Withdraw { .. }
            | Deed::Reopen { .. }
            | Deed::Supplement { .. }
            | Deed::Note
            | Deed::Satisfaction(_)
            | Deed::Redact { .. }
            | Deed::Recompute => Ok(()),
        }
    }

    fn check_extension(&self, case: &Case, round: &Round, days: u16) -> Result<(), Refusal> {
        let longest = self.clocks.longest_extension().days;
        if case.rounds.iter().any(|round| round.extension.is_some()) {
            return Err(Refusal::ExtendedBefore);
        }
        if self.at.day() > round.answer.due_on {
            return Err(Refusal::ExtendedTooLate(round.answer.due_on));
        }
        if !(1..=longest).contains(&days) {
            return Err(Refusal::ExtensionLength(longest));
        }
        Ok(())
    }

    fn check_overdue(&self, round: &Round) -> Result<(), Refusal> {
        if round.overdue_at.is_some() {
            return Err(Refusal::Already);
        }
        if self.at.day() <= round.due_on() {
            return Err(Refusal::NotOverdue(round.due_on()));
        }
        Ok(())
    }

    fn check_waiting(&self, round: &Round) -> Result<(), Refusal> {
        let asked = round.pauses.last().map(|pause| pause.asked_at);
        let until = asked.map(|asked| self.clocks.await_until(asked));
        match until.filter(|until| self.at.day() <= *until) {
            Some(until) => Err(Refusal::StillWaiting(until)),
            None => Ok(()),
        }
    }

    fn check_reopening(&self, round: &Round) -> Result<(), Refusal> {
        let until = round.answered_at.map(|at| self.clocks.reopen_until(at));
        match until.filter(|until| self.at.day() > *until) {
            Some(until) => Err(Refusal::ReopenedTooLate(until)),
            None => Ok(()),
        }
    }

    /// Adds the event to the timeline.
    fn write_down(&self, case: &mut Case, action: &Action) {
        let account = action.deed.account();
        let owned = |words: Option<&str>| words.map(|w| w.trim().into());
        case.timeline.push(TimelineEvent {
            seq: case.timeline.last().map_or(1, |last| last.seq + 1),
            at: self.at,
            role: action.role,
            kind: action.deed.event(),
            state: case.state,
            reason: owned(account.reason),
            text: owned(account.text),
            next: owned(account.next),
            note: owned(action.note.as_deref()),
            redacted: None,
        });
    }

    /// What follows from the states alone: acknowledgement, stops and ends of the clocks.
    fn keep_rounds(&self, case: &mut Case, before: CaseState) {
        if before == CaseState::Received && case.state != before {
            case.acknowledged_at = Some(self.at);
        }
        let (state, seq) = (case.state, case.timeline.last().map_or(0, |e| e.seq));
        let Some(round) = case.rounds.last_mut() else {
            return;
        };
        if state != before && state == CaseState::AwaitingComplainant {
            round.pauses.push(Pause {
                question: seq,
                asked_at: self.at,
                resumed_at: None,
            });
        } else if state != before && before == CaseState::AwaitingComplainant {
            self.resume(round);
        }
        if state != before && (state.is_answered() || state.is_ended()) {
            self.settle(round, state);
        }
    }

    fn resume(&self, round: &mut Round) {
        if let Some(pause) = round.pauses.last_mut() {
            pause.resumed_at = Some(self.at);
        }
        self.recount(round);
    }

    /// Counts a round's due dates anew: the original, then the extension that begins with it.
    fn recount(&self, round: &mut Round) {
        let calendar = self.clocks.calendar();
        let pauses = round.stood_still();
        round.answer = round.answer.recounted(calendar, &pauses);
        if let Some(extension) = &mut round.extension {
            extension.due.start = Moment::start_of(round.answer.due_on);
            extension.due = extension.due.recounted(calendar, &pauses);
        }
    }

    fn settle(&self, round: &mut Round, state: CaseState) {
        let answers =
            state.is_answered() || matches!(state, CaseState::NotAccepted | CaseState::Transferred);
        if answers {
            round.answered_at = Some(self.at);
        }
        if state.is_ended() {
            round.ended_at = Some(self.at);
        }
        if state != CaseState::Closed {
            round.outcome = Some(state);
        }
    }

    /// What the deed itself does, beyond the states.
    fn carry_out(&self, case: &mut Case, action: &Action) -> Result<(), Refusal> {
        match &action.deed {
            Deed::Assign { to } => case.assigned_to = Some(to.trim().into()),
            Deed::Merge { into, .. } => case.duplicate_of = Some(*into),
            Deed::Join { .. } => case.followers += 1,
            Deed::Reopen { .. } => self.reopen(case),
            Deed::Extend { days, .. } => self.extend(case, *days),
            Deed::Overdue => self.with_round(case, |round, at| round.overdue_at = Some(at)),
            Deed::Satisfaction(answer) => self.rate(case, *answer),
            Deed::Redact { seq, reason } => redact(case, *seq, reason)?,
            Deed::Recompute => *case = self.recounted(case),
            Deed::Accept
            | Deed::Decline { .. }
            | Deed::Start
            | Deed::Ask { .. }
            | Deed::Reply { .. }
            | Deed::Resume { .. }
            | Deed::Answer(_)
            | Deed::Close
            | Deed::Transfer { .. }
            | Deed::Withdraw { .. }
            | Deed::Supplement { .. }
            | Deed::Note => {}
        }
        Ok(())
    }

    fn with_round(&self, case: &mut Case, change: impl FnOnce(&mut Round, Moment)) {
        if let Some(round) = case.rounds.last_mut() {
            change(round, self.at);
        }
    }

    fn reopen(&self, case: &mut Case) {
        self.with_round(case, |round, at| {
            round.ended_at.get_or_insert(at);
        });
        case.rounds
            .push(Round::open(case.kind, self.at, self.clocks));
        case.escalated |= case.reopened() >= self.clocks.escalate_at();
    }

    fn extend(&self, case: &mut Case, days: u16) {
        let event = case.timeline.last().map_or(0, |last| last.seq);
        self.with_round(case, |round, at| {
            let pauses = round.stood_still();
            let due = self.clocks.extended_by(days, &round.answer);
            round.extension = Some(Extension {
                asked_at: at,
                event,
                due: due.recounted(self.clocks.calendar(), &pauses),
            });
        });
    }

    fn rate(&self, case: &mut Case, answer: Satisfaction) {
        self.with_round(case, |round, _| round.satisfaction = Some(answer));
    }

    /// The case with its open due dates counted by the present calendar.
    fn recounted(&self, case: &Case) -> Case {
        let mut case = case.clone();
        let calendar = self.clocks.calendar();
        if case.acknowledged_at.is_none() {
            case.acknowledge = case.acknowledge.recounted(calendar, &[]);
        }
        if let Some(round) = case.rounds.last_mut() {
            self.recount(round);
        }
        case
    }
}

/// The dates that a new count can move, each with whether it is provisional.
fn dates(case: &Case) -> Vec<(Day, bool)> {
    let round = case.round();
    std::iter::once(&case.acknowledge)
        .chain(round.map(|r| &r.answer))
        .chain(round.and_then(|r| r.extension.as_ref()).map(|e| &e.due))
        .map(|due| (due.due_on, due.provisional))
        .collect()
}

/// Takes the words of an event out and leaves the reason. The words themselves are the caller's to keep for as long as the law asks.
fn redact(case: &mut Case, seq: u32, reason: &str) -> Result<(), Refusal> {
    let has_words = |e: &&mut TimelineEvent| {
        e.seq == seq
            && (e.text.is_some() || e.reason.is_some() || e.next.is_some() || e.note.is_some())
    };
    let event = case
        .timeline
        .iter_mut()
        .find(has_words)
        .ok_or(Refusal::NoSuchWords(seq))?;
    event.text = None;
    event.reason = None;
    event.next = None;
    event.note = None;
    event.redacted = Some(reason.trim().into());
    Ok(())
}
