//! What stands around every page: head, navigation, crumbs, foot, and the tags that the rules for government sites ask for.
//!
//! Entry points: [`Frame`], [`Look::show`]. Source of the tags: 政府网站发展指引, its annex on site, column and article tags. What the configuration does not
//! give is left out and never invented.

use super::parts::{DayView, LinkView};
use super::stencil::flat::{Flat, Html};
use super::words::fill;
use super::{Theme, ThemeFault};
use crate::library::{Item, Ix, Reader};
use crate::opendata::head::{self, Statement};
use crate::opendata::{feed, record_feed};
use crate::pages::{self, FixedPage, FormPage};
use governance::divisions::DivisionCode;
use governance::forms::words::Lang;
use governance::labelled::Labelled;
use governance::records::{Envelope, Kind};
use serde::{Serialize, Serializer, ser::SerializeSeq};
use std::borrow::Cow;
use std::cell::RefCell;

/// One page in the making: what it may look at, and the theme it is dressed in.
pub(super) struct Look<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) theme: &'a Theme,
    /// The record that the page is of.
    record: Option<Ix>,
    /// The first word that no catalogue has; told when the page is shown.
    unknown: RefCell<Option<String>>,
}

/// What stands around the page.
#[derive(Serialize, Default)]
pub(super) struct Frame<'a> {
    pub(super) url: Cow<'a, str>,
    pub(super) title: Cow<'a, str>,
    pub(super) description: Option<Cow<'a, str>>,
    /// The part of the navigation it belongs to.
    pub(super) section: &'static str,
    pub(super) crumbs: Vec<LinkView<'a>>,
    pub(super) meta: Tags<'a>,
    pub(super) canonical: Option<String>,
    pub(super) feeds: Vec<Feed<'a>>,
    /// The navigation as HTML.
    pub(super) nav: Option<&'a Html<'static>>,
    /// When the record of the page was published and last changed, slips of the pen aside.
    pub(super) published: Option<DayView>,
    pub(super) changed: Option<DayView>,
    /// Scripts of the theme that the page needs beside the mode switch.
    pub(super) scripts: &'static [&'static str],
    /// What the page is of, in the words of schema.org, beside the way to it.
    #[serde(skip)]
    pub(super) subject: Option<Statement>,
    /// Statements for machines, as JSON that may stand in a script element.
    pub(super) jsonld: Option<String>,
}

/// The tags of the head: those of every page, and the page's own.
#[derive(Default)]
pub(super) struct Tags<'a> {
    standing: &'a [Meta<'static>],
    pub(super) own: Vec<Meta<'a>>,
}

impl Serialize for Tags<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut tags = out.serialize_seq(Some(self.standing.len() + self.own.len()))?;
        for tag in self.standing {
            tags.serialize_element(tag)?;
        }
        for tag in &self.own {
            tags.serialize_element(tag)?;
        }
        tags.end()
    }
}

impl<'a> From<Vec<Meta<'a>>> for Tags<'a> {
    fn from(own: Vec<Meta<'a>>) -> Self {
        let standing = &[];
        Self { standing, own }
    }
}

/// A tag of the head.
#[derive(Debug, Serialize)]
pub(super) struct Meta<'a> {
    pub(super) name: &'static str,
    pub(super) content: Cow<'a, str>,
}

impl<'a> Meta<'a> {
    pub(super) fn new(name: &'static str, content: impl Into<Cow<'a, str>>) -> Self {
        let content = content.into();
        Self { name, content }
    }
}

/// A feed of the page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Feed<'a> {
    pub(super) kind: &'static str,
    pub(super) url: Cow<'a, str>,
    pub(super) title: Cow<'a, str>,
}

impl<'a> Feed<'a> {
    /// The two forms of a feed.
    pub(super) fn both(scope: feed::Scope, title: &Cow<'a, str>) -> [Self; 2] {
        [
            ("application/atom+xml", "xml"),
            ("application/feed+json", "json"),
        ]
        .map(|(kind, form)| Feed {
            kind,
            url: format!("/{}", feed::path(scope, form)).into(),
            title: title.clone(),
        })
    }
}

impl<'a> Look<'a> {
    pub(super) fn new(reader: &'a Reader<'a>, theme: &'a Theme) -> Self {
        Self {
            reader,
            theme,
            record: None,
            unknown: RefCell::default(),
        }
    }

