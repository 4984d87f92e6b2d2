//! Feeds of the cases of a category, Atom and JSON Feed: what was filed, answered, closed. Dates and states, and answers that were cleared; no other word.
//!
//! Entry points: [`path`], [`atom`], [`json()`]. A resident follows a kind of case without an account. Times are days of the snapshot, so that a feed is
//! new only when something in it is.

use super::feed::{Head, LENGTH, closing, element, link, opening};
use crate::library::Reader;
use crate::library::published::OneCase;
use crate::markdown::html::escape;
use crate::outputs::RenderFault;
use crate::pages::PageKey;
use governance::cases::CaseCategory;
use governance::dates::{Day, Moment};
use governance::labelled::Labelled;
use serde_json::json;
use std::cmp::Reverse;

/// One entry, for both notations.
struct Entry {
    address: String,
    title: String,
    summary: String,
    updated: Moment,
    published: Moment,
}

/// Path of a feed below the output folder.
pub(crate) fn path(category: CaseCategory, extension: &str) -> String {
    format!("cases/category/{}/feed.{extension}", category.id())
}

/// The day on which something last happened to a case.
fn changed(case: &OneCase<'_>) -> Day {
    let last = case.last();
    let cleared = case.answer.map(|answer| answer.cleared_on);
    let days = [
        last.waiting_since,
        last.answered_on,
        last.closed_on,
        cleared,
    ];
    days.into_iter().flatten().fold(last.opened_on, Ord::max)
}

fn entries(category: CaseCategory, reader: &Reader<'_>) -> Vec<Entry> {
    let Some(published) = reader.published() else {
        return Vec::new();
    };
    let mut cases: Vec<OneCase<'_>> = published
        .cases()
        .filter(|case| case.last().category == category)
        .collect();
    cases.sort_by_key(|case| (Reverse(changed(case)), case.last().reference));
    cases.truncate(LENGTH as usize);
    cases.iter().map(|case| entry(case, reader)).collect()
}

fn entry(case: &OneCase<'_>, reader: &Reader<'_>) -> Entry {
    let last = case.last();
    let place = reader.division(last.place).map(|(_, item)| &*item.title);
    let state = last.outcome.map_or("办理中", Labelled::zh);
    let example = if reader.site().config.demonstration {
        "〔示例〕"
    } else {
        ""
    };
    let summary = match case.answer {
        Some(answer) => format!("问：{}　办：{}", answer.summary, answer.answer),
        None => format!(
            "{} 提交，答复期限 {}。",
            case.rounds[0].opened_on,
            last.last_due_on()
        ),
    };
    Entry {
        address: reader
            .site()
            .absolute(&PageKey::Case(last.reference).path()),
        title: format!(
            "{example}{} · {} · {state}",
            last.reference,
            place.unwrap_or_default()
        ),
        summary,
        updated: Moment::start_of(changed(case)),
        published: Moment::start_of(case.rounds[0].opened_on),
    }
}

fn title(category: CaseCategory, reader: &Reader<'_>) -> String {
    format!(
        "诉求办理：{} - {}",
        category.zh(),
        reader.site().config.name
    )
}

/// Appends a feed as Atom.
pub(crate) fn atom(category: CaseCategory, reader: &Reader<'_>, out: &mut Vec<u8>) {
    let site = reader.site();
    let (entries, page) = (
        entries(category, reader),
        PageKey::CasesCategory(category).path(),
    );
    let mut xml = String::new();
    let head = Head {
        title: &title(category, reader),
        page: &page,
        own: &format!("/{}", path(category, "xml")),
        updated: entries.iter().map(|entry| entry.updated).max(),
    };
    opening(&head, site, &mut xml);
    for entry in &entries {
        xml.push_str("<entry>\n");
        element("id", &entry.address, &mut xml);
        element("title", &entry.title, &mut xml);
        element("updated", &entry.updated.to_string(), &mut xml);
        element("published", &entry.published.to_string(), &mut xml);
        link("alternate", "text/html", &entry.address, &mut xml);
        xml.push_str("<category term=\"");
        escape(category.id(), &mut xml);
        xml.push_str("\" label=\"");
        escape(category.zh(), &mut xml);
        xml.push_str("\"/>\n");
        element("summary", &entry.summary, &mut xml);
        xml.push_str("</entry>\n");
    }
    closing(xml, out);
}

/// Appends a feed as JSON Feed.
///
/// # Errors
/// [`RenderFault::Json`] never in practice.
pub(crate) fn json(
    category: CaseCategory,
    reader: &Reader<'_>,
    out: &mut Vec<u8>,
) -> Result<(), RenderFault> {
    let site = reader.site();
    let item = |entry: Entry| {
        json!({
            "id": entry.address,
            "url": entry.address,
            "title": entry.title,
            "content_text": entry.summary,
            "date_published": entry.published.to_string(),
            "date_modified": entry.updated.to_string(),
            "tags": [category.zh()],
        })
    };
    let items: Vec<_> = entries(category, reader).into_iter().map(item).collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": title(category, reader),
        "home_page_url": site.absolute(&PageKey::CasesCategory(category).path()),
        "feed_url": site.absolute(&format!("/{}", path(category, "json"))),
        "language": "zh-CN",
        "authors": [{ "name": &site.config.name }],
        "items": items,
    });
    serde_json::to_writer_pretty(&mut *out, &feed)?;
    out.push(b'\n');
    Ok(())
}
