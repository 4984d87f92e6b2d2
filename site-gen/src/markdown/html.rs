//! Events to HTML: what pulldown-cmark writes, but for headings, links, images, tables, footnotes and raw HTML.
//!
//! Entry points: `write` and [`escape`]. No inline styles (the site's policy forbids them), no raw HTML, no address that was not looked at.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "most events of the Markdown reader pass through unchanged"
)]

use super::flanking::{clean, is_wide};
use super::links::{Picture, Resolve, Resolved, Target};
use super::{Body, Heading, Spanned};
use pulldown_cmark::{Alignment, CowStr, Event, Tag, TagEnd, html};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// How wide an image of a body is shown, for browsers to choose among its sizes: those that know `auto` ask the page as it is laid out (a theme's other
/// column, larger letters); for the others, the text column of the house's theme (40 em of 17.85 px) and the edges of its page (17 px each).
const SIZES: &str = "auto, (min-width: 748px) 714px, calc(100vw - 34px)";

/// Appends a text with the five characters replaced that mean something in HTML.
pub fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = special(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(written(rest.as_bytes()[at]));
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// The same for the template engine.
pub(crate) fn escape_to(text: &str, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    let mut rest = text.as_bytes();
    while let Some(at) = special(rest) {
        out.write_all(&rest[..at])?;
        out.write_all(written(rest[at]).as_bytes())?;
        rest = &rest[at + 1..];
    }
    out.write_all(rest)
}

/// The same behind what is there.
pub(crate) fn escape_into(text: &str, out: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    while let Some(at) = special(rest) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(written(rest[at]).as_bytes());
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
}

/// Where the first character stands that means something in HTML. Sixteen bytes are looked at at once: most texts have none.
#[inline]
fn special(text: &[u8]) -> Option<usize> {
    let (chunks, _) = text.as_chunks::<16>();
    let clear = |chunk: &&[u8; 16]| chunk.iter().fold(0, |any, byte| any | means(*byte)) == 0;
    let from = 16 * chunks.iter().take_while(clear).count();
    Some(from + text[from..].iter().position(|byte| means(*byte) == 1)?)
}

/// 1 for what means something in HTML: `<` and `>`, `&` and `'` differ in one bit each. A number and no truth value, so that there is no branch and many bytes
/// can be looked at at once.
#[inline]
fn means(byte: u8) -> u8 {
    u8::from(byte & !2 == b'<') | u8::from(byte & !1 == b'&') | u8::from(byte == b'"')
}

fn written(special: u8) -> &'static str {
    match special {
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'&' => "&amp;",
        b'"' => "&quot;",
        _ => "&#39;",
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    out
}

/// Writes the body.
pub(super) fn write(events: &[Spanned<'_>], headings: &[Heading], resolve: &dyn Resolve) -> Body {
    let mut writer = Writer {
        resolve,
        headings,
        next_heading: 0,
        notes: notes(events),
        links: Vec::new(),
        aligns: Vec::new(),
        cell: 0,
        in_head: false,
        tables: 0,
        main: Vec::with_capacity(events.len()),
        foot: BTreeMap::new(),
        place: Place::Main,
        image: None,
        referred: BTreeSet::new(),
    };
    for (at, (event, _)) in events.iter().enumerate() {
        if matches!(event, Event::SoftBreak) && joins(events, at) {
            continue;
        }
        writer.event(event);
    }
    let mut out = String::new();
    html::push_html(&mut out, writer.main.into_iter());
    push_notes(&mut out, writer.foot);
    Body {
        html: out,
        headings: headings.to_vec(),
    }
}

/// Whether a line that was broken while writing goes on without a blank: Chinese has none between its characters, but browsers show one for a line break.
fn joins(events: &[Spanned<'_>], at: usize) -> bool {
    let words = |event: &Event<'_>| match event {
        Event::Text(text) | Event::Code(text) => Some(clean(text).into_owned()),
        _ => None,
    };
    let edge = |event: &Event<'_>| matches!(event, Event::SoftBreak | Event::HardBreak);
    let near = |(event, _): &&Spanned<'_>| !edge(event);
    let before = events[..at]
        .iter()
        .rev()
        .take_while(near)
        .find_map(|(e, _)| words(e));
    let after = events[at + 1..]
        .iter()
        .take_while(near)
        .find_map(|(e, _)| words(e));
    let wide = |c: Option<char>| c.is_some_and(is_wide);
    wide(before.and_then(|w| w.chars().next_back())) && wide(after.and_then(|w| w.chars().next()))
}

/// Words without marks; most have none and stay where they are.
fn cleaned<'e>(text: &CowStr<'e>) -> CowStr<'e> {
    match clean(text) {
        Cow::Borrowed(_) => text.clone(),
        Cow::Owned(words) => words.into(),
    }
}

