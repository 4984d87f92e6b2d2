//! Open data for people: which tables there are, how to use them, and what each column means.
//!
//! Entry points: [`data`], [`dictionary`], [`columns`]. The dictionary is made from the columns that tables are written with; what a table leaves out and where its figures
//! come from stands in the words of the theme, `card.*`.

use super::ThemeFault;
use super::fixed::plain;
use super::frame::Look;
use super::parts::LinkView;
use crate::library::ListKey;
use crate::opendata::catalogue::{self, LICENCE, Source};
use crate::opendata::{fields, flat, halls, residents, table};
use governance::labelled::Labelled;
use governance::records::Kind;
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
struct TableView<'a> {
    lead: Option<&'a str>,
    tables: Vec<TableOf<'a>>,
}

#[derive(Serialize)]
struct TableOf<'a> {
    id: &'static str,
    title: &'a str,
    /// Whether rows fold on narrow screens, the last cell below the others, instead of scrolling.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    folds: bool,
    lead: Option<String>,
    links: Vec<LinkView<'a>>,
    head: Vec<&'a str>,
    rows: Vec<Vec<CellView<'a>>>,
}

#[derive(Serialize)]
struct CellView<'a> {
    text: Cow<'a, str>,
    url: Option<String>,
}

impl<'a> CellView<'a> {
    fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        Self { text, url: None }
    }

    fn link(url: impl Into<String>, text: impl Into<Cow<'a, str>>) -> Self {
        let (text, url) = (text.into(), Some(url.into()));
        Self { text, url }
    }
}

/// `/data/`: every table with its files, and how they may be used.
pub(super) fn data(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let sources = Source::all(look.reader).into_iter();
    let mut tables = vec![TableOf {
        id: "tables",
        title: look.t("data.tables"),
        folds: false,
        lead: Some(look.t("data.tables_lead").into()),
        links: others(look),
        head: vec![look.t("data.table"), "CSV", "JSON", look.t("data.whence")],
        rows: sources.map(|source| files(look, source)).collect(),
    }];
    tables.extend(Kind::ALL.iter().filter_map(|kind| parts(look, *kind)));
    tables.push(terms(look));
    let (url, title) = ("/data/".into(), look.t("foot.data"));
    let mut frame = plain(look, (url, title), look.t("data.lead"));
    frame.subject = Some(catalogue::schema_org(look.reader).into());
    let lead = Some(look.t("data.lead"));
    look.show("table.html", (frame, &TableView { lead, tables }), out)
}

/// A table with its two files and where its rows come from.
fn files<'a>(look: &Look<'a>, source: Source) -> Vec<CellView<'a>> {
    let [csv, json] = ["csv", "json"].map(|form| file(source, form));
    vec![
        CellView::link(dictionary_of(source), label(look, source)),
        CellView::link(csv.url, csv.text),
        CellView::link(json.url, json.text),
        CellView::text(look.t(card(source).0)),
    ]
}

/// Address of the page that explains a table.
fn dictionary_of(source: Source) -> String {
    format!("/data/dictionary/{}/", source.name())
}

/// The name of a table in the page's language.
fn label(look: &Look<'_>, source: Source) -> &'static str {
    match source {
        Source::Kind(kind) => look.label(kind),
        Source::Residents(table) => look.label(table),
        Source::Halls(table) => look.label(table),
    }
}

/// The parts of a table that is too long for one file.
fn parts<'a>(look: &Look<'a>, kind: Kind) -> Option<TableOf<'a>> {
    if !table::is_split(kind, look.reader.count(ListKey::Kind(kind))) {
        return None;
    }
    let row = |(year, month, count): (i32, u32, u32)| {
        let part = table::Part::Month(year, month);
        let file = |form| {
            let path = table::path(kind, part, form);
            CellView::link(format!("/{path}"), path)
        };
        let month = CellView::text(format!("{year}-{month:02}"));
        vec![
            month,
            file("csv"),
            file("json"),
            CellView::text(count.to_string()),
        ]
    };
    Some(TableOf {
        id: "",
        title: look.label(kind),
        folds: false,
        lead: Some(look.t("data.split_lead").into()),
        links: Vec::new(),
        head: vec![look.t("data.month"), "CSV", "JSON", look.t("data.rows")],
        rows: look.reader.months(kind).into_iter().map(row).collect(),
    })
}

