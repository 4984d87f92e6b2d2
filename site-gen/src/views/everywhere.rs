//! What is the same on every page: the site's name, navigation, foot, and the addresses of the theme's files.
//!
//! Entry points: [`SiteView::new`], and [`Standing::new`] for what templates make of it. Both are made once for a theme and a site, and shared by all pages: making
//! them for each was a sixth of the work of a small page. Must not: say anything that depends on a page.

use super::ThemeFault;
use super::frame::{Feed, Meta};
use super::parts::LinkView;
use super::stencil::flat::{Flat, Html, Node};
use super::words::{Catalogue, missing};
use crate::opendata::feed;
use crate::site::Site;
use governance::forms::words::Lang;
use governance::records::Kind;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use tera::{Context, Tera};

/// What every template knows, whatever its page is.
#[derive(Serialize)]
pub(super) struct Everywhere<'a> {
    pub(super) t: &'a BTreeMap<String, BTreeMap<String, String>>,
    pub(super) site: SiteView<'a>,
    pub(super) assets: &'a BTreeMap<Box<str>, Box<str>>,
    /// The templates in `once/` as HTML.
    pub(super) once: BTreeMap<String, Html<'static>>,
}

impl Everywhere<'_> {
    /// Tells the template engine all of it and lays it flat.
    ///
    /// # Errors
    /// [`ThemeFault::Template`] if it is too large.
    pub(super) fn tell(&self, tera: &mut Tera) -> Result<(Flat, Node), ThemeFault> {
        let mut flat = Flat::default();
        let root = flat.add(self)?;
        for name in EVERYWHERE {
            if let Some(value) = flat.value(root).field(name) {
                let value = value.for_engine();
                tera.global_context().insert_value(name, value);
            }
        }
        Ok((flat, root))
    }
}

/// The names of what every template knows.
pub(super) const EVERYWHERE: [&str; 4] = ["t", "site", "assets", "once"];

/// The parts of the site that are the same on every page.
#[derive(Serialize)]
pub(super) struct SiteView<'a> {
    name: &'a str,
    lang: &'static str,
    /// The attribute for what records say, where the interface speaks another language than they do.
    zh: Html<'static>,
    demonstration: bool,
    /// Whether the site can be searched.
    search: bool,
    nav: Vec<NavView<'a>>,
    foot: Vec<LinkView<'a>>,
    organiser: Option<&'a str>,
    contact: Option<&'a str>,
    site_id_code: Option<&'a str>,
    icp: Option<&'a str>,
    public_security: Option<&'a str>,
}

#[derive(Serialize)]
struct NavView<'a> {
    section: &'static str,
    url: &'static str,
    text: &'a str,
}

/// Section of the navigation, its address and its word.
const NAV: [(&str, &str, &str); 8] = [
    ("places", "/d/", "nav.places"),
    ("minutes", "/minutes/", "nav.minutes"),
    ("admission", "/admission/", "nav.admission"),
    ("statistics", "/statistics/", "nav.statistics"),
    ("vendors", "/vendors/", "nav.vendors"),
    ("notices", "/notices/", "nav.notices"),
    ("complaints", "/complaints/", "nav.complaints"),
    ("search", "/search/", "nav.search"),
];

const FOOT: [(&str, &str); 8] = [
    ("/guides/", "foot.guides"),
    ("/departments/", "foot.departments"),
    ("/changes/", "foot.changes"),
    ("/sitemap/", "foot.sitemap"),
    ("/data/", "foot.data"),
    ("/privacy/", "foot.privacy"),
    ("/accessibility/", "foot.accessibility"),
    ("/feedback/", "foot.feedback"),
];