/// Numbers of the notes in the order of their first reference.
fn notes(events: &[Spanned<'_>]) -> BTreeMap<String, usize> {
    let mut numbers = BTreeMap::new();
    for (event, _) in events {
        if let Event::FootnoteReference(name) = event {
            let next = numbers.len() + 1;
            numbers.entry(name.to_string()).or_insert(next);
        }
    }
    numbers
}

fn push_notes(out: &mut String, notes: BTreeMap<usize, Vec<Event<'_>>>) {
    if notes.is_empty() {
        return;
    }
    out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"注释\">\n<ol>\n");
    for (number, events) in notes {
        let _ = write!(out, "<li id=\"fn-{number}\">");
        html::push_html(out, events.into_iter());
        let _ = writeln!(
            out,
            "<a href=\"#fnref-{number}\" role=\"doc-backlink\" aria-label=\"回到正文注释{number}\">↩</a></li>"
        );
    }
    out.push_str("</ol>\n</section>\n");
}

/// Where what is read goes.
#[derive(Debug, Clone, Copy)]
enum Place {
    Main,
    /// Into the footnote of this number.
    Note(usize),
    /// Into a footnote that nothing refers to.
    Nowhere,
}

struct Writer<'e> {
    resolve: &'e dyn Resolve,
    headings: &'e [Heading],
    next_heading: usize,
    notes: BTreeMap<String, usize>,
    /// How each open link is closed.
    links: Vec<&'static str>,
    aligns: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    tables: usize,
    main: Vec<Event<'e>>,
    foot: BTreeMap<usize, Vec<Event<'e>>>,
    place: Place,
    /// Words of an open image and its opening tag.
    image: Option<(String, String)>,
    /// Notes that were referred to already.
    referred: BTreeSet<usize>,
}

impl<'e> Writer<'e> {
    fn push(&mut self, event: Event<'e>) {
        match self.place {
            Place::Main => self.main.push(event),
            Place::Note(number) => self.foot.entry(number).or_default().push(event),
            Place::Nowhere => {}
        }
    }

    fn html(&mut self, html: impl Into<CowStr<'e>>) {
        self.push(Event::InlineHtml(html.into()));
    }

    fn event(&mut self, event: &Event<'e>) {
        if let Some((words, _)) = &mut self.image {
            match event {
                Event::Text(text) | Event::Code(text) => words.push_str(&clean(text)),
                Event::End(TagEnd::Image) => self.close_image(),
                _ => {}
            }
            return;
        }
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.push(Event::Text(cleaned(text)));
            }
            Event::Code(text) => self.push(Event::Code(cleaned(text))),
            Event::FootnoteReference(name) => self.reference(name),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::SoftBreak | Event::HardBreak | Event::Rule => self.push(event.clone()),
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'e>) {
        match tag {
            Tag::Heading { .. } => self.open_heading(),
            Tag::Link { dest_url, .. } => self.open_link(&clean(dest_url)),
            Tag::Image { dest_url, .. } => self.open_image(&clean(dest_url)),
            Tag::Table(aligns) => self.open_table(aligns),
            Tag::TableHead => {
                (self.in_head, self.cell) = (true, 0);
                self.html("<thead>\n<tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.html("<tr>");
            }
            Tag::TableCell => self.open_cell(),
            Tag::HtmlBlock => self.html("<p>"),
            Tag::FootnoteDefinition(name) => {
                self.place = match self.notes.get(&**name) {
                    Some(number) => Place::Note(*number),
                    None => Place::Nowhere,
                };
            }
            other => self.push(Event::Start(other.clone())),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                let level = self.headings.get(self.next_heading).map_or(2, |h| h.level);
                self.next_heading += 1;
                self.html(format!("</h{level}>\n"));
            }
            TagEnd::Link => {
                let close = self.links.pop().unwrap_or_default();
                self.html(close);
            }
            TagEnd::Table => self.html("</tbody>\n</table>\n</div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.html("</tr>\n</thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.html("</tr>\n"),
            TagEnd::TableCell => self.html(if self.in_head { "</th>" } else { "</td>" }),
            TagEnd::HtmlBlock => self.html("</p>\n"),
            TagEnd::FootnoteDefinition => self.place = Place::Main,
            other => self.push(Event::End(other)),
        }
    }

