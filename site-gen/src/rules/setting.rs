//! What rules may know besides the records: the day, the site's settings, tables of rules, which files there are.
//!
//! Entry point: [`Setting`]. The day is asked through [`Setting::after`] and [`Setting::reached`], which note when the answer will change: whoever keeps an
//! answer knows how long it holds.

use crate::config::SiteConfig;
use crate::source::Sources;
use governance::calendar::Calendar;
use governance::dates::Day;
use std::cell::Cell;
use std::sync::Arc;

/// What rules may know besides the records.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The site's settings.
    pub config: SiteConfig,
    /// Certificates that committees no longer issue, from `rules/`.
    pub denied_certificates: Vec<Denied>,
    /// Laws and their dates, from `rules/`, sorted by title.
    pub laws: Vec<Law>,
    /// The working calendar: the years that come with the program, and those of `calendar/`, which count before them.
    pub calendar: Calendar,
    /// Every file of the content folder.
    pub sources: Arc<Sources>,
    today: Day,
    until: Cell<Option<Day>>,
}

/// A certificate that committees no longer issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    /// Its name, e.g. 亲属关系证明.
    pub name: Box<str>,
    /// Number of the document that says so.
    pub document_number: Box<str>,
}

/// A law with the days between which it is in force.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Law {
    /// Title without 《》.
    pub title: Box<str>,
    /// First day in force.
    pub effective_from: Option<Day>,
    /// Day it was repealed.
    pub repealed_on: Option<Day>,
    /// What took its place.
    pub replaced_by: Option<Box<str>>,
}

/// A title without 《》 and 中华人民共和国.
fn bare(title: &str) -> &str {
    let title = title.trim_start_matches('《').trim_end_matches('》');
    title.trim_start_matches("中华人民共和国")
}

impl Setting {
    /// A setting without tables.
    pub fn new(today: Day, config: SiteConfig, sources: Arc<Sources>) -> Self {
        Self {
            config,
            denied_certificates: Vec::new(),
            laws: Vec::new(),
            calendar: Calendar::built_in().unwrap_or_default(),
            sources,
            today,
            until: Cell::new(None),
        }
    }

    /// The day of the build, for messages only: a decision that rests on it must go through [`Self::after`] or [`Self::reached`].
    pub fn today(&self) -> Day {
        self.today
    }

    /// Whether the day lies behind us.
    pub fn after(&self, day: Day) -> bool {
        self.reached(day.plus_days(1))
    }

    /// Whether the day has come.
    pub fn reached(&self, day: Day) -> bool {
        let come = self.today >= day;
        if !come && self.until.get().is_none_or(|until| day < until) {
            self.until.set(Some(day));
        }
        come
    }

    /// The first day on which an answer given since the last call will change.
    pub(crate) fn take_until(&self) -> Option<Day> {
        self.until.take()
    }

    /// The law with this title, with or without 《》 and 中华人民共和国.
    pub fn law(&self, title: &str) -> Option<&Law> {
        let wanted = bare(title);
        // Most differ in their ends, which costs less to see than where they begin.
        let may_be = |law: &&Law| law.title.trim_end_matches('》').ends_with(wanted);
        self.laws
            .iter()
            .filter(may_be)
            .find(|law| bare(&law.title) == wanted)
    }
}
