//! A case as its owner sees it: without staff's notes, without the receipt. Entry point: [`Shown::of`].

use governance::cases::{
    ActorRole, Case, Clocks, EventKind, Standing, TimelineEvent, Transition, possible,
};
use governance::dates::Day;
use governance::deadlines::Reckoning;
use governance::forms::track::ResidentAction;
use governance::forms::words::Lang;
use governance::labelled::Labelled;
use serde_json::{Value, json};

/// A case with what follows from the day.
#[derive(Debug)]
pub struct Shown {
    /// The case.
    pub case: Case,
    /// How it stands.
    pub standing: Standing,
    /// What its owner can do now.
    pub actions: Vec<ResidentAction>,
    /// How the answer's due date was counted: the original, then the extended one.
    pub working: Vec<Reckoning>,
    /// Last day to ask for reopening, once answered.
    pub reopen_until: Option<Day>,
}

impl Shown {
    /// The case on this day.
    pub fn of(case: Case, today: Day, clocks: &Clocks) -> Self {
        let mut actions: Vec<ResidentAction> = possible(case.state, ActorRole::Resident)
            .filter_map(|row| action_of(row, &case, (today, clocks)))
            .collect();
        // Whoever is asked how it went can also say that they would rather not be asked.
        if actions.contains(&ResidentAction::Satisfaction) {
            actions.push(ResidentAction::Decline);
        }
        Self {
            standing: case.standing(today, clocks),
            actions,
            working: case.working(clocks),
            reopen_until: case
                .round()
                .and_then(|round| round.answered_at)
                .map(|at| clocks.reopen_until(at)),
            case,
        }
    }

    /// As JSON.
    pub fn json(&self, lang: Lang) -> Value {
        let case = &self.case;
        let round = case.round();
        let timeline: Vec<Value> = case
            .timeline
            .iter()
            .filter(|e| is_shown(e))
            .map(|e| event_json(e, lang))
            .collect();
        json!({
            "reference": case.reference,
            "kind": case.kind,
            "category": case.category,
            "place": case.place,
            "state": case.state,
            "state_label": label(case.state, lang),
            "standing": self.standing,
            "standing_label": label(self.standing, lang),
            "filed_at": case.filed_at(),
            "acknowledge_by": case.acknowledge.due_on,
            "answer_by": round.map(governance::cases::Round::due_on),
            "answer_by_original": round.map(|r| r.answer.due_on),
            "reopen_until": self.reopen_until,
            "duplicate_of": case.duplicate_of,
            "reopened": case.reopened(),
            "escalated": case.escalated,
            "working": self.working,
            "provisional": case.is_provisional(),
            "consents_to_summary": case.consents_to_summary,
            "actions": self.actions,
            "timeline": timeline,
        })
    }
}

/// The JSON schema of [`Shown::json`].
pub fn schema() -> Value {
    let text = json!({"type": "string"});
    let day = json!({"type": ["string", "null"], "format": "date"});
    let flag = json!({"type": "boolean"});
    let event = json!({
        "type": "object",
        "required": ["seq", "at", "role", "kind", "label", "state"],
        "properties": {
            "seq": {"type": "integer"}, "at": text, "role": text, "kind": text, "label": text, "state": text,
            "text": text, "reason": text, "next": text, "redacted": text,
        },
    });
    json!({
        "type": "object",
        "required": ["reference", "kind", "category", "place", "state", "state_label", "standing", "standing_label", "filed_at",
            "acknowledge_by", "answer_by", "provisional", "consents_to_summary", "actions", "timeline"],
        "properties": {
            "reference": text, "kind": text, "category": text, "place": text, "state": text, "state_label": text,
            "standing": text, "standing_label": text, "filed_at": text, "acknowledge_by": day, "answer_by": day,
            "reopened": {"type": "integer"}, "escalated": flag, "provisional": flag, "consents_to_summary": flag,
            "actions": {"type": "array", "items": text}, "timeline": {"type": "array", "items": event},
        },
    })
}

/// Staff's notes and housekeeping are not for the owner.
pub fn is_shown(event: &TimelineEvent) -> bool {
    !matches!(event.kind, EventKind::Note | EventKind::Recompute)
}

fn event_json(event: &TimelineEvent, lang: Lang) -> Value {
    let mut value = json!({
        "seq": event.seq,
        "at": event.at,
        "role": event.role,
        "kind": event.kind,
        "label": label(event.kind, lang),
        "state": event.state,
    });
    for (name, words) in [
        ("text", &event.text),
        ("reason", &event.reason),
        ("next", &event.next),
        ("redacted", &event.redacted),
    ] {
        if let Some(words) = words {
            value[name] = (**words).into();
        }
    }
    value
}

/// The words of a value in one language.
pub fn label<T: Labelled>(value: T, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => value.zh(),
        Lang::En => value.en(),
    }
}

fn action_of(
    row: &Transition,
    case: &Case,
    (today, clocks): (Day, &Clocks),
) -> Option<ResidentAction> {
    let in_time = || {
        let answered = case.round().and_then(|round| round.answered_at);
        answered.is_none_or(|at| today <= clocks.reopen_until(at))
    };
    match row.event {
        EventKind::Reply => Some(ResidentAction::Answer),
        EventKind::Supplement => Some(ResidentAction::Add),
        EventKind::Withdraw => Some(ResidentAction::Withdraw),
        EventKind::Reopen => in_time().then_some(ResidentAction::Reopen),
        EventKind::Satisfaction => case
            .round()
            .is_some_and(|r| r.satisfaction.is_none())
            .then_some(ResidentAction::Satisfaction),
        EventKind::Filed
        | EventKind::Accept
        | EventKind::Decline
        | EventKind::Assign
        | EventKind::Start
        | EventKind::Ask
        | EventKind::Resume
        | EventKind::Resolve
        | EventKind::NotUphold
        | EventKind::NoPower
        | EventKind::Close
        | EventKind::Transfer
        | EventKind::Merge
        | EventKind::Join
        | EventKind::Extend
        | EventKind::Overdue
        | EventKind::Note
        | EventKind::Redact
        | EventKind::Recompute => None,
    }
}
