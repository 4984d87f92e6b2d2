//! The home page: six questions people come with, the counties, what is new, what is late.
//!
//! Entry point: [`page`]. It must change only when what it shows does: it asks for heads of lists, never for whole ones that grow.

use super::ThemeFault;
use super::derived::overdue_item;
use super::divisions::totals;
use super::frame::{Column, Frame, Look};
use super::parts::ItemView;
use super::statistics::{Standing, standing};
use crate::library::{ItemFacts, ListKey};
use crate::opendata::head;
use governance::divisions::Level;
use governance::records::Kind;
use serde::Serialize;

/// How many of each list the home page shows: what fits two screens of a phone.
const SHOWN: usize = 4;

#[derive(Serialize)]
struct HomeView<'a> {
    counties: Vec<CountyView<'a>>,
    notices: Vec<ItemView<'a>>,
    headline: Option<Standing<'a>>,
    meetings: Vec<ItemView<'a>>,
    overdue: Vec<ItemView<'a>>,
    overdue_total: usize,
    /// Without figures that are owed: what meetings and departments promised.
    overdue_promised: usize,
    communities: usize,
    villages: usize,
    vendors: usize,
    /// How many certificates are on the deny-list.
    certificates: usize,
}

#[derive(Serialize)]
struct CountyView<'a> {
    url: String,
    name: &'a str,
    communities: usize,
    villages: usize,
}

/// `/`
pub(super) fn page(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let site = &look.reader.site().config;
    let description = site.description.as_deref().unwrap_or(look.t("home.lead"));
    let mut frame = Frame::column(
        "/",
        Column {
            title: (&*site.name).into(),
            description: description.into(),
            section: "",
            kind: "首页",
        },
    );
    if let Some(name) = frame.meta.own.iter_mut().find(|m| m.name == "ColumnName") {
        name.content = "首页".into();
    }
    frame.subject = Some(head::website(look.reader));
    let overdue: Vec<_> = look.reader.overdue().collect();
    let indicators = look.reader.head(ListKey::Kind(Kind::Indicator), 1);
    let headline = look
        .reader
        .shown(Kind::Indicator, "certification_rate")
        .or_else(|| indicators.items().next());
    let shown = u32::try_from(SHOWN).unwrap_or(u32::MAX);
    let counties = counties(look);
    let view = HomeView {
        communities: counties.iter().map(|c| c.communities).sum(),
        villages: counties.iter().map(|c| c.villages).sum(),
        vendors: look.reader.count(ListKey::Kind(Kind::Vendor)),
        certificates: look.reader.site().certificates.len(),
        counties,
        notices: look.items(look.reader.head(ListKey::CurrentNotices, shown)),
        headline: headline
            .map(|indicator| standing(look, indicator))
            .transpose()?,
        meetings: look.items(look.reader.head(ListKey::Kind(Kind::Meeting), shown)),
        overdue: overdue
            .iter()
            .take(SHOWN)
            .filter_map(|(due, item)| overdue_item(look, due, item))
            .collect(),
        overdue_total: overdue.len(),
        overdue_promised: overdue
            .iter()
            .filter(|(due, _)| !due.what.is_figure())
            .count(),
    };
    look.show("home.html", (frame, &view), out)
}

fn counties<'a>(look: &Look<'a>) -> Vec<CountyView<'a>> {
    let divisions = look.reader.list(ListKey::Kind(Kind::Division));
    let counties = divisions.items().filter_map(|(_, item)| {
        let ItemFacts::Division { code } = item.facts else {
            return None;
        };
        (code.level() == Level::County).then_some((code, item))
    });
    let view = |(code, item): (
        governance::divisions::DivisionCode,
        &'a crate::library::Item,
    )| {
        let (communities, villages) = totals(look, code);
        CountyView {
            url: format!("/d/{code}/"),
            name: &item.title,
            communities,
            villages,
        }
    };
    counties.map(view).collect()
}
