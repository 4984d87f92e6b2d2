//! `mingtang build` and `mingtang check`, and the builder that `serve` keeps.

use crate::cli::{BuildOptions, CheckOptions, Places};
use crate::serve::live::{Live, News};
use crate::words::Lang;
use crate::{CouldNotRun, Outcome};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

pub(crate) fn build(_options: &BuildOptions, _lang: Lang) -> Result<Outcome, CouldNotRun> {
    Ok(Outcome::Clean)
}

pub(crate) fn check(_options: &CheckOptions, _lang: Lang) -> Result<Outcome, CouldNotRun> {
    Ok(Outcome::Clean)
}

/// Everything a build needs, kept between builds.
#[derive(Debug)]
pub(crate) struct Builder {
    places: Places,
    out: PathBuf,
    lang: Lang,
    address: Option<SocketAddr>,
}

impl Builder {
    pub(crate) fn new(places: &Places, out: PathBuf, lang: Lang) -> Self {
        Self {
            places: places.clone(),
            out,
            lang,
            address: None,
        }
    }
    pub(crate) fn at(mut self, address: SocketAddr) -> Self {
        self.address = Some(address);
        self
    }
    pub(crate) fn folders(&self) -> [&Path; 2] {
        [&self.places.content, &self.places.theme]
    }
    pub(crate) fn first_build(&self, live: &Live) -> Result<(), CouldNotRun> {
        let _ = (&self.out, self.lang, self.address);
        live.tell(News::Quiet);
        Ok(())
    }
    pub(crate) fn build_again(&self) -> Result<(), String> {
        Ok(())
    }
}
