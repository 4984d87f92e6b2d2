//! What must hold of a snapshot before it is shown.
//!
//! Entry point: [`check`]. All faults are reported. Nothing here repairs anything: a snapshot with a fault is taken again.

use super::figures::books;
use super::log::LogEntry;
use super::month::Month;
use super::shapes::{CaseFigures, Satisfaction, VendorRatings};
use super::{SCHEMA_VERSION, Snapshot, file};
use crate::cases::CaseCategory;
use crate::dates::{Day, Moment};
use crate::divisions::DivisionCode;
use crate::ids::RecordId;
use crate::labelled::Labelled;
use crate::ratings::FLOOR_SHOWN;
use std::collections::BTreeMap;
use std::fmt;

/// A row of the case figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The month.
    pub month: Month,
    /// Community or village; none in the totals.
    pub place: Option<DivisionCode>,
    /// Category; none in the totals.
    pub category: Option<CaseCategory>,
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.month)?;
        self.place.map_or(Ok(()), |place| write!(f, " {place}"))?;
        let category = self.category.map(Labelled::id);
        category.map_or(Ok(()), |category| write!(f, " {category}"))
    }
}

/// What is wrong with a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotFault {
    /// A file has another version of the shapes.
    #[error("{file} has schema version {found}; this program reads {SCHEMA_VERSION}")]
    Version {
        /// Which file.
        file: &'static str,
        /// Its version.
        found: u32,
    },
    /// A file belongs to another snapshot.
    #[error("{file} was taken at another time than the manifest")]
    Mixed {
        /// Which file.
        file: &'static str,
    },
    /// It was taken after the day of the build.
    #[error("the snapshot was taken on {0}, which is still to come")]
    Future(Day),
    /// It is too old.
    #[error("the snapshot of {taken_on} is {days} days old; it may be {limit}")]
    Stale {
        /// Day it was taken.
        taken_on: Day,
        /// Days ago.
        days: i64,
        /// Days it may be old.
        limit: u32,
    },
    /// It holds less than the one before, and no reason is given.
    #[error("{what} went from {before} to {now} without a reason")]
    Shrunken {
        /// Which count.
        what: &'static str,
        /// The count before.
        before: u32,
        /// The count now.
        now: u32,
    },
    /// The manifest says another number than the files hold.
    #[error("the manifest says {said} {what}, the files hold {found}")]
    Miscounted {
        /// Which count.
        what: &'static str,
        /// The manifest's.
        said: u32,
        /// The files'.
        found: u32,
    },
    /// opening + received + reopened − closed is not closing.
    #[error("the books of {0} do not balance")]
    Unbalanced(Cell),
    /// A month does not open with what the month before closed with.
    #[error("{0} does not open with what the month before closed with")]
    NotCarried(Cell),
    /// The figures are not those that the case log gives.
    #[error("the figures of {0} are not those of the case log")]
    NotOfTheLog(Cell),
    /// Rows are not in their order, or a row stands twice.
    #[error("{file}: rows are not in order, or one stands twice")]
    Unsorted {
        /// Which file.
        file: &'static str,
    },
    /// Numbers below ten are shown.
    #[error("{file} shows a number below {FLOOR_SHOWN} that must be hidden")]
    Unsuppressed {
        /// Which file.
        file: &'static str,
    },
    /// Share, interval or mean do not follow from the counts.
    #[error("the figures of vendor {0} do not follow from its counts")]
    Inconsistent(RecordId),
    /// A theme of ten or more has no answer.
    #[error("theme {0} was raised by ten or more and has no answer")]
    Unanswered(RecordId),
}

impl SnapshotFault {
    /// The fault in Chinese, for those who take the snapshot and those who build the site.
    pub fn zh(&self) -> String {
        match self {
            Self::Version { found, .. } => {
                format!("这是第 {found} 版的快照，本程序读第 {SCHEMA_VERSION} 版")
            }
            Self::Mixed { file } => format!("{file} 和 manifest.json 不是同一次快照"),
            Self::Future(day) => format!("快照的日期 {day} 还没有到"),
            Self::Stale {
                taken_on,
                days,
                limit,
            } => format!("快照是 {taken_on} 的，已过 {days} 天，超过 {limit} 天"),
            Self::Shrunken { what, before, now } => {
                format!("{}从 {before} 减少到 {now}，没有写明原因", counted(what))
            }
            Self::Miscounted { what, said, found } => {
                format!(
                    "manifest.json 写{}是 {said}，各文件里有 {found}",
                    counted(what)
                )
            }
            Self::Unbalanced(cell) => {
                format!("{cell} 的账不平：期初+新收+重办−办结≠期末")
            }
            Self::NotCarried(cell) => format!("{cell} 的期初和上月的期末不同"),
            Self::NotOfTheLog(cell) => format!("{cell} 的数字和办件清单算出来的不同"),
            Self::Unsorted { file } => format!("{file} 的行没有按顺序，或者有重复"),
            Self::Unsuppressed { file } => format!("{file} 里有应当隐去的、小于 10 的数"),
            Self::Inconsistent(vendor) => {
                format!("{vendor} 的满意率、区间或平均分和各档人数对不上")
            }
            Self::Unanswered(theme) => {
                format!("主题 {theme} 有 10 人以上提出，没有答复")
            }
        }
    }
}

