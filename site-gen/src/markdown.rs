//! Markdown of the content: to HTML for pages, and surveyed for faults and links when it is taken in.
//!
//! Entry points: [`render`], [`survey`](survey()). Read [`flanking`] (why `**注意：**请查收` comes out bold), [`anchors`], [`links`], [`html`], `plain` (the words alone). Raw HTML of
//! the content is shown as text and never passed through.

pub mod anchors;
mod digits;
pub mod flanking;
pub mod html;
pub mod links;
mod outline;
mod plain;
pub mod survey;

pub(crate) use digits::{as_read, may_part_digits};
pub use links::{Picture, Resolve, Resolved, Target};
pub use plain::plain;
pub use survey::{BodyFault, Survey, survey};

use flanking::Prepared;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

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

/// Renders a body; `resolve` says where a link leads.
pub fn render(text: &str, resolve: &dyn Resolve) -> Body {
    let prepared = Prepared::new(text);
    let events = events(&prepared);
    let headings = headings(&events);
    html::write(&events, &headings, resolve)
}

type Spanned<'t> = (Event<'t>, Range<usize>);

/// The events of a prepared text; spans are those of the prepared text.
fn events<'t>(prepared: &'t Prepared<'_>) -> Vec<Spanned<'t>> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    Parser::new_ext(prepared.text(), options)
        .into_offset_iter()
        .collect()
}

/// The headings with their anchors; the highest level becomes `<h2>`, under the page's title.
fn headings(events: &[Spanned<'_>]) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut open: Option<Heading> = None;
    for (event, _) in events {
        match (event, &mut open) {
            (Event::Start(Tag::Heading { level, .. }), _) => {
                open = Some(Heading {
                    level: *level as u8,
                    anchor: String::new(),
                    text: String::new(),
                });
            }
            (Event::End(TagEnd::Heading(_)), _) => headings.extend(open.take()),
            (Event::Text(text) | Event::Code(text), Some(heading)) => {
                heading.text.extend(flanking::clean(text).chars());
            }
            (_, _) => {}
        }
    }
    let lift = u8::from(headings.iter().any(|h: &Heading| h.level == 1));
    anchors::give(&mut headings);
    for heading in &mut headings {
        heading.level = (heading.level + lift).min(6);
    }
    headings
}
