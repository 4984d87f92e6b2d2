//! Every page of the site, by what it shows, and the address of each.
//!
//! Entry points: [`PageKey`], [`plan`]. An address, once published, is never given to something else.

use crate::library::{
    Directory, Item, ItemFacts, Ix, Library, ListKey, Published, Slot, Smaller, Visibility,
};
use crate::opendata::{halls, residents, table};
use crate::views::cases::answer_months;
use governance::admission::Category;
use governance::cases::{CaseCategory, CaseReference};
use governance::dates::Day;
use governance::divisions::{DivisionCode, Level};
use governance::labelled::Labelled;
use governance::notices::NoticeCategory;
use governance::published::Month;
use governance::records::Kind;
use governance::vendors::VendorCategory;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PageKey {
    /// `/`
    Home,
    /// `/d/`: the counties.
    Divisions,
    /// `/d/<code>/`
    Division(DivisionCode),
    /// `/d/<code>/notices/`: all records of a kind in exactly this division, if they are more than [`DIVISION_HEAD`].
    DivisionList(DivisionCode, Kind),
    /// The page of a record that has one; a tombstone if it was taken back.
    Record(Ix),
    /// `/notices/`, `/admission/`, `/minutes/`, `/topics/`, `/statistics/`, `/vendors/`, `/guides/`, `/departments/`.
    Index(Kind),
    /// `/notices/2026/`
    Year(Kind, i32),
    /// `/notices/2026/11/`
    Month(Kind, i32, u32),
    /// `/notices/2026/11/05/`, if the month has more than [`LIST_LIMIT`].
    Day(Kind, Day),
    /// `/notices/category/policy/`
    NoticeCategory(NoticeCategory),
    /// `/admission/category/prohibited/`
    AdmissionCategory(Category),
    /// `/vendors/category/gas/`
    VendorCategory(VendorCategory),
    /// `/d/<code>/vendors/`, `/d/<code>/vendors/gas/page/2/`, `/guides/page/2/`: a place of a list that is too long for one page, and what does not fit on its
    /// first page. The first page of the whole city is the list's own.
    Directory(Directory, Option<DivisionCode>, u32),
    /// `/overdue/`
    Overdue,
    /// `/stale/`
    Stale,
    /// `/changes/`: the months.
    Changes,
    /// `/changes/2026-11/`
    ChangesIn(i32, u32),
    /// `/changes/2026-11/05/`, `/changes/2026-11/05/page/2/`: if the month has more than [`LIST_LIMIT`].
    ChangesOn(Day, u32),
    /// `/sitemap/`
    SiteMap,
    /// `/data/`: open data and how to use it.
    Data,
    /// `/data/dictionary/`: the tables.
    Dictionary,
    /// `/data/dictionary/notices/`: the columns of a table.
    DictionaryOf(Kind),
    /// `/data/dictionary/agenda_lead/`: the columns of a table of halls.
    DictionaryOfHalls(halls::Table),
    /// `/data/dictionary/case_log/`: the columns of a table of what residents filed.
    DictionaryOfFilings(residents::Table),
    /// `/search/`
    Search,
    /// `/cases/`: figures of what residents filed.
    Cases,
    /// `/cases/2026-10/`
    CasesMonth(Month),
    /// `/cases/category/noise/`
    CasesCategory(CaseCategory),
    /// `/d/<code>/cases/`
    CasesOf(DivisionCode),
    /// `/d/<code>/cases/noise/`
    CasesOfCategory(DivisionCode, CaseCategory),
    /// `/cases/<reference>/`: one case.
    Case(CaseReference),
    /// `/cases/answers/`: answers that were cleared for publication.
    Answers,
    /// `/cases/answers/2026-10/`
    AnswersMonth(Month),
    /// `/you-said/`: "you said, we did".
    YouSaid,
    /// `/cases/moderation/`: what moderators took out.
    Moderation,
    /// `/vendors/by-rating/`
    VendorsByRating,
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
        ItemFacts::Department { .. }
        | ItemFacts::Notice { .. }
        | ItemFacts::AdmissionItem { .. }
        | ItemFacts::Meeting { .. }
        | ItemFacts::Topic { .. }
        | ItemFacts::Indicator { .. }
        | ItemFacts::Vendor { .. }
        | ItemFacts::Guide { .. } => {
            let folder = folder(item.kind).unwrap_or("d");
            ["/", folder, "/", item.id.as_str(), "/"].concat()
        }
    }
}

