//! The directory of convenience services.
//!
//! Entry points: [`index`], [`page`]. Order is by name, never by score; figures from ratings come only from a dated snapshot.

mod ratings;

pub(super) use ratings::by_rating;

use super::ThemeFault;
use super::directory;
use super::frame::{Column, Frame, Look};
use super::indexes::{IndexView, downloads};
use super::parts::{ChangeView, FactView, ItemView, LinkView, ListView, TagView};
use crate::library::{Directory, Item, Ix, ListKey, ReadFault};
use governance::labelled::Labelled;
use governance::records::{Facts, Kind};
use governance::vendors::{Vendor, VendorCategory, VendorStatus};
use ratings::RatingsView;
use serde::Serialize;

#[derive(Serialize)]
struct VendorView<'r> {
    id: &'r str,
    categories: Vec<&'r str>,
    state: TagView<'r>,
    example: bool,
    summary: Option<&'r str>,
    unchecked: Option<String>,
    licence_expired: Option<String>,
    phones: Vec<&'r str>,
    facts: Vec<FactView<'r>>,
    serves: Vec<LinkView<'r>>,
    ratings: Option<RatingsView<'r>>,
    body: Option<String>,
    poster: Option<String>,
    changes: Vec<ChangeView<'r>>,
}

/// `/vendors/`
pub(super) fn index(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let found = listed(look);
    let title = look.t("nav.vendors");
    let mut frame = Frame::column(
        "/vendors/",
        Column {
            title: title.into(),
            description: look.t("vendor.lead").into(),
            section: "vendors",
            kind: "办事服务",
        },
    );
    frame.crumbs = vec![LinkView::new("/", look.t("word.home"))];
    let view = IndexView {
        lead: Some(directory::lead(look, look.t("vendor.lead"), found.lead.as_deref()).into()),
        actions: actions(look),
        downloads: downloads(look, Kind::Vendor),
        ..found
    };
    look.show("list.html", (frame, &view), out)
}

/// All vendors by category, or where to find them if they are too many for one page.
fn listed<'a>(look: &Look<'a>) -> IndexView<'a> {
    if directory::is_long(look, Directory::Vendors) {
        return directory::city(look, Directory::Vendors);
    }
    let sections = VendorCategory::ALL
        .iter()
        .filter_map(|c| section(look, *c))
        .collect();
    IndexView {
        sections,
        ..IndexView::default()
    }
}

/// A vendor as it stands in a list of vendors.
pub(super) fn item<'a>(look: &Look<'a>, (ix, item): (Ix, &'a Item)) -> ItemView<'a> {
    ItemView {
        kind: None,
        summary: item.summary.as_deref(),
        ..look.item(ix, item)
    }
}

fn section<'a>(look: &Look<'a>, category: VendorCategory) -> Option<ListView<'a>> {
    let list = look.reader.list(ListKey::Vendors(category));
    let items: Vec<_> = list.items().map(|one| item(look, one)).collect();
    (!items.is_empty()).then(|| ListView {
        id: category.id(),
        ..ListView::new(look.label(category), items)
    })
}

fn actions<'a>(look: &Look<'a>) -> Vec<LinkView<'a>> {
    let mut actions = vec![LinkView::new("/ratings/new/", look.t("vendor.rate"))];
    if look.reader.is_published() {
        let title = look.t("ratings.by_rating");
        actions.push(LinkView::new("/vendors/by-rating/", title));
    }
    actions.push(LinkView::new("/method/#ratings", look.t("vendor.method")));
    actions
}

/// The page of a vendor.
pub(super) fn page(
    look: &Look<'_>,
    (ix, item): (Ix, &Item),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let record = look.reader.record(ix)?;
    let Facts::Vendor(vendor) = &record.facts else {
        return Err(ReadFault::NotShown.into());
    };
    let today = look.reader.today_of(ix);
    let view = VendorView {
        id: item.id.as_str(),
        categories: vendor.categories.iter().map(|c| look.label(*c)).collect(),
        state: match vendor.status {
            VendorStatus::Listed => TagView::good(look.label(vendor.status)),
            VendorStatus::Suspended | VendorStatus::Delisted => {
                TagView::plain(look.label(vendor.status))
            }
        },
        example: item.example,
        summary: item.summary.as_deref(),
        unchecked: vendor.not_checked_since(today).map(|since| match since {
            Some(day) => look.say("vendor.unchecked_since", &[("day", &look.day(day).text)]),
            None => look.t("vendor.never_checked").to_owned(),
        }),
        licence_expired: vendor
            .licence_expired(today)
            .then(|| look.t("vendor.licence_expired").to_owned()),
        phones: vendor.phones.iter().map(|p| &*p.number).collect(),
        facts: facts(look, (item, vendor)),
        serves: vendor
            .serves
            .iter()
            .filter_map(|c| look.place_link(*c))
            .collect(),
        ratings: ratings::of_vendor(look, ix),
        body: look.reader.body(ix)?.map(|b| b.html),
        poster: Some(format!("{}poster.svg", crate::pages::address(item))),
        changes: look.changes(&record.envelope.changes),
    };
    let frame = look.article((item, &record.envelope), &look.reader.site().config.name);
    look.show("vendor.html", (frame, &view), out)
}

fn facts<'r>(look: &Look<'r>, (item, vendor): (&'r Item, &'r Vendor)) -> Vec<FactView<'r>> {
    let given = [
        ("vendor.address", &vendor.address),
        ("vendor.hours", &vendor.hours),
        ("vendor.price", &vendor.price_note),
        ("vendor.accessibility", &vendor.accessibility),
        ("vendor.uscc", &vendor.uscc),
    ];
    let given = given
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.as_deref()?)));
    let mut facts: Vec<_> = given
        .map(|(name, value)| FactView::new(look.t(name), value))
        .collect();
    if let Some(licence) = &vendor.licence {
        let until = licence
            .expires_on
            .map(|d| look.say("vendor.licence_until", &[("day", &look.day(d).text)]));
        facts.push(FactView::new(
            look.t("vendor.licence"),
            format!("{}{}", licence.number, until.unwrap_or_default()),
        ));
    }
    if let Some(day) = vendor.checked_on {
        let by = vendor.checked_by.as_deref().unwrap_or_default();
        facts.push(FactView::new(
            look.t("vendor.checked"),
            format!("{} {by}", look.day(day).text),
        ));
    }
    let number = FactView::new(look.t("vendor.number"), item.id.as_str());
    facts.push(number);
    facts
}
