//! Taking a snapshot: from what the store holds to what may be shown.
//!
//! Entry point: [`Snapshot::take`]. Pure: whoever calls it reads the store and writes the files. Suppression happens here and nowhere later.

use super::figures::{Books, books};
use super::log::{LogEntry, case_log};
use super::month::Month;
use super::shapes::{
    AppealCount, BadReviews, CaseFigures, ClearedAnswer, Counts, DiscardCount, Manifest,
    ModerationAction, ModerationCount, ModerationReason, PageFeedback, Previous, PublicReply,
    ReasonCount, Satisfaction, Table, Theme, VendorRatings,
};
use super::{SCHEMA_VERSION, Snapshot};
use crate::cases::{self, Case, CaseCategory, Clocks, FilingKind, SatisfactionLevel};
use crate::dates::{Day, Moment};
use crate::divisions::DivisionCode;
use crate::ids::RecordId;
use crate::labelled::Labelled;
use crate::ratings::{
    AppealState, DiscardReason, FLOOR_SHOWN, LevelCounts, RELEASE_STEP, Rating, RatingFigures,
    RatingReason, release, suppress,
};
use std::collections::BTreeMap;

/// What a snapshot is taken from.
#[derive(Debug, Clone, Copy)]
pub struct Ledger<'a> {
    /// Every case.
    pub cases: &'a [Case],
    /// Every rating, discarded ones too.
    pub ratings: &'a [Rating],
    /// Answers that staff cleared; those without the resident's consent are left out here.
    pub answers: &'a [ClearedAnswer],
    /// Themes of "you said, we did", with their true numbers.
    pub themes: &'a [Theme],
    /// What moderators did, one for each act.
    pub moderation: &'a [(Day, ModerationAction, ModerationReason)],
    /// "Is this page useful", with the true numbers of every page.
    pub feedback: &'a [PageFeedback],
    /// The clocks that cases run by.
    pub clocks: &'a Clocks,
    /// The snapshot before.
    pub last: Option<&'a Snapshot>,
    /// Why this one holds less, if it does.
    pub shrink_reason: Option<&'a str>,
}

impl Snapshot {
    /// Takes a snapshot of the ledger.
    pub fn take(ledger: &Ledger<'_>, taken_at: Moment) -> Self {
        let log = case_log(ledger.cases, ledger.clocks);
        let mut snapshot = Self {
            case_figures: table(taken_at, case_figures(ledger, &log, taken_at.day())),
            ratings: table(taken_at, vendor_ratings(ledger, taken_at.day())),
            answers: table(taken_at, cleared_answers(ledger)),
            themes: table(taken_at, themes(ledger.themes)),
            moderation: table(taken_at, moderation(ledger.moderation)),
            feedback: table(taken_at, feedback(ledger.feedback)),
            case_log: table(taken_at, log),
            manifest: Manifest {
                schema_version: SCHEMA_VERSION,
                taken_at,
                calendar: ledger.clocks.calendar().version().into(),
                counts: Counts::default(),
                previous: ledger.last.map(|last| Previous {
                    taken_at: last.manifest.taken_at,
                    counts: last.manifest.counts,
                }),
                shrink_reason: ledger.shrink_reason.map(Into::into),
            },
        };
        snapshot.manifest.counts = snapshot.count();
        snapshot
    }

    /// How much it holds, counted from its rows.
    pub fn count(&self) -> Counts {
        let len = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let released = |of: fn(&VendorRatings) -> &RatingFigures| {
            let rows = self.ratings.rows.iter();
            rows.filter_map(|row| of(row).released()).map(|r| r.n).sum()
        };
        Counts {
            case_rounds: len(self.case_log.rows.len()),
            vendors: len(self.ratings.rows.len()),
            verified: released(|row| &row.verified),
            unverified: released(|row| &row.unverified),
            answers: len(self.answers.rows.len()),
            themes: len(self.themes.rows.len()),
        }
    }
}

fn table<T>(taken_at: Moment, rows: Vec<T>) -> Table<T> {
    Table {
        schema_version: SCHEMA_VERSION,
        taken_at,
        rows,
    }
}

