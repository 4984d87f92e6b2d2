//! What is the same on every page: the site's name, navigation, foot, and the addresses of the theme's files.
//!
//! Entry points: [`SiteView::new`], and [`Standing::new`] for what templates make of it. Both are made once for a theme and a site, and shared by all pages: making
//! them for each was a sixth of the work of a small page. Must not: say anything that depends on a page.

use super::ThemeFault;
use super::frame::{Feed, Meta};
use super::parts::LinkView;
use super::words::{Catalogue, missing};
use crate::opendata::feed;
use crate::site::Site;
use governance::forms::words::Lang;
use governance::records::Kind;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::{Context, Tera, Value};

/// The parts of the site that are the same on every page.
#[derive(Serialize)]
pub(super) struct SiteView<'a> {
    name: &'a str,
    lang: &'static str,
    /// The attribute for what records say, where the interface speaks another language than they do.
    zh: Value,
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
            zh: Value::safe_string(match lang {
                Lang::Zh => "",
                Lang::En => " lang=\"zh-CN\"",
            }),
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
    once: BTreeMap<String, Value>,
    /// The navigation as HTML, by the section of a page and its address, which is empty but for the pages that it leads to.
    navs: BTreeMap<(&'static str, &'static str), Value>,
    /// The first tags of a page's head.
    meta: Vec<Value>,
    /// The two feeds of the site and of each kind that has feeds.
    feeds: BTreeMap<Option<Kind>, [Value; 2]>,
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
            Ok::<_, tera::Error>(Value::safe_string(html.trim()))
        };
        let names = tera.get_template_names();
        let names = names.filter_map(|name| name.strip_prefix("once/")?.strip_suffix(".html"));
        let once = names.filter(|name| *name != "nav");
        let once = once.map(|name| Ok((name.to_owned(), made(name, ("", ""))?)));
        let elsewhere = NAV.iter().map(|(section, ..)| (*section, ""));
        let here = NAV.iter().map(|(section, url, _)| (*section, *url));
        let pages = elsewhere.chain(here).chain([("", "")]);
        let navs = pages.map(|page| Ok((page, made("nav", page)?)));
        Ok(Self {
            once: once.collect::<Result<_, tera::Error>>()?,
            navs: navs.collect::<Result<_, tera::Error>>()?,
            meta: meta(site).iter().map(Value::from_serializable).collect(),
            feeds: feeds(site),
        })
    }

    /// The HTML of the templates in `once/`.
    pub(super) fn once(&self) -> &BTreeMap<String, Value> {
        &self.once
    }

    /// The navigation of a page.
    pub(super) fn nav(&self, section: &str, url: &str) -> Option<Value> {
        let places = [(section, url), (section, ""), ("", "")];
        let mut navs = places.into_iter().filter_map(|place| self.navs.get(&place));
        navs.next().cloned()
    }

    /// The first tags of a page's head.
    pub(super) fn meta(&self) -> Vec<Value> {
        self.meta.clone()
    }

    /// The two feeds of a kind or of the site.
    pub(super) fn feeds(&self, kind: Option<Kind>) -> impl Iterator<Item = Value> + '_ {
        self.feeds.get(&kind).into_iter().flatten().cloned()
    }
}

/// The tags of every page.
fn meta(site: &Site) -> Vec<Meta<'_>> {
    let domain = site.base_url.split_once("://");
    let domain = domain.map_or(&*site.base_url, |(_, rest)| rest);
    let code = site.config.footer.site_code.as_deref();
    let tags = [
        ("SiteName", Some(&*site.config.name)),
        ("SiteDomain", Some(domain)),
        ("SiteIDCode", code.filter(|code| !code.is_empty())),
    ];
    let given = tags.into_iter();
    let given = given.filter_map(|(name, content)| Some(Meta::new(name, content?)));
    given.collect()
}

fn feeds(site: &Site) -> BTreeMap<Option<Kind>, [Value; 2]> {
    let kinds = feed::KINDS.into_iter().map(Some).chain([None]);
    let of = |kind: Option<Kind>| {
        let scope = kind.map_or(feed::Scope::Site, feed::Scope::Kind);
        let title = feed::standing_title(kind, site);
        (kind, Feed::both(scope, &title))
    };
    kinds.map(of).collect()
}
