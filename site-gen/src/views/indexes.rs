//! Plain lists: a kind, a year or month of it, a category.
//!
//! Entry points: [`kind`], [`year`], [`month`], [`notices`], [`admission`], [`vendors`]. Kinds that grow are archived by year and month, so that a new record touches
//! few pages; the column itself shows the newest only.

use super::ThemeFault;
use super::directory;
use super::frame::{Column, Frame, Look, section};
use super::halls;
use super::parts::{FactView, ItemView, LinkView, ListView};
use crate::library::{Directory, ListKey};
use crate::opendata::{self, table};
use crate::pages;
use governance::admission::Category;
use governance::divisions::DivisionCode;
use governance::labelled::Labelled;
use governance::notices::NoticeCategory;
use governance::records::Kind;
use governance::vendors::VendorCategory;
use serde::Serialize;
use std::borrow::Cow;

/// The newest so many stand on the page of a column: a month's worth of a busy city's notices on one screen more than a phone's.
pub(super) const NEWEST: u32 = 30;

#[derive(Serialize, Default)]
pub(super) struct IndexView<'a> {
    pub(super) lead: Option<Cow<'a, str>>,
    pub(super) actions: Vec<LinkView<'a>>,
    pub(super) sections: Vec<ListView<'a>>,
    /// How early agendas went out: in all, and by county.
    pub(super) lead_times: Option<String>,
    pub(super) by_county: Vec<FactView<'a>>,
    pub(super) archive: Vec<LinkView<'a>>,
    pub(super) downloads: Vec<LinkView<'a>>,
}

/// The column of a kind.
pub(super) fn kind(look: &Look<'_>, kind: Kind, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let title = look.column_name(kind);
    let mut view = IndexView {
        lead: lead(look, kind).map(Cow::Borrowed),
        actions: actions(look, kind),
        archive: archive(look, kind),
        downloads: downloads(look, kind),
        ..IndexView::default()
    };
    if kind == Kind::Meeting {
        let upcoming = look.items(look.reader.head(ListKey::Upcoming, pages::LIST_LIMIT));
        push(
            &mut view,
            ListView::new(look.t("meeting.upcoming"), upcoming),
        );
        view.lead_times = halls::lead(look, ListKey::Kind(kind));
        view.by_county = halls::leads(look);
        for table in opendata::halls::Table::ALL {
            let name = format!("{} CSV", look.label(*table));
            let path = format!("/{}", table.path("csv"));
            view.downloads.push(LinkView::new(path, name));
        }
    }
    if kind == Kind::Guide && directory::is_long(look, Directory::Guides) {
        let found = directory::city(look, Directory::Guides);
        let own = view.lead.unwrap_or_default();
        view.lead = Some(directory::lead(look, &own, found.lead.as_deref()).into());
        view.sections = found.sections;
    } else {
        newest(look, kind, &mut view);
    }
    let frame = frame(
        look,
        kind,
        (
            title.into(),
            format!("/{}/", pages::folder(kind).unwrap_or_default()),
        ),
    );
    look.show("list.html", (frame, &view), out)
}

/// The newest of a kind, or all of it where there is no archive; without what stands above.
fn newest<'a>(look: &Look<'a>, kind: Kind, view: &mut IndexView<'a>) {
    let list = if view.archive.is_empty() {
        look.reader.list(ListKey::Kind(kind))
    } else {
        look.reader.head(ListKey::Kind(kind), NEWEST)
    };
    let mut items = summarised(look, list);
    let shown = view.sections.iter().flat_map(|s| &s.items);
    let shown: Vec<_> = shown.map(|item| item.url.clone()).collect();
    items.retain(|item| !shown.contains(&item.url));
    push(view, ListView::new(look.t("word.newest"), items));
}

/// Items with their summaries, for kinds whose titles don't say enough.
fn summarised<'a>(look: &Look<'a>, list: crate::library::reader::List<'a>) -> Vec<ItemView<'a>> {
    let item = |(ix, item): (_, &'a crate::library::Item)| ItemView {
        summary: item.summary.as_deref(),
        ..look.item(ix, item)
    };
    list.items().map(item).collect()
}

