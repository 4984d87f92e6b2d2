//! Pages that follow from all records: what is late, what is stale, the site map, search.
//!
//! Entry points: [`overdue`], [`stale`], [`site_map`], [`search()`].

use super::ThemeFault;
use super::directory;
use super::frame::{Column, Frame, Look, fixed_address, form_address};
use super::indexes::IndexView;
use super::parts::{ItemView, LinkView, ListView, TagView};
use crate::library::{Directory, DueWhat, Item, ItemFacts, Ix, ListKey, Overdue, Stale, StaleWhat};
use crate::pages::{self, FixedPage, FormPage};
use crate::search;
use governance::dates::Day;
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

pub(super) fn frame<'a>(
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
    let long = directory::is_long(look, Directory::Overdue);
    let longest = if long {
        pages::LIST_LIMIT as usize
    } else {
        usize::MAX
    };
    let items = look.reader.overdue().take(longest);
    let items = items.filter_map(|(due, item)| overdue_item(look, due, item));
    let mut view = if long {
        by_place_and_longest(
            look,
            (Directory::Overdue, "overdue.longest"),
            items.collect(),
        )
    } else {
        all_in_one(items.collect())
    };
    let lead = look.t("overdue.lead");
    view.lead = Some(directory::lead(look, lead, view.lead.as_deref()).into());
    let frame = frame(
        look,
        "/overdue/",
        (look.t("word.overdue"), look.t("overdue.lead"), "minutes"),
    );
    look.show("list.html", (frame, &view), out)
}

/// So many of those that have waited longest are named, whatever else the page lists.
const FEWEST: usize = 50;

/// `/stale/`
pub(super) fn stale(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let mut view = if directory::is_long(look, Directory::Unchecked) {
        many_stale(look)
    } else {
        let items = look.reader.stale().iter();
        all_in_one(items.filter_map(|s| stale_item(look, s)).collect())
    };
    let lead = look.t("stale.lead");
    view.lead = Some(directory::lead(look, lead, view.lead.as_deref()).into());
    let frame = frame(
        look,
        "/stale/",
        (look.t("stale.title"), look.t("stale.lead"), ""),
    );
    look.show("list.html", (frame, &view), out)
}

fn all_in_one(items: Vec<ItemView<'_>>) -> IndexView<'_> {
    let mut view = IndexView::default();
    if !items.is_empty() {
        view.sections.push(ListView::new("", items));
    }
    view
}

/// Columns first, then vendors by place, and those that have waited longest.
fn many_stale<'a>(look: &Look<'a>) -> IndexView<'a> {
    let oldest = look.reader.head(ListKey::Unchecked, pages::LIST_LIMIT);
    let items = oldest.items().map(|one| unchecked_item(look, one));
    let named = (Directory::Unchecked, "stale.longest");
    let mut view = by_place_and_longest(look, named, items.collect());
    let stale = look.reader.stale().iter();
    let columns = stale.filter(|stale| !matches!(stale.what, StaleWhat::Record(_)));
    let columns: Vec<_> = columns.filter_map(|s| stale_item(look, s)).collect();
    if !columns.is_empty() {
        view.sections.insert(0, ListView::new("", columns));
    }
    view
}

/// What waits by place, and as many of those that have waited longest as the page can hold.
fn by_place_and_longest<'a>(
    look: &Look<'a>,
    (directory, title): (Directory, &'static str),
    mut longest: Vec<ItemView<'a>>,
) -> IndexView<'a> {
    let mut view = directory::city(look, directory);
    let listed = view.sections.iter().map(|section| section.items.len());
    let left = (pages::LIST_LIMIT as usize).saturating_sub(listed.sum());
    longest.truncate(left.max(FEWEST));
    let title = look.say(title, &[("n", &longest.len().to_string())]);
    view.sections.push(ListView::new(title, longest));
    view
}

/// A vendor that nobody checked in time, as it stands in a list.
pub(super) fn unchecked_item<'a>(look: &Look<'a>, (ix, item): (Ix, &'a Item)) -> ItemView<'a> {
    let since = if let ItemFacts::Vendor { checked_on, .. } = &item.facts {
        *checked_on
    } else {
        None
    };
    let limit = look.reader.site().config.limits.vendor_check_days;
    let word = ("stale.checked", "stale.unchecked");
    ItemView {
        tag: Some(TagView::bad(since_when(look, word, (since, limit.into())))),
        ..look.item(ix, item)
    }
}

fn since_when(
    look: &Look<'_>,
    (since, never): (&'static str, &'static str),
    (day, limit_days): (Option<Day>, i64),
) -> String {
    let days = limit_days.to_string();
    match day {
        Some(day) => look.say(since, &[("day", &look.day(day).text), ("n", &days)]),
        None => look.say(never, &[("n", &days)]),
    }
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
    let words = match stale.what {
        StaleWhat::Home | StaleWhat::Notices(_) => ("stale.since", "stale.never"),
        StaleWhat::Record(_) => ("stale.checked", "stale.unchecked"),
    };
    let since = since_when(look, words, (stale.since, stale.limit_days));
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
