//! A minimal stand-in for the theme: every page as a title and a list, so that the generator runs end to end.
//!
//! Entry point: [`render`].

use crate::library::{Item, Ix, List, ListKey, ReadFault, Reader};
use crate::markdown::html::escape;
use crate::pages::{self, PageKey};
use governance::divisions::DivisionCode;
use governance::labelled::Labelled;
use governance::records::Kind;
use std::collections::BTreeMap;

/// Files of a theme folder by their path in it, with `/` between its parts.
pub type ThemeFiles = BTreeMap<Box<str>, Vec<u8>>;

/// A theme that is ready to render.
#[derive(Debug, Default)]
pub struct Theme {}

/// Why a page could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum ThemeFault {
    /// What the page is made of could not be read.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// The theme is wrong: template, line and what to do, as said by the template engine.
    #[error("{0}")]
    Template(String),
}

impl Theme {
    /// Reads templates and words.
    ///
    /// # Errors
    /// [`ThemeFault::Template`] if the theme lacks a template or one can't be read.
    pub fn new(files: &ThemeFiles) -> Result<Self, ThemeFault> {
        let _ = files;
        Ok(Self {})
    }

    /// The files that are published beside the pages, by the name that templates call them: style sheets, scripts, icons. Their published names
    /// carry a hash; see [`crate::site::Site::asset`].
    pub fn assets(files: &ThemeFiles) -> BTreeMap<Box<str>, &[u8]> {
        let assets = files.iter().filter(|(path, _)| path.starts_with("assets/"));
        assets
            .map(|(path, bytes)| (path["assets/".len()..].into(), bytes.as_slice()))
            .collect()
    }
}

/// Appends the HTML of a page.
///
/// # Errors
/// [`ThemeFault`] if the theme is wrong or the content can't be read.
pub fn render(
    page: PageKey,
    reader: &Reader<'_>,
    theme: &Theme,
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let _ = theme;
    let mut html =
        String::from("<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n");
    title(&reader.site().config.name, &mut html);
    match page {
        PageKey::Record(ix) => record(ix, reader, &mut html)?,
        PageKey::Division(code) => division(code, reader, &mut html),
        PageKey::Overdue => {
            for (due, item) in reader.overdue() {
                html.push_str(&format!("<p>{} {:?} ", due.on, due.what));
                entry(item, &mut html);
            }
        }
        PageKey::ChangesIn(year, month) => {
            for (event, item) in reader.events(year, month) {
                html.push_str(&format!("<p>{} {:?} ", event.on, event.what));
                entry(item, &mut html);
            }
        }
        PageKey::Changes => html.push_str(&format!("{:?}", reader.event_months())),
        PageKey::Stale => html.push_str(&format!("{}", reader.stale().len())),
        PageKey::Home => items(reader.head(ListKey::Recent(None), 10), &mut html),
        PageKey::Index(kind) => {
            html.push_str(&format!("{:?}", reader.months(kind)));
            items(reader.head(ListKey::Kind(kind), 10), &mut html);
        }
        PageKey::Year(kind, year) => items(reader.list(ListKey::Year(kind, year)), &mut html),
        PageKey::Month(kind, year, month) => {
            items(reader.list(ListKey::Month(kind, year, month)), &mut html);
        }
        PageKey::Day(kind, day) => items(reader.list(ListKey::Day(kind, day)), &mut html),
        PageKey::DivisionList(code, kind) => {
            items(reader.list(ListKey::In(code, kind)), &mut html);
        }
        other => html.push_str(&format!("{other:?}")),
    }
    out.extend_from_slice(html.as_bytes());
    Ok(())
}

fn title(text: &str, html: &mut String) {
    html.push_str("<title>");
    escape(text, html);
    html.push_str("</title>\n");
}

fn entry(item: &Item, html: &mut String) {
    html.push_str(&format!("<p><a href=\"{}\">", pages::address(item)));
    escape(&item.title, html);
    html.push_str("</a>\n");
}

fn items(list: List<'_>, html: &mut String) {
    html.push_str(&format!("<p>{}\n", list.len()));
    for (_, item) in list.items() {
        entry(item, html);
    }
}

fn division(code: DivisionCode, reader: &Reader<'_>, html: &mut String) {
    for (_, item) in reader
        .ancestors(code)
        .into_iter()
        .chain(reader.division(code))
    {
        entry(item, html);
    }
    items(reader.list(ListKey::Children(code)), html);
    if let Some((_, profile)) = reader.profile(code) {
        entry(profile, html);
    }
    for kind in pages::LISTED_IN_DIVISION {
        html.push_str(&format!(
            "<h2>{}</h2>{}",
            kind.zh(),
            reader.count(ListKey::Within(code, kind))
        ));
        items(
            reader.head(ListKey::In(code, kind), pages::DIVISION_HEAD),
            html,
        );
    }
}

fn record(ix: Ix, reader: &Reader<'_>, html: &mut String) -> Result<(), ThemeFault> {
    let Some(item) = reader.item(ix) else {
        return Ok(());
    };
    if reader.is_gone(ix) {
        html.push_str(&format!(
            "<h1>已撤下 {}</h1>{:?}\n",
            item.id,
            reader.withdrawal(ix)?.map(|w| w.reason)
        ));
        return Ok(());
    }
    let record = reader.record(ix)?;
    html.push_str("<h1>");
    escape(&record.envelope.title, html);
    html.push_str(&format!(
        "</h1>\n<p>{:?} {}\n",
        reader.today_of(ix),
        reader.overdue_of(ix).len()
    ));
    if let Some(code) = item.division {
        reader
            .division(code)
            .into_iter()
            .for_each(|(_, item)| entry(item, html));
    }
    for (_, item) in reader.neighbours(ix).into_iter().flatten() {
        entry(item, html);
    }
    for kind in Kind::ALL {
        items(reader.list(ListKey::Backlinks(ix, *kind)), html);
    }
    html.push_str(&reader.body(ix)?.unwrap_or_default().html);
    Ok(())
}
