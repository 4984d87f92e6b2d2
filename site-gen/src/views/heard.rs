//! What became of what residents said: "you said, we did", votes on pages, what moderators took out.
//!
//! Entry points: [`you_said`], [`moderation`]. A theme of ten or more always has its answer; a smaller one shows no number.

use super::ThemeFault;
use super::frame::{Column, Frame, Look};
use super::parts::{DayView, LinkView, TagView};
use crate::library::ReadFault;
use governance::labelled::Labelled;
use governance::published::{ModerationAction, ModerationCount, PageFeedback, Theme, ThemeReply};
use governance::ratings::FLOOR_SHOWN;
use serde::Serialize;

#[derive(Serialize)]
struct YouSaidView<'a> {
    taken: DayView,
    themes: Vec<ThemeView<'a>>,
    pages: Vec<VotesView>,
    downloads: Vec<LinkView<'a>>,
}

#[derive(Serialize)]
struct ThemeView<'a> {
    id: &'a str,
    title: &'a str,
    count: String,
    from: DayView,
    to: DayView,
    state: TagView<'a>,
    text: Option<&'a str>,
    link: Option<&'a str>,
}

/// How useful a page was found.
#[derive(Serialize)]
struct VotesView {
    url: String,
    title: String,
    yes: u32,
    no: u32,
}

/// The one table of a page of `table.html`.
#[derive(Serialize)]
struct TableView<'a> {
    lead: Option<&'a str>,
    tables: [TableOf<'a>; 1],
}

#[derive(Serialize)]
struct TableOf<'a> {
    id: &'static str,
    title: &'a str,
    lead: Option<String>,
    links: Vec<LinkView<'a>>,
    head: Vec<&'a str>,
    rows: Vec<[CellView; 4]>,
}

#[derive(Serialize)]
struct CellView {
    text: String,
    url: Option<String>,
}

fn cell(text: String) -> CellView {
    CellView { text, url: None }
}

fn frame<'a>(look: &Look<'a>, (url, title): (&'static str, &'a str), lead: &'a str) -> Frame<'a> {
    let mut frame = Frame::column(
        url,
        Column {
            title: title.into(),
            description: lead.into(),
            section: "complaints",
            kind: "数据发布",
        },
    );
    frame.crumbs = vec![
        LinkView::new("/", look.t("word.home")),
        LinkView::new("/complaints/", look.t("nav.complaints")),
        LinkView::new("/cases/", look.t("cases.title")),
    ];
    frame
}

/// `/you-said/`
pub(super) fn you_said(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let published = look.reader.published().ok_or(ReadFault::NotShown)?;
    let snapshot = &published.snapshot;
    let mut themes: Vec<&Theme> = snapshot.themes.rows.iter().collect();
    themes.sort_by(|a, b| (b.to, &a.id).cmp(&(a.to, &b.id)));
    let known = look.reader.list_pages();
    let view = YouSaidView {
        taken: look.day(published.taken_on()),
        themes: themes
            .into_iter()
            .map(|theme| theme_view(look, theme))
            .collect(),
        pages: snapshot
            .feedback
            .rows
            .iter()
            .filter_map(|row| votes(look, row, &known))
            .collect(),
        downloads: vec![
            LinkView::new("/data/themes.csv", "CSV"),
            LinkView::new("/data/themes.json", "JSON"),
        ],
    };
    let frame = frame(
        look,
        ("/you-said/", look.t("heard.title")),
        look.t("heard.lead"),
    );
    look.show("you-said.html", (frame, &view), out)
}

fn theme_view<'a>(look: &Look<'a>, theme: &'a Theme) -> ThemeView<'a> {
    let (state, text, link) = match &theme.reply {
        Some(ThemeReply::Done { text, link }) => (
            TagView::good(look.t("heard.done")),
            Some(text),
            link.as_deref(),
        ),
        Some(ThemeReply::Planned { text, link }) => (
            TagView::plain(look.t("heard.planned")),
            Some(text),
            link.as_deref(),
        ),
        Some(ThemeReply::NotPlanned { text }) => (
            TagView::plain(look.t("heard.not_planned")),
            Some(text),
            None,
        ),
        None => (TagView::plain(look.t("heard.open")), None, None),
    };
    let count = match theme.n {
        Some(n) => look.say("heard.count", &[("n", &n.to_string())]),
        None => look.say("heard.few", &[("n", &FLOOR_SHOWN.to_string())]),
    };
    ThemeView {
        id: theme.id.as_str(),
        title: &theme.title,
        count,
        from: look.day(theme.from),
        to: look.day(theme.to),
        state,
        text: text.map(|text| &**text),
        link,
    }
}

/// Votes on a page of this site. A page is named by whoever votes: what is no page is not repeated.
fn votes(look: &Look<'_>, row: &PageFeedback, known: &[String]) -> Option<VotesView> {
    let title = record_title(look, &row.page);
    let title = title.or_else(|| known.iter().find(|k| **k == *row.page).cloned())?;
    Some(VotesView {
        url: row.page.to_string(),
        title,
        yes: row.yes,
        no: row.no,
    })
}

/// The title of a record's page, by its path; none for any other path.
fn record_title(look: &Look<'_>, path: &str) -> Option<String> {
    let (folder, id) = path.strip_prefix('/')?.strip_suffix('/')?.split_once('/')?;
    if folder == "d" {
        let code = governance::divisions::DivisionCode::parse(id).ok()?;
        return look.place(code).map(str::to_owned);
    }
    let mut kinds = crate::pages::PAGED.into_iter();
    let kind = kinds.find(|kind| crate::pages::folder(*kind) == Some(folder))?;
    let (_, item) = look.reader.find(kind, id)?;
    (item.id.as_str() == id).then(|| item.title.to_string())
}

/// `/cases/moderation/`
pub(super) fn moderation(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let published = look.reader.published().ok_or(ReadFault::NotShown)?;
    let rows = &published.snapshot.moderation.rows;
    let row = |row: &ModerationCount| {
        let cells = [
            look.month(row.month),
            look.label(row.action).into(),
            look.label(row.reason).into(),
            row.n.to_string(),
        ];
        cells.map(cell)
    };
    let table = TableOf {
        id: "moderation",
        title: look.t("heard.moderation"),
        lead: Some(explained(look)),
        links: vec![
            LinkView::new("/data/moderation.csv", "CSV"),
            LinkView::new("/data/moderation.json", "JSON"),
            LinkView::new("/method/#moderation", look.t("cases.method")),
        ],
        head: vec![
            look.t("cases.month"),
            look.t("heard.action"),
            look.t("heard.reason"),
            look.t("heard.times"),
        ],
        rows: rows.iter().rev().map(row).collect(),
    };
    let lead = look.t("heard.moderation_lead");
    let frame = frame(
        look,
        ("/cases/moderation/", look.t("heard.moderation")),
        lead,
    );
    let view = TableView {
        lead: Some(lead),
        tables: [table],
    };
    look.show("table.html", (frame, &view), out)
}

/// What each act means is the closed list's own words; all that can be done is named, whether it was done or not.
fn explained(look: &Look<'_>) -> String {
    let all: Vec<&str> = ModerationAction::ALL
        .iter()
        .map(|action| look.label(*action))
        .collect();
    look.say(
        "heard.actions",
        &[("actions", &all.join(look.t("word.comma")))],
    )
}
