//! What is left of a case when the time for its words is over. Entry point: [`Case::forgotten`].
//!
//! Dates, kinds and states stay, so that every figure stays what it was; the words go, and an event says when and by which rule.

use super::words::{ActorRole, EventKind};
use super::{Case, TimelineEvent};
use crate::dates::Moment;

/// What stands in place of the words.
pub const FORGOTTEN: &str = "保存期满,文字已删除";

impl Case {
    /// The case without any words; none while it is worked on or answered and not closed, or if there is nothing left to forget.
    pub fn forgotten(&self, at: Moment) -> Option<Self> {
        let done = |e: &TimelineEvent| e.kind == EventKind::Redact && e.role == ActorRole::System;
        if !self.state.is_ended() || self.timeline.last().is_some_and(done) {
            return None;
        }
        let mut case = self.clone();
        for event in &mut case.timeline {
            forget(event);
        }
        let last = self.timeline.last();
        case.timeline.push(TimelineEvent {
            seq: last.map_or(1, |e| e.seq + 1),
            at: last.map_or(at, |e| e.at.max(at)),
            role: ActorRole::System,
            kind: EventKind::Redact,
            state: self.state,
            reason: Some(FORGOTTEN.into()),
            text: None,
            next: None,
            note: None,
            redacted: None,
        });
        case.version += 1;
        Some(case)
    }
}

fn forget(event: &mut TimelineEvent) {
    let words = [
        &mut event.reason,
        &mut event.text,
        &mut event.next,
        &mut event.note,
    ];
    let had = words.iter().any(|words| words.is_some());
    for words in words {
        *words = None;
    }
    if had {
        event.redacted = Some(FORGOTTEN.into());
    }
}

#[cfg(test)]
mod tests {
    use crate::cases::{
        Action, ActorRole, Case, CaseCategory, CaseReference, Clocks, Deed, FilingKind, NewCase,
        apply,
    };
    use crate::dates::Moment;
    use crate::divisions::DivisionCode;

    #[test]
    fn words_go_once_and_dates_stay() {
        let clocks = Clocks::built_in().unwrap();
        let at = Moment::parse("2026-07-01 09:00").unwrap();
        let new = NewCase {
            reference: CaseReference::from_random([1; 8]),
            kind: FilingKind::Complaint,
            category: CaseCategory::Noise,
            place: DivisionCode::parse("420502001003").unwrap(),
            vendor: None,
            text: "示例:楼上很吵".into(),
            consents_to_summary: false,
        };
        let case = Case::file(new, at, &clocks).unwrap();
        assert_eq!(case.forgotten(at), None);
        let reason = Some("示例:已经好了".into());
        let action = Action::new(ActorRole::Resident, Deed::Withdraw { reason });
        let ended = apply(&case, &action, at, &clocks).unwrap();
        let later = Moment::parse("2029-08-01 09:00").unwrap();
        let forgotten = ended.forgotten(later).unwrap();
        let text = serde_json::to_string(&forgotten).unwrap();
        assert!(!text.contains("示例"));
        assert_eq!(forgotten.rounds, ended.rounds);
        assert_eq!(forgotten.version, ended.version + 1);
        assert_eq!(forgotten.forgotten(later), None);
    }
}