type Cell = (Month, Option<DivisionCode>, Option<CaseCategory>);

/// The totals of each month, then each category in each place; rows in which nothing happened and nothing stood open are left out.
fn case_figures(ledger: &Ledger<'_>, log: &[LogEntry], taken_on: Day) -> Vec<CaseFigures> {
    let satisfaction = satisfaction(ledger, taken_on);
    let mut cells: BTreeMap<Cell, Books> = BTreeMap::new();
    for books in books(log, taken_on) {
        cells.insert((books.month, None, None), books);
    }
    let mut groups: BTreeMap<(DivisionCode, CaseCategory), Vec<&LogEntry>> = BTreeMap::new();
    for row in log {
        groups
            .entry((row.place, row.category))
            .or_default()
            .push(row);
    }
    for ((place, category), rows) in &groups {
        for books in books(rows, taken_on).into_iter().filter(|b| !b.is_empty()) {
            cells.insert((books.month, Some(*place), Some(*category)), books);
        }
    }
    cells
        .into_iter()
        .map(|(cell, books)| CaseFigures {
            category: cell.2,
            place: cell.1,
            books,
            satisfaction: satisfaction
                .get(&cell)
                .copied()
                .unwrap_or(Satisfaction::FewerThanTen),
        })
        .collect()
}

#[derive(Debug, Clone, Copy, Default)]
struct Answers {
    satisfied: u32,
    neutral: u32,
    dissatisfied: u32,
    resolved: u32,
}

impl Answers {
    fn n(self) -> u32 {
        self.satisfied + self.neutral + self.dissatisfied
    }

    fn add(&mut self, level: SatisfactionLevel, resolved: bool) {
        match level {
            SatisfactionLevel::Satisfied => self.satisfied += 1,
            SatisfactionLevel::Neutral => self.neutral += 1,
            SatisfactionLevel::Dissatisfied => self.dissatisfied += 1,
        }
        self.resolved += u32::from(resolved);
    }

    fn release(self, last: Option<Satisfaction>) -> Satisfaction {
        match last {
            Some(Satisfaction::Released { n, .. }) if self.n() < n.saturating_add(RELEASE_STEP) => {
                last.unwrap_or(Satisfaction::FewerThanTen)
            }
            Some(_) | None if self.n() >= FLOOR_SHOWN => Satisfaction::Released {
                n: self.n(),
                satisfied: self.satisfied,
                neutral: self.neutral,
                dissatisfied: self.dissatisfied,
                resolved: self.resolved,
            },
            Some(_) | None => Satisfaction::FewerThanTen,
        }
    }
}

/// The answers at close of each month that is over, in each cell that may be shown.
fn satisfaction(ledger: &Ledger<'_>, taken_on: Day) -> BTreeMap<Cell, Satisfaction> {
    let mut months: BTreeMap<Month, BTreeMap<Cell, Answers>> = BTreeMap::new();
    for (case, round) in ledger
        .cases
        .iter()
        .flat_map(|c| c.rounds.iter().map(move |r| (c, r)))
    {
        let Some((ended, cases::Satisfaction::Given { level, resolved })) =
            round.ended_at.zip(round.satisfaction)
        else {
            continue;
        };
        let month = Month::of(ended.day());
        if month < Month::of(taken_on) {
            let cell = (month, Some(case.place), Some(case.category));
            let cells = months.entry(month).or_default();
            cells.entry(cell).or_default().add(level, resolved);
        }
    }
    let last = last_satisfaction(ledger.last);
    months
        .into_iter()
        .flat_map(|(month, cells)| release_month(month, &cells, &last))
        .collect()
}

