//! Markdown of the content to HTML.
//!
//! Entry point: [`render`]. Raw HTML of the content is shown as text and never passed through.

use crate::library::Reader;

/// A body as HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// HTML, complete and escaped.
    pub html: String,
    /// Its headings in order.
    pub headings: Vec<Heading>,
}

/// A heading of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 2–6; a body's first level is below the page's own title.
    pub level: u8,
    /// The `id` that a link to it carries.
    pub anchor: String,
    /// Its words.
    pub text: String,
}

/// Renders a body; links between records are looked up through the reader.
pub fn render(text: &str, reader: &Reader<'_>) -> Body {
    let _ = (text, reader);
    Body::default()
}
