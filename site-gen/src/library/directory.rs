//! Lists that people look up by place: who comes to my street, which guide does my village have.
//!
//! Entry point: [`Directory`]. Which record stands under which place is found by `relate::places`, and only for lists that are too long for one page.

use crate::library::ListKey;
use governance::admission::Category;
use governance::labelled::Labelled;
use governance::records::Kind;
use governance::vendors::VendorCategory;
use serde::{Deserialize, Serialize};

/// A list that is laid out by place if one page can't hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Directory {
    /// Vendors, by where they come to.
    Vendors,
    /// Vendors of a category.
    VendorsOf(VendorCategory),
    /// Vendors that nobody checked in time, by where they are.
    Unchecked,
    /// Records of which something is overdue.
    Overdue,
    /// Service guides.
    Guides,
    /// Admission items of a part of the list.
    Items(Category),
}

impl Directory {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let vendors = VendorCategory::ALL.iter().copied().map(Self::VendorsOf);
        let items = Category::ALL.iter().copied().map(Self::Items);
        [Self::Vendors, Self::Unchecked, Self::Overdue, Self::Guides]
            .into_iter()
            .chain(vendors)
            .chain(items)
    }

    /// The list of all its records.
    pub fn whole(self) -> ListKey {
        match self {
            Self::Vendors => ListKey::Kind(Kind::Vendor),
            Self::VendorsOf(category) => ListKey::Vendors(category),
            Self::Unchecked => ListKey::Unchecked,
            Self::Overdue => ListKey::Overdue,
            Self::Guides => ListKey::Kind(Kind::Guide),
            Self::Items(category) => ListKey::Admission(category),
        }
    }

    /// The kind of its records, or of most of them.
    pub fn kind(self) -> Kind {
        match self {
            Self::Vendors | Self::VendorsOf(_) | Self::Unchecked => Kind::Vendor,
            Self::Overdue => Kind::Meeting,
            Self::Guides => Kind::Guide,
            Self::Items(_) => Kind::AdmissionItem,
        }
    }
}
