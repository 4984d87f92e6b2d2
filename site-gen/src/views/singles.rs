//! Which templates are single ones: pages are made with them by name, and no other template can reach them, so that a change of one costs only its pages.
//!
//! Entry points: [`number`], [`Singles::of`]. Whatever is in doubt is none and counts as part of every page. Must not be asked by views: the theme itself notes
//! what it makes a page with.

use super::theme::TEMPLATES;
use crate::library::Print;

/// Templates that are rendered by name beside [`TEMPLATES`]. A page of fixed words that is not named here is none the worse: its template is no single one.
const PAGES: &[&str] = &[
    "pages/404.html",
    "pages/about.zh-CN.html",
    "pages/about.en.html",
    "pages/privacy.zh-CN.html",
    "pages/privacy.en.html",
    "pages/accessibility.zh-CN.html",
    "pages/accessibility.en.html",
    "pages/method.zh-CN.html",
    "pages/method.en.html",
    "pages/complaints.zh-CN.html",
    "pages/complaints.en.html",
];

/// The templates that may be single ones, in the order of their numbers. The numbers are kept between builds of the same program only.
fn names() -> impl Iterator<Item = &'static str> {
    TEMPLATES.iter().chain(PAGES).copied()
}

/// The number of a template; one without is never a single one.
pub(super) fn number(template: &str) -> Option<u8> {
    let at = names().position(|name| name == template)?;
    u8::try_from(at).ok()
}

/// The single templates of a theme.
#[derive(Debug)]
pub(crate) struct Singles {
    /// Fingerprints of those that are single, by number.
    prints: Vec<Option<Print>>,
}

impl Singles {
    /// Of templates by name and source.
    pub(super) fn of(sources: &[(&str, &str)]) -> Self {
        // A quoted name may be written with backslashes.
        let plain = |source: &str| source.replace('\\', "");
        let plain: Vec<_> = sources.iter().map(|(n, s)| (*n, plain(s))).collect();
        let print = |name: &'static str| {
            let (_, source) = sources.iter().find(|(n, _)| *n == name)?;
            let mut others = plain.iter().filter(|(other, _)| *other != name);
            let reached = others.any(|(_, source)| source.contains(name));
            // Components are known to all templates, wherever they are declared; those in `once/` are part of what every page has.
            let shared = source.contains("component") || name.starts_with("once/");
            (!reached && !shared).then(|| Print::of(source.as_bytes()))
        };
        Self {
            prints: names().map(print).collect(),
        }
    }

    /// Whether the theme's file at this path is a single template.
    pub(crate) fn has(&self, path: &str) -> bool {
        let number = path.strip_prefix("templates/").and_then(number);
        number.is_some_and(|number| self.of_number(number).is_some())
    }

    /// The fingerprint of the single template with this number; the same for all that are none.
    pub(crate) fn print(&self, number: u8) -> Print {
        self.of_number(number).unwrap_or_default()
    }

    fn of_number(&self, number: u8) -> Option<Print> {
        self.prints.get(usize::from(number)).copied().flatten()
    }
}