/// What else machines can read.
fn others<'a>(look: &Look<'a>) -> Vec<LinkView<'a>> {
    let named = |path: &'a str| LinkView::new(path, &path[1..]);
    vec![
        LinkView::new("/data/dictionary/", look.t("data.dictionary")),
        LinkView::new("/data/datapackage.json", "Data Package"),
        LinkView::new("/data/catalogue.jsonld", "DCAT JSON-LD"),
        LinkView::new("/data/catalogue.ttl", "DCAT Turtle"),
        named("/data/places.json"),
        named("/data/agenda_lead.csv"),
        named("/data/meeting_rhythm.csv"),
        named("/feed.xml"),
        named("/feed.json"),
        named("/sitemap.xml"),
    ]
}

/// Under which terms the data may be used, and whom to ask.
fn terms<'a>(look: &Look<'a>) -> TableOf<'a> {
    let footer = &look.reader.site().config.footer;
    let fact = |name, value| vec![CellView::text(look.t(name)), value];
    let mut rows = vec![
        fact("data.licence", CellView::link(LICENCE.1, LICENCE.0)),
        fact("data.format", CellView::text(look.t("data.format_text"))),
        fact("data.when", CellView::text(look.t("data.when_text"))),
        fact("data.access", CellView::text(look.t("data.access_text"))),
    ];
    if let Some(contact) = footer.contact.as_deref().filter(|c| !c.is_empty()) {
        rows.push(fact("data.contact", CellView::text(contact)));
    }
    TableOf {
        id: "terms",
        title: look.t("data.terms"),
        folds: false,
        lead: None,
        links: Vec::new(),
        head: vec![look.t("data.what"), look.t("data.says")],
        rows,
    }
}

/// `/data/dictionary/`: every table with its card.
pub(super) fn dictionary(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let row = |source: Source| {
        let (whence, limits) = card(source);
        vec![
            CellView::link(dictionary_of(source), label(look, source)),
            CellView::text(look.t(whence)),
            CellView::text(look.t(limits)),
        ]
    };
    let tables = TableOf {
        id: "tables",
        title: look.t("data.tables"),
        folds: false,
        lead: None,
        links: Vec::new(),
        head: vec![
            look.t("data.table"),
            look.t("data.whence"),
            look.t("data.limits"),
        ],
        rows: Source::all(look.reader).into_iter().map(row).collect(),
    };
    let view = TableView {
        lead: Some(look.t("data.dictionary_lead")),
        tables: vec![tables],
    };
    let title = ("/data/dictionary/".into(), look.t("data.dictionary"));
    let mut frame = plain(look, title, look.t("data.dictionary_lead"));
    let above = LinkView::new("/data/", look.t("foot.data"));
    frame.crumbs.push(above);
    look.show("table.html", (frame, &view), out)
}

/// `/data/dictionary/notices/`: the columns of a table, with its card.
pub(super) fn columns(
    look: &Look<'_>,
    source: Source,
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let (whence, limits) = card(source);
    let table = TableOf {
        id: "columns",
        title: look.t("data.columns"),
        folds: true,
        lead: Some([look.t(whence), look.t(limits)].join(look.t("data.between"))),
        links: ["csv", "json"].map(|form| file(source, form)).into(),
        head: vec![
            look.t("data.field"),
            look.t("data.field_zh"),
            look.t("data.type"),
            look.t("data.meaning"),
        ],
        rows: rows(look, source),
    };
    let view = TableView {
        lead: Some(look.t("data.dictionary_lead")),
        tables: vec![table],
    };
    let title = look.say("data.dictionary_of", &[("table", label(look, source))]);
    let mut frame = plain(
        look,
        (dictionary_of(source), &title),
        look.t("data.dictionary_lead"),
    );
    frame.crumbs.extend([
        LinkView::new("/data/", look.t("foot.data")),
        LinkView::new("/data/dictionary/", look.t("data.dictionary")),
    ]);
    look.show("table.html", (frame, &view), out)
}

/// A link to one of the two files of a table.
fn file<'a>(source: Source, form: &str) -> LinkView<'a> {
    let name = format!("{}.{form}", source.name());
    LinkView::new(format!("/data/{name}"), name)
}

