//! Pages of fixed words, open data, the dictionary, tombstones and "not found".
//!
//! Entry points: [`page`], [`data`], [`dictionary`], [`tombstone`], [`not_found`]. The words of a fixed page are a template of their own in the theme,
//! `templates/pages/<page>.<language>.html`.

use super::ThemeFault;
use super::frame::{Column, Frame, Look, fixed_address, section};
use super::method::MethodView;
use super::parts::LinkView;
use crate::library::Ix;
use crate::pages::{self, FixedPage};
use governance::labelled::Labelled;
use governance::records::Kind;
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
struct NothingView {}

/// Whether there is anything to show of what became of cases.
#[derive(Serialize)]
struct ComplaintsView {
    published: bool,
}

#[derive(Serialize)]
struct TombstoneView {
    sentence: String,
    reason: Option<String>,
}

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

fn plain<'a>(look: &Look<'a>, (url, title): (String, &'a str), description: &'a str) -> Frame<'a> {
    let mut frame = Frame::column(
        url,
        Column {
            title: title.into(),
            description: description.into(),
            section: "",
            kind: "概况信息",
        },
    );
    frame.crumbs = vec![LinkView::new("/", look.t("word.home"))];
    frame
}

/// A page of fixed words.
pub(super) fn page(look: &Look<'_>, page: FixedPage, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let template = format!("pages/{}.{}.html", page.id(), look.lang().tag());
    if !look.theme.has(&template) {
        return Err(ThemeFault::Template(format!(
            "templates/{template} is missing from the theme; copy it from themes/mingtang/templates/{template} and change it there"
        )));
    }
    let mut frame = plain(
        look,
        (fixed_address(page), look.label(page)),
        look.t(description(page)),
    );
    match page {
        FixedPage::Complaints => {
            frame.section = "complaints";
            let published = look.reader.is_published();
            look.show(&template, (frame, &ComplaintsView { published }), out)
        }
        FixedPage::Method => look.show(&template, (frame, &MethodView::new(look)), out),
        FixedPage::About | FixedPage::Privacy | FixedPage::Accessibility => {
            look.show(&template, (frame, &NothingView {}), out)
        }
    }
}

fn description(page: FixedPage) -> &'static str {
    match page {
        FixedPage::About => "fixed.about",
        FixedPage::Privacy => "fixed.privacy",
        FixedPage::Accessibility => "fixed.accessibility",
        FixedPage::Method => "fixed.method",
        FixedPage::Complaints => "fixed.complaints",
    }
}

/// `/404.html`
pub(super) fn not_found(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let mut frame = plain(
        look,
        ("/404.html".into(), look.t("fixed.not_found")),
        look.t("fixed.not_found"),
    );
    frame.crumbs.clear();
    look.show("pages/404.html", (frame, &NothingView {}), out)
}

/// Where a record was: when and why it was taken back.
pub(super) fn tombstone(look: &Look<'_>, ix: Ix, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let withdrawal = look.reader.withdrawal(ix)?;
    let item = look.reader.item(ix);
    let url = item.map_or_else(|| "/".to_owned(), pages::address);
    let sentence = match &withdrawal {
        Some(w) => look.say("tombstone.withdrawn", &[("day", &look.day(w.on).text)]),
        None => look.t("tombstone.over").to_owned(),
    };
    let title = look.t("tombstone.title");
    let mut frame = plain(look, (url, title), title);
    frame.section = item.map_or("", |i| section(i.kind));
    let view = TombstoneView {
        sentence,
        reason: withdrawal.map(|w| w.reason.into()),
    };
    look.show("tombstone.html", (frame, &view), out)
}