fn push<'a>(view: &mut IndexView<'a>, list: ListView<'a>) {
    if !list.items.is_empty() {
        view.sections.push(list);
    }
}

fn lead<'a>(look: &Look<'a>, kind: Kind) -> Option<&'a str> {
    match kind {
        Kind::Notice => Some(look.t("notice.lead")),
        Kind::Meeting => Some(look.t("meeting.lead")),
        Kind::Topic => Some(look.t("topic.lead")),
        Kind::Guide => Some(look.t("guide.lead")),
        Kind::Department => Some(look.t("department.lead")),
        Kind::Division
        | Kind::Community
        | Kind::AdmissionItem
        | Kind::Indicator
        | Kind::Target
        | Kind::ReportingUnit
        | Kind::Observation
        | Kind::Vendor => None,
    }
}

fn actions<'a>(look: &Look<'a>, kind: Kind) -> Vec<LinkView<'a>> {
    if kind == Kind::Notice {
        let categories = NoticeCategory::ALL
            .iter()
            .filter(|c| look.reader.count(ListKey::Notices(**c)) > 0);
        return categories
            .map(|c| LinkView::new(format!("/notices/category/{}/", c.id()), look.label(*c)))
            .collect();
    }
    if kind == Kind::Meeting {
        return vec![
            LinkView::new("/topics/", look.t("word.topics")),
            LinkView::new("/overdue/", look.t("word.overdue")),
            LinkView::new("/feedback/", look.t("topic.raise")),
        ];
    }
    if kind == Kind::Topic {
        return vec![
            LinkView::new("/minutes/", look.t("nav.minutes")),
            LinkView::new("/feedback/", look.t("topic.raise")),
        ];
    }
    Vec::new()
}

/// Links to the years of a kind.
fn archive<'a>(look: &Look<'a>, kind: Kind) -> Vec<LinkView<'a>> {
    let Some(folder) =
        pages::folder(kind).filter(|_| matches!(kind, Kind::Notice | Kind::Meeting | Kind::Topic))
    else {
        return Vec::new();
    };
    let mut years: Vec<i32> = look
        .reader
        .months(kind)
        .iter()
        .map(|(year, ..)| *year)
        .collect();
    years.dedup();
    let text = |year: i32| look.say("word.year", &[("year", &year.to_string())]);
    years
        .into_iter()
        .map(|year| LinkView::new(format!("/{folder}/{year}/"), text(year)))
        .collect()
}

/// Files of open data of a kind.
pub(super) fn downloads<'a>(look: &Look<'a>, kind: Kind) -> Vec<LinkView<'a>> {
    let table = table::name(kind);
    let text = |form: &str| format!("{} {}", look.label(kind), form.to_uppercase());
    ["csv", "json"]
        .map(|form| LinkView::new(format!("/data/{table}.{form}"), text(form)))
        .into()
}

pub(super) fn frame<'a>(
    look: &Look<'a>,
    kind: Kind,
    (title, url): (Cow<'a, str>, String),
) -> Frame<'a> {
    let description = lead(look, kind).unwrap_or(look.t("home.lead"));
    let column_type = match kind {
        Kind::Notice => "工作动态",
        Kind::Meeting | Kind::Topic => "征集调查",
        Kind::Vendor | Kind::Guide => "办事服务",
        Kind::Indicator | Kind::Target | Kind::ReportingUnit | Kind::Observation => "数据发布",
        Kind::AdmissionItem => "信息公开目录",
        Kind::Department => "机构职能",
        Kind::Division | Kind::Community => "概况信息",
    };
    let description = if title == look.column_name(kind) {
        description.into()
    } else {
        format!("{title}：{description}").into()
    };
    let mut frame = Frame::column(
        url,
        Column {
            title,
            description,
            section: section(kind),
            kind: column_type,
        },
    );
    frame.feeds = look.kind_feeds(kind);
    frame.crumbs = vec![LinkView::new("/", look.t("word.home"))];
    frame
}

fn below<'a>(look: &Look<'a>, kind: Kind, frame: &mut Frame<'a>) {
    let folder = pages::folder(kind).unwrap_or_default();
    frame
        .crumbs
        .push(LinkView::new(format!("/{folder}/"), look.column_name(kind)));
}

