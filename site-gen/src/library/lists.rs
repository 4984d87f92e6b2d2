//! The lists that pages show, by name.
//!
//! Entry point: [`ListKey`]. A list holds what is visible and not taken back; its order never depends on where a record was read.

use crate::library::{Directory, Ix};
use governance::admission::Category;
use governance::dates::Day;
use governance::divisions::DivisionCode;
use governance::notices::NoticeCategory;
use governance::records::Kind;
use governance::vendors::VendorCategory;
use serde::{Deserialize, Serialize};

/// The name of a list. Kinds that have a day come newest first, divisions by code, everything else by title, then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ListKey {
    /// All records of a kind.
    Kind(Kind),
    /// Of a kind, listed under a year.
    Year(Kind, i32),
    /// Of a kind, listed under a month (1–12).
    Month(Kind, i32, u32),
    /// Of a kind that is listed by day, those that have none.
    Undated(Kind),
    /// Of a kind, listed under a day.
    Day(Kind, Day),
    /// What is told as news (notices, minutes, topics, admission items) of a division with all that lies in it, or of the whole city.
    Recent(Option<DivisionCode>),
    /// Of a kind, in exactly this division.
    In(DivisionCode, Kind),
    /// Of a kind, in this division or one that lies in it.
    Within(DivisionCode, Kind),
    /// The divisions directly inside this one.
    Children(DivisionCode),
    /// Records of a kind that refer to this record.
    Backlinks(Ix, Kind),
    /// Notices of a category.
    Notices(NoticeCategory),
    /// Notices that are valid today.
    CurrentNotices,
    /// Admission items of a part of the list.
    Admission(Category),
    /// Vendors of a category.
    Vendors(VendorCategory),
    /// Vendors that name this division as one they serve.
    Serving(DivisionCode),
    /// Meetings that are still to be held, soonest first.
    Upcoming,
    /// Figures of a reporting unit, newest first (the figures of an indicator are its backlinks).
    Reported(Ix),
    /// Vendors that nobody checked in time, longest first; only if what is stale is too much for one page.
    Unchecked,
    /// Records of which something is overdue, longest first; only if that is too much for one page.
    Overdue,
    /// Of a directory that is too long for one page, what is meant for a place or for one that lies in it.
    Around(Directory, DivisionCode),
    /// Of a directory that is too long for the page of a place (of the city), what is meant for all of that place.
    Exactly(Directory, Option<DivisionCode>),
    /// The places that such a directory goes on with below a place (the city).
    Places(Directory, Option<DivisionCode>),
}