    fn open_heading(&mut self) {
        if let Some(heading) = self.headings.get(self.next_heading) {
            let (level, anchor) = (heading.level, escaped(&heading.anchor));
            self.html(format!("<h{level} id=\"{anchor}\">"));
        }
    }

    fn open_link(&mut self, address: &str) {
        let resolved = match Target::read(address) {
            Target::Outside(_) => {
                let external = if address.starts_with("http") {
                    " rel=\"external\""
                } else {
                    ""
                };
                self.html(format!("<a href=\"{}\"{external}>", escaped(address)));
                self.links.push("</a>");
                return;
            }
            Target::Fragment(_) | Target::Page(_) => Resolved::Here(address.into()),
            Target::Forbidden => Resolved::Nowhere,
            Target::Record { kind, id, fragment } => {
                with_fragment(self.resolve.record(kind, id), fragment)
            }
            Target::Path { path, fragment } => with_fragment(self.resolve.path(path), fragment),
        };
        match resolved {
            Resolved::Here(address) | Resolved::File(Picture { address, .. }) => {
                self.html(format!("<a href=\"{}\">", escaped(&address)));
                self.links.push("</a>");
            }
            Resolved::Nowhere => self.links.push(""),
        }
    }

    fn open_image(&mut self, address: &str) {
        let tag = match Target::read(address) {
            Target::Path { path, .. } => match self.resolve.path(path) {
                Resolved::File(picture) => image_tag(&picture),
                Resolved::Here(address) => format!("<img src=\"{}\"", escaped(&address)),
                Resolved::Nowhere => String::new(),
            },
            Target::Record { .. }
            | Target::Fragment(_)
            | Target::Page(_)
            | Target::Outside(_)
            | Target::Forbidden => String::new(),
        };
        self.image = Some((String::new(), tag));
    }

    fn close_image(&mut self) {
        let Some((words, tag)) = self.image.take() else {
            return;
        };
        if tag.is_empty() {
            self.push(Event::Text(words.into()));
        } else {
            self.html(format!(
                "{tag} alt=\"{}\" loading=\"lazy\" decoding=\"async\">",
                escaped(&words)
            ));
        }
    }

    /// A table may be wider than a phone: it scrolls in a box that the keyboard can reach.
    fn open_table(&mut self, aligns: &[Alignment]) {
        self.tables += 1;
        self.aligns = aligns.to_vec();
        let above = self.next_heading.checked_sub(1);
        let above = above
            .and_then(|at| self.headings.get(at))
            .map(|h| escaped(&h.text));
        let number = self.tables;
        let label = above.map_or_else(|| format!("表格{number}"), |h| format!("{h}：表格{number}"));
        self.html(format!(
            "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">\n<table>\n"
        ));
    }

    fn open_cell(&mut self) {
        let class = match self.aligns.get(self.cell) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Left | Alignment::None) | None => "",
        };
        self.cell += 1;
        self.html(if self.in_head {
            format!("<th scope=\"col\"{class}>")
        } else {
            format!("<td{class}>")
        });
    }

    fn reference(&mut self, name: &str) {
        if let Some(number) = self.notes.get(name).copied() {
            let id = if self.referred.insert(number) {
                format!(" id=\"fnref-{number}\"")
            } else {
                String::new()
            };
            self.html(format!(
                "<sup><a{id} href=\"#fn-{number}\" role=\"doc-noteref\" aria-label=\"注释{number}\">{number}</a></sup>"
            ));
        }
    }
}

/// The beginning of an image's tag.
fn image_tag(picture: &Picture) -> String {
    let address = escaped(&picture.address);
    let mut tag = format!("<img src=\"{address}\"");
    if let Some((width, height)) = picture.pixels {
        let _ = write!(tag, " width=\"{width}\" height=\"{height}\"");
        if !picture.smaller.is_empty() {
            tag.push_str(" srcset=\"");
            for (address, width) in &picture.smaller {
                let _ = write!(tag, "{} {width}w, ", escaped(address));
            }
            let _ = write!(tag, "{address} {width}w\" sizes=\"{SIZES}\"");
        }
    }
    tag
}

fn with_fragment(resolved: Resolved, fragment: &str) -> Resolved {
    match resolved {
        Resolved::Here(address) if !fragment.is_empty() => {
            Resolved::Here(format!("{address}#{fragment}"))
        }
        other => other,
    }
}
