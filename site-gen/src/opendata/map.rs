//! The map of the site for search engines: parts by kind and month, so that one new record touches one part.
//!
//! Entry points: [`plan`], [`shard`], [`index`], [`robots`]. Source: sitemaps.org protocol 0.9: at most 50 000 addresses and 50 MB a part.

use crate::library::{Item, Library, List, ListKey, Reader};
use crate::markdown::html::escape;
use crate::pages::{self, ARCHIVED, PAGED};
use crate::relate::lists::last_change;
use governance::records::Kind;
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// A part of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Shard {
    /// Home, lists and fixed pages.
    Main,
    /// All records of a kind.
    Kind(Kind),
    /// Records of a kind of one month.
    Month(Kind, i32, u32),
}

/// The parts of the map.
pub fn plan(library: &Library) -> Vec<Shard> {
    let mut shards = vec![Shard::Main];
    if !library.list(ListKey::Kind(Kind::Division)).is_empty() {
        shards.push(Shard::Kind(Kind::Division));
    }
    for kind in PAGED {
        if ARCHIVED.contains(&kind) {
            let months = library.months(kind).into_iter();
            shards.extend(months.map(|(year, month, _)| Shard::Month(kind, year, month)));
        } else if !library.list(ListKey::Kind(kind)).is_empty() {
            shards.push(Shard::Kind(kind));
        }
    }
    shards
}

/// Path of a part below the output folder.
pub(crate) fn path(shard: Shard) -> String {
    let name = |kind| pages::folder(kind).unwrap_or("d");
    match shard {
        Shard::Main => "sitemaps/main.xml".into(),
        Shard::Kind(kind) => format!("sitemaps/{}.xml", name(kind)),
        Shard::Month(kind, year, month) => format!("sitemaps/{}-{year}-{month:02}.xml", name(kind)),
    }
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const SPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

/// Appends a part.
pub(crate) fn shard(shard: Shard, reader: &Reader<'_>, out: &mut Vec<u8>) {
    let mut xml = format!("{HEAD}<urlset {SPACE}>\n");
    match shard {
        Shard::Main => main(reader, &mut xml),
        Shard::Kind(kind) => records(reader, reader.list(ListKey::Kind(kind)), &mut xml),
        Shard::Month(kind, year, month) => {
            records(
                reader,
                reader.list(ListKey::Month(kind, year, month)),
                &mut xml,
            );
        }
    }
    xml.push_str("</urlset>\n");
    out.extend_from_slice(xml.as_bytes());
}

fn main(reader: &Reader<'_>, xml: &mut String) {
    for page in reader.list_pages() {
        url(&reader.site().absolute(&page), None, xml);
    }
}

fn records(reader: &Reader<'_>, list: List<'_>, xml: &mut String) {
    for (_, item) in list.items() {
        url(
            &reader.site().absolute(&pages::address(item)),
            Some(item),
            xml,
        );
    }
}

fn url(address: &str, item: Option<&Item>, xml: &mut String) {
    xml.push_str("<url><loc>");
    escape(address, xml);
    xml.push_str("</loc>");
    if let Some(day) = item.and_then(last_change) {
        let _ = write!(xml, "<lastmod>{day}</lastmod>");
    }
    xml.push_str("</url>\n");
}

/// Appends the list of the parts.
pub(crate) fn index(reader: &Reader<'_>, out: &mut Vec<u8>) {
    let mut xml = format!("{HEAD}<sitemapindex {SPACE}>\n");
    for shard in reader.map_shards() {
        xml.push_str("<sitemap><loc>");
        escape(
            &reader.site().absolute(&format!("/{}", path(shard))),
            &mut xml,
        );
        xml.push_str("</loc></sitemap>\n");
    }
    xml.push_str("</sitemapindex>\n");
    out.extend_from_slice(xml.as_bytes());
}

/// Appends `robots.txt`.
pub(crate) fn robots(reader: &Reader<'_>, out: &mut Vec<u8>) {
    let map = reader.site().absolute("/sitemap.xml");
    out.extend_from_slice(format!("User-agent: *\nDisallow: /api/\nSitemap: {map}\n").as_bytes());
}