/// A year of a kind: its months with how many each has.
pub(super) fn year(
    look: &Look<'_>,
    (kind, year): (Kind, i32),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let folder = pages::folder(kind).unwrap_or_default();
    let months = look
        .reader
        .months(kind)
        .into_iter()
        .filter(|(y, ..)| *y == year);
    let link = |(_, month, count): (i32, u32, u32)| {
        let text = look.say(
            "word.month_count",
            &[("month", &month.to_string()), ("n", &count.to_string())],
        );
        LinkView::new(format!("/{folder}/{year}/{month:02}/"), text)
    };
    let title = look.say(
        "word.year_of",
        &[
            ("year", &year.to_string()),
            ("column", look.column_name(kind)),
        ],
    );
    let view = IndexView {
        sections: vec![ListView::of_links("", months.map(link).collect())],
        ..IndexView::default()
    };
    let mut frame = frame(look, kind, (title.into(), format!("/{folder}/{year}/")));
    below(look, kind, &mut frame);
    look.show("list.html", (frame, &view), out)
}

/// The days of a month that has too many records for one page; none for others.
fn days<'a>(look: &Look<'a>, (kind, year, month): (Kind, i32, u32)) -> Vec<LinkView<'a>> {
    let months = look.reader.months(kind);
    let busy = months
        .iter()
        .any(|(y, m, n)| (*y, *m) == (year, month) && *n > pages::LIST_LIMIT);
    if !busy {
        return Vec::new();
    }
    let folder = pages::folder(kind).unwrap_or_default();
    let link = |(day, count): (governance::dates::Day, u32)| {
        let text = look.say(
            "word.day_count",
            &[("day", &look.day(day).text), ("n", &count.to_string())],
        );
        LinkView::new(
            format!("/{folder}/{year}/{month:02}/{:02}/", day.day()),
            text,
        )
    };
    look.reader
        .days(kind, year, month)
        .into_iter()
        .map(link)
        .collect()
}

/// A day of a kind.
pub(super) fn day(
    look: &Look<'_>,
    (kind, day): (Kind, governance::dates::Day),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let folder = pages::folder(kind).unwrap_or_default();
    let items = look.items(look.reader.list(ListKey::Day(kind, day)));
    let title = look.say(
        "word.day_of",
        &[
            ("day", &look.day(day).text),
            ("column", look.column_name(kind)),
        ],
    );
    let view = IndexView {
        sections: vec![ListView::new("", items)],
        ..IndexView::default()
    };
    let url = format!(
        "/{folder}/{}/{:02}/{:02}/",
        day.year(),
        day.month(),
        day.day()
    );
    let mut frame = frame(look, kind, (title.into(), url));
    below(look, kind, &mut frame);
    let month = look.say(
        "word.month",
        &[
            ("year", &day.year().to_string()),
            ("month", &day.month().to_string()),
        ],
    );
    frame.crumbs.push(LinkView::new(
        format!("/{folder}/{}/{:02}/", day.year(), day.month()),
        month,
    ));
    look.show("list.html", (frame, &view), out)
}

/// All records of a kind in one division, or the newest and the way to the others.
fn in_division<'a>(look: &Look<'a>, (code, kind): (DivisionCode, Kind)) -> IndexView<'a> {
    let key = ListKey::In(code, kind);
    let items = look.items(look.reader.head(key, pages::LIST_LIMIT));
    let all = look.reader.count(key);
    let mut view = IndexView::default();
    if all > items.len() {
        view.lead = Some(newest_of(look, all).into());
        view.archive = archive(look, kind);
    }
    view.sections.push(ListView::new("", items));
    view
}

/// All records of a kind in exactly one division.
pub(super) fn division(
    look: &Look<'_>,
    (code, kind): (DivisionCode, Kind),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let folder = pages::folder(kind).unwrap_or_default();
    let view = in_division(look, (code, kind));
    let name = look.place(code).unwrap_or_default();
    let title = look.say(
        "word.place_of",
        &[("place", name), ("column", look.column_name(kind))],
    );
    let mut frame = frame(look, kind, (title.into(), format!("/d/{code}/{folder}/")));
    frame.crumbs.extend(look.place_link(code));
    look.show("list.html", (frame, &view), out)
}

