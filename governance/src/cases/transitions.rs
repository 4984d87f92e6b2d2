//! The transition table: which event is possible in which state, by whom, and where it leads.
//!
//! Entry points: [`TRANSITIONS`], [`transition`]. The table is the rule; nothing else decides on a state. Facts beyond state and role (time limits, the
//! single extension, the words that must be there) are decided in [`apply`](super::apply()).

use super::words::ActorRole::{CaseWorker, Moderator, Resident, System};
use super::words::CaseState::{
    Accepted, Assigned, AwaitingComplainant, Closed, Duplicate, InProgress, NoPower, NotAccepted,
    NotUpheld, Received, Reopened, Resolved, Transferred, Withdrawn,
};
use super::words::{ActorRole, CaseState, EventKind};
use crate::labelled::Labelled;

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// The event.
    pub event: EventKind,
    /// The states in which it is possible.
    pub from: &'static [CaseState],
    /// The state it leads to; none if the state stays.
    pub to: Option<CaseState>,
    /// Who may do it.
    pub roles: &'static [ActorRole],
    /// Whether a reason must be given.
    pub reason: bool,
}

const STAFF: &[ActorRole] = &[CaseWorker, Moderator];
const WORKER: &[ActorRole] = &[CaseWorker];
const ANSWERED: &[CaseState] = &[Resolved, NotUpheld, NoPower];
const OWED: &[CaseState] = &[
    Received,
    Accepted,
    Assigned,
    InProgress,
    AwaitingComplainant,
    Reopened,
];
/// Owed and not waiting for the resident: the clock runs.
const RUNNING: &[CaseState] = &[Received, Accepted, Assigned, InProgress, Reopened];

const fn row(
    event: EventKind,
    from: &'static [CaseState],
    to: Option<CaseState>,
    roles: &'static [ActorRole],
) -> Transition {
    Transition {
        event,
        from,
        to,
        roles,
        reason: false,
    }
}

impl Transition {
    const fn with_reason(mut self) -> Self {
        self.reason = true;
        self
    }
}

/// Every event that can happen to a case that was filed.
pub const TRANSITIONS: &[Transition] = &[
    row(EventKind::Accept, &[Received], Some(Accepted), STAFF),
    row(
        EventKind::Decline,
        &[Received, Accepted],
        Some(NotAccepted),
        STAFF,
    )
    .with_reason(),
    row(
        EventKind::Assign,
        &[Accepted, Assigned, InProgress, Reopened],
        Some(Assigned),
        WORKER,
    ),
    row(
        EventKind::Start,
        &[Accepted, Assigned, Reopened],
        Some(InProgress),
        WORKER,
    ),
    row(
        EventKind::Ask,
        &[Accepted, Assigned, InProgress],
        Some(AwaitingComplainant),
        WORKER,
    ),
    row(
        EventKind::Reply,
        &[AwaitingComplainant],
        Some(InProgress),
        &[Resident],
    ),
    row(
        EventKind::Resume,
        &[AwaitingComplainant],
        Some(InProgress),
        &[CaseWorker, System],
    )
    .with_reason(),
    row(EventKind::Resolve, &[InProgress], Some(Resolved), WORKER),
    row(EventKind::NotUphold, &[InProgress], Some(NotUpheld), WORKER).with_reason(),
    row(EventKind::NoPower, &[InProgress], Some(NoPower), WORKER).with_reason(),
    row(
        EventKind::Close,
        ANSWERED,
        Some(Closed),
        &[CaseWorker, System],
    ),
    row(EventKind::Transfer, RUNNING, Some(Transferred), WORKER).with_reason(),
    row(EventKind::Merge, RUNNING, Some(Duplicate), STAFF).with_reason(),
    row(EventKind::Withdraw, OWED, Some(Withdrawn), &[Resident]),
    row(
        EventKind::Reopen,
        &[Resolved, NotUpheld, NoPower, Closed],
        Some(Reopened),
        &[Resident, CaseWorker],
    )
    .with_reason(),
    row(
        EventKind::Join,
        &[
            Received,
            Accepted,
            Assigned,
            InProgress,
            AwaitingComplainant,
            Reopened,
            Resolved,
            NotUpheld,
            NoPower,
            Closed,
        ],
        None,
        STAFF,
    ),
    row(
        EventKind::Extend,
        &[Accepted, Assigned, InProgress, Reopened],
        None,
        WORKER,
    )
    .with_reason(),
    row(EventKind::Overdue, RUNNING, None, &[System]),
    row(EventKind::Supplement, OWED, None, &[Resident]),
    row(EventKind::Note, CaseState::ALL, None, STAFF),
    row(EventKind::Satisfaction, &[Closed], None, &[Resident]),
    row(EventKind::Redact, CaseState::ALL, None, &[Moderator]).with_reason(),
    row(EventKind::Recompute, OWED, None, &[System]),
];

/// The row of an event; none for [`EventKind::Filed`], which only begins a case.
pub fn transition(event: EventKind) -> Option<&'static Transition> {
    TRANSITIONS.iter().find(|row| row.event == event)
}

/// The events possible in this state for this role, in the table's order; what a desk or a tracking page offers.
pub fn possible(state: CaseState, role: ActorRole) -> impl Iterator<Item = &'static Transition> {
    TRANSITIONS
        .iter()
        .filter(move |row| row.from.contains(&state) && row.roles.contains(&role))
}
