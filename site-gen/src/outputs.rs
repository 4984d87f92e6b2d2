//! Every file of the site: pages, tombstones, open data, feeds, calendars, maps, files that stand beside records, assets of the theme.
//!
//! Entry points: [`plan`], [`Output::path`], [`render`]. Each file is made by one function of one reader, so that its inputs are known; the few that
//! describe other files come in a second round.

use crate::library::{ItemFacts, Ix, Library, ListKey, ReadFault, Reader, Visibility};
use crate::opendata::{
    self, calendar, case_feed, catalogue, feed, halls, map, open_cases, open311, places,
    record_feed, residents, table,
};
use crate::pages::{self, PageKey};
use crate::search::{self, Segment};
use crate::source::SourceId;
use crate::views::{self, Theme, ThemeFault};
use governance::cases::CaseCategory;
use governance::divisions::{DivisionCode, Level};
use governance::labelled::Labelled;
use governance::records::Kind;
use rayon::slice::ParallelSliceMut;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A file of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Output {
    /// An HTML page.
    Page(PageKey),
    /// The poster of a page: what it is and how to reach it, for a wall; `poster.svg` beside the page.
    Poster(PageKey),
    /// What machines read of a record that was taken back: `index.json` beside its page.
    Tombstone(Ix),
    /// A table, or a part of it, as CSV.
    Csv(Kind, table::Part),
    /// The same as JSON.
    Json(Kind, table::Part),
    /// The figures of one indicator as CSV, beside its page.
    Figures(Ix),
    /// A table of what residents filed, as CSV.
    ResidentsCsv(residents::Table),
    /// The same as JSON.
    ResidentsJson(residents::Table),
    /// A table of halls, as CSV.
    HallsCsv(halls::Table),
    /// The same as JSON.
    HallsJson(halls::Table),
    /// A resource of Open311 as JSON.
    Open311Json(open311::Part),
    /// The same as XML.
    Open311Xml(open311::Part),
    /// The open cases of a community, for the complaint form: `open.json` beside its page.
    OpenCases(DivisionCode),
    /// The cases of a category as an Atom feed.
    CaseAtom(CaseCategory),
    /// The same as a JSON Feed.
    CaseJsonFeed(CaseCategory),
    /// An Atom feed.
    Atom(feed::Scope),
    /// The same as a JSON Feed.
    JsonFeed(feed::Scope),
    /// The meetings of a hall as an iCalendar.
    Hall(DivisionCode),
    /// One meeting as an iCalendar.
    Meeting(Ix),
    /// What became of one record as an Atom feed; `feed.xml` beside its page.
    Followed(Ix),
    /// The text of final minutes, which their hash is of; `minutes.json` beside their page.
    Minutes(Ix),
    /// A part of the site map.
    Map(map::Shard),
    /// `/sitemap.xml`, the list of its parts.
    MapIndex,
    /// `/robots.txt`
    Robots,
    /// `/data/places.json`: every division by county and street, for forms.
    Places,
    /// A file beside records.
    File(SourceId),
    /// A smaller size of an image beside records, by its width in pixels.
    Smaller(SourceId, u32),
    /// An asset of the theme, by its number.
    Asset(u32),
    /// A file of the search index.
    Search(Segment),
    /// `/search/index.json`, the list of those; second round.
    SearchHead,
    /// `/data/datapackage.json`; second round.
    DataPackage,
    /// `/data/catalogue.jsonld`; second round.
    CatalogueJson,
    /// `/data/catalogue.ttl`; second round.
    CatalogueTurtle,
}

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RenderFault {
    /// The theme is wrong.
    #[error(transparent)]
    Theme(#[from] ThemeFault),
    /// What it is made of could not be read.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// A value has no JSON form.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A table could not be written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
}

impl From<crate::library::record::RecordFault> for RenderFault {
    fn from(fault: crate::library::record::RecordFault) -> Self {
        Self::Read(fault.into())
    }
}

/// What files are made of beside the library.
#[derive(Debug, Clone, Copy)]
pub struct Press<'a> {
    /// The theme.
    pub theme: &'a Theme,
    /// Its assets, in the order of their names: name and bytes.
    pub assets: &'a [(Box<str>, Vec<u8>)],
    /// What is known of files made in the first round; empty in the first round.
    pub made: &'a opendata::Made,
    /// The same file as an earlier build left it, if [`Output::grows`].
    pub before: &'a [u8],
}

