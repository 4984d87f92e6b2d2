//! Cases: what a resident filed, where it stands, what happened to it, and until when staff must answer.
//!
//! Entry points: [`Case::file`] begins a case, [`apply()`] lets something happen to it. Read in this order: [`words`] (the closed lists),
//! [`transitions`] (the table of what is possible), [`clocks`] (due dates), [`deeds`] (what is done, with its words), [`mod@apply`].
//!
//! Pure values: no store, no clock, no random number. The store writes a case only if (state, version) are still those it was read with; a case has no
//! contact data and no name. Not a petition (信访) and not an emergency line.

pub mod apply;
pub mod clocks;
pub mod deeds;
pub mod duties;
pub mod forget;
pub mod receipt;
pub mod reference;
pub mod transitions;
pub mod words;

pub use apply::{Refusal, apply};
pub use clocks::{ClockFault, ClockPlan, Clocks, Due};
pub use deeds::{Action, Answer, Deed, MAX_SUPPLEMENTS, MAX_TEXT, MAX_WORDS, Satisfaction};
pub use duties::Duty;
pub use receipt::{Receipt, ReceiptFault};
pub use reference::{CaseReference, ReferenceFault};
pub use transitions::{TRANSITIONS, Transition, possible, transition};
pub use words::{
    ActorRole, CaseCategory, CaseState, EventKind, FilingKind, Outcome, SatisfactionLevel, Standing,
};

use crate::dates::{Day, Moment};
use crate::deadlines::{Reckoning, StoodStill};
use crate::divisions::DivisionCode;
use crate::ids::RecordId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longest first account of a case, in Unicode code points.
pub const MAX_FILED_TEXT: usize = 2_000;

/// What is needed to begin a case. Contact data is no part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCase {
    /// Its reference, drawn by the caller.
    pub reference: CaseReference,
    /// What kind of filing.
    pub kind: FilingKind,
    /// What it is about.
    pub category: CaseCategory,
    /// Community or village it belongs to; a wider division if the resident did not know.
    pub place: DivisionCode,
    /// The vendor, if it is about one.
    pub vendor: Option<RecordId>,
    /// What the resident wrote, private to the resident and staff.
    pub text: Box<str>,
    /// Whether the resident agreed that a redacted summary is published. No by default.
    pub consents_to_summary: bool,
}

/// A case. Built by [`Case::file`], changed only by [`apply()`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Case {
    /// Public reference.
    pub reference: CaseReference,
    /// What kind of filing.
    pub kind: FilingKind,
    /// What it is about.
    pub category: CaseCategory,
    /// Community or village.
    pub place: DivisionCode,
    /// The vendor, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<RecordId>,
    /// Where it stands.
    pub state: CaseState,
    /// Counts the changes from 1; a writer names the version it read.
    pub version: u64,
    /// Department or post that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<Box<str>>,
    /// Until when it must be taken on or refused.
    pub acknowledge: Due,
    /// When that was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<Moment>,
    /// From filing to the end, then one more for each reopening; never empty.
    pub rounds: Vec<Round>,
    /// Reopened so often that a higher level must look at it.
    #[serde(default)]
    pub escalated: bool,
    /// The case it was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<CaseReference>,
    /// Cases that were merged into this one.
    #[serde(default)]
    pub followers: u32,
    /// Whether the resident agreed that a redacted summary is published.
    #[serde(default)]
    pub consents_to_summary: bool,
    /// Everything that happened, first to last.
    pub timeline: Vec<TimelineEvent>,
}

/// One run of the answer clock: from filing or reopening to the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Round {
    /// When it began.
    pub opened_at: Moment,
    /// The original due date of the answer.
    pub answer: Due,
    /// The extension, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Extension>,
    /// When the clock stood still, and for which question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// When the overdue event was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_at: Option<Moment>,
    /// When the answer was given; a refusal to take the case on, or its transfer, is an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Moment>,
    /// When it went off the books.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Moment>,
    /// The state in which it ended or was answered; published as the outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<CaseState>,
    /// The resident's answer to the question at close.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfaction: Option<Satisfaction>,
}

/// More time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Extension {
    /// When it was asked; before the due date.
    pub asked_at: Moment,
    /// The event of the timeline that gives the reason.
    pub event: u32,
    /// The new due date, shown beside the original one.
    pub due: Due,
}

/// A stop of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Pause {
    /// The event with the question.
    pub question: u32,
    /// When it was asked.
    pub asked_at: Moment,
    /// When the clock went on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resumed_at: Option<Moment>,
}

/// Something that happened. Events are only added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimelineEvent {
    /// Place in the timeline, from 1.
    pub seq: u32,
    /// When.
    pub at: Moment,
    /// In which role.
    pub role: ActorRole,
    /// What.
    pub kind: EventKind,
    /// The state after it.
    pub state: CaseState,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<str>>,
    /// What the complainant reads. It is private to the complainant and staff; the public sees only dates, kinds and states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Box<str>>,
    /// Where it goes from here: channel, department, remedy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Box<str>>,
    /// What only staff see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Box<str>>,
    /// Why its words were taken out, if they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted: Option<Box<str>>,
}