/// A row for each column: name, Chinese name, type, meaning.
fn rows<'a>(look: &Look<'a>, source: Source) -> Vec<Vec<CellView<'a>>> {
    let required = |ty: &str, required: bool| {
        let mark = if required {
            look.t("data.required")
        } else {
            ""
        };
        CellView::text(format!("{ty}{mark}"))
    };
    let of_kind = |c: &fields::Column| {
        let choices = c.choices().iter().map(|choice| (&*choice.id, &*choice.zh));
        vec![
            CellView::text(c.path.clone()),
            CellView::text(c.title().to_owned()),
            required(c.type_name(), c.is_required()),
            CellView::text(meaning(look, c.about().of(look.lang()), choices)),
        ]
    };
    let flat = |c: &flat::Column, always: bool| {
        vec![
            CellView::text(c.name),
            CellView::text(c.zh),
            required(c.type_name(), always),
            CellView::text(meaning(
                look,
                c.about.of(look.lang()),
                c.words().into_iter(),
            )),
        ]
    };
    match source {
        Source::Kind(kind) => {
            let columns = fields::columns(kind).into_iter();
            let all = columns.flat_map(|column| {
                let parts = column.parts();
                std::iter::once(column).chain(parts)
            });
            all.map(|column| of_kind(&column)).collect()
        }
        Source::Residents(table) => {
            let columns = table.columns().iter();
            columns.map(|c| flat(c, table.is_required(c))).collect()
        }
        Source::Halls(table) => table.columns().iter().map(|c| flat(c, false)).collect(),
    }
}

/// What a column holds, with the words of its list.
fn meaning<'w>(
    look: &Look<'_>,
    about: &str,
    words: impl Iterator<Item = (&'w str, &'w str)>,
) -> String {
    let words: Vec<String> = words.map(|(id, zh)| format!("{id} {zh}")).collect();
    if words.is_empty() {
        return about.to_owned();
    }
    let words = words.join(look.t("word.semicolon"));
    [about, &words].join(look.t("data.between"))
}

/// The words on a table: where its rows come from; what it leaves out and what is known to be wrong with it.
fn card(source: Source) -> (&'static str, &'static str) {
    match source {
        Source::Kind(kind) => card_of_kind(kind),
        Source::Residents(table) => card_of_filings(table),
        Source::Halls(halls::Table::AgendaLead) => ("card.agenda_lead", "card.agenda_lead_limits"),
        Source::Halls(halls::Table::MeetingRhythm) => {
            ("card.meeting_rhythm", "card.meeting_rhythm_limits")
        }
    }
}

fn card_of_filings(table: residents::Table) -> (&'static str, &'static str) {
    use residents::Table;
    match table {
        Table::CaseLog => ("card.case_log", "card.case_log_limits"),
        Table::CaseFigures => ("card.case_figures", "card.case_figures_limits"),
        Table::VendorRatings => ("card.vendor_ratings", "card.vendor_ratings_limits"),
        Table::RatingTallies => ("card.rating_tallies", "card.rating_tallies_limits"),
        Table::VendorReplies => ("card.vendor_replies", "card.vendor_replies_limits"),
        Table::Answers => ("card.answers", "card.answers_limits"),
        Table::Themes => ("card.themes", "card.themes_limits"),
        Table::Moderation => ("card.moderation", "card.moderation_limits"),
    }
}

fn card_of_kind(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Division => ("card.division", "card.division_limits"),
        Kind::Community => ("card.community", "card.community_limits"),
        Kind::Department => ("card.department", "card.department_limits"),
        Kind::Notice => ("card.notice", "card.notice_limits"),
        Kind::AdmissionItem => ("card.admission", "card.admission_limits"),
        Kind::Meeting => ("card.meeting", "card.meeting_limits"),
        Kind::Topic => ("card.topic", "card.topic_limits"),
        Kind::Indicator => ("card.indicator", "card.indicator_limits"),
        Kind::Target => ("card.target", "card.target_limits"),
        Kind::ReportingUnit => ("card.unit", "card.unit_limits"),
        Kind::Observation => ("card.observation", "card.observation_limits"),
        Kind::Vendor => ("card.vendor", "card.vendor_limits"),
        Kind::Guide => ("card.guide", "card.guide_limits"),
    }
}
