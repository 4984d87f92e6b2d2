//! A table of books: opening, received, reopened, closed, closing, and how they were answered.
//!
//! Entry points: [`BooksTable`], [`BooksRow`], [`sum`]. Medians and percentiles can't be summed: rows over several months have none.

use super::YEAR;
use crate::views::frame::Look;
use crate::views::parts::percent;
use governance::dates::Share;
use governance::forms::words::Lang;
use governance::published::{Books, Month, Satisfaction};
use serde::Serialize;
use std::borrow::Cow;

/// Rows with what they are rows of.
#[derive(Serialize)]
pub(in crate::views) struct BooksTable<'a> {
    id: &'static str,
    title: &'a str,
    /// Head of the first column.
    head: &'a str,
    /// Whether rows have median and percentile.
    days: bool,
    /// Whether rows have answers to the question at close.
    satisfaction: bool,
    rows: Vec<BooksRow<'a>>,
}

/// The books of a month, a category or a place.
#[derive(Serialize)]
pub(in crate::views) struct BooksRow<'a> {
    name: Cow<'a, str>,
    url: Option<String>,
    /// Opening, received, reopened, closed, closing.
    numbers: [u32; 5],
    on_time: String,
    median: Option<String>,
    p90: Option<String>,
    overdue: u32,
    satisfied: Option<String>,
}

impl<'a> BooksTable<'a> {
    pub(super) fn new(
        id: &'static str,
        (title, head): (&'a str, &'a str),
        rows: Vec<BooksRow<'a>>,
    ) -> Self {
        Self {
            id,
            title,
            head,
            days: rows.iter().any(|row| row.median.is_some()),
            satisfaction: rows.iter().any(|row| row.satisfied.is_some()),
            rows,
        }
    }

    pub(super) fn months(look: &Look<'a>, rows: Vec<BooksRow<'a>>) -> Self {
        Self::new(
            "months",
            (look.t("cases.by_month"), look.t("cases.month")),
            rows,
        )
    }
}

impl<'a> BooksRow<'a> {
    /// With the page that its name leads to.
    pub(super) fn linked(self, url: Option<String>) -> Self {
        Self { url, ..self }
    }

    pub(super) fn of(look: &Look<'_>, name: Cow<'a, str>, books: &Books) -> Self {
        let days = |n: Option<u32>| n.map(|n| look.say("cases.days", &[("n", &n.to_string())]));
        Self {
            name,
            url: None,
            numbers: [
                books.opening,
                books.received,
                books.reopened,
                books.closed,
                books.closing,
            ],
            on_time: share(look, books.on_time_share, (books.on_time, books.answered)),
            median: days(books.median_days),
            p90: days(books.p90_days),
            overdue: books.overdue_open,
            satisfied: None,
        }
    }

    pub(super) fn of_month(look: &Look<'_>, books: &Books, answers: Option<Satisfaction>) -> Self {
        let satisfied = answers.map(|answers| match answers {
            Satisfaction::FewerThanTen => look.t("cases.few").to_owned(),
            Satisfaction::Released { n, satisfied, .. } => {
                share(look, Share::of(satisfied, n), (satisfied, n))
            }
        });
        let name = look.month(books.month);
        Self {
            satisfied,
            ..Self::of(look, name.into(), books)
        }
    }
}

impl Look<'_> {
    /// 2026年10月, Oct 2026.
    pub(in crate::views) fn month(&self, month: Month) -> String {
        match self.lang() {
            Lang::Zh => month.zh(),
            Lang::En => month.to_string(),
        }
    }
}

/// `93.2%（41/44）`; said in words where there is nothing to have a share of.
fn share(look: &Look<'_>, share: Option<Share>, (part, whole): (u32, u32)) -> String {
    share.map_or_else(
        || look.t("cases.no_answers").into(),
        |share| {
            let (part, whole) = (part.to_string(), whole.to_string());
            look.say(
                "cases.share",
                &[
                    ("share", &percent(share)),
                    ("part", &part),
                    ("whole", &whole),
                ],
            )
        },
    )
}

/// The last twelve months of these.
pub(super) fn last_year(months: &[Books]) -> &[Books] {
    &months[months.len().saturating_sub(YEAR)..]
}

/// The books of several months that follow each other, as one.
pub(super) fn sum(months: &[Books]) -> Option<Books> {
    let (first, last) = (months.first()?, months.last()?);
    let all = |of: fn(&Books) -> u32| months.iter().map(of).sum::<u32>();
    let (answered, on_time, original) = (
        all(|b| b.answered),
        all(|b| b.on_time),
        all(|b| b.on_time_original),
    );
    Some(Books {
        month: last.month,
        opening: first.opening,
        received: all(|b| b.received),
        reopened: all(|b| b.reopened),
        closed: all(|b| b.closed),
        closing: last.closing,
        answered,
        on_time,
        on_time_original: original,
        on_time_share: Share::of(on_time, answered),
        on_time_original_share: Share::of(original, answered),
        median_days: None,
        p90_days: None,
        overdue_open: last.overdue_open,
    })
}