fn release_month(
    month: Month,
    cells: &BTreeMap<Cell, Answers>,
    last: &BTreeMap<Cell, Satisfaction>,
) -> Vec<(Cell, Satisfaction)> {
    let mut all = Answers::default();
    for answers in cells.values() {
        all.satisfied += answers.satisfied;
        all.neutral += answers.neutral;
        all.dissatisfied += answers.dissatisfied;
        all.resolved += answers.resolved;
    }
    let numbers: Vec<u32> = cells.values().map(|answers| answers.n()).collect();
    let shown = suppress(&numbers).into_iter().map(|hidden| !hidden);
    let total = (month, None, None);
    let mut released = vec![(total, all.release(last.get(&total).copied()))];
    for ((cell, answers), shown) in cells.iter().zip(shown) {
        if shown {
            released.push((*cell, answers.release(last.get(cell).copied())));
        }
    }
    released
}

fn last_satisfaction(last: Option<&Snapshot>) -> BTreeMap<Cell, Satisfaction> {
    let rows = last.into_iter().flat_map(|last| &last.case_figures.rows);
    rows.map(|row| (row.key(), row.satisfaction)).collect()
}

fn vendor_ratings(ledger: &Ledger<'_>, today: Day) -> Vec<VendorRatings> {
    let mut vendors: BTreeMap<&RecordId, Vec<&Rating>> = BTreeMap::new();
    for rating in ledger.ratings {
        vendors.entry(&rating.vendor).or_default().push(rating);
    }
    vendors
        .into_iter()
        .map(|(vendor, ratings)| {
            let last = ledger.last.and_then(|last| last.vendor(vendor));
            one_vendor(ledger, &ratings, last, today)
                .unwrap_or_else(|| VendorRatings::empty(vendor.clone()))
        })
        .collect()
}

impl VendorRatings {
    fn empty(vendor: RecordId) -> Self {
        Self {
            vendor,
            verified: RatingFigures::FewerThanTen,
            unverified: RatingFigures::FewerThanTen,
            reasons: Vec::new(),
            discarded: Vec::new(),
            appeals: Vec::new(),
            bad_reviews: None,
            replies: Vec::new(),
        }
    }
}

fn one_vendor(
    ledger: &Ledger<'_>,
    ratings: &[&Rating],
    last: Option<&VendorRatings>,
    today: Day,
) -> Option<VendorRatings> {
    let vendor = ratings.first()?.vendor.clone();
    let counted = || ratings.iter().filter(|r| r.discarded.is_none());
    let levels = |verified: bool| -> LevelCounts {
        counted()
            .filter(|r| r.verified == verified)
            .map(|r| r.level)
            .collect()
    };
    let verified = release(last.map(|l| &l.verified), levels(true), today);
    let renewed = last.is_none_or(|last| last.verified != verified);
    let (reasons, bad_reviews) = match last {
        Some(last) if !renewed => (last.reasons.clone(), last.bad_reviews),
        Some(_) | None if verified.released().is_some() => {
            let with_voucher: Vec<&Rating> = counted().copied().filter(|r| r.verified).collect();
            (
                reasons(&with_voucher),
                Some(bad_reviews(ledger, &vendor, &with_voucher)),
            )
        }
        Some(_) | None => (Vec::new(), None),
    };
    let discarded = |reason: &DiscardReason| count(ratings, |r| r.discarded == Some(*reason));
    let appeals = |state: &AppealState| count(ratings, |r| r.appeal == Some(*state));
    let unverified = release(last.map(|l| &l.unverified), levels(false), today);
    let shown = [
        verified.released().is_some(),
        unverified.released().is_some(),
    ];
    Some(VendorRatings {
        replies: replies(ratings, shown),
        verified,
        unverified,
        reasons,
        discarded: tally(discarded, |reason, n| DiscardCount { reason, n }),
        appeals: tally(appeals, |state, n| AppealCount { state, n }),
        bad_reviews,
        vendor,
    })
}

fn count(ratings: &[&Rating], of: impl Fn(&Rating) -> bool) -> u32 {
    u32::try_from(ratings.iter().filter(|r| of(r)).count()).unwrap_or(u32::MAX)
}

/// One row for each value of the list that was counted at all.
fn tally<K: Labelled, R>(count: impl Fn(&K) -> u32, row: impl Fn(K, u32) -> R) -> Vec<R> {
    let counted = K::ALL.iter().map(|key| (*key, count(key)));
    counted
        .filter(|(_, n)| *n > 0)
        .map(|(key, n)| row(key, n))
        .collect()
}

