//! Feeds: Atom (RFC 4287) and JSON Feed 1.1, of the whole site, of each kind, of each division that has news.
//!
//! Entry points: [`plan`], [`atom`], [`json()`]. Identities are addresses that never change; times come from the records, never from the clock, so that a
//! feed is new only when something in it is.

use crate::library::{Item, Library, ListKey, Reader};
use crate::markdown::html::escape;
use crate::outputs::RenderFault;
use crate::pages;
use crate::site::Site;
use governance::dates::Moment;
use governance::divisions::DivisionCode;
use governance::labelled::Labelled;
use governance::records::Kind;
use serde::{Deserialize, Serialize};

/// Records in a feed: what a reader that comes once a week has not seen, and 10 KB.
pub(super) const LENGTH: u32 = 20;

/// Kinds that have a feed of their own.
pub(crate) const KINDS: [Kind; 4] = [
    Kind::Notice,
    Kind::Meeting,
    Kind::Topic,
    Kind::AdmissionItem,
];

/// What a feed is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// The whole site.
    Site,
    /// A kind.
    Kind(Kind),
    /// A division with all that lies in it.
    Division(DivisionCode),
}

/// The feed of the site, those of kinds, and those of divisions that have something in them.
pub fn plan(library: &Library) -> Vec<Scope> {
    let divisions = library.by_code.keys().copied().map(Scope::Division);
    let kinds = KINDS.into_iter().map(Scope::Kind);
    let all = std::iter::once(Scope::Site).chain(kinds).chain(divisions);
    let has = |scope: &Scope| !library.list(list(*scope)).is_empty();
    // Pages name the feeds of the site and of kinds without looking whether there is anything in them.
    all.filter(|scope| !matches!(scope, Scope::Division(_)) || has(scope))
        .collect()
}

fn list(scope: Scope) -> ListKey {
    match scope {
        Scope::Site => ListKey::Recent(None),
        Scope::Kind(kind) => ListKey::Kind(kind),
        Scope::Division(code) => ListKey::Recent(Some(code)),
    }
}

/// Path of a feed below the output folder.
pub(crate) fn path(scope: Scope, extension: &str) -> String {
    match scope {
        Scope::Site => format!("feed.{extension}"),
        Scope::Kind(kind) => format!("{}/feed.{extension}", pages::folder(kind).unwrap_or("d")),
        Scope::Division(code) => format!("d/{code}/feed.{extension}"),
    }
}

/// What a feed is called and the page it belongs to.
pub(crate) fn name(scope: Scope, reader: &Reader<'_>) -> (String, String) {
    let site = &reader.site().config.name;
    match scope {
        Scope::Site => (standing_title(None, reader.site()), "/".into()),
        Scope::Kind(kind) => (
            standing_title(Some(kind), reader.site()),
            format!("/{}/", pages::folder(kind).unwrap_or("d")),
        ),
        Scope::Division(code) => {
            let title = reader.division(code).map(|(_, item)| item.title.clone());
            (
                format!("{} - {site}", title.unwrap_or_default()),
                format!("/d/{code}/"),
            )
        }
    }
}

/// The title of the feed of a kind or of the site.
pub(crate) fn standing_title(kind: Option<Kind>, site: &Site) -> String {
    let name = &site.config.name;
    kind.map_or_else(
        || name.to_string(),
        |kind| format!("{} - {name}", kind.zh()),
    )
}

/// When a record was new or last changed.
fn updated(item: &Item) -> Moment {
    let changed = item.changed_on.map(Moment::start_of);
    published(item)
        .into_iter()
        .chain(changed)
        .max()
        .unwrap_or_else(epoch)
}

fn published(item: &Item) -> Option<Moment> {
    item.published.or(item.day.map(Moment::start_of))
}

/// The beginning of the plan that the site follows, for what was never dated.
fn epoch() -> Moment {
    let day = governance::dates::Day::from_parts(2021, 11, 12);
    Moment::start_of(day.unwrap_or_else(|| chrono::NaiveDate::MIN.into()))
}

/// Appends a feed as Atom.
pub(crate) fn atom(scope: Scope, reader: &Reader<'_>, out: &mut Vec<u8>) {
    let site = reader.site();
    let (title, page) = name(scope, reader);
    let entries = reader.head(list(scope), LENGTH);
    let mut xml = String::new();
    let head = Head {
        title: &title,
        page: &page,
        own: &format!("/{}", path(scope, "xml")),
        updated: entries.items().map(|(_, item)| updated(item)).max(),
    };
    opening(&head, site, &mut xml);
    for (_, item) in entries.items() {
        entry(item, reader, &mut xml);
    }
    closing(xml, out);
}

