//! Figures of what residents filed: the city, a month, a category, a place, a category in a place.
//!
//! Entry points: [`city`], [`month`], [`category`], [`place`], [`place_category`]; [`of_place`] for the page of a community. All numbers come from the snapshot or are
//! counted from its case log by the function that counted the snapshot ([`governance::published::books`]). A month without answers has no share: it says
//! so and breaks the line of the chart.

mod answers;
mod one;
mod table;

pub(crate) use answers::months as answer_months;
pub(super) use answers::{AnswerView, answer_view, index as answers, month as answers_in};
pub(super) use one::page as one;

use super::ThemeFault;
use super::frame::{Column, Feed, Frame, Look};
use super::parts::{DayView, LinkView, percent};
use crate::charts::{self, MonthShare};
use crate::library::published::CasesIn;
use crate::library::{Published, ReadFault};
use crate::pages::PageKey;
use governance::cases::CaseCategory;
use governance::dates::Day;
use governance::divisions::{DivisionCode, Level};
use governance::labelled::Labelled;
use governance::published::{Books, LogEntry, Month, Satisfaction, books};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use table::{BooksRow, BooksTable, last_year, sum};

/// Months in a table: two years are what one compares; older ones stand in the file.
const MONTHS: usize = 24;

/// Months in the chart, and in the sums by category and place.
const YEAR: usize = 12;

/// Months on the page of a community.
const ON_PLACE: usize = 6;

/// Newest cases and answers that a page shows.
const NEWEST: usize = 10;

#[derive(Serialize)]
struct FiguresView<'a> {
    lead: Cow<'a, str>,
    taken: DayView,
    stats: Vec<Stat<'a>>,
    chart: Option<String>,
    tables: Vec<BooksTable<'a>>,
    answers: Vec<AnswerView<'a>>,
    cases: Vec<LinkView<'a>>,
    links: Vec<LinkView<'a>>,
    downloads: Vec<LinkView<'a>>,
}

/// A number that stands out, with what it is.
#[derive(Serialize)]
pub(super) struct Stat<'a> {
    value: String,
    name: Cow<'a, str>,
}

/// What the page of a community says of its cases.
#[derive(Serialize)]
pub(super) struct PlaceCases<'a> {
    url: String,
    taken: DayView,
    stats: Vec<Stat<'a>>,
    table: BooksTable<'a>,
}

fn published<'a>(look: &Look<'a>) -> Result<&'a Published, ThemeFault> {
    Ok(look.reader.published().ok_or(ReadFault::NotShown)?)
}

/// The frame of a page of figures; `crumbs` lead from the home page to it.
fn frame<'a>(
    look: &Look<'a>,
    (url, title): (String, Cow<'a, str>),
    crumbs: Vec<LinkView<'a>>,
) -> Frame<'a> {
    let mut frame = Frame::column(
        url,
        Column {
            title,
            description: look.t("cases.lead").into(),
            section: "complaints",
            kind: "数据发布",
        },
    );
    frame.crumbs = vec![
        LinkView::new("/", look.t("word.home")),
        LinkView::new("/complaints/", look.t("nav.complaints")),
    ];
    frame.crumbs.extend(crumbs);
    frame
}

fn home<'a>(look: &Look<'a>) -> LinkView<'a> {
    LinkView::new("/cases/", look.t("cases.title"))
}

/// `/cases/`
pub(super) fn city(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let published = published(look)?;
    let totals = totals(published);
    let all: Vec<Books> = totals.iter().map(|(books, _)| books.clone()).collect();
    let months = totals
        .iter()
        .rev()
        .take(MONTHS)
        .map(|(books, satisfaction)| {
            let row = BooksRow::of_month(look, books, Some(*satisfaction));
            row.linked(Some(PageKey::CasesMonth(books.month).path()))
        });
    let months = BooksTable::months(look, months.collect());
    let view = FiguresView {
        stats: stats(look, &all),
        chart: chart(look, &all),
        tables: vec![
            months,
            categories(look, published),
            counties(look, published),
        ],
        answers: Vec::new(),
        links: vec![
            LinkView::new("/cases/answers/", look.t("cases.answers")),
            LinkView::new("/you-said/", look.t("heard.title")),
            LinkView::new("/cases/moderation/", look.t("heard.moderation")),
            LinkView::new("/method/#cases", look.t("cases.method")),
        ],
        ..FiguresView::new(look, published.taken_on())
    };
    let frame = frame(
        look,
        ("/cases/".into(), look.t("cases.title").into()),
        Vec::new(),
    );
    look.show("cases.html", (frame, &view), out)
}

