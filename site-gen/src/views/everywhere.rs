//! What is the same on every page: the site's name, navigation, foot, and the addresses of the theme's files.
//!
//! Entry point: [`SiteView::new`]. It is made once for a theme and a site, and shared by all pages: making it for each was a tenth of the work of a small page.
//! Must not: say anything that depends on a page.

use super::ThemeFault;
use super::parts::LinkView;
use super::words::{Catalogue, missing};
use crate::site::Site;
use governance::forms::words::Lang;
use serde::Serialize;

/// The parts of the site that are the same on every page.
#[derive(Serialize)]
pub(super) struct SiteView<'a> {
    name: &'a str,
    lang: &'static str,
    /// The attribute for what records say, where the interface speaks another language than they do.
    zh: &'static str,
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
            zh: match lang {
                Lang::Zh => "",
                Lang::En => " lang=\"zh-CN\"",
            },
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
