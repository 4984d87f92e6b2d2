//! Pages that follow from all records: what is late, what is stale, what changed, the site map, search.
//!
//! Entry points: [`overdue`], [`stale`], [`months`], [`changes`], [`site_map`], [`search()`].

use super::ThemeFault;
use super::frame::{Column, Frame, Look, fixed_address, form_address};
use super::indexes::IndexView;
use super::parts::{ItemView, LinkView, ListView, TagView};
use crate::library::{DueWhat, Item, ItemFacts, ListKey, Overdue, Stale, StaleWhat};
use crate::pages::{self, FixedPage, FormPage};
use crate::search;
use governance::divisions::{DivisionCode, Level};
use governance::labelled::Labelled;
use governance::records::{Facts, Kind};
use serde::Serialize;
use std::borrow::Cow;

/// Something overdue, as it stands in a list.
pub(super) fn overdue_item<'a>(
    look: &Look<'a>,
    due: &Overdue,
    item: &'a Item,
) -> Option<ItemView<'a>> {
    let (what, anchor) = match due.what {
        DueWhat::Action { agenda, action } => {
            ("overdue.action", format!("#a{agenda}-{}", action + 1))
        }
        DueWhat::Minutes => ("overdue.minutes", String::new()),
        DueWhat::Review => ("overdue.review", String::new()),
        DueWhat::Figure => ("overdue.figure", String::new()),
        DueWhat::Report | DueWhat::MissingReport => ("statistics.not_reported", String::new()),
        DueWhat::NextMeeting => ("overdue.next_meeting", String::new()),
    };
    look.reader.item(due.record)?;
    let action = promised(look, due);
    let kind = action.as_ref().map(|_| &*item.title);
    let named = action.or_else(|| missing(look, due, item));
    Some(ItemView {
        url: format!("{}{anchor}", pages::address(item)).into(),
        title: named.map_or_else(|| (&*item.title).into(), Cow::Owned),
        day: None,
        place: item.division.and_then(|c| look.place(c)),
        kind,
        tag: Some(TagView::bad(look.say(
            match due.what {
                DueWhat::Report | DueWhat::MissingReport => "overdue.as_of",
                DueWhat::Action { .. }
                | DueWhat::Minutes
                | DueWhat::Review
                | DueWhat::Figure
                | DueWhat::NextMeeting => "overdue.since",
            },
            &[("what", look.t(what)), ("day", &look.day(due.on).text)],
        ))),
        summary: None,
        example: item.example,
    })
}

/// What was to be done, in the words of the minutes.
fn promised(look: &Look<'_>, due: &Overdue) -> Option<String> {
    let DueWhat::Action { agenda, action } = due.what else {
        return None;
    };
    let record = look.reader.record(due.record).ok()?;
    let Facts::Meeting(meeting) = &record.facts else {
        return None;
    };
    let item = meeting.agenda.iter().find(|item| item.no == agenda)?;
    let action = item.actions.get(usize::try_from(action).ok()?)?;
    Some(action.what.to_string())
}

/// The unit and the indicator of a figure that has no row and therefore no title.
fn missing(look: &Look<'_>, due: &Overdue, item: &Item) -> Option<String> {
    let ItemFacts::Observation {
        indicator, unit, ..
    } = &item.facts
    else {
        return None;
    };
    if due.what != DueWhat::MissingReport {
        return None;
    }
    let (_, unit) = look.reader.shown(Kind::ReportingUnit, unit.as_str())?;
    let (_, indicator) = look.reader.shown(Kind::Indicator, indicator.as_str())?;
    let parts = [("unit", &*unit.title), ("indicator", &*indicator.title)];
    Some(look.say("overdue.figure_of", &parts))
}

fn frame<'a>(
    look: &Look<'a>,
    url: &'static str,
    (title, lead, section): (&'a str, &'a str, &'static str),
) -> Frame<'a> {
    let mut frame = Frame::column(
        url,
        Column {
            title: title.into(),
            description: lead.into(),
            section,
            kind: "数据发布",
        },
    );
    frame.crumbs = vec![LinkView::new("/", look.t("word.home"))];
    frame
}

/// `/overdue/`
pub(super) fn overdue(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let items: Vec<_> = look
        .reader
        .overdue()
        .filter_map(|(due, item)| overdue_item(look, due, item))
        .collect();
    let mut view = IndexView {
        lead: Some(look.t("overdue.lead").into()),
        ..IndexView::default()
    };
    if !items.is_empty() {
        view.sections.push(ListView::new("", items));
    }
    let frame = frame(
        look,
        "/overdue/",
        (look.t("word.overdue"), look.t("overdue.lead"), "minutes"),
    );
    look.show("list.html", (frame, &view), out)
}