/// Where a directory is shown: of the city, on the page that the list has anyway; of a place, below the place.
pub(crate) fn directory_address(
    directory: Directory,
    place: Option<DivisionCode>,
    part: u32,
) -> String {
    let folder = match directory {
        Directory::Unchecked => "stale",
        Directory::Overdue => "overdue",
        Directory::Vendors | Directory::VendorsOf(_) | Directory::Guides | Directory::Items(_) => {
            folder(directory.kind()).unwrap_or("d")
        }
    };
    let category = match directory {
        Directory::VendorsOf(category) => Some(category.id()),
        Directory::Items(category) => Some(category.id()),
        Directory::Vendors | Directory::Unchecked | Directory::Overdue | Directory::Guides => None,
    };
    let first = match (place, category) {
        (None, None) => format!("/{folder}/"),
        (None, Some(category)) => format!("/{folder}/category/{category}/"),
        (Some(code), None) => format!("/d/{code}/{folder}/"),
        (Some(code), Some(category)) => format!("/d/{code}/{folder}/{category}/"),
    };
    part_address(first, part)
}

/// Where the changes of a day are shown.
pub(crate) fn changes_address(day: Day, part: u32) -> String {
    let (year, month, day) = (day.year(), day.month(), day.day());
    part_address(format!("/changes/{year}-{month:02}/{day:02}/"), part)
}

/// The address of a further page of a list, given that of the first.
pub(crate) fn part_address(first: String, part: u32) -> String {
    match part {
        0 | 1 => first,
        part => format!("{first}page/{part}/"),
    }
}

