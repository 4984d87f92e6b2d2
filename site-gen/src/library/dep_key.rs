//! The names of all that a page may look at.
//!
//! Entry point: [`DepKey`]. Must not know what the things are worth: the build's `deps` does.

use crate::library::{Ix, ListKey};
use crate::search::Segment;
use crate::source::SourceId;
use governance::cases::CaseReference;
use governance::dates::Day;
use governance::divisions::DivisionCode;
use governance::records::Kind;
use serde::{Deserialize, Serialize};

/// What a page has looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DepKey {
    /// The whole record with its body.
    Record(Ix),
    /// Its light view.
    Light(Ix),
    /// Which of its deadlines have passed.
    Phase(Ix),
    /// Which records of a kind there are; noted when one was looked for in vain.
    Ids(Kind),
    /// Which source files there are; noted when one was looked for in vain.
    Paths,
    /// A file beside records.
    File(SourceId),
    /// What comes before and after it in its list.
    Neighbours(Ix),
    /// A list, all of it.
    List(ListKey),
    /// The first so many of a list.
    Head(ListKey, u32),
    /// How long a list is.
    Count(ListKey),
    /// The months under which a kind is listed, with how many.
    Months(Kind),
    /// The whole list of months that have changes.
    EventMonths,
    /// What changed in a month.
    Events(i32, u32),
    /// What changed on a day.
    EventsOn(Day),
    /// What is overdue.
    Overdue,
    /// What is overdue of one record.
    OverdueOf(Ix),
    /// What is stale.
    Stale,
    /// The day itself: such a page is made anew every day.
    Today,
    /// Whether there is a snapshot of what residents filed.
    IsPublished,
    /// The whole snapshot.
    Snapshot,
    /// What it says of the ratings of a vendor.
    Ratings(Ix),
    /// What it says of the cases in a division.
    CasesIn(DivisionCode),
    /// What it says of one case.
    Case(CaseReference),
    /// Its themes of "you said, we did".
    Themes,
    /// Which pages there are that belong to no single record.
    ListPages,
    /// Which parts the map of the site has.
    Shards,
    /// The tables, as they were made.
    Made,
    /// The files of the search index, as they were made.
    MadeSearch,
    /// The records of a file of the search index, whole.
    Search(Segment),
    /// Which files the search index has, and how many records are in each.
    Segments,
    /// The template that the page is made with, by its number; its worth is told only where no other page can depend on it.
    Template(u8),
}
