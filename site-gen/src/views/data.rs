//! Open data for people: which tables there are, how to use them, and what each column means.
//!
//! Entry points: [`data`], [`dictionary`], [`columns`]. The dictionary is made from the columns that tables are written with; what a table leaves out and where its figures
//! come from stands in the words of the theme, `card.*`.

use super::ThemeFault;
use super::fixed::plain;
use super::frame::Look;
use super::parts::LinkView;
use crate::library::ListKey;
use crate::opendata::catalogue::{self, LICENCE};
use crate::opendata::{fields, table};
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
    let mut tables = vec![TableOf {
        id: "tables",
        title: look.t("data.tables"),
        lead: Some(look.t("data.tables_lead").into()),
        links: others(look),
        head: vec![look.t("data.table"), "CSV", "JSON", look.t("data.whence")],
        rows: Kind::ALL.iter().map(|kind| files(look, *kind)).collect(),
    }];
    tables.extend(Kind::ALL.iter().filter_map(|kind| parts(look, *kind)));
    tables.push(terms(look));
    let (url, title) = ("/data/".into(), look.t("foot.data"));
    let mut frame = plain(look, (url, title), look.t("data.lead"));
    frame.subject = Some(catalogue::schema_org(look.reader));
    let lead = Some(look.t("data.lead"));
    look.show("table.html", (frame, &TableView { lead, tables }), out)
}

/// A table with its two files and where its rows come from.
fn files<'a>(look: &Look<'a>, kind: Kind) -> Vec<CellView<'a>> {
    let [csv, json] = ["csv", "json"].map(|form| file(kind, form));
    let dictionary = format!("/data/dictionary/{}/", table::name(kind));
    vec![
        CellView::link(dictionary, look.label(kind)),
        CellView::link(csv.url, csv.text),
        CellView::link(json.url, json.text),
        CellView::text(look.t(card(kind).0)),
    ]
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
        lead: None,
        links: Vec::new(),
        head: vec![look.t("data.what"), look.t("data.says")],
        rows,
    }
}

/// `/data/dictionary/`: every table with its card.
pub(super) fn dictionary(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let row = |kind: &Kind| {
        let (whence, limits) = card(*kind);
        let address = format!("/data/dictionary/{}/", table::name(*kind));
        vec![
            CellView::link(address, look.label(*kind)),
            CellView::text(look.t(whence)),
            CellView::text(look.t(limits)),
        ]
    };
    let tables = TableOf {
        id: "tables",
        title: look.t("data.tables"),
        lead: None,
        links: Vec::new(),
        head: vec![
            look.t("data.table"),
            look.t("data.whence"),
            look.t("data.limits"),
        ],
        rows: Kind::ALL.iter().map(row).collect(),
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
pub(super) fn columns(look: &Look<'_>, kind: Kind, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let (whence, limits) = card(kind);
    let table = TableOf {
        id: "columns",
        title: look.t("data.columns"),
        lead: Some([look.t(whence), look.t(limits)].join(look.t("data.between"))),
        links: ["csv", "json"].map(|form| file(kind, form)).into(),
        head: vec![
            look.t("data.field"),
            look.t("data.field_zh"),
            look.t("data.type"),
            look.t("data.meaning"),
        ],
        rows: fields::columns(kind)
            .into_iter()
            .flat_map(|column| {
                let parts = column.parts();
                std::iter::once(column).chain(parts)
            })
            .map(|c| column(look, &c))
            .collect(),
    };
    let view = TableView {
        lead: Some(look.t("data.dictionary_lead")),
        tables: vec![table],
    };
    let title = look.say("data.dictionary_of", &[("table", look.label(kind))]);
    let address = format!("/data/dictionary/{}/", table::name(kind));
    let mut frame = plain(look, (address, &title), look.t("data.dictionary_lead"));
    frame.crumbs.extend([
        LinkView::new("/data/", look.t("foot.data")),
        LinkView::new("/data/dictionary/", look.t("data.dictionary")),
    ]);
    look.show("table.html", (frame, &view), out)
}

/// A link to one of the two files of a table.
fn file<'a>(kind: Kind, form: &str) -> LinkView<'a> {
    let path = table::path(kind, table::Part::Whole, form);
    let name = path.trim_start_matches("data/").to_owned();
    LinkView::new(format!("/{path}"), name)
}

fn column<'a>(look: &Look<'a>, column: &fields::Column) -> Vec<CellView<'a>> {
    let mut ty = column.type_name().to_owned();
    if column.is_required() {
        ty = format!("{ty}{}", look.t("data.required"));
    }
    let mut meaning = column.about().to_owned();
    let choices = column.choices();
    if !choices.is_empty() {
        let choices = choices
            .iter()
            .map(|choice| format!("{} {}", choice.id, choice.zh));
        meaning = format!("{meaning} {}", choices.collect::<Vec<_>>().join("; "));
    }
    vec![
        CellView::text(column.path.clone()),
        CellView::text(column.title().to_owned()),
        CellView::text(ty),
        CellView::text(meaning),
    ]
}

/// The words on a table: where its rows come from; what it leaves out and what is known to be wrong with it.
fn card(kind: Kind) -> (&'static str, &'static str) {
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