/// `/stale/`
pub(super) fn stale(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let items: Vec<_> = look
        .reader
        .stale()
        .iter()
        .filter_map(|s| stale_item(look, s))
        .collect();
    let mut view = IndexView {
        lead: Some(look.t("stale.lead").into()),
        ..IndexView::default()
    };
    if !items.is_empty() {
        view.sections.push(ListView::new("", items));
    }
    let frame = frame(
        look,
        "/stale/",
        (look.t("stale.title"), look.t("stale.lead"), ""),
    );
    look.show("list.html", (frame, &view), out)
}

fn stale_item<'a>(look: &Look<'a>, stale: &Stale) -> Option<ItemView<'a>> {
    let mut example = false;
    let (url, title): (String, Cow<'a, str>) = match stale.what {
        StaleWhat::Home => ("/".into(), look.t("word.home").into()),
        StaleWhat::Notices(category) => (
            format!("/notices/category/{}/", category.id()),
            look.label(category).into(),
        ),
        StaleWhat::Record(ix) => {
            let item = look.reader.item(ix)?;
            example = item.example;
            (pages::address(item), (&*item.title).into())
        }
    };
    let (since, never) = match stale.what {
        StaleWhat::Home | StaleWhat::Notices(_) => ("stale.since", "stale.never"),
        StaleWhat::Record(_) => ("stale.checked", "stale.unchecked"),
    };
    let days = stale.limit_days.to_string();
    let since = match stale.since {
        Some(day) => look.say(since, &[("day", &look.day(day).text), ("n", &days)]),
        None => look.say(never, &[("n", &days)]),
    };
    Some(ItemView {
        url: url.into(),
        title,
        day: None,
        place: None,
        kind: None,
        tag: Some(TagView::bad(since)),
        summary: None,
        example,
    })
}

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
    let frame = frame(
        look,
        "/changes/",
        (look.t("foot.changes"), look.t("changes.lead"), ""),
    );
    look.show("list.html", (frame, &view), out)
}

/// What changed in a month, by what happened.
pub(super) fn changes(
    look: &Look<'_>,
    (year, month): (i32, u32),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let events: Vec<_> = look.reader.events(year, month).collect();
    let kinds = crate::library::EventKind::ALL.iter();
    let sections = kinds.filter_map(|what| {
        let own = events.iter().rev().filter(|(event, _)| event.what == *what);
        let items: Vec<_> = own
            .map(|(event, item)| ItemView {
                day: Some(look.day(event.on)),
                ..look.item(event.record, item)
            })
            .collect();
        (!items.is_empty()).then(|| ListView {
            id: what.id(),
            ..ListView::new(look.label(*what), items)
        })
    });
    let view = IndexView {
        sections: sections.collect(),
        ..IndexView::default()
    };
    let month_name = month_text(look, (year, month));
    let title = look.say("changes.title", &[("month", &month_name)]);
    let mut frame = Frame::column(
        format!("/changes/{year}-{month:02}/"),
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
    look.show("list.html", (frame, &view), out)
}

/// `/sitemap/`: every column, county, month and form.
pub(super) fn site_map(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let view = IndexView {
        sections: indexes(look),
        ..IndexView::default()
    };
    let frame = frame(
        look,
        "/sitemap/",
        (look.t("foot.sitemap"), look.t("sitemap.lead"), ""),
    );
    look.show("list.html", (frame, &view), out)
}

/// Plain indexes by column, place, year and form: what the site map and the search page without a script show.
fn indexes<'a>(look: &Look<'a>) -> Vec<ListView<'a>> {
    let kinds = [
        Kind::Notice,
        Kind::Meeting,
        Kind::Topic,
        Kind::AdmissionItem,
        Kind::Indicator,
        Kind::Vendor,
        Kind::Guide,
        Kind::Department,
    ];
    let column = |kind: Kind| {
        Some(LinkView::new(
            format!("/{}/", pages::folder(kind)?),
            look.column_name(kind),
        ))
    };
    let mut columns: Vec<_> = kinds.into_iter().filter_map(column).collect();
    columns.push(LinkView::new("/overdue/", look.t("word.overdue")));
    columns.push(LinkView::new("/changes/", look.t("foot.changes")));
    columns.push(LinkView::new("/stale/", look.t("stale.title")));
    if look.reader.is_published() {
        columns.extend([
            LinkView::new("/cases/", look.t("cases.title")),
            LinkView::new("/cases/answers/", look.t("cases.answers")),
            LinkView::new("/you-said/", look.t("heard.title")),
            LinkView::new("/vendors/by-rating/", look.t("ratings.by_rating")),
        ]);
    }
    columns.push(LinkView::new("/data/", look.t("foot.data")));
    let divisions = look.reader.list(ListKey::Kind(Kind::Division));
    let counties = divisions
        .items()
        .filter_map(|(_, item)| item.division.filter(|c| c.level() == Level::County));
    let counties = counties.filter_map(|c| look.place_link(c)).collect();
    let archives = [Kind::Notice, Kind::Meeting, Kind::Topic]
        .into_iter()
        .flat_map(|kind| years(look, kind))
        .collect();
    let forms = FormPage::ALL
        .iter()
        .map(|f| LinkView::new(form_address(*f), look.label(*f)));
    let forms = forms
        .chain(
            FixedPage::ALL
                .iter()
                .map(|f| LinkView::new(fixed_address(*f), look.label(*f))),
        )
        .collect();
    vec![
        ListView::of_links(look.t("sitemap.columns"), columns),
        ListView::of_links(look.t("home.places"), counties),
        ListView::of_links(look.t("word.archive"), archives),
        ListView::of_links(look.t("sitemap.forms"), forms),
    ]
}