/// Where a file beside records is published.
pub fn file_address(path: &str) -> String {
    use std::fmt::Write;
    let mut address = String::from("/files/");
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

/// Where a smaller size of an image lies, below the folder of the files beside records: `smaller/notices/plan.480.0c9a1f3b5d7e.png`. No content has a folder
/// of this name, so that nothing else can lie there.
pub(crate) fn smaller_path(path: &str, smaller: &Smaller) -> String {
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    let (hash, width) = (&smaller.hash, smaller.width);
    format!("smaller/{stem}.{width}.{hash}.{extension}")
}

/// Kinds that have a page of their own for each record and an index.
pub const PAGED: [Kind; 8] = [
    Kind::Notice,
    Kind::AdmissionItem,
    Kind::Meeting,
    Kind::Topic,
    Kind::Indicator,
    Kind::Vendor,
    Kind::Guide,
    Kind::Department,
];

/// Kinds whose archive is split by year and month.
pub const ARCHIVED: [Kind; 3] = [Kind::Notice, Kind::Meeting, Kind::Topic];

/// No page lists more records than this: 200 lines are 20 to 90 KB of HTML. What has more is split: an archive by month and day, a directory by place.
pub const LIST_LIMIT: u32 = 200;

/// So many records of a kind stand on a division's page; if there are more, it links to a page with all of them.
pub const DIVISION_HEAD: u32 = 10;

/// Kinds that a division's page lists.
pub const LISTED_IN_DIVISION: [Kind; 4] = [
    Kind::Notice,
    Kind::Meeting,
    Kind::Topic,
    Kind::AdmissionItem,
];

/// Every page of the site, sorted by its key.
pub fn plan(library: &Library) -> Vec<PageKey> {
    let mut pages = plan_lists(library);
    let records = library.slots.occupied();
    pages.extend(records.filter_map(page_of));
    pages.sort_unstable();
    pages
}

/// The pages that belong to no single record.
pub(crate) fn plan_lists(library: &Library) -> Vec<PageKey> {
    let mut pages = vec![
        PageKey::Home,
        PageKey::Divisions,
        PageKey::Overdue,
        PageKey::Stale,
        PageKey::Changes,
        PageKey::SiteMap,
        PageKey::Data,
        PageKey::Dictionary,
        PageKey::Search,
        PageKey::NotFound,
        PageKey::Shell,
    ];
    pages.extend(FormPage::ALL.iter().copied().map(PageKey::Form));
    pages.extend(FixedPage::ALL.iter().copied().map(PageKey::Fixed));
    pages.extend(PAGED.map(PageKey::Index));
    pages.extend(Kind::ALL.iter().copied().map(PageKey::DictionaryOf));
    let halls = halls::Table::ALL.iter().copied();
    pages.extend(halls.map(PageKey::DictionaryOfHalls));
    plan_archives(library, &mut pages);
    plan_categories(library, &mut pages);
    plan_divisions(library, &mut pages);
    if let Some(published) = &library.published {
        plan_published(library, published, &mut pages);
    }
    pages
}

/// Addresses of the pages that belong to no single record, and of records that stand in no month of an archive; for the map of the site.
pub(crate) fn list_pages(library: &Library) -> Vec<String> {
    let listed = |page: &PageKey| {
        !matches!(
            page,
            PageKey::Division(_) | PageKey::Case(_) | PageKey::NotFound | PageKey::Shell
        )
    };
    let lists = plan_lists(library).into_iter().filter(listed);
    let undated = |kind| library.list(ListKey::Undated(kind)).iter().copied();
    let undated = ARCHIVED.into_iter().flat_map(undated).map(PageKey::Record);
    let mut addresses: Vec<String> = lists
        .chain(undated)
        .map(|page| page.address(library))
        .collect();
    addresses.sort_unstable();
    addresses
}

fn plan_archives(library: &Library, pages: &mut Vec<PageKey>) {
    for ((year, month), events) in &library.events {
        pages.push(PageKey::ChangesIn(*year, *month));
        if parts(events.len()) > 1 {
            for day in events.chunk_by(|one, other| one.on == other.on) {
                let on = day[0].on;
                pages.extend((1..=parts(day.len())).map(|part| PageKey::ChangesOn(on, part)));
            }
        }
    }
    for kind in ARCHIVED {
        let mut last_year = None;
        for (year, month, count) in library.months(kind) {
            pages.push(PageKey::Month(kind, year, month));
            if last_year.replace(year) != Some(year) {
                pages.push(PageKey::Year(kind, year));
            }
            if count > LIST_LIMIT {
                let days = library.days(kind, year, month);
                pages.extend(days.into_iter().map(|(day, _)| PageKey::Day(kind, day)));
            }
        }
    }
}

/// On how many pages a list is shown.
pub(crate) fn parts(records: usize) -> u32 {
    let parts = records.div_ceil(LIST_LIMIT as usize).max(1);
    u32::try_from(parts).unwrap_or(u32::MAX)
}

/// The places below a place in which a directory goes on, and the further pages of what is meant for all of it.
fn plan_directory(
    library: &Library,
    (directory, place): (Directory, Option<DivisionCode>),
    pages: &mut Vec<PageKey>,
) {
    let exactly = library.list(ListKey::Exactly(directory, place));
    let more = 2..=parts(exactly.len());
    pages.extend(more.map(|part| PageKey::Directory(directory, place, part)));
    for ix in library.list(ListKey::Places(directory, place)) {
        let code = library.slot(*ix).and_then(|slot| slot.item.division);
        if let Some(code) = code {
            pages.push(PageKey::Directory(directory, Some(code), 1));
            plan_directory(library, (directory, Some(code)), pages);
        }
    }
}

fn plan_categories(library: &Library, pages: &mut Vec<PageKey>) {
    let has = |key| !library.list(key).is_empty();
    let notices = NoticeCategory::ALL
        .iter()
        .filter(|c| has(ListKey::Notices(**c)));
    pages.extend(notices.map(|c| PageKey::NoticeCategory(*c)));
    let items = Category::ALL
        .iter()
        .filter(|c| has(ListKey::Admission(**c)));
    pages.extend(items.map(|c| PageKey::AdmissionCategory(*c)));
    let vendors = VendorCategory::ALL
        .iter()
        .filter(|c| has(ListKey::Vendors(**c)));
    pages.extend(vendors.map(|c| PageKey::VendorCategory(*c)));
    for directory in Directory::all() {
        plan_directory(library, (directory, None), pages);
    }
}

/// Pages that there are only with a snapshot.
fn plan_published(library: &Library, published: &Published, pages: &mut Vec<PageKey>) {
    pages.extend([
        PageKey::Cases,
        PageKey::Answers,
        PageKey::YouSaid,
        PageKey::Moderation,
        PageKey::VendorsByRating,
    ]);
    let tables = residents::Table::ALL.iter().copied();
    pages.extend(tables.map(PageKey::DictionaryOfFilings));
    let snapshot = &published.snapshot;
    let shown = |code: DivisionCode| {
        let ix = library.by_code.get(&code);
        ix.is_some_and(|ix| library.visible(*ix).is_some())
    };
    let mut seen = BTreeSet::new();
    for row in &snapshot.case_figures.rows {
        match (row.place, row.category) {
            (Some(place), Some(category)) if shown(place) => {
                seen.insert(PageKey::CasesOfCategory(place, category));
            }
            (Some(_), _) => {}
            (None, _) => {
                seen.insert(PageKey::CasesMonth(row.books.month));
            }
        }
    }
    let log = snapshot.case_log.rows.iter();
    seen.extend(log.map(|row| PageKey::CasesCategory(row.category)));
    pages.extend(seen);
    let places = published
        .places()
        .filter(|code| code.level() != Level::City && shown(*code));
    pages.extend(places.map(PageKey::CasesOf));
    pages.extend(
        published
            .cases()
            .map(|case| PageKey::Case(case.last().reference)),
    );
    let months = answer_months(&snapshot.answers.rows);
    pages.extend(months.into_iter().map(PageKey::AnswersMonth));
}

/// Lists of a division that are too long for its page.
fn plan_divisions(library: &Library, pages: &mut Vec<PageKey>) {
    for (code, ix) in &library.by_code {
        let slot = library.slot(*ix);
        if slot.is_none_or(|slot| slot.visibility != Visibility::Shown) {
            continue;
        }
        for kind in LISTED_IN_DIVISION {
            if library.list(ListKey::In(*code, kind)).len() > DIVISION_HEAD as usize {
                pages.push(PageKey::DivisionList(*code, kind));
            }
        }
    }
}

/// The page of a record.
pub(crate) fn page_of((ix, slot): (Ix, &Slot)) -> Option<PageKey> {
    match (slot.visibility, slot.item.kind, slot.item.division) {
        (Visibility::Hidden, _, _) => None,
        (Visibility::Shown, Kind::Division, Some(code)) => Some(PageKey::Division(code)),
        // A place that is no more has a tombstone at its address, as other records have.
        (Visibility::Gone, Kind::Division, _) => Some(PageKey::Record(ix)),
        (_, kind, _) => PAGED.contains(&kind).then_some(PageKey::Record(ix)),
    }
}

impl PageKey {
    /// Its address from the root of the site, e.g. `/notices/2026-01/`. It ends in `/`, but for the two pages that are asked for by file name.
    pub fn address(self, library: &Library) -> String {
        let of = |kind| folder(kind).unwrap_or("d");
        match self {
            Self::Home => "/".into(),
            Self::Divisions => "/d/".into(),
            Self::Division(code) => format!("/d/{code}/"),
            Self::DivisionList(code, kind) => format!("/d/{code}/{}/", of(kind)),
            Self::Record(ix) => library
                .slot(ix)
                .map_or_else(String::new, |s| address(&s.item)),
            Self::Index(kind) => format!("/{}/", of(kind)),
            Self::Year(kind, year) => format!("/{}/{year}/", of(kind)),
            Self::Month(kind, year, month) => format!("/{}/{year}/{month:02}/", of(kind)),
            Self::Day(kind, day) => {
                let (year, month, day) = (day.year(), day.month(), day.day());
                format!("/{}/{year}/{month:02}/{day:02}/", of(kind))
            }
            Self::NoticeCategory(c) => format!("/notices/category/{}/", c.id()),
            Self::AdmissionCategory(c) => format!("/admission/category/{}/", c.id()),
            Self::VendorCategory(c) => format!("/vendors/category/{}/", c.id()),
            Self::Directory(directory, place, part) => directory_address(directory, place, part),
            Self::Overdue => "/overdue/".into(),
            Self::Stale => "/stale/".into(),
            Self::Changes => "/changes/".into(),
            Self::ChangesIn(year, month) => format!("/changes/{year}-{month:02}/"),
            Self::ChangesOn(day, part) => changes_address(day, part),
            Self::SiteMap => "/sitemap/".into(),
            Self::Data => "/data/".into(),
            Self::Dictionary => "/data/dictionary/".into(),
            Self::DictionaryOf(kind) => format!("/data/dictionary/{}/", table::name(kind)),
            Self::DictionaryOfHalls(table) => format!("/data/dictionary/{}/", table.id()),
            Self::DictionaryOfFilings(table) => format!("/data/dictionary/{}/", table.id()),
            Self::Search => "/search/".into(),
            Self::Cases
            | Self::CasesMonth(_)
            | Self::CasesCategory(_)
            | Self::CasesOf(_)
            | Self::CasesOfCategory(..)
            | Self::Case(_)
            | Self::Answers
            | Self::AnswersMonth(_)
            | Self::YouSaid
            | Self::Moderation
            | Self::VendorsByRating => self.path(),
            Self::Form(form) => format!("/{}/", form.id()),
            Self::Fixed(page) => format!("/{}/", page.id()),
            Self::NotFound => "/404.html".into(),
            Self::Shell => "/functions-shell.html".into(),
        }
    }

    /// Its address, for pages of what residents filed; those of records need the library. `/` for the others.
    pub(crate) fn path(self) -> String {
        match self {
            Self::Cases => "/cases/".into(),
            Self::CasesMonth(month) => format!("/cases/{month}/"),
            Self::CasesCategory(category) => format!("/cases/category/{}/", category.id()),
            Self::CasesOf(code) => format!("/d/{code}/cases/"),
            Self::CasesOfCategory(code, category) => format!("/d/{code}/cases/{}/", category.id()),
            Self::Case(reference) => format!("/cases/{reference}/"),
            Self::Answers => "/cases/answers/".into(),
            Self::AnswersMonth(month) => format!("/cases/answers/{month}/"),
            Self::YouSaid => "/you-said/".into(),
            Self::Moderation => "/cases/moderation/".into(),
            Self::VendorsByRating => "/vendors/by-rating/".into(),
            Self::Home
            | Self::Divisions
            | Self::Division(_)
            | Self::DivisionList(..)
            | Self::Record(_)
            | Self::Index(_)
            | Self::Year(..)
            | Self::Month(..)
            | Self::Day(..)
            | Self::NoticeCategory(_)
            | Self::AdmissionCategory(_)
            | Self::VendorCategory(_)
            | Self::Directory(..)
            | Self::Overdue
            | Self::Stale
            | Self::Changes
            | Self::ChangesIn(..)
            | Self::ChangesOn(..)
            | Self::SiteMap
            | Self::Data
            | Self::Dictionary
            | Self::DictionaryOf(_)
            | Self::DictionaryOfHalls(_)
            | Self::DictionaryOfFilings(_)
            | Self::Search
            | Self::Form(_)
            | Self::Fixed(_)
            | Self::NotFound
            | Self::Shell => "/".into(),
        }
    }
}
