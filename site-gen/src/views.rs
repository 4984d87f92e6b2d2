//! What each page shows: typed views that borrow from the library, one for each template of the theme.
//!
//! Entry point: [`render`]. The only access to data is [`Reader`]; it notes what was looked at, and so knows what a page depends on. Read [`Theme`] first, then
//! `frame` (what stands around a page), `parts` (what views share), then the pages.
//!
//! Must not: read files, know the day but through the reader, or build HTML by hand (templates and [`crate::charts`] do).

mod admission;
pub(crate) mod cases;
mod changes;
mod data;
mod departments;
mod derived;
mod directory;
mod divisions;
mod everywhere;
mod files;
mod fixed;
mod forms;
mod frame;
mod guides;
mod halls;
mod heard;
mod home;
mod indexes;
mod meetings;
mod method;
mod notices;
mod parts;
mod posters;
mod singles;
mod statistics;
mod stencil;
#[cfg(test)]
pub(crate) mod tests;
mod theme;
mod topics;
mod vendors;
mod words;

pub(crate) use singles::Singles;
pub use theme::{Theme, ThemeFault, ThemeFiles, layered};

use crate::library::{ItemFacts, Ix, ReadFault, Reader};
use crate::opendata::catalogue::Source;
use crate::pages::PageKey;
use frame::Look;
use governance::records::Kind;

/// Appends the poster of a page, an SVG picture for a sheet of A4.
///
/// # Errors
/// [`ThemeFault`] if the theme is wrong or the content can't be read.
pub fn poster(
    page: PageKey,
    reader: &Reader<'_>,
    theme: &Theme,
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    posters::of(&Look::new(reader, theme), page, out)
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
    let look = Look::new(reader, theme);
    match page {
        PageKey::Home => home::page(&look, out),
        PageKey::Divisions => divisions::counties(&look, out),
        PageKey::Division(code) => divisions::page(&look, code, out),
        PageKey::DivisionList(code, kind) => indexes::division(&look, (code, kind), out),
        PageKey::Record(ix) => record(&look.of(ix), ix, out),
        PageKey::Index(kind) => index(&look, kind, out),
        PageKey::Year(kind, year) => indexes::year(&look, (kind, year), out),
        PageKey::Month(kind, year, month) => indexes::month(&look, (kind, year, month), out),
        PageKey::Day(kind, day) => indexes::day(&look, (kind, day), out),
        PageKey::NoticeCategory(category) => indexes::notices(&look, category, out),
        PageKey::AdmissionCategory(category) => indexes::admission(&look, category, out),
        PageKey::VendorCategory(category) => indexes::vendors(&look, category, out),
        PageKey::Directory(list, place, part) => directory::page(&look, (list, place, part), out),
        PageKey::Overdue => derived::overdue(&look, out),
        PageKey::Stale => derived::stale(&look, out),
        PageKey::Changes => changes::months(&look, out),
        PageKey::ChangesIn(year, month) => changes::month(&look, (year, month), out),
        PageKey::ChangesOn(day, part) => changes::day(&look, (day, part), out),
        PageKey::SiteMap => derived::site_map(&look, out),
        PageKey::Data => data::data(&look, out),
        PageKey::Dictionary => data::dictionary(&look, out),
        PageKey::DictionaryOf(kind) => data::columns(&look, Source::Kind(kind), out),
        PageKey::DictionaryOfHalls(table) => data::columns(&look, Source::Halls(table), out),
        PageKey::DictionaryOfFilings(table) => data::columns(&look, Source::Residents(table), out),
        PageKey::Search => derived::search(&look, out),
        PageKey::Form(form) => forms::page(&look, form, out),
        PageKey::Fixed(page) => fixed::page(&look, page, out),
        PageKey::Cases => cases::city(&look, out),
        PageKey::CasesMonth(month) => cases::month(&look, month, out),
        PageKey::CasesCategory(category) => cases::category(&look, category, out),
        PageKey::CasesOf(code) => cases::place(&look, code, out),
        PageKey::CasesOfCategory(code, category) => {
            cases::place_category(&look, (code, category), out)
        }
        PageKey::Case(reference) => cases::one(&look, reference, out),
        PageKey::Answers => cases::answers(&look, out),
        PageKey::AnswersMonth(month) => cases::answers_in(&look, month, out),
        PageKey::YouSaid => heard::you_said(&look, out),
        PageKey::Moderation => heard::moderation(&look, out),
        PageKey::VendorsByRating => vendors::by_rating(&look, out),
        PageKey::NotFound => fixed::not_found(&look, out),
        PageKey::Shell => forms::shell(&look, out),
    }
}

fn index(look: &Look<'_>, kind: Kind, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    match kind {
        Kind::AdmissionItem => admission::index(look, out),
        Kind::Indicator => statistics::overview(look, out),
        Kind::Vendor => vendors::index(look, out),
        Kind::Division => divisions::counties(look, out),
        Kind::Notice
        | Kind::Meeting
        | Kind::Topic
        | Kind::Guide
        | Kind::Department
        | Kind::Community
        | Kind::Target
        | Kind::ReportingUnit
        | Kind::Observation => indexes::kind(look, kind, out),
    }
}

/// The page of a record, or its tombstone.
fn record(look: &Look<'_>, ix: Ix, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    if look.reader.is_gone(ix) {
        return fixed::tombstone(look, ix, out);
    }
    let item = look.reader.item(ix).ok_or(ReadFault::NotShown)?;
    match item.facts {
        ItemFacts::Notice { .. } => notices::page(look, (ix, item), out),
        ItemFacts::AdmissionItem { .. } => admission::page(look, (ix, item), out),
        ItemFacts::Meeting { .. } => meetings::page(look, (ix, item), out),
        ItemFacts::Topic { .. } => topics::page(look, (ix, item), out),
        ItemFacts::Indicator { .. } => statistics::page(look, (ix, item), out),
        ItemFacts::Vendor { .. } => vendors::page(look, (ix, item), out),
        ItemFacts::Guide { .. } => guides::page(look, (ix, item), out),
        ItemFacts::Department { .. } => departments::page(look, (ix, item), out),
        ItemFacts::Division { code } => divisions::page(look, code, out),
        ItemFacts::Community { .. }
        | ItemFacts::Target { .. }
        | ItemFacts::ReportingUnit { .. }
        | ItemFacts::Observation { .. } => Err(ReadFault::NotShown.into()),
    }
}