impl<'a> FiguresView<'a> {
    fn new(look: &Look<'a>, taken_on: Day) -> Self {
        Self {
            lead: look.t("cases.lead").into(),
            taken: look.day(taken_on),
            stats: Vec::new(),
            chart: None,
            tables: Vec::new(),
            answers: Vec::new(),
            cases: Vec::new(),
            links: vec![
                home(look),
                LinkView::new("/method/#cases", look.t("cases.method")),
            ],
            downloads: vec![
                LinkView::new("/data/case_figures.csv", look.t("cases.figures_csv")),
                LinkView::new("/data/case_log.csv", look.t("cases.log_csv")),
            ],
        }
    }
}

/// The city's own rows, oldest month first.
fn totals(published: &Published) -> Vec<(Books, Satisfaction)> {
    let rows = published.snapshot.case_figures.rows.iter();
    let totals = rows.filter(|row| row.place.is_none() && row.category.is_none());
    totals
        .map(|row| (row.books.clone(), row.satisfaction))
        .collect()
}

/// Sums of the last twelve months by category.
fn categories<'a>(look: &Look<'a>, published: &Published) -> BooksTable<'a> {
    let row = |category: &CaseCategory| {
        let books = books(&published.in_category(*category), published.taken_on());
        let url = Some(PageKey::CasesCategory(*category).path());
        let sum = sum(last_year(&books))?;
        Some(BooksRow::of(look, look.label(*category).into(), &sum).linked(url))
    };
    let rows = CaseCategory::ALL.iter().filter_map(row).collect();
    BooksTable::new(
        "categories",
        (look.t("cases.by_category"), look.t("cases.category")),
        rows,
    )
}

fn counties<'a>(look: &Look<'a>, published: &Published) -> BooksTable<'a> {
    let counties = published
        .places()
        .filter(|code| code.level() == Level::County);
    let row = |code: DivisionCode| {
        let log = published.cases_in(code)?.log;
        place_row(look, code, &books(&log, published.taken_on()))
    };
    BooksTable::new(
        "places",
        (look.t("cases.by_county"), look.t("cases.place")),
        counties.filter_map(row).collect(),
    )
}

fn place_row<'a>(look: &Look<'a>, code: DivisionCode, months: &[Books]) -> Option<BooksRow<'a>> {
    let name = look.place(code)?;
    let url = Some(PageKey::CasesOf(code).path());
    Some(BooksRow::of(look, name.into(), &sum(last_year(months))?).linked(url))
}

/// What stands out: the last month that is over, and what is late now.
fn stats<'a>(look: &Look<'a>, months: &[Books]) -> Vec<Stat<'a>> {
    let Some(now) = months.last() else {
        return Vec::new();
    };
    let stat = |name: &'static str, value: String| Stat {
        value,
        name: look.t(name).into(),
    };
    let mut stats = vec![
        stat("cases.open_now", now.closing.to_string()),
        stat("cases.overdue_now", now.overdue_open.to_string()),
    ];
    if let Some(month) = months.iter().rev().nth(1) {
        let name = look.month(month.month);
        let say = |word: &'static str, value: String| Stat {
            value,
            name: look.say(word, &[("month", &name)]).into(),
        };
        stats.push(say("cases.received_in", month.received.to_string()));
        let share = month
            .on_time_share
            .map_or_else(|| look.t("cases.no_answers").into(), percent);
        stats.push(say("cases.on_time_in", share));
    }
    stats
}

/// Shares answered on time in the months that are over.
fn chart(look: &Look<'_>, months: &[Books]) -> Option<String> {
    let over = &months[..months.len().saturating_sub(1)];
    let year = &over[over.len().saturating_sub(YEAR)..];
    let shares: Vec<MonthShare> = year
        .iter()
        .map(|b| MonthShare {
            month: b.month,
            share: b.on_time_share,
        })
        .collect();
    let said = shares.iter().map(|one| {
        let share = one
            .share
            .map_or_else(|| look.t("cases.no_answers").into(), percent);
        format!("{} {share}", look.month(one.month))
    });
    let said: Vec<String> = said.collect();
    let description = look.say(
        "cases.chart_more",
        &[("figures", &said.join(look.t("word.comma")))],
    );
    let svg = charts::months(&charts::Months {
        id: "on-time",
        title: look.t("cases.chart"),
        description: &description,
        shares: &shares,
    });
    (!svg.is_empty()).then_some(svg)
}

