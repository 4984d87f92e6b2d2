//! What is the same for every page of a build: addresses, names of the theme's files, configuration.
//!
//! A change in any of it makes every page anew; its fingerprint is part of every page's.

use crate::config::SiteConfig;
use crate::rules::Denied;
use std::collections::BTreeMap;

/// What every page may use.
#[derive(Debug)]
pub struct Site {
    /// The site's own settings.
    pub config: SiteConfig,
    /// Address under which the site is served, without a slash at its end, e.g. `https://example.cn`.
    pub base_url: Box<str>,
    /// Certificates that committees no longer issue, in the order of the table.
    pub certificates: Vec<Denied>,
    /// Hashed address of each asset by the name it has in the theme, e.g. `site.css` → `/assets/site.1f2e3d4c.css`.
    pub assets: BTreeMap<Box<str>, Box<str>>,
}

impl Site {
    /// The address of one of the theme's files.
    pub fn asset(&self, name: &str) -> Option<&str> {
        self.assets.get(name).map(AsRef::as_ref)
    }

    /// The whole address of something that is addressed from the root of the site.
    pub fn absolute(&self, address: &str) -> String {
        [&*self.base_url, address].concat()
    }

    /// The host of the site's address, for identities.
    pub fn host(&self) -> &str {
        let rest = self
            .base_url
            .split_once("://")
            .map_or(&*self.base_url, |(_, rest)| rest);
        rest.split(['/', ':']).next().unwrap_or(rest)
    }
}
