//! What a body refers to and what is wrong with it, found when the file is taken in.
//!
//! Entry point: [`survey`]. Whether what it refers to exists is known only when all records are.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "most events of the Markdown reader pass through unchanged"
)]

use super::flanking::{Prepared, clean};
use super::links::Target;
use super::outline;
use super::{Heading, Spanned, events, headings};
use pulldown_cmark::{Event, Tag, TagEnd};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a body refers to and what is wrong with it; places are bytes of the body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// Every link and image that leads to something of this site.
    pub links: Vec<(String, Range<usize>)>,
    /// Its faults.
    pub faults: Vec<(BodyFault, Range<usize>)>,
}

/// What can be wrong with a body by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BodyFault {
    /// Two headings have the same anchor.
    SameAnchor(String),
    /// A link to a place that is not on the page.
    NoSuchPlace(String),
    /// An address that no page may carry, such as `javascript:`.
    ForbiddenAddress(String),
    /// An image without words for those who can't see it.
    NoAlternative(String),
    /// An image from another site: the page would ask a third party.
    ForeignImage(String),
}

/// Looks over a body.
pub fn survey(text: &str) -> Survey {
    if outline::is_sure(text) {
        return Survey::default();
    }
    in_full(text)
}

/// The same by reading it as Markdown.
pub(super) fn in_full(text: &str) -> Survey {
    let mut survey = Survey::default();
    let prepared = Prepared::new(text);
    let events = events(&prepared);
    let headings = headings(&events);
    let back = |span: &Range<usize>| prepared.original(span.start)..prepared.original(span.end);
    same_anchors(&events, &headings, &mut survey, &back);
    let anchors: BTreeSet<&str> = headings.iter().map(|h| &*h.anchor).collect();
    for (index, (event, span)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                survey.link(&clean(dest_url), back(span), &anchors);
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let silent = matches!(events.get(index + 1), Some((Event::End(TagEnd::Image), _)));
                survey.image(&clean(dest_url), back(span), silent);
            }
            _ => {}
        }
    }
    survey
}

fn same_anchors(
    events: &[Spanned<'_>],
    headings: &[Heading],
    survey: &mut Survey,
    back: &dyn Fn(&Range<usize>) -> Range<usize>,
) {
    let starts = events
        .iter()
        .filter(|(e, _)| matches!(e, Event::Start(Tag::Heading { .. })));
    let mut seen = BTreeSet::new();
    for (heading, (_, span)) in headings.iter().zip(starts) {
        if !seen.insert(heading.anchor.as_str()) {
            let fault = BodyFault::SameAnchor(heading.text.clone());
            survey.faults.push((fault, back(span)));
        }
    }
}

impl Survey {
    fn link(&mut self, address: &str, span: Range<usize>, anchors: &BTreeSet<&str>) {
        let fault = match Target::read(address) {
            Target::Fragment(place) => {
                let known = place.is_empty() || anchors.contains(place);
                (!known).then(|| BodyFault::NoSuchPlace(place.into()))
            }
            Target::Forbidden => Some(BodyFault::ForbiddenAddress(address.into())),
            Target::Record { .. } | Target::Path { .. } | Target::Page(_) => {
                self.links.push((address.into(), span.clone()));
                None
            }
            Target::Outside(_) => None,
        };
        self.faults.extend(fault.map(|fault| (fault, span)));
    }

    fn image(&mut self, address: &str, span: Range<usize>, silent: bool) {
        if silent {
            let fault = BodyFault::NoAlternative(address.into());
            self.faults.push((fault, span.clone()));
        }
        match Target::read(address) {
            Target::Path { .. } => self.links.push((address.into(), span)),
            Target::Outside(_) => {
                self.faults
                    .push((BodyFault::ForeignImage(address.into()), span));
            }
            Target::Record { .. } | Target::Fragment(_) | Target::Page(_) | Target::Forbidden => {
                self.faults
                    .push((BodyFault::ForbiddenAddress(address.into()), span));
            }
        }
    }
}
