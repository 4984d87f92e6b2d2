//! A seeded corpus of realistic Chinese records over the real divisions, for load tests and comparisons.
//!
//! Entry point: [`write()`]. One page is made at a time ([`page`]) from phrases ([`text`]), in plain words that no real office wrote, and laid
//! out for this generator, for Hugo or for Eleventy ([`Layout`]): the front matter and the text are the same in all three.

#![expect(
    clippy::disallowed_methods,
    reason = "a tool for tests writes its own files"
)]

pub mod page;
pub mod text;

use page::{Page, Place};
use std::fs;
use std::io;
use std::path::Path;

/// For whom the corpus is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// This generator.
    Ours,
    /// Hugo: the same files below `content/`.
    Hugo,
    /// Eleventy: the same files below `src/`.
    Eleventy,
}

impl Layout {
    /// The layout of that name.
    pub fn find(name: &str) -> Option<Self> {
        match name {
            "ours" => Some(Self::Ours),
            "hugo" => Some(Self::Hugo),
            "eleventy" => Some(Self::Eleventy),
            _ => None,
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Ours => "",
            Self::Hugo => "content",
            Self::Eleventy => "src",
        }
    }
}

/// Reads the communities from a divisions table (`code,name,short_name`).
///
/// # Errors
/// If the table cannot be read.
pub fn places(table: &Path) -> io::Result<Vec<Place>> {
    let text = fs::read_to_string(table)?;
    let rows = text.trim_start_matches('\u{feff}').lines().skip(1);
    Ok(rows.filter_map(Place::from_row).collect())
}

/// Writes `pages` records below `out`. Years 2024–2026, folders by kind, year and month.
///
/// # Errors
/// If a file cannot be written.
pub fn write(places: &[Place], pages: usize, layout: Layout, out: &Path) -> io::Result<()> {
    let root = out.join(layout.folder());
    let mut made = std::collections::BTreeSet::new();
    for number in 0..pages {
        let page = Page::nth(number, places);
        let folder = root.join(page.folder());
        if made.insert(folder.clone()) {
            fs::create_dir_all(&folder)?;
        }
        fs::write(folder.join(format!("{}.md", page.id)), page.file(layout))?;
    }
    Ok(())
}
