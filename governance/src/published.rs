//! What goes back to the public, version 1: the shapes of the snapshot files, how they are computed, and what is checked before they are shown.
//!
//! Entry points: [`Snapshot::take`] (from cases and ratings), [`Snapshot::files`] and [`Snapshot::read`] (texts, one a file), [`check::check`] (faults).
//! The functions take a snapshot, the generator reads it; they meet only here. Everything is suppressed already when it is taken: no file holds
//! what may not be shown. A field of version 1 is never renamed or removed; readers pass over fields they do not know.
//!
//! Read [`shapes`], [`log`], [`figures`], [`take`](mod@take), [`check`](mod@check).

pub mod check;
pub mod figures;
pub mod log;
pub mod month;
pub mod shapes;
pub mod take;

pub use check::{SnapshotFault, check};
pub use figures::{Books, books};
pub use log::{LogEntry, case_log};
pub use month::Month;
pub use shapes::{
    BadReviews, CaseFigures, ClearedAnswer, Counts, DiscardCount, Manifest, ModerationAction,
    ModerationCount, ModerationReason, PageFeedback, Previous, PublicReply, ReasonCount,
    Satisfaction, Table, Theme, ThemeReply, VendorRatings,
};
pub use take::Ledger;

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Version of the shapes.
pub const SCHEMA_VERSION: u32 = 1;

/// Names of the files of a snapshot.
pub mod file {
    /// When it was taken and how much it holds.
    pub const MANIFEST: &str = "manifest.json";
    /// Ratings of each vendor.
    pub const RATINGS: &str = "ratings.json";
    /// Cases by month, category and community.
    pub const CASE_FIGURES: &str = "case-figures.json";
    /// One row for each round of each case, without free text.
    pub const CASE_LOG: &str = "case-log.json";
    /// Answers that were cleared for publication.
    pub const ANSWERS: &str = "answers.json";
    /// "You said, we did".
    pub const THEMES: &str = "themes.json";
    /// What was taken out or held back, by reason.
    pub const MODERATION: &str = "moderation.json";
    /// "Is this page useful".
    pub const FEEDBACK: &str = "feedback.json";
    /// All of them.
    pub const ALL: [&str; 8] = [
        MANIFEST,
        RATINGS,
        CASE_FIGURES,
        CASE_LOG,
        ANSWERS,
        THEMES,
        MODERATION,
        FEEDBACK,
    ];
}

/// A whole snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// When it was taken and how much it holds.
    pub manifest: Manifest,
    /// Ratings of each vendor, by vendor.
    pub ratings: Table<VendorRatings>,
    /// Cases by month, category and community; rows without category and place are the month's totals.
    pub case_figures: Table<CaseFigures>,
    /// One row for each round of each case, by reference and round.
    pub case_log: Table<LogEntry>,
    /// Cleared answers, by reference.
    pub answers: Table<ClearedAnswer>,
    /// "You said, we did", by id.
    pub themes: Table<Theme>,
    /// What was taken out or held back, by month, action and reason.
    pub moderation: Table<ModerationCount>,
    /// "Is this page useful", by page.
    pub feedback: Table<PageFeedback>,
}

/// A snapshot file that cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadFault {
    /// It is not there.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// It cannot be read as version 1.
    #[error("{file}: {fault}")]
    Unreadable {
        /// Which file.
        file: &'static str,
        /// Why.
        fault: serde_json::Error,
    },
}

impl ReadFault {
    /// The fault in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Missing(file) => format!("没有 {file}"),
            Self::Unreadable { file, fault } => {
                format!(
                    "{file} 第 {} 行第 {} 列读不懂",
                    fault.line(),
                    fault.column()
                )
            }
        }
    }
}

impl Snapshot {
    /// The files with their texts: rows one a line, so that two snapshots can be compared line by line.
    ///
    /// # Errors
    /// Only if a value could not be written as JSON, which no value of these shapes does.
    pub fn files(&self) -> Result<Vec<(&'static str, String)>, serde_json::Error> {
        let mut manifest = serde_json::to_string_pretty(&self.manifest)?;
        manifest.push('\n');
        Ok(vec![
            (file::MANIFEST, manifest),
            (file::RATINGS, text_of(&self.ratings)?),
            (file::CASE_FIGURES, text_of(&self.case_figures)?),
            (file::CASE_LOG, text_of(&self.case_log)?),
            (file::ANSWERS, text_of(&self.answers)?),
            (file::THEMES, text_of(&self.themes)?),
            (file::MODERATION, text_of(&self.moderation)?),
            (file::FEEDBACK, text_of(&self.feedback)?),
        ])
    }

    /// Reads a snapshot from the texts of its files, by name.
    ///
    /// # Errors
    /// The first file that is missing or cannot be read. Whether what it says can be true is for [`check::check`].
    pub fn read(texts: &BTreeMap<&str, &str>) -> Result<Self, ReadFault> {
        Ok(Self {
            manifest: read_one(texts, file::MANIFEST)?,
            ratings: read_one(texts, file::RATINGS)?,
            case_figures: read_one(texts, file::CASE_FIGURES)?,
            case_log: read_one(texts, file::CASE_LOG)?,
            answers: read_one(texts, file::ANSWERS)?,
            themes: read_one(texts, file::THEMES)?,
            moderation: read_one(texts, file::MODERATION)?,
            feedback: read_one(texts, file::FEEDBACK)?,
        })
    }

    /// The figures of one vendor.
    pub fn vendor(&self, vendor: &crate::ids::RecordId) -> Option<&VendorRatings> {
        let place = self
            .ratings
            .rows
            .binary_search_by(|row| row.vendor.cmp(vendor));
        self.ratings.rows.get(place.ok()?)
    }
}

fn text_of<T: Serialize>(table: &Table<T>) -> Result<String, serde_json::Error> {
    let mut text = format!(
        "{{\n  \"schema_version\": {},\n  \"taken_at\": \"{}\",\n  \"rows\": [",
        table.schema_version, table.taken_at
    );
    let mut before = "\n    ";
    for row in &table.rows {
        let _ = write!(text, "{before}{}", serde_json::to_string(row)?);
        before = ",\n    ";
    }
    text.push_str(if table.rows.is_empty() {
        "]\n}\n"
    } else {
        "\n  ]\n}\n"
    });
    Ok(text)
}

fn read_one<T: DeserializeOwned>(
    texts: &BTreeMap<&str, &str>,
    file: &'static str,
) -> Result<T, ReadFault> {
    let text = texts.get(file).ok_or(ReadFault::Missing(file))?;
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text).map_err(|fault| ReadFault::Unreadable { file, fault })
}

#[cfg(test)]
mod tests;
