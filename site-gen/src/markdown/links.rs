//! Where a link of a body leads.
//!
//! Entry point: [`Target::read`]. A link names a record (`topic:2026-01`), a file of the content folder (a path relative to the record's own), a place on
//! the page, a page of the site, or something outside.

use governance::labelled::Labelled;
use governance::records::Kind;

/// What a link's address means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target<'t> {
    /// A record: `topic:2026-01` or `议题:2026-01`, perhaps with a place on its page.
    Record {
        /// Kind.
        kind: Kind,
        /// Identity.
        id: &'t str,
        /// Place on its page, without `#`; empty if none.
        fragment: &'t str,
    },
    /// A file of the content folder, relative to the record's own folder.
    Path {
        /// The path as written.
        path: &'t str,
        /// Place on its page, without `#`; empty if none.
        fragment: &'t str,
    },
    /// A place on the same page.
    Fragment(&'t str),
    /// A page of this site, from its root.
    Page(&'t str),
    /// Outside: web address, mail, telephone.
    Outside(&'t str),
    /// An address that no page may carry.
    Forbidden,
}

impl<'t> Target<'t> {
    /// Reads the address of a link.
    pub fn read(address: &'t str) -> Self {
        let (place, fragment) = address.split_once('#').unwrap_or((address, ""));
        if place.is_empty() {
            return Self::Fragment(fragment);
        }
        if place.starts_with("//") || place.contains('\\') || place.contains(char::is_control) {
            return Self::Forbidden;
        }
        if place.starts_with('/') {
            return Self::Page(address);
        }
        let Some((scheme, rest)) = place.split_once(':') else {
            return Self::Path {
                path: place,
                fragment,
            };
        };
        match (scheme, Kind::find(scheme)) {
            ("http" | "https" | "mailto" | "tel", _) => Self::Outside(address),
            (_, Some(kind)) => Self::Record {
                kind,
                id: rest,
                fragment,
            },
            (_, None) => Self::Forbidden,
        }
    }
}

/// Where a link leads on the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// An address of this site.
    Here(String),
    /// A file of this site, which may be an image.
    File(Picture),
    /// Nothing is there: only the words are shown.
    Nowhere,
}

/// A file of this site as an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its address.
    pub address: String,
    /// Width and height in pixels, if they are known.
    pub pixels: Option<(u32, u32)>,
    /// Smaller sizes of it, the narrowest first: address and width in pixels.
    pub smaller: Vec<(String, u32)>,
}

/// Answers where records and files of the content are found on the site.
pub trait Resolve {
    /// The page of a record.
    fn record(&self, kind: Kind, id: &str) -> Resolved;
    /// A file of the content folder, its path relative to the record's own folder.
    fn path(&self, path: &str) -> Resolved;
}

/// The path in the content folder that a path relative to a folder means; none if it leaves the content folder.
pub fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}