impl Output {
    /// Those that describe other files.
    pub(crate) const SECOND: [Self; 4] = [
        Self::SearchHead,
        Self::DataPackage,
        Self::CatalogueJson,
        Self::CatalogueTurtle,
    ];

    /// Whether it describes other files and must wait for them.
    pub fn second_round(self) -> bool {
        Self::SECOND.contains(&self)
    }

    /// Whether parts of an earlier file are taken over, and its own parts are made side by side; such files come one after the other.
    pub fn grows(self) -> bool {
        matches!(self, Self::Search(_))
    }

    /// The record whose file it is; none of lists, tables and all else. Files of one record are best made one after the other.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a new file is no record's until it is said to be"
    )]
    pub(crate) fn record(self) -> Option<Ix> {
        match self {
            Self::Page(PageKey::Record(ix))
            | Self::Poster(PageKey::Record(ix))
            | Self::Meeting(ix)
            | Self::Followed(ix)
            | Self::Minutes(ix) => Some(ix),
            _ => None,
        }
    }

    /// Its path below the output folder, with `/` between its parts.
    pub fn path(self, library: &Library, reader: &crate::site::Site) -> String {
        let below = |address: String| address[1..].to_owned();
        match self {
            Self::Page(page) => page_path(&page.address(library)),
            Self::Poster(page) => format!("{}poster.svg", below(page.address(library))),
            Self::Tombstone(ix) => {
                let address = PageKey::Record(ix).address(library);
                format!("{}index.json", below(address))
            }
            Self::Csv(kind, part) => table::path(kind, part, "csv"),
            Self::Json(kind, part) => table::path(kind, part, "json"),
            Self::Figures(ix) => {
                let address = PageKey::Record(ix).address(library);
                format!("{}observations.csv", below(address))
            }
            Self::ResidentsCsv(table) => table.path("csv"),
            Self::ResidentsJson(table) => table.path("json"),
            Self::HallsCsv(table) => table.path("csv"),
            Self::HallsJson(table) => table.path("json"),
            Self::Open311Json(part) => part.path("json"),
            Self::Open311Xml(part) => part.path("xml"),
            Self::OpenCases(code) => format!("d/{code}/open.json"),
            Self::CaseAtom(category) => case_feed::path(category, "xml"),
            Self::CaseJsonFeed(category) => case_feed::path(category, "json"),
            Self::Atom(scope) => feed::path(scope, "xml"),
            Self::JsonFeed(scope) => feed::path(scope, "json"),
            Self::Hall(code) => format!("d/{code}/meetings.ics"),
            Self::Followed(ix) => {
                let address = PageKey::Record(ix).address(library);
                below(record_feed::path(&address))
            }
            Self::Meeting(ix) => {
                let address = PageKey::Record(ix).address(library);
                format!("{}meeting.ics", below(address))
            }
            Self::Minutes(ix) => {
                let address = PageKey::Record(ix).address(library);
                format!("{}minutes.json", below(address))
            }
            Self::Map(shard) => map::path(shard),
            Self::MapIndex => "sitemap.xml".into(),
            Self::Robots => "robots.txt".into(),
            Self::Places => "data/places.json".into(),
            Self::File(id) => library
                .files
                .get(&id)
                .map_or_else(String::new, |file| format!("files/{}", file.path)),
            Self::Smaller(id, width) => smaller_path(library, (id, width)),
            Self::Asset(number) => reader
                .assets
                .values()
                .nth(number as usize)
                .map_or_else(String::new, |address| address[1..].to_owned()),
            Self::Search(segment) => search::units::path(segment),
            Self::SearchHead => "search/index.json".into(),
            Self::DataPackage => "data/datapackage.json".into(),
            Self::CatalogueJson => "data/catalogue.jsonld".into(),
            Self::CatalogueTurtle => "data/catalogue.ttl".into(),
        }
    }
}

fn smaller_path(library: &Library, (id, width): (SourceId, u32)) -> String {
    let file = library.files.get(&id);
    let smaller = file.and_then(|file| {
        let smaller = file.smaller.iter().find(|one| one.width == width)?;
        Some(pages::smaller_path(&file.path, smaller))
    });
    smaller.map_or_else(String::new, |path| format!("files/{path}"))
}

fn page_path(address: &str) -> String {
    let below = &address[1..];
    if address.ends_with('/') {
        format!("{below}index.html")
    } else {
        below.into()
    }
}