fn reasons(ratings: &[&Rating]) -> Vec<ReasonCount> {
    let given = |reason: &RatingReason| count(ratings, |r| r.reasons.contains(reason));
    let mut rows = tally(given, |reason, n| ReasonCount { reason, n });
    rows.retain(|row| row.n >= FLOOR_SHOWN);
    rows
}

/// Cleared answers of ratings whose figures are `shown` (with a voucher, without), in an order that tells nothing of the ratings. What does not count has none,
/// but where the vendor's appeal was upheld.
fn replies(ratings: &[&Rating], [verified, unverified]: [bool; 2]) -> Vec<PublicReply> {
    let counts = |r: &&&Rating| matches!(r.discarded, None | Some(DiscardReason::AppealUpheld));
    let shown = |r: &&&Rating| if r.verified { verified } else { unverified };
    let public = |rating: &&Rating| {
        let reply = rating.reply.clone()?;
        Some(PublicReply {
            cleared_on: reply.cleared_on,
            verified: rating.verified,
            reply: reply.reply,
            text: reply.text,
            appeal: rating.appeal,
            cleared_by: reply.cleared_by,
        })
    };
    let ratings = ratings.iter().filter(counts).filter(shown);
    let mut replies: Vec<_> = ratings.filter_map(public).collect();
    replies.sort();
    replies
}

fn bad_reviews(ledger: &Ledger<'_>, vendor: &RecordId, ratings: &[&Rating]) -> BadReviews {
    let of_vendor =
        |case: &&Case| case.kind == FilingKind::Rating && case.vendor.as_ref() == Some(vendor);
    let first = |case: &Case| {
        case.rounds
            .first()
            .and_then(|r| r.timeliness(ledger.clocks))
    };
    let cases: Vec<_> = ledger.cases.iter().filter(of_vendor).map(first).collect();
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let on_time = cases.iter().flatten().filter(|time| time.late_by == 0);
    let better = |r: &Rating| {
        r.second
            .is_some_and(|second| second.value() > r.level.value())
    };
    BadReviews {
        cases: number(cases.len()),
        answered: number(cases.iter().flatten().count()),
        on_time: number(on_time.count()),
        second: count(ratings, |r| r.level.is_bad() && r.second.is_some()),
        improved: count(ratings, |r| r.level.is_bad() && better(r)),
    }
}

fn cleared_answers(ledger: &Ledger<'_>) -> Vec<ClearedAnswer> {
    let consents: BTreeMap<_, _> = ledger
        .cases
        .iter()
        .map(|case| (case.reference, case.consents_to_summary))
        .collect();
    let agreed = |answer: &&ClearedAnswer| consents.get(&answer.reference) == Some(&true);
    let mut answers: Vec<_> = ledger.answers.iter().filter(agreed).cloned().collect();
    answers.sort_by_key(|answer| answer.reference);
    answers.dedup_by_key(|answer| answer.reference);
    answers
}

fn themes(themes: &[Theme]) -> Vec<Theme> {
    let mut themes = themes.to_vec();
    for theme in &mut themes {
        theme.n = theme.n.filter(|n| *n >= FLOOR_SHOWN);
    }
    themes.sort_by(|a, b| a.id.cmp(&b.id));
    themes
}

fn moderation(acts: &[(Day, ModerationAction, ModerationReason)]) -> Vec<ModerationCount> {
    let mut counts = BTreeMap::new();
    for (day, action, reason) in acts {
        *counts
            .entry((Month::of(*day), *action, *reason))
            .or_insert(0) += 1;
    }
    counts
        .into_iter()
        .map(|((month, action, reason), n)| ModerationCount {
            month,
            action,
            reason,
            n,
        })
        .collect()
}

fn feedback(pages: &[PageFeedback]) -> Vec<PageFeedback> {
    let enough = |page: &&PageFeedback| page.yes.saturating_add(page.no) >= FLOOR_SHOWN;
    let mut pages: Vec<_> = pages.iter().filter(enough).cloned().collect();
    pages.sort();
    pages
}