/// `/cases/2026-10/`
pub(super) fn month(look: &Look<'_>, month: Month, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let published = published(look)?;
    let of = |months: Vec<Books>| {
        months
            .into_iter()
            .find(|b| b.month == month && !b.is_empty())
    };
    let totals = totals(published)
        .into_iter()
        .find(|(b, _)| b.month == month);
    let (total, satisfaction) = totals.ok_or(ReadFault::NotShown)?;
    let by_category = CaseCategory::ALL.iter().filter_map(|category| {
        let books = of(books(
            &published.in_category(*category),
            published.taken_on(),
        ))?;
        let url = Some(PageKey::CasesCategory(*category).path());
        Some(BooksRow::of(look, look.label(*category).into(), &books).linked(url))
    });
    let counties = published
        .places()
        .filter(|code| code.level() == Level::County);
    let by_county = counties.filter_map(|code| {
        let books = of(books(&published.cases_in(code)?.log, published.taken_on()))?;
        let url = Some(PageKey::CasesOf(code).path());
        Some(BooksRow::of(look, look.place(code)?.into(), &books).linked(url))
    });
    let view = FiguresView {
        tables: vec![
            BooksTable::months(
                look,
                vec![BooksRow::of_month(look, &total, Some(satisfaction))],
            ),
            BooksTable::new(
                "categories",
                (look.t("cases.categories"), look.t("cases.category")),
                by_category.collect(),
            ),
            BooksTable::new(
                "places",
                (look.t("cases.counties"), look.t("cases.place")),
                by_county.collect(),
            ),
        ],
        ..FiguresView::new(look, published.taken_on())
    };
    let name = look.month(month);
    let title = look.say("cases.month_title", &[("month", &name)]);
    let frame = frame(
        look,
        (PageKey::CasesMonth(month).path(), title.into()),
        vec![home(look)],
    );
    look.show("cases.html", (frame, &view), out)
}

/// `/cases/category/noise/`
pub(super) fn category(
    look: &Look<'_>,
    category: CaseCategory,
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let published = published(look)?;
    let log = published.in_category(category);
    let months = books(&log, published.taken_on());
    let mut newest = log.clone();
    newest.sort_by_key(|row| (std::cmp::Reverse(row.opened_on), row.reference));
    let answers = published
        .snapshot
        .answers
        .rows
        .iter()
        .filter(|a| a.category == category);
    let view = FiguresView {
        stats: stats(look, &months),
        chart: chart(look, &months),
        tables: vec![month_rows(look, &months)],
        answers: answers::newest(look, answers.collect(), NEWEST / 2),
        cases: newest
            .iter()
            .take(NEWEST)
            .map(|row| case_link(look, row))
            .collect(),
        ..FiguresView::new(look, published.taken_on())
    };
    let label = look.label(category);
    let title = look.say("cases.category_title", &[("category", label)]);
    let url = PageKey::CasesCategory(category).path();
    let mut frame = frame(look, (url.clone(), title.clone().into()), vec![home(look)]);
    let forms = [
        ("application/atom+xml", "feed.xml"),
        ("application/feed+json", "feed.json"),
    ];
    let feed = |(kind, form)| Feed {
        kind,
        url: format!("{url}{form}").into(),
        title: title.clone().into(),
    };
    let feeds = forms.map(feed);
    frame.feeds = feeds.to_vec();
    look.show("cases.html", (frame, &view), out)
}

fn month_rows<'a>(look: &Look<'a>, months: &[Books]) -> BooksTable<'a> {
    let rows = months
        .iter()
        .rev()
        .take(MONTHS)
        .map(|books| BooksRow::of_month(look, books, None));
    BooksTable::months(look, rows.collect())
}

/// A link to one case by its reference, with its day and place.
fn case_link<'a>(look: &Look<'a>, row: &LogEntry) -> LinkView<'a> {
    let place = look.place(row.place).unwrap_or_default();
    let text = format!(
        "{} · {} · {place}",
        row.reference,
        look.day(row.opened_on).text
    );
    LinkView::new(PageKey::Case(row.reference).path(), text)
}

/// The way to a place's page of figures.
fn place_crumbs<'a>(look: &Look<'a>, code: DivisionCode) -> Vec<LinkView<'a>> {
    let above = look.reader.ancestors(code);
    let above = above
        .iter()
        .filter_map(|(_, item)| item.division)
        .filter(|c| c.level() != Level::City);
    let mut crumbs = vec![home(look)];
    crumbs.extend(
        above.filter_map(|c| Some(LinkView::new(PageKey::CasesOf(c).path(), look.place(c)?))),
    );
    crumbs
}

/// `/d/<code>/cases/`
pub(super) fn place(
    look: &Look<'_>,
    code: DivisionCode,
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let cases = look.reader.cases_in(code).ok_or(ReadFault::NotShown)?;
    let name = look.place(code).ok_or(ReadFault::NotShown)?;
    let months = books(&cases.log, cases.taken_on);
    let mut tables = vec![month_rows(look, &months)];
    tables.extend(children(look, code, &cases));
    tables.extend(categories_of(look, code, &cases));
    let view = FiguresView {
        stats: stats(look, &months),
        chart: chart(look, &months),
        tables,
        answers: answers::newest(look, cases.answers.clone(), NEWEST / 3),
        links: vec![
            LinkView::new(format!("/d/{code}/"), name),
            LinkView::new("/method/#cases", look.t("cases.method")),
        ],
        ..FiguresView::new(look, cases.taken_on)
    };
    let title = look.say("cases.place_title", &[("place", name)]);
    let frame = frame(
        look,
        (PageKey::CasesOf(code).path(), title.into()),
        place_crumbs(look, code),
    );
    look.show("cases.html", (frame, &view), out)
}