/// Every file of the site, sorted by its key.
pub fn plan(library: &Library, site: &crate::site::Site) -> Vec<Output> {
    let mut outputs = plan_lists(library, site);
    plan_records(library, &mut outputs);
    outputs.par_sort_unstable();
    outputs
}

/// The files that belong to no single record.
pub(crate) fn plan_lists(library: &Library, site: &crate::site::Site) -> Vec<Output> {
    let pages = pages::plan_lists(library).into_iter();
    let mut outputs: Vec<Output> = pages.map(Output::Page).collect();
    outputs.extend([
        Output::MapIndex,
        Output::Robots,
        Output::Places,
        Output::DataPackage,
        Output::CatalogueJson,
        Output::CatalogueTurtle,
        Output::Poster(PageKey::Form(pages::FormPage::Complaint)),
    ]);
    let assets = u32::try_from(site.assets.len()).unwrap_or(u32::MAX);
    outputs.extend((0..assets).map(Output::Asset));
    if site.config.search.enabled {
        outputs.push(Output::SearchHead);
        outputs.extend(library.search.keys().copied().map(Output::Search));
    }
    outputs.extend(map::plan(library).into_iter().map(Output::Map));
    for scope in feed::plan(library) {
        outputs.extend([Output::Atom(scope), Output::JsonFeed(scope)]);
    }
    for (kind, part) in table::plan(library) {
        outputs.extend([Output::Csv(kind, part), Output::Json(kind, part)]);
    }
    for table in halls::Table::ALL {
        outputs.extend([Output::HallsCsv(*table), Output::HallsJson(*table)]);
    }
    for code in library.by_code.keys() {
        if !library.list(ListKey::In(*code, Kind::Meeting)).is_empty() {
            outputs.push(Output::Hall(*code));
        }
    }
    plan_residents(library, &mut outputs);
    outputs
}

/// What residents filed, for machines.
fn plan_residents(library: &Library, outputs: &mut Vec<Output>) {
    let published = library.published.as_ref();
    for part in open311::plan(published) {
        outputs.extend([Output::Open311Json(part), Output::Open311Xml(part)]);
    }
    // Every community has its list, an empty one too: the complaint form asks for it and should not meet a missing file.
    let is_shown = |ix: &Ix| {
        let slot = library.slot(*ix);
        slot.is_some_and(|slot| slot.visibility == Visibility::Shown)
    };
    let shown = library.by_code.iter().filter(|(_, ix)| is_shown(ix));
    let communities = shown.filter(|(code, _)| code.level() == Level::Community);
    outputs.extend(communities.map(|(code, _)| Output::OpenCases(*code)));
    let Some(published) = published else { return };
    for table in residents::Table::ALL {
        outputs.extend([Output::ResidentsCsv(*table), Output::ResidentsJson(*table)]);
    }
    let log = published.snapshot.case_log.rows.iter();
    let categories: BTreeSet<CaseCategory> = log.map(|row| row.category).collect();
    for category in categories {
        outputs.extend([Output::CaseAtom(category), Output::CaseJsonFeed(category)]);
    }
}

fn plan_records(library: &Library, outputs: &mut Vec<Output>) {
    let mut files = BTreeSet::new();
    for (ix, slot) in library.slots.occupied() {
        plan_record((ix, slot), outputs);
        if slot.visibility == Visibility::Shown {
            files.extend(published_files(library, ix));
        }
    }
    for id in files {
        outputs.push(Output::File(id));
        let smaller = library.files.get(&id).map_or(&[][..], |f| &f.smaller);
        outputs.extend(smaller.iter().map(|one| Output::Smaller(id, one.width)));
    }
}

/// The files of one record, without those that it refers to.
pub(crate) fn plan_record((ix, slot): (Ix, &crate::library::Slot), outputs: &mut Vec<Output>) {
    if slot.visibility == Visibility::Hidden {
        return;
    }
    let is_shown = slot.visibility == Visibility::Shown;
    outputs.extend(pages::page_of((ix, slot)).map(Output::Page));
    if !is_shown && pages::folder(slot.item.kind).is_some() {
        outputs.push(Output::Tombstone(ix));
    }
    outputs.extend(poster(ix, slot));
    if slot.item.kind == Kind::Indicator && is_shown {
        outputs.push(Output::Figures(ix));
    }
    if slot.item.kind == Kind::Meeting {
        outputs.push(Output::Meeting(ix));
    }
    if record_feed::is_followed(slot.item.kind) {
        outputs.push(Output::Followed(ix));
    }
    if is_shown && slot.is_final() {
        outputs.push(Output::Minutes(ix));
    }
}

