//! The page of a topic: who raised it, which meeting took it up, what was decided, whether it was done.
//!
//! Entry point: [`page`]. The trail reads both ways: the minutes link back here.

use super::ThemeFault;
use super::frame::Look;
use super::parts::{ChangeView, DayView, TagView};
use crate::library::{Item, Ix, ListKey, ReadFault};
use crate::pages;
use governance::dates::Day;
use governance::deliberation::{ActionStatus, AgendaItem, Topic, TopicStatus};
use governance::records::{Facts, Kind};
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
struct TopicView<'r> {
    tier: &'r str,
    state: TagView<'r>,
    example: bool,
    summary: Option<&'r str>,
    body: Option<String>,
    trail: Vec<StepView<'r>>,
    changes: Vec<ChangeView<'r>>,
}

/// A step on the way from topic to result.
#[derive(Serialize)]
struct StepView<'r> {
    what: Cow<'r, str>,
    day: Option<DayView>,
    url: Option<String>,
    text: Option<String>,
    tag: Option<TagView<'r>>,
}

/// The page of a topic.
pub(super) fn page(
    look: &Look<'_>,
    (ix, item): (Ix, &Item),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let record = look.reader.record(ix)?;
    let Facts::Topic(topic) = &record.facts else {
        return Err(ReadFault::NotShown.into());
    };
    let mut trail = vec![raised(look, topic)];
    let mut meetings: Vec<_> = look
        .reader
        .list(ListKey::Backlinks(ix, Kind::Meeting))
        .items()
        .collect();
    meetings.reverse();
    for (meeting_ix, meeting) in meetings {
        let minutes = look.reader.record(meeting_ix)?;
        let Facts::Meeting(facts) = &minutes.facts else {
            continue;
        };
        let own = facts
            .agenda
            .iter()
            .filter(|a| a.raised_by.as_ref() == Some(&item.id));
        for agenda in own {
            trail.extend(treated(look, (meeting_ix, meeting), agenda));
        }
    }
    if topic.status == TopicStatus::Refused {
        trail.push(StepView {
            what: look.label(topic.status).into(),
            day: None,
            url: None,
            text: topic.refusal_reason.as_deref().map(Into::into),
            tag: None,
        });
    }
    let view = TopicView {
        tier: look.label(topic.tier),
        state: look.topic_tag(topic.status),
        example: item.example,
        summary: item.summary.as_deref(),
        body: look.reader.body(ix)?.map(|b| b.html),
        trail,
        changes: look.changes(&record.envelope.changes),
    };
    let source = item
        .division
        .and_then(|c| look.place(c))
        .unwrap_or(&look.reader.site().config.name);
    let frame = look.article((item, &record.envelope), source);
    look.show("topic.html", (frame, &view), out)
}

fn raised<'r>(look: &Look<'r>, topic: &Topic) -> StepView<'r> {
    let what = look.say("topic.raised", &[("by", look.label(topic.proposer))]);
    StepView {
        what: what.into(),
        day: Some(look.day(topic.raised_on)),
        url: None,
        text: None,
        tag: None,
    }
}

/// The meeting, what it decided, and each thing that is to be done.
fn treated<'r>(
    look: &Look<'r>,
    (ix, meeting): (Ix, &'r Item),
    agenda: &AgendaItem,
) -> Vec<StepView<'r>> {
    let url = format!("{}#a{}", pages::address(meeting), agenda.no);
    let tag = agenda.outcome.map(|o| TagView::plain(look.label(o)));
    let mut steps = vec![StepView {
        what: look.t("topic.treated").into(),
        day: meeting.day.map(|d| look.day(d)),
        url: Some(url.clone()),
        text: Some(meeting.title.to_string()),
        tag,
    }];
    let decided = agenda
        .resolution
        .as_deref()
        .or(agenda.consultative_opinion.as_deref());
    steps.extend(decided.map(|text| StepView {
        what: look.t("topic.decided").into(),
        day: None,
        url: None,
        text: Some(text.into()),
        tag: None,
    }));
    let today = look.reader.today_of(ix);
    steps.extend(agenda.actions.iter().map(|a| result(look, a, today)));
    steps
}

fn result<'r>(
    look: &Look<'r>,
    action: &governance::deliberation::Action,
    today: Day,
) -> StepView<'r> {
    let (name, day, tag) = match action.status {
        ActionStatus::Done => (
            "topic.done",
            action.done_on,
            TagView::good(look.label(action.status)),
        ),
        ActionStatus::NotStarted | ActionStatus::UnderWay if action.overdue(today) => (
            "topic.due",
            Some(action.deadline()),
            TagView::bad(look.t("state.overdue")),
        ),
        ActionStatus::NotStarted | ActionStatus::UnderWay | ActionStatus::Cancelled => (
            "topic.due",
            Some(action.deadline()),
            TagView::plain(look.label(action.status)),
        ),
    };
    StepView {
        what: look.t(name).into(),
        day: day.map(|d| look.day(d)),
        url: None,
        text: Some(action.what.to_string()),
        tag: Some(tag),
    }
}