fn years<'a>(look: &Look<'a>, kind: Kind) -> Vec<LinkView<'a>> {
    let mut years: Vec<i32> = look
        .reader
        .months(kind)
        .iter()
        .map(|(year, ..)| *year)
        .collect();
    years.dedup();
    let folder = pages::folder(kind).unwrap_or_default();
    let link = |year: i32| {
        let text = look.say(
            "word.year_of",
            &[
                ("year", &year.to_string()),
                ("column", look.column_name(kind)),
            ],
        );
        LinkView::new(format!("/{folder}/{year}/"), text)
    };
    years.into_iter().map(link).collect()
}

#[derive(Serialize)]
struct SearchView<'a> {
    /// Address of the search index; none if the site has none.
    index: Option<&'static str>,
    /// What a search may be narrowed by: kinds, counties, years.
    facets: [FacetView<'a>; 3],
    sections: Vec<ListView<'a>>,
}

#[derive(Serialize)]
struct FacetView<'a> {
    name: &'static str,
    label: &'a str,
    any: &'a str,
    options: Vec<ChoiceView<'a>>,
}

#[derive(Serialize)]
struct ChoiceView<'a> {
    value: String,
    text: Cow<'a, str>,
}

/// The choices by which a search may be narrowed; values are the numbers that the index has.
fn facets<'a>(look: &Look<'a>) -> [FacetView<'a>; 3] {
    let choice = |(value, text): (String, Cow<'a, str>)| ChoiceView { value, text };
    let kinds = search::KINDS.iter().enumerate();
    let kinds = kinds.map(|(at, kind)| (at.to_string(), look.label(*kind).into()));
    let divisions = look.reader.list(ListKey::Kind(Kind::Division)).items();
    let level = |item: &Item| item.division.map(DivisionCode::level);
    let counties = divisions.filter(|(_, item)| level(item) == Some(Level::County));
    let counties = counties
        .enumerate()
        .map(|(at, (_, item))| ((at + 1).to_string(), Cow::from(&*item.title)));
    let mut years: Vec<i32> = pages::ARCHIVED
        .iter()
        .flat_map(|kind| look.reader.months(*kind))
        .map(|(year, ..)| year)
        .collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let years = years
        .into_iter()
        .map(|year| (year.to_string(), Cow::from(year.to_string())));
    let facet = |name, label, any, options: Vec<ChoiceView<'a>>| FacetView {
        name,
        label: look.t(label),
        any: look.t(any),
        options,
    };
    [
        facet(
            "k",
            "search.kind",
            "search.any_kind",
            kinds.map(choice).collect(),
        ),
        facet(
            "c",
            "search.county",
            "search.any_county",
            counties.map(choice).collect(),
        ),
        facet(
            "y",
            "search.year",
            "search.any_year",
            years.map(choice).collect(),
        ),
    ]
}

/// `/search/`
pub(super) fn search(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let enabled = look.reader.site().config.search.enabled;
    let view = SearchView {
        index: enabled.then_some("/search/index.json"),
        facets: facets(look),
        sections: indexes(look),
    };
    let mut frame = frame(
        look,
        "/search/",
        (look.t("search.title"), look.t("search.lead"), "search"),
    );
    if enabled {
        frame.scripts = &["search.js"];
    }
    look.show("search.html", (frame, &view), out)
}