/// A month of a kind: all of it, or its days if it has too many.
pub(super) fn month(
    look: &Look<'_>,
    (kind, year, month): (Kind, i32, u32),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let folder = pages::folder(kind).unwrap_or_default();
    let days = days(look, (kind, year, month));
    let section = if days.is_empty() {
        ListView::new(
            "",
            look.items(look.reader.list(ListKey::Month(kind, year, month))),
        )
    } else {
        ListView::of_links("", days)
    };
    let names = [
        ("year", year.to_string()),
        ("month", month.to_string()),
        ("column", look.column_name(kind).to_owned()),
    ];
    let names: Vec<(&str, &str)> = names.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let title = look.say("word.month_of", &names);
    let view = IndexView {
        sections: vec![section],
        ..IndexView::default()
    };
    let mut frame = frame(
        look,
        kind,
        (title.into(), format!("/{folder}/{year}/{month:02}/")),
    );
    below(look, kind, &mut frame);
    frame.crumbs.push(LinkView::new(
        format!("/{folder}/{year}/"),
        look.say("word.year", &[("year", &year.to_string())]),
    ));
    look.show("list.html", (frame, &view), out)
}

/// Notices of a category.
pub(super) fn notices(
    look: &Look<'_>,
    category: NoticeCategory,
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let view = of_category(look, Kind::Notice, ListKey::Notices(category));
    let named = (Kind::Notice, category.id(), look.label(category));
    category_page(look, named, (view, out))
}

/// Admission items of a part of the list.
pub(super) fn admission(
    look: &Look<'_>,
    category: Category,
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    directory_page(
        look,
        (
            Directory::Items(category),
            category.id(),
            look.label(category),
        ),
        out,
    )
}

/// Vendors of a category.
pub(super) fn vendors(
    look: &Look<'_>,
    category: VendorCategory,
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    directory_page(
        look,
        (
            Directory::VendorsOf(category),
            category.id(),
            look.label(category),
        ),
        out,
    )
}

/// Says that only the newest of so many stand here.
fn newest_of(look: &Look<'_>, all: usize) -> String {
    let (newest, all) = (pages::LIST_LIMIT.to_string(), all.to_string());
    look.say("word.newest_of", &[("n", &newest), ("all", &all)])
}

/// What is listed of a category. Of a kind with an archive the newest: a city has a hundred thousand announcements, and a page of all would be 50 MB.
fn of_category<'a>(look: &Look<'a>, kind: Kind, list: ListKey) -> IndexView<'a> {
    let mut view = IndexView::default();
    let all = look.reader.count(list);
    if all <= pages::LIST_LIMIT as usize || archive(look, kind).is_empty() {
        let items = summarised(look, look.reader.list(list));
        push(&mut view, ListView::new("", items));
        return view;
    }
    view.lead = Some(newest_of(look, all).into());
    let items = summarised(look, look.reader.head(list, pages::LIST_LIMIT));
    push(&mut view, ListView::new("", items));
    view.archive = archive(look, kind);
    view.downloads = downloads(look, kind);
    view
}

/// A category of a kind that is looked up by place.
fn directory_page(
    look: &Look<'_>,
    (directory, id, label): (Directory, &str, &'static str),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let view = if directory::is_long(look, directory) {
        directory::city(look, directory)
    } else {
        of_category(look, directory.kind(), directory.whole())
    };
    category_page(look, (directory.kind(), id, label), (view, out))
}

fn category_page(
    look: &Look<'_>,
    (kind, id, label): (Kind, &str, &'static str),
    (view, out): (IndexView<'_>, &mut Vec<u8>),
) -> Result<(), ThemeFault> {
    let folder = pages::folder(kind).unwrap_or_default();
    let mut frame = frame(
        look,
        kind,
        (label.into(), format!("/{folder}/category/{id}/")),
    );
    below(look, kind, &mut frame);
    look.show("list.html", (frame, &view), out)
}