/// A count of the manifest by its Chinese name.
fn counted(what: &str) -> &str {
    match what {
        "case_rounds" => "办件轮次",
        "vendors" => "有评价的单位数",
        "verified" => "有凭证的评价数",
        "unverified" => "没有凭证的评价数",
        "answers" => "公开的答复数",
        "themes" => "“你说我办”的主题数",
        other => other,
    }
}

/// Checks a snapshot on a day. `stale_days` is how old it may be.
pub fn check(snapshot: &Snapshot, today: Day, stale_days: u32) -> Vec<SnapshotFault> {
    let mut faults = Vec::new();
    check_versions(snapshot, &mut faults);
    check_age(snapshot, (today, stale_days), &mut faults);
    check_counts(snapshot, &mut faults);
    check_order(snapshot, &mut faults);
    check_books(&snapshot.case_figures.rows, &mut faults);
    check_against_log(snapshot, &mut faults);
    check_ratings(&snapshot.ratings.rows, &mut faults);
    check_small_numbers(snapshot, &mut faults);
    faults
}

fn check_versions(snapshot: &Snapshot, faults: &mut Vec<SnapshotFault>) {
    let manifest = &snapshot.manifest;
    let files: [(&'static str, u32, Moment); 8] = [
        (file::MANIFEST, manifest.schema_version, manifest.taken_at),
        (
            file::RATINGS,
            snapshot.ratings.schema_version,
            snapshot.ratings.taken_at,
        ),
        (
            file::CASE_FIGURES,
            snapshot.case_figures.schema_version,
            snapshot.case_figures.taken_at,
        ),
        (
            file::CASE_LOG,
            snapshot.case_log.schema_version,
            snapshot.case_log.taken_at,
        ),
        (
            file::ANSWERS,
            snapshot.answers.schema_version,
            snapshot.answers.taken_at,
        ),
        (
            file::THEMES,
            snapshot.themes.schema_version,
            snapshot.themes.taken_at,
        ),
        (
            file::MODERATION,
            snapshot.moderation.schema_version,
            snapshot.moderation.taken_at,
        ),
        (
            file::FEEDBACK,
            snapshot.feedback.schema_version,
            snapshot.feedback.taken_at,
        ),
    ];
    for (file, found, taken_at) in files {
        if found != SCHEMA_VERSION {
            faults.push(SnapshotFault::Version { file, found });
        }
        if taken_at != manifest.taken_at {
            faults.push(SnapshotFault::Mixed { file });
        }
    }
}

fn check_age(snapshot: &Snapshot, (today, limit): (Day, u32), faults: &mut Vec<SnapshotFault>) {
    let taken_on = snapshot.manifest.taken_at.day();
    let days = today.days_since(taken_on);
    if days < 0 {
        faults.push(SnapshotFault::Future(taken_on));
    } else if days > i64::from(limit) {
        faults.push(SnapshotFault::Stale {
            taken_on,
            days,
            limit,
        });
    }
}

fn check_counts(snapshot: &Snapshot, faults: &mut Vec<SnapshotFault>) {
    let manifest = &snapshot.manifest;
    let held = snapshot.count().named();
    for ((what, said), (_, found)) in manifest.counts.named().into_iter().zip(held) {
        if said != found {
            faults.push(SnapshotFault::Miscounted { what, said, found });
        }
    }
    let reason = manifest.shrink_reason.as_deref().unwrap_or_default();
    let Some(previous) = manifest.previous.filter(|_| reason.trim().is_empty()) else {
        return;
    };
    let before = previous.counts.named();
    for ((what, before), (_, now)) in before.into_iter().zip(held) {
        if now < before {
            faults.push(SnapshotFault::Shrunken { what, before, now });
        }
    }
}

fn check_order(snapshot: &Snapshot, faults: &mut Vec<SnapshotFault>) {
    let ascending = [
        (
            file::RATINGS,
            rises(&snapshot.ratings.rows, |r| r.vendor.clone()),
        ),
        (
            file::CASE_FIGURES,
            rises(&snapshot.case_figures.rows, CaseFigures::key),
        ),
        (
            file::CASE_LOG,
            rises(&snapshot.case_log.rows, |r| (r.reference, r.round)),
        ),
        (
            file::ANSWERS,
            rises(&snapshot.answers.rows, |r| r.reference),
        ),
        (file::THEMES, rises(&snapshot.themes.rows, |r| r.id.clone())),
        (
            file::MODERATION,
            rises(&snapshot.moderation.rows, |r| (r.month, r.action, r.reason)),
        ),
        (
            file::FEEDBACK,
            rises(&snapshot.feedback.rows, |r| r.page.clone()),
        ),
    ];
    for (file, rises) in ascending {
        if !rises {
            faults.push(SnapshotFault::Unsorted { file });
        }
    }
}

fn rises<T, K: Ord>(rows: &[T], key: impl Fn(&T) -> K) -> bool {
    rows.windows(2).all(|pair| key(&pair[0]) < key(&pair[1]))
}

fn cell_of(row: &CaseFigures) -> Cell {
    let (month, place, category) = row.key();
    Cell {
        month,
        place,
        category,
    }
}

fn check_books(rows: &[CaseFigures], faults: &mut Vec<SnapshotFault>) {
    let mut groups: BTreeMap<_, Vec<&CaseFigures>> = BTreeMap::new();
    for row in rows {
        groups
            .entry((row.place, row.category))
            .or_default()
            .push(row);
        if !row.books.balances() {
            faults.push(SnapshotFault::Unbalanced(cell_of(row)));
        }
    }
    for rows in groups.values() {
        // A month without a row closed with nothing.
        let mut before: Option<&CaseFigures> = None;
        for row in rows {
            let month_before = before.filter(|b| b.books.month.next() == row.books.month);
            let carried = month_before.map_or(0, |b| b.books.closing);
            let lost = before.is_some_and(|b| month_before.is_none() && b.books.closing > 0);
            if row.books.opening != carried || lost {
                faults.push(SnapshotFault::NotCarried(cell_of(row)));
            }
            before = Some(row);
        }
    }
}

fn check_against_log(snapshot: &Snapshot, faults: &mut Vec<SnapshotFault>) {
    let mut groups: BTreeMap<_, Vec<&LogEntry>> = BTreeMap::new();
    for row in &snapshot.case_log.rows {
        groups.entry((None, None)).or_default().push(row);
        let cell = (Some(row.place), Some(row.category));
        groups.entry(cell).or_default().push(row);
    }
    let taken_on = snapshot.manifest.taken_at.day();
    let mut expected = BTreeMap::new();
    for ((place, category), rows) in &groups {
        for books in books(rows, taken_on) {
            // Totals stand for every month, cells only where something happened.
            if place.is_none() || !books.is_empty() {
                expected.insert((books.month, *place, *category), books);
            }
        }
    }
    for row in &snapshot.case_figures.rows {
        if expected.remove(&row.key()).as_ref() != Some(&row.books) {
            faults.push(SnapshotFault::NotOfTheLog(cell_of(row)));
        }
    }
    for (month, place, category) in expected.into_keys() {
        faults.push(SnapshotFault::NotOfTheLog(Cell {
            month,
            place,
            category,
        }));
    }
}

fn check_ratings(rows: &[VendorRatings], faults: &mut Vec<SnapshotFault>) {
    for row in rows {
        let released = || {
            [&row.verified, &row.unverified]
                .into_iter()
                .filter_map(|f| f.released())
        };
        if released().any(|figures| !figures.is_consistent()) {
            faults.push(SnapshotFault::Inconsistent(row.vendor.clone()));
        }
        let small = row.reasons.iter().any(|reason| reason.n < FLOOR_SHOWN);
        let loose = row.verified.released().is_none()
            && (row.bad_reviews.is_some() || !row.reasons.is_empty());
        let hidden = |verified: bool| {
            let figures = if verified {
                &row.verified
            } else {
                &row.unverified
            };
            figures.released().is_none()
        };
        let told = row.replies.iter().any(|reply| hidden(reply.verified));
        if !row.replies.is_sorted() {
            faults.push(SnapshotFault::Unsorted {
                file: file::RATINGS,
            });
        }
        if small || loose || told || released().any(|figures| figures.n < FLOOR_SHOWN) {
            faults.push(SnapshotFault::Unsuppressed {
                file: file::RATINGS,
            });
        }
    }
}

fn check_small_numbers(snapshot: &Snapshot, faults: &mut Vec<SnapshotFault>) {
    let few = |row: &CaseFigures| match row.satisfaction {
        Satisfaction::FewerThanTen => false,
        Satisfaction::Released { n, .. } => n < FLOOR_SHOWN,
    };
    if snapshot.case_figures.rows.iter().any(few) {
        faults.push(SnapshotFault::Unsuppressed {
            file: file::CASE_FIGURES,
        });
    }
    let mut themes = snapshot.themes.rows.iter();
    if themes.any(|theme| theme.n.is_some_and(|n| n < FLOOR_SHOWN)) {
        faults.push(SnapshotFault::Unsuppressed { file: file::THEMES });
    }
    let mut pages = snapshot.feedback.rows.iter();
    if pages.any(|page| page.yes.saturating_add(page.no) < FLOOR_SHOWN) {
        faults.push(SnapshotFault::Unsuppressed {
            file: file::FEEDBACK,
        });
    }
    let silent = |theme: &&super::Theme| theme.n.is_some() && theme.reply.is_none();
    for theme in snapshot.themes.rows.iter().filter(silent) {
        faults.push(SnapshotFault::Unanswered(theme.id.clone()));
    }
}