/// What a feed says of itself.
pub(super) struct Head<'h> {
    pub(super) title: &'h str,
    /// Address of the page it belongs to; its identity too.
    pub(super) page: &'h str,
    /// Its own address.
    pub(super) own: &'h str,
    /// When its newest entry was new; none if it has no entry.
    pub(super) updated: Option<Moment>,
}

/// Begins a feed as Atom.
pub(super) fn opening(head: &Head<'_>, site: &Site, xml: &mut String) {
    xml.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n");
    element("id", &site.absolute(head.page), xml);
    element("title", head.title, xml);
    let updated = head.updated.unwrap_or_else(epoch);
    element("updated", &updated.to_string(), xml);
    xml.push_str("<author>");
    element("name", &site.config.name, xml);
    xml.push_str("</author>\n");
    link(
        "self",
        "application/atom+xml",
        &site.absolute(head.own),
        xml,
    );
    link("alternate", "text/html", &site.absolute(head.page), xml);
}

/// Ends a feed and appends it.
pub(super) fn closing(mut xml: String, out: &mut Vec<u8>) {
    xml.push_str("</feed>\n");
    out.extend_from_slice(xml.as_bytes());
}

fn entry(item: &Item, reader: &Reader<'_>, xml: &mut String) {
    let address = reader.site().absolute(&pages::address(item));
    xml.push_str("<entry>\n");
    element("id", &address, xml);
    element("title", &title(item), xml);
    element("updated", &updated(item).to_string(), xml);
    if let Some(published) = published(item) {
        element("published", &published.to_string(), xml);
    }
    link("alternate", "text/html", &address, xml);
    xml.push_str("<category term=\"");
    escape(item.kind.id(), xml);
    xml.push_str("\" label=\"");
    escape(item.kind.zh(), xml);
    xml.push_str("\"/>\n");
    element(
        "summary",
        item.summary.as_deref().unwrap_or(&item.title),
        xml,
    );
    xml.push_str("</entry>\n");
}

/// The title with 示例 before it where it was invented.
pub(super) fn title(item: &Item) -> String {
    if item.example {
        format!("〔示例〕{}", item.title)
    } else {
        item.title.to_string()
    }
}

pub(super) fn element(name: &str, text: &str, xml: &mut String) {
    xml.push('<');
    xml.push_str(name);
    xml.push('>');
    escape(text, xml);
    xml.push_str("</");
    xml.push_str(name);
    xml.push_str(">\n");
}

pub(super) fn link(rel: &str, media: &str, address: &str, xml: &mut String) {
    xml.push_str("<link rel=\"");
    xml.push_str(rel);
    xml.push_str("\" type=\"");
    xml.push_str(media);
    xml.push_str("\" href=\"");
    escape(address, xml);
    xml.push_str("\"/>\n");
}

/// Appends a feed as JSON Feed.
///
/// # Errors
/// [`RenderFault::Json`] never in practice.
pub(crate) fn json(
    scope: Scope,
    reader: &Reader<'_>,
    out: &mut Vec<u8>,
) -> Result<(), RenderFault> {
    let site = reader.site();
    let (title, page) = name(scope, reader);
    let entries = reader.head(list(scope), LENGTH);
    let items = entries.items().map(|(_, item)| JsonItem::of(item, reader));
    let feed = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title,
        home_page_url: site.absolute(&page),
        feed_url: site.absolute(&format!("/{}", path(scope, "json"))),
        language: "zh-CN",
        authors: [Author {
            name: &site.config.name,
        }],
        items: items.collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &feed)?;
    out.push(b'\n');
    Ok(())
}

/// A feed as JSON Feed 1.1 has it.
#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: String,
    home_page_url: String,
    feed_url: String,
    language: &'static str,
    authors: [Author<'a>; 1],
    items: Vec<JsonItem<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    id: String,
    url: String,
    title: String,
    content_text: &'a str,
    date_modified: String,
    tags: [&'static str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
}

impl<'a> JsonItem<'a> {
    fn of(item: &'a Item, reader: &Reader<'_>) -> Self {
        let address = reader.site().absolute(&pages::address(item));
        Self {
            id: address.clone(),
            url: address,
            title: title(item),
            content_text: item.summary.as_deref().unwrap_or(&item.title),
            date_modified: updated(item).to_string(),
            tags: [item.kind.zh()],
            date_published: published(item).map(|at| at.to_string()),
        }
    }
}
