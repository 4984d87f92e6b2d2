//! What is the same for every page of a build: addresses, names of the theme's files, configuration.
//!
//! A change in any of it makes every page anew; its fingerprint is part of every page's.

use crate::config::SiteConfig;
use std::collections::BTreeMap;

/// What every page may use.
#[derive(Debug)]
pub struct Site {
    /// The site's own settings.
    pub config: SiteConfig,
    /// Address under which the site is served, without a slash at its end, e.g. `https://example.cn`.
    pub base_url: Box<str>,
    /// Hashed address of each asset by the name it has in the theme, e.g. `site.css` → `/assets/site.1f2e3d4c.css`.
    pub assets: BTreeMap<Box<str>, Box<str>>,
}

impl Site {
    /// The address of one of the theme's files.
    pub fn asset(&self, name: &str) -> Option<&str> {
        self.assets.get(name).map(AsRef::as_ref)
    }
}