/// How a round ended against its clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeliness {
    /// Working days late against the original due date; 0 on time.
    pub late_by_original: u32,
    /// Working days late against the extended due date, or the original if there was no extension.
    pub late_by: u32,
}

impl Round {
    /// The day that counts: the extended due date, or the original one.
    pub fn due_on(&self) -> Day {
        self.current_due().due_on
    }

    /// The due date that counts.
    pub fn current_due(&self) -> &Due {
        self.extension.as_ref().map_or(&self.answer, |e| &e.due)
    }

    /// When the clock stood still; a stop that still lasts is left out.
    pub fn stood_still(&self) -> Vec<StoodStill> {
        let still = |pause: &Pause| {
            let until = pause.resumed_at?.day();
            let after = pause.asked_at.day();
            Some(StoodStill { after, until })
        };
        self.pauses.iter().filter_map(still).collect()
    }

    /// How it was answered against its clock; none without an answer.
    pub fn timeliness(&self, clocks: &Clocks) -> Option<Timeliness> {
        let answered = self.answered_at?.day();
        Some(Timeliness {
            late_by_original: clocks.working_days_late(self.answer.due_on, answered),
            late_by: clocks.working_days_late(self.due_on(), answered),
        })
    }

    fn open(case: FilingKind, at: Moment, clocks: &Clocks) -> Self {
        Self {
            opened_at: at,
            answer: clocks.answer_by(case, at),
            extension: None,
            pauses: Vec::new(),
            overdue_at: None,
            answered_at: None,
            ended_at: None,
            outcome: None,
            satisfaction: None,
        }
    }
}

impl Case {
    /// Begins a case.
    ///
    /// # Errors
    /// [`Refusal::Blank`] without an account, [`Refusal::TooLong`] beyond [`MAX_FILED_TEXT`].
    pub fn file(new: NewCase, at: Moment, clocks: &Clocks) -> Result<Self, Refusal> {
        apply::within("text", &new.text, MAX_FILED_TEXT)?;
        let filed = TimelineEvent {
            seq: 1,
            at,
            role: ActorRole::Resident,
            kind: EventKind::Filed,
            state: CaseState::Received,
            reason: None,
            text: Some(new.text),
            next: None,
            note: None,
            redacted: None,
        };
        Ok(Self {
            reference: new.reference,
            kind: new.kind,
            category: new.category,
            place: new.place,
            vendor: new.vendor,
            state: CaseState::Received,
            version: 1,
            assigned_to: None,
            acknowledge: clocks.acknowledge_by(at),
            acknowledged_at: None,
            rounds: vec![Round::open(new.kind, at, clocks)],
            escalated: false,
            duplicate_of: None,
            followers: 0,
            consents_to_summary: new.consents_to_summary,
            timeline: vec![filed],
        })
    }

    /// The round that runs, or the last one.
    pub fn round(&self) -> Option<&Round> {
        self.rounds.last()
    }

    /// When it was filed.
    pub fn filed_at(&self) -> Option<Moment> {
        self.timeline.first().map(|event| event.at)
    }

    /// How often it was reopened.
    pub fn reopened(&self) -> usize {
        self.rounds.len().saturating_sub(1)
    }

    /// The day by which staff must act next: the acknowledgement, then the answer. None once answered, ended or waiting for the resident. This is what
    /// a list of what is due is sorted by.
    pub fn next_due_on(&self) -> Option<Day> {
        if !self.state.is_owed() || self.state == CaseState::AwaitingComplainant {
            return None;
        }
        let answer = self.round()?.due_on();
        let acknowledge = (self.state == CaseState::Received).then_some(self.acknowledge.due_on);
        Some(acknowledge.map_or(answer, |day| day.min(answer)))
    }

    /// How it stands on this day, in one word.
    pub fn standing(&self, today: Day, clocks: &Clocks) -> Standing {
        let answered = self.round().and_then(|round| round.timeliness(clocks));
        match (answered, self.next_due_on()) {
            (Some(time), _) if time.late_by > 0 => Standing::AnsweredLate,
            (Some(_), _) => Standing::AnsweredOnTime,
            (None, Some(due_on)) => clocks.against(due_on, today),
            (None, None) if self.state.is_ended() => Standing::Ended,
            (None, None) => Standing::Paused,
        }
    }

    /// How the answer's due date was computed: the original, then the extended one if there is one.
    pub fn working(&self, clocks: &Clocks) -> Vec<Reckoning> {
        let Some(round) = self.round() else {
            return Vec::new();
        };
        let pauses = round.stood_still();
        std::iter::once(&round.answer)
            .chain(round.extension.as_ref().map(|e| &e.due))
            .map(|due| due.working(clocks.calendar(), &pauses))
            .collect()
    }

    /// Whether a date of the running round can still move because a year is unknown.
    pub fn is_provisional(&self) -> bool {
        self.state.is_owed() && self.round().is_some_and(|r| r.current_due().provisional)
    }

    /// Words in the whole case, in code points.
    pub fn words(&self) -> usize {
        let event = |e: &TimelineEvent| {
            [&e.reason, &e.text, &e.next, &e.note, &e.redacted]
                .into_iter()
                .flatten()
                .map(|words| words.chars().count())
                .sum::<usize>()
        };
        self.timeline.iter().map(event).sum()
    }
}

#[cfg(test)]
mod tests;