/// Sums of what lies directly in a place.
fn children<'a>(
    look: &Look<'a>,
    code: DivisionCode,
    cases: &CasesIn<'_>,
) -> Option<BooksTable<'a>> {
    let mut below: BTreeMap<DivisionCode, Vec<&LogEntry>> = BTreeMap::new();
    for row in &cases.log {
        let around = std::iter::successors(Some(row.place), |c| c.parent());
        if let Some(child) = around.into_iter().find(|c| c.parent() == Some(code)) {
            below.entry(child).or_default().push(row);
        }
    }
    let rows = below
        .iter()
        .filter_map(|(child, log)| place_row(look, *child, &books(log, cases.taken_on)));
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| {
        BooksTable::new(
            "places",
            (look.t("cases.by_place"), look.t("cases.place")),
            rows,
        )
    })
}

/// Sums of a community by category, each with its own page.
fn categories_of<'a>(
    look: &Look<'a>,
    code: DivisionCode,
    cases: &CasesIn<'_>,
) -> Option<BooksTable<'a>> {
    let row = |category: &CaseCategory| {
        let log: Vec<&LogEntry> = cases
            .log
            .iter()
            .copied()
            .filter(|r| r.category == *category)
            .collect();
        let sum = sum(last_year(&books(&log, cases.taken_on)))?;
        let figures = cases
            .figures
            .iter()
            .any(|f| f.category == Some(*category) && f.place == Some(code));
        let url = figures.then(|| PageKey::CasesOfCategory(code, *category).path());
        Some(BooksRow::of(look, look.label(*category).into(), &sum).linked(url))
    };
    let rows: Vec<_> = CaseCategory::ALL.iter().filter_map(row).collect();
    (!rows.is_empty()).then(|| {
        BooksTable::new(
            "categories",
            (look.t("cases.by_category"), look.t("cases.category")),
            rows,
        )
    })
}

/// `/d/<code>/cases/noise/`: the published rows of one category in one community.
pub(super) fn place_category(
    look: &Look<'_>,
    (code, category): (DivisionCode, CaseCategory),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let cases = look.reader.cases_in(code).ok_or(ReadFault::NotShown)?;
    let name = look.place(code).ok_or(ReadFault::NotShown)?;
    let figures = cases
        .figures
        .iter()
        .filter(|f| f.place == Some(code) && f.category == Some(category));
    let rows = figures
        .rev()
        .take(MONTHS)
        .map(|f| BooksRow::of_month(look, &f.books, Some(f.satisfaction)));
    let answers = cases
        .answers
        .iter()
        .copied()
        .filter(|a| a.category == category);
    let view = FiguresView {
        tables: vec![BooksTable::months(look, rows.collect())],
        answers: answers::newest(look, answers.collect(), NEWEST / 2),
        links: vec![
            LinkView::new(
                PageKey::CasesCategory(category).path(),
                look.say(
                    "cases.category_title",
                    &[("category", look.label(category))],
                ),
            ),
            LinkView::new("/method/#cases", look.t("cases.method")),
        ],
        ..FiguresView::new(look, cases.taken_on)
    };
    let title = look.say(
        "cases.place_category_title",
        &[("place", name), ("category", look.label(category))],
    );
    let mut crumbs = place_crumbs(look, code);
    crumbs.push(LinkView::new(PageKey::CasesOf(code).path(), name));
    let frame = frame(
        look,
        (
            PageKey::CasesOfCategory(code, category).path(),
            title.into(),
        ),
        crumbs,
    );
    look.show("cases.html", (frame, &view), out)
}

/// What the page of a place says of its cases; none if nothing was filed there.
pub(super) fn of_place<'a>(look: &Look<'a>, code: DivisionCode) -> Option<PlaceCases<'a>> {
    let cases = look.reader.cases_in(code)?;
    let months = books(&cases.log, cases.taken_on);
    let rows = months
        .iter()
        .rev()
        .take(ON_PLACE)
        .map(|books| BooksRow::of_month(look, books, None));
    Some(PlaceCases {
        url: PageKey::CasesOf(code).path(),
        taken: look.day(cases.taken_on),
        stats: stats(look, &months),
        table: BooksTable::months(look, rows.collect()),
    })
}