    /// A page of one record.
    pub(super) fn of(self, record: Ix) -> Self {
        Self {
            record: Some(record),
            ..self
        }
    }

    pub(super) fn lang(&self) -> Lang {
        self.theme.lang()
    }

    /// A word of the catalogue; a name that it lacks is told when the page is shown.
    pub(super) fn t(&self, name: &'static str) -> &'a str {
        self.theme.word(name).unwrap_or_else(|| {
            self.unknown.borrow_mut().get_or_insert_with(|| name.into());
            name
        })
    }

    /// A word with its places filled.
    pub(super) fn say(&self, name: &'static str, values: &[(&str, &str)]) -> String {
        fill(self.t(name), values)
    }

    /// The label of a value in the page's language.
    pub(super) fn label<L: Labelled>(&self, value: L) -> &'static str {
        match self.lang() {
            Lang::Zh => value.zh(),
            Lang::En => value.en(),
        }
    }

    /// Renders the page.
    pub(super) fn show<V: Serialize>(
        &self,
        template: &str,
        (frame, view): (Frame<'_>, &V),
        out: &mut Vec<u8>,
    ) -> Result<(), ThemeFault> {
        let frame = self.finished(frame)?;
        if let Some(name) = self.unknown.borrow_mut().take() {
            return Err(super::words::missing(self.lang(), &name));
        }
        let mut flat = Flat::for_page();
        let page = flat.add(&frame)?;
        let view = flat.add(view)?;
        self.theme
            .write((template, self.reader), (&flat, page, view), out)
    }

    /// With the tags that every page has.
    fn finished<'f>(&self, mut frame: Frame<'f>) -> Result<Frame<'f>, ThemeFault>
    where
        'a: 'f,
    {
        let (site, standing) = (self.reader.site(), self.theme.standing());
        frame.meta.standing = standing.meta();
        if frame.canonical.is_none() && frame.url.ends_with('/') {
            frame.canonical = Some(site.absolute(&frame.url));
        }
        frame.nav = standing.nav(frame.section, &frame.url);
        frame.feeds.extend(standing.feeds(None));
        frame.jsonld = self.statements(&mut frame)?;
        Ok(frame)
    }

    /// What the page says of itself to machines: what it is of, and the way to it. Pages that have no address of their own say nothing.
    fn statements(&self, frame: &mut Frame<'_>) -> Result<Option<String>, ThemeFault> {
        if frame.canonical.is_none() {
            return Ok(None);
        }
        let mut said: Vec<Statement> = frame.subject.take().into_iter().collect();
        if let Some(ix) = self.record {
            said.extend(head::record(ix, self.reader)?);
        }
        if !frame.crumbs.is_empty() {
            let above = frame.crumbs.iter().map(|c| (&*c.url, &*c.text));
            let steps = above.chain(std::iter::once((&*frame.url, &*frame.title)));
            said.push(head::breadcrumbs(steps, self.reader));
        }
        Ok(head::document(&said))
    }

    /// The two forms of the feed of a division.
    pub(super) fn place_feeds(&self, code: DivisionCode) -> [Feed<'a>; 2] {
        let scope = feed::Scope::Division(code);
        Feed::both(scope, &feed::name(scope, self.reader).0.into())
    }