/// `/data/`: every table with its files.
pub(super) fn data(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let row = |kind: &Kind| {
        let file = |form: &str| CellView {
            text: form.to_uppercase().into(),
            url: Some(format!("/data/{}.{form}", kind.id())),
        };
        let name = CellView {
            text: look.label(*kind).into(),
            url: Some(format!("/data/dictionary/#{}", kind.id())),
        };
        vec![name, file("csv"), file("json")]
    };
    let tables = vec![TableOf {
        id: "tables",
        title: look.t("data.tables"),
        lead: Some(look.t("data.tables_lead").into()),
        links: vec![
            LinkView::new("/data/datapackage.json", "datapackage.json"),
            LinkView::new("/data/dictionary/", look.t("data.dictionary")),
        ],
        head: vec![look.t("data.table"), "CSV", "JSON"],
        rows: Kind::ALL.iter().map(row).collect(),
    }];
    let frame = plain(
        look,
        ("/data/".into(), look.t("foot.data")),
        look.t("data.lead"),
    );
    look.show(
        "table.html",
        (
            frame,
            &TableView {
                lead: Some(look.t("data.lead")),
                tables,
            },
        ),
        out,
    )
}

/// `/data/dictionary/`: every field of every kind, from the same schemas that check the content.
pub(super) fn dictionary(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let schemas: Vec<(Kind, schemars::Schema)> =
        Kind::ALL.iter().map(|k| (*k, schema(*k))).collect();
    let head = || {
        vec![
            look.t("data.field"),
            look.t("data.field_zh"),
            look.t("data.type"),
            look.t("data.meaning"),
        ]
    };
    let tables = schemas.iter().map(|(kind, schema)| TableOf {
        id: kind.id(),
        title: look.label(*kind),
        lead: None,
        links: Vec::new(),
        head: head(),
        rows: fields(schema),
    });
    let view = TableView {
        lead: Some(look.t("data.dictionary_lead")),
        tables: tables.collect(),
    };
    let mut frame = plain(
        look,
        ("/data/dictionary/".into(), look.t("data.dictionary")),
        look.t("data.dictionary_lead"),
    );
    frame
        .crumbs
        .push(LinkView::new("/data/", look.t("foot.data")));
    look.show("table.html", (frame, &view), out)
}

fn schema(kind: Kind) -> schemars::Schema {
    use governance::{
        admission, communities, deliberation, divisions, guides, notices, records, statistics,
        vendors,
    };
    match kind {
        Kind::Division => schemars::schema_for!(divisions::Division),
        Kind::Community => schemars::schema_for!(communities::CommunityProfile),
        Kind::Department => schemars::schema_for!(records::Department),
        Kind::Notice => schemars::schema_for!(notices::Notice),
        Kind::AdmissionItem => schemars::schema_for!(admission::AdmissionItem),
        Kind::Meeting => schemars::schema_for!(deliberation::Meeting),
        Kind::Topic => schemars::schema_for!(deliberation::Topic),
        Kind::Indicator => schemars::schema_for!(statistics::Indicator),
        Kind::Target => schemars::schema_for!(statistics::Target),
        Kind::ReportingUnit => schemars::schema_for!(statistics::ReportingUnit),
        Kind::Observation => schemars::schema_for!(statistics::Observation),
        Kind::Vendor => schemars::schema_for!(vendors::Vendor),
        Kind::Guide => schemars::schema_for!(guides::ServiceGuide),
    }
}

/// Field, Chinese name, type and meaning of a schema's own fields.
fn fields(schema: &schemars::Schema) -> Vec<Vec<CellView<'_>>> {
    let text = |value: Option<&serde_json::Value>| {
        value
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let cell = |text: String| CellView {
        text: text.into(),
        url: None,
    };
    let properties = schema
        .get("properties")
        .and_then(serde_json::Value::as_object);
    let row = |(name, about): (&String, &serde_json::Value)| {
        let kind = match about.get("type") {
            Some(serde_json::Value::String(one)) => one.clone(),
            Some(serde_json::Value::Array(all)) => all
                .iter()
                .filter_map(serde_json::Value::as_str)
                .collect::<Vec<_>>()
                .join(" | "),
            _ => "object".to_owned(),
        };
        vec![
            cell(name.clone()),
            cell(text(about.get("x-zh"))),
            cell(kind),
            cell(text(about.get("description"))),
        ]
    };
    properties.into_iter().flatten().map(row).collect()
}