/// A poster for each community and each vendor.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "two kinds have a poster; a new kind has none until it is given one"
)]
fn poster(ix: Ix, slot: &crate::library::Slot) -> Option<Output> {
    match slot.item.facts {
        _ if slot.visibility != Visibility::Shown => None,
        ItemFacts::Division { code } if code.level() == Level::Community => {
            Some(Output::Poster(PageKey::Division(code)))
        }
        ItemFacts::Vendor { .. } => Some(Output::Poster(PageKey::Record(ix))),
        _ => None,
    }
}

/// The files that a shown record refers to, of those that are there.
pub(crate) fn published_files(library: &Library, ix: Ix) -> impl Iterator<Item = SourceId> + '_ {
    let slot = library.slot(ix);
    let refers = slot.map_or(&[][..], |slot| &slot.refers);
    let folder = slot.map_or("", |slot| &slot.folder);
    let paths = refers
        .iter()
        .filter_map(move |path| crate::markdown::links::join(folder, path));
    let ids = paths.map(|path| SourceId::of(&path));
    ids.filter(|id| library.files.contains_key(id))
}

/// Appends the bytes of a file.
///
/// # Errors
/// [`RenderFault`] if the theme is wrong or what it is made of can't be read.
pub fn render(
    output: Output,
    reader: &Reader<'_>,
    press: Press<'_>,
    out: &mut Vec<u8>,
) -> Result<(), RenderFault> {
    match output {
        Output::Page(page) => views::render(page, reader, press.theme, out)?,
        Output::Poster(page) => views::poster(page, reader, press.theme, out)?,
        Output::Tombstone(ix) => opendata::tombstone(ix, reader, out)?,
        Output::Csv(kind, part) => table::csv(kind, part, reader, out)?,
        Output::Json(kind, part) => table::json(kind, part, reader, out)?,
        Output::Figures(ix) => table::figures(ix, reader, out)?,
        Output::ResidentsCsv(table) => residents::csv(table, reader, out)?,
        Output::ResidentsJson(table) => residents::json(table, reader, out)?,
        Output::HallsCsv(table) => halls::csv(table, reader, out)?,
        Output::HallsJson(table) => halls::json(table, reader, out)?,
        Output::Open311Json(part) => open311::json(part, reader, out)?,
        Output::Open311Xml(part) => open311::xml(part, reader, out),
        Output::OpenCases(code) => open_cases::write(code, reader, out)?,
        Output::CaseAtom(category) => case_feed::atom(category, reader, out),
        Output::CaseJsonFeed(category) => case_feed::json(category, reader, out)?,
        Output::Atom(scope) => feed::atom(scope, reader, out),
        Output::JsonFeed(scope) => feed::json(scope, reader, out)?,
        Output::Hall(code) => calendar::hall(code, reader, out)?,
        Output::Meeting(ix) => calendar::meeting(ix, reader, out)?,
        Output::Followed(ix) => record_feed::atom(ix, reader, out)?,
        Output::Minutes(ix) => {
            let text = reader.final_minutes(ix)?;
            out.extend_from_slice(text.unwrap_or_default().as_bytes());
        }
        Output::Map(shard) => map::shard(shard, reader, out),
        Output::MapIndex => map::index(reader, out),
        Output::Robots => map::robots(reader, out),
        Output::Places => places::write(reader, out)?,
        Output::File(id) => reader.file_bytes(id, out)?,
        Output::Smaller(id, width) => reader.smaller_bytes((id, width), out)?,
        Output::Asset(number) => {
            let asset = press.assets.get(number as usize);
            out.extend_from_slice(asset.map_or(&[], |(_, bytes)| bytes));
        }
        Output::Search(segment) => search::write(segment, reader, press.before, out)?,
        Output::SearchHead => search::head(reader, press.made, out)?,
        Output::DataPackage => catalogue::package(reader, press.made, out)?,
        Output::CatalogueJson => catalogue::json_ld(reader, press.made, out)?,
        Output::CatalogueTurtle => catalogue::turtle(reader, press.made, out),
    }
    Ok(())
}
