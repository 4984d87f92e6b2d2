//! What changed: the months, a month by what happened, the days of a busy month.
//!
//! Entry points: [`months`], [`month`], [`day`].

use super::ThemeFault;
use super::frame::{Column, Frame, Look};
use super::indexes::IndexView;
use super::parts::{ItemView, LinkView, ListView};
use super::{derived, directory};
use crate::library::{Event, EventKind, Item};
use crate::pages::{LIST_LIMIT, changes_address, parts};
use governance::dates::Day;
use governance::labelled::Labelled;

/// What happened, with the records.
type Events<'a> = Vec<(Event, &'a Item)>;

fn month_text(look: &Look<'_>, (year, month): (i32, u32)) -> String {
    look.say(
        "word.month",
        &[("year", &year.to_string()), ("month", &month.to_string())],
    )
}

/// `/changes/`: the months in which something changed.
pub(super) fn months(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let months = look.reader.event_months();
    let links = months
        .into_iter()
        .map(|(y, m)| LinkView::new(format!("/changes/{y}-{m:02}/"), month_text(look, (y, m))));
    let view = IndexView {
        lead: Some(look.t("changes.lead").into()),
        sections: vec![ListView::of_links("", links.collect())],
        ..IndexView::default()
    };
    let frame = derived::frame(
        look,
        "/changes/",
        (look.t("foot.changes"), look.t("changes.lead"), ""),
    );
    look.show("list.html", (frame, &view), out)
}

/// What changed in a month, by what happened.
pub(super) fn month(
    look: &Look<'_>,
    (year, month): (i32, u32),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let events: Events<'_> = look.reader.events(year, month).collect();
    let view = if parts(events.len()) > 1 {
        days(look, &events)
    } else {
        IndexView {
            sections: sections(look, &sorted(&events)),
            ..IndexView::default()
        }
    };
    let month_name = month_text(look, (year, month));
    let title = look.say("changes.title", &[("month", &month_name)]);
    let frame = frame(look, (title, format!("/changes/{year}-{month:02}/")));
    look.show("list.html", (frame, &view), out)
}

/// What changed on a day of a busy month; `part` counts from 1.
pub(super) fn day(
    look: &Look<'_>,
    (day, part): (Day, u32),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let events = sorted(&look.reader.events_on(day).collect());
    let own = events.chunks(LIST_LIMIT as usize);
    let own = own.skip(part.saturating_sub(1) as usize);
    let own = own.take(1).flatten().copied().collect();
    let mut sections = sections(look, &own);
    let part = (part, parts(events.len()));
    sections.extend(directory::other_parts(look, part, |n| {
        changes_address(day, n)
    }));
    let n = events.len().to_string();
    let lead = directory::told(look, (&n, look.t("directory.records")), part);
    let view = IndexView {
        lead: Some(lead.into()),
        sections,
        ..IndexView::default()
    };
    let title = look.say("changes.title", &[("month", &look.day(day).text)]);
    let title = directory::titled(look, title, part.0);
    let mut frame = frame(look, (title, changes_address(day, part.0)));
    let month = (day.year(), day.month());
    let url = format!("/changes/{}-{:02}/", month.0, month.1);
    frame
        .crumbs
        .push(LinkView::new(url, month_text(look, month)));
    look.show("list.html", (frame, &view), out)
}

/// By what happened, the newest of each first.
fn sorted<'a>(events: &Events<'a>) -> Events<'a> {
    let mut sorted: Events<'a> = events.iter().rev().copied().collect();
    sorted.sort_by_key(|(event, _)| event.what);
    sorted
}

/// A list for each thing that happened.
fn sections<'a>(look: &Look<'a>, sorted: &Events<'a>) -> Vec<ListView<'a>> {
    let groups = sorted.chunk_by(|(one, _), (other, _)| one.what == other.what);
    let section = |group: &[(Event, &'a Item)]| {
        let what = group[0].0.what;
        let items = group.iter().map(|(event, item)| ItemView {
            day: Some(look.day(event.on)),
            ..look.item(event.record, item)
        });
        ListView {
            id: what.id(),
            ..ListView::new(look.label(what), items.collect())
        }
    };
    groups.map(section).collect()
}

/// The days of a month in which too much changed for one page, newest first, and how much of what.
fn days<'a>(look: &Look<'a>, events: &Events<'a>) -> IndexView<'a> {
    let count = |what: &EventKind| {
        let n = events
            .iter()
            .filter(|(event, _)| event.what == *what)
            .count();
        (n > 0).then(|| directory::counted(look, look.label(*what), n))
    };
    let kinds: Vec<_> = EventKind::ALL.iter().filter_map(count).collect();
    let names = [
        ("n", &*events.len().to_string()),
        ("kinds", &*kinds.join(look.t("word.comma"))),
    ];
    let days = events.chunk_by(|(one, _), (other, _)| one.on == other.on);
    let links = days.rev().map(|day| {
        let (on, n) = (day[0].0.on, day.len().to_string());
        let text = look.say("word.day_count", &[("day", &look.day(on).text), ("n", &n)]);
        LinkView::new(changes_address(on, 1), text)
    });
    IndexView {
        lead: Some(look.say("changes.many", &names).into()),
        sections: vec![ListView {
            tiles: true,
            ..ListView::of_links("", links.collect())
        }],
        ..IndexView::default()
    }
}

fn frame<'a>(look: &Look<'a>, (title, url): (String, String)) -> Frame<'a> {
    let mut frame = Frame::column(
        url,
        Column {
            title: title.into(),
            description: look.t("changes.lead").into(),
            section: "",
            kind: "工作动态",
        },
    );
    frame.crumbs = vec![
        LinkView::new("/", look.t("word.home")),
        LinkView::new("/changes/", look.t("foot.changes")),
    ];
    frame
}