impl<'a> SiteView<'a> {
    /// Of a site in the words of a catalogue.
    ///
    /// # Errors
    /// [`ThemeFault::Template`] if the catalogue lacks a word.
    pub(super) fn new(
        site: &'a Site,
        (words, lang): (&'a Catalogue, Lang),
    ) -> Result<Self, ThemeFault> {
        let word = |name: &str| words.get(name).ok_or_else(|| missing(lang, name));
        let footer = &site.config.footer;
        let given = |text: &'a Option<Box<str>>| text.as_deref().filter(|t| !t.is_empty());
        let search = site.config.search.enabled;
        let nav = NAV
            .iter()
            .filter(|(section, ..)| search || *section != "search");
        let nav = nav.map(|(section, url, name)| {
            let text = word(name)?;
            Ok(NavView { section, url, text })
        });
        let foot = FOOT.map(|(url, name)| Ok(LinkView::new(url, word(name)?)));
        Ok(Self {
            name: &site.config.name,
            lang: lang.tag(),
            zh: Html(Cow::Borrowed(match lang {
                Lang::Zh => "",
                Lang::En => " lang=\"zh-CN\"",
            })),
            demonstration: site.config.demonstration,
            search,
            nav: nav.collect::<Result<_, ThemeFault>>()?,
            foot: foot.into_iter().collect::<Result<_, ThemeFault>>()?,
            organiser: given(&footer.operator),
            contact: given(&footer.contact),
            site_id_code: given(&footer.site_code),
            icp: given(&footer.icp),
            public_security: given(&footer.police),
        })
    }
}

/// What is made once for a theme and a site instead of for each page.
#[derive(Debug)]
pub(super) struct Standing {
    /// The templates in `once/` as HTML, by their names without ending.
    once: BTreeMap<String, Html<'static>>,
    /// The navigation as HTML by the section of a page: by the addresses that it leads to, last that of all other pages, which is empty.
    navs: BTreeMap<&'static str, Vec<(&'static str, Html<'static>)>>,
    /// The first tags of a page's head.
    meta: Vec<Meta<'static>>,
    /// The two feeds of the site and of each kind that has feeds.
    feeds: BTreeMap<Option<Kind>, [Feed<'static>; 2]>,
}

impl Standing {
    /// Of a theme whose templates know the site already.
    ///
    /// # Errors
    /// What the template engine says of a template in `once/`.
    pub(super) fn new(tera: &Tera, site: &Site) -> Result<Self, tera::Error> {
        let made = |name: &str, (section, url): (&str, &str)| {
            let mut context = Context::new();
            let page = BTreeMap::from([("section", section), ("url", url)]);
            context.insert("page", &page);
            let html = tera.render(&format!("once/{name}.html"), &context)?;
            Ok::<_, tera::Error>(Html(html.trim().to_owned().into()))
        };
        let names = tera.get_template_names();
        let names = names.filter_map(|name| name.strip_prefix("once/")?.strip_suffix(".html"));
        let once = names.filter(|name| *name != "nav");
        let once = once.map(|name| Ok((name.to_owned(), made(name, ("", ""))?)));
        let here = NAV.iter().map(|(section, url, _)| (*section, *url));
        let elsewhere = NAV.iter().map(|(section, ..)| (*section, ""));
        let mut navs: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (section, url) in here.chain(elsewhere).chain([("", "")]) {
            let html = made("nav", (section, url))?;
            navs.entry(section).or_default().push((url, html));
        }
        Ok(Self {
            once: once.collect::<Result<_, tera::Error>>()?,
            navs,
            meta: meta(site),
            feeds: feeds(site),
        })
    }

    /// The HTML of the templates in `once/`.
    pub(super) fn once(&self) -> &BTreeMap<String, Html<'static>> {
        &self.once
    }

    /// The navigation of a page.
    pub(super) fn nav(&self, section: &str, url: &str) -> Option<&Html<'static>> {
        let navs = self.navs.get(section).or_else(|| self.navs.get(""))?;
        let mut navs = navs.iter().filter(|(at, _)| *at == url || at.is_empty());
        navs.next().map(|(_, html)| html)
    }

    /// The first tags of a page's head.
    pub(super) fn meta(&self) -> &[Meta<'static>] {
        &self.meta
    }

    /// The two feeds of a kind or of the site.
    pub(super) fn feeds(&self, kind: Option<Kind>) -> impl Iterator<Item = Feed<'_>> {
        self.feeds.get(&kind).into_iter().flatten().cloned()
    }
}

/// The tags of every page.
fn meta(site: &Site) -> Vec<Meta<'static>> {
    let domain = site.base_url.split_once("://");
    let domain = domain.map_or(&*site.base_url, |(_, rest)| rest);
    let code = site.config.footer.site_code.as_deref();
    let tags = [
        ("SiteName", Some(&*site.config.name)),
        ("SiteDomain", Some(domain)),
        ("SiteIDCode", code.filter(|code| !code.is_empty())),
    ];
    let given = tags.into_iter();
    let given = given.filter_map(|(name, content)| Some(Meta::new(name, content?.to_owned())));
    given.collect()
}

fn feeds(site: &Site) -> BTreeMap<Option<Kind>, [Feed<'static>; 2]> {
    let kinds = feed::KINDS.into_iter().map(Some).chain([None]);
    let of = |kind: Option<Kind>| {
        let scope = kind.map_or(feed::Scope::Site, feed::Scope::Kind);
        let title = feed::standing_title(kind, site).into();
        (kind, Feed::both(scope, &title))
    };
    kinds.map(of).collect()
}
