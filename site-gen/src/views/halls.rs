//! Halls in words: how early agendas went out, when a body met last and has to meet again.
//!
//! Entry points: [`lead`], [`leads`], [`rhythms`].

use super::frame::Look;
use super::parts::{DayView, FactView, LinkView, TagView};
use crate::library::halls::{LeadTimes, Rhythm, last_meetings};
use crate::library::{DueWhat, ItemFacts, ListKey};
use governance::divisions::{DivisionCode, Level};
use governance::records::Kind;
use serde::Serialize;

/// When a body met last and has to meet again.
#[derive(Serialize)]
pub(super) struct RhythmView<'a> {
    body: &'a str,
    last: DayView,
    sentence: String,
    tag: TagView<'a>,
}

/// How early the agendas of the meetings in a list went out, in a sentence; none if no meeting was held.
pub(super) fn lead(look: &Look<'_>, key: ListKey) -> Option<String> {
    let days = look.reader.site().config.limits.agenda_days;
    let counted = LeadTimes::of(look.reader.list(key).items(), days);
    (counted.held > 0).then(|| sentence(look, counted))
}

fn sentence(look: &Look<'_>, counted: LeadTimes) -> String {
    let numbers = [counted.in_time, counted.held].map(|n| n.to_string());
    let mut text = look.say("hall.lead", &[("n", &numbers[0]), ("of", &numbers[1])]);
    let unknown = counted.held - counted.known;
    if unknown > 0 {
        text += &look.say("hall.unknown", &[("n", &unknown.to_string())]);
    }
    text
}

/// The same of every county in which meetings were held, with its page.
pub(super) fn leads<'a>(look: &Look<'a>) -> Vec<FactView<'a>> {
    let divisions = look.reader.list(ListKey::Kind(Kind::Division));
    let counties = divisions.items().filter_map(|(_, item)| {
        let ItemFacts::Division { code } = item.facts else {
            return None;
        };
        (code.level() == Level::County).then_some((code, &*item.title))
    });
    let fact = |(code, name): (DivisionCode, &'a str)| {
        let text = lead(look, ListKey::Within(code, Kind::Meeting))?;
        let link = LinkView::new(format!("/d/{code}/"), text);
        Some(FactView::linked(name, link))
    };
    counties.filter_map(fact).collect()
}

/// The bodies of a place that have to meet again and again.
pub(super) fn rhythms<'a>(look: &Look<'a>, code: DivisionCode) -> Vec<RhythmView<'a>> {
    let meetings = look.reader.list(ListKey::In(code, Kind::Meeting));
    let view = |one: Rhythm| {
        let overdue = look.reader.overdue_of(one.last);
        let late = overdue.iter().any(|due| due.what == DueWhat::NextMeeting);
        let due = look.day(one.due_on).text;
        let months = one.months.to_string();
        RhythmView {
            body: look.label(one.body),
            last: look.day(one.last_on),
            sentence: look.say("hall.rhythm", &[("n", &months), ("day", &due)]),
            tag: if late {
                TagView::bad(look.t("state.overdue"))
            } else {
                TagView::good(look.t("hall.kept"))
            },
        }
    };
    let last = last_meetings(meetings.items()).into_iter();
    last.map(view).collect()
}