    /// The feeds of a kind, if it has any.
    pub(super) fn kind_feeds(&self, kind: Kind) -> Vec<Feed<'a>> {
        self.theme.standing().feeds(Some(kind)).collect()
    }

    /// The feed of a record, if it has one, and those of its kind.
    fn article_feeds(&self, item: &'a Item, url: &str) -> Vec<Feed<'a>> {
        let own = record_feed::is_followed(item.kind).then(|| Feed {
            kind: "application/atom+xml",
            url: record_feed::path(url).into(),
            title: (&*item.title).into(),
        });
        let kinds = self.theme.standing().feeds(Some(item.kind));
        own.into_iter().chain(kinds).collect()
    }

    /// The page of a record: the tags of an article.
    pub(super) fn article(
        &self,
        (item, envelope): (&'a Item, &Envelope),
        source: &str,
    ) -> Frame<'a> {
        let mut meta = vec![Meta {
            name: "ArticleTitle",
            content: (&*item.title).into(),
        }];
        if let Some(moment) = item.published {
            meta.push(Meta {
                name: "PubDate",
                content: moment.minute().into(),
            });
        } else if let Some(day) = item.day {
            meta.push(Meta {
                name: "PubDate",
                content: format!("{day} 00:00").into(),
            });
        }
        meta.push(Meta {
            name: "ContentSource",
            content: source.to_owned().into(),
        });
        let url = pages::address(item);
        meta.push(Meta {
            name: "Url",
            content: format!("{}{url}", self.reader.site().base_url).into(),
        });
        if let Some(summary) = &item.summary {
            meta.push(Meta {
                name: "Description",
                content: (&**summary).into(),
            });
        }
        if !envelope.keywords.is_empty() {
            meta.push(Meta {
                name: "Keywords",
                content: envelope.keywords.join(",").into(),
            });
        }
        Frame {
            url: url.clone().into(),
            title: (&*item.title).into(),
            description: Some(item.summary.as_deref().unwrap_or(&item.title).into()),
            section: section(item.kind),
            crumbs: self.crumbs(item),
            meta: meta.into(),
            feeds: self.article_feeds(item, &url),
            published: item.published.map(|at| self.day(at.day())),
            changed: item.changed_on.map(|on| self.day(on)),
            ..Frame::default()
        }
    }

    /// The way to a record: its column, and its place if it has one.
    fn crumbs(&self, item: &'a Item) -> Vec<LinkView<'a>> {
        let mut crumbs = vec![LinkView::new("/", self.t("word.home"))];
        if let Some(folder) = pages::folder(item.kind) {
            crumbs.push(LinkView::new(
                format!("/{folder}/"),
                self.column_name(item.kind),
            ));
        }
        if let Some(code) = item.division {
            crumbs.extend(self.place_link(code));
        }
        crumbs
    }

    /// A link to a division, by its short name.
    pub(super) fn place_link(&self, code: DivisionCode) -> Option<LinkView<'a>> {
        let (_, item) = self.reader.division(code)?;
        Some(LinkView::new(format!("/d/{code}/"), &*item.title))
    }

    /// The name of the column of a kind.
    pub(super) fn column_name(&self, kind: Kind) -> &'a str {
        match kind {
            Kind::Division | Kind::Community => self.t("nav.places"),
            Kind::Department => self.t("foot.departments"),
            Kind::Notice => self.t("nav.notices"),
            Kind::AdmissionItem => self.t("nav.admission"),
            Kind::Meeting => self.t("nav.minutes"),
            Kind::Topic => self.t("word.topics"),
            Kind::Indicator | Kind::Target | Kind::ReportingUnit | Kind::Observation => {
                self.t("nav.statistics")
            }
            Kind::Vendor => self.t("nav.vendors"),
            Kind::Guide => self.t("foot.guides"),
        }
    }
}

impl<'a> Frame<'a> {
    /// A page of a column: its tags.
    pub(super) fn column(url: impl Into<Cow<'a, str>>, head: Column<'a>) -> Self {
        let mut meta = vec![
            Meta {
                name: "ColumnName",
                content: head.title.clone(),
            },
            Meta {
                name: "ColumnDescription",
                content: head.description.clone(),
            },
            Meta {
                name: "ColumnKeywords",
                content: head.title.clone(),
            },
        ];
        meta.push(Meta {
            name: "ColumnType",
            content: head.kind.into(),
        });
        Frame {
            url: url.into(),
            title: head.title,
            description: Some(head.description),
            section: head.section,
            meta: meta.into(),
            ..Frame::default()
        }
    }
}

/// What a column page says about itself.
pub(super) struct Column<'a> {
    pub(super) title: Cow<'a, str>,
    pub(super) description: Cow<'a, str>,
    pub(super) section: &'static str,
    /// Column type of the rules for government sites.
    pub(super) kind: &'static str,
}

/// The part of the navigation that a kind belongs to.
pub(super) fn section(kind: Kind) -> &'static str {
    match kind {
        Kind::Division | Kind::Community => "places",
        Kind::Notice => "notices",
        Kind::AdmissionItem | Kind::Department => "admission",
        Kind::Meeting | Kind::Topic => "minutes",
        Kind::Indicator | Kind::Target | Kind::ReportingUnit | Kind::Observation => "statistics",
        Kind::Vendor => "vendors",
        Kind::Guide => "",
    }
}

/// Address of a form.
pub(super) fn form_address(form: FormPage) -> String {
    format!("/{}/", form.id())
}

/// Address of a page of fixed words.
pub(super) fn fixed_address(page: FixedPage) -> String {
    format!("/{}/", page.id())
}
