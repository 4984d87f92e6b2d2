//! Figures of cases, counted from the case log and from nothing else.
//!
//! Entry point: [`books`]. Give it the whole log, or only one community's or one category's rows: the same function counts both, on this side and on a
//! reader's. Percentiles are by nearest rank: the smallest number of days in which that share of the answers was given.
//!
//! ```
//! use governance::dates::Day;
//! use governance::published::{LogEntry, Month, books};
//! // Two rows of a published case log.
//! let log: Vec<LogEntry> = serde_json::from_str(r#"[
//!   {"reference": "22222222", "round": 1, "kind": "complaint", "category": "noise", "place": "420502001003",
//!    "opened_on": "2026-10-09", "due_on": "2026-10-29", "answered_on": "2026-10-30", "closed_on": "2026-11-02",
//!    "outcome": "resolved", "late_by_original": 1, "late_by": 1},
//!   {"reference": "22222222", "round": 2, "kind": "complaint", "category": "noise", "place": "420502001003",
//!    "opened_on": "2026-11-06", "due_on": "2026-11-27"}
//! ]"#).unwrap();
//! let months = books(&log, Day::parse("2026-11-23").unwrap());
//! let november = &months[1];
//! assert_eq!(november.month, Month::parse("2026-11").unwrap());
//! assert_eq!((november.opening, november.reopened, november.closed, november.closing), (1, 1, 1, 1));
//! assert!(months.iter().all(|m| m.balances()));
//! assert_eq!((months[0].answered, months[0].on_time, months[0].median_days), (1, 0, Some(21)));
//! ```

use super::log::LogEntry;
use super::month::Month;
use crate::dates::{Day, Share};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;

/// The books of one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Books {
    /// The month; the last one may not be over yet.
    pub month: Month,
    /// On the books at its beginning.
    pub opening: u32,
    /// Filed in it.
    pub received: u32,
    /// Reopened in it.
    pub reopened: u32,
    /// Went off the books in it.
    pub closed: u32,
    /// On the books at its end.
    pub closing: u32,
    /// Answered in it.
    pub answered: u32,
    /// Of those, by the due date, extended or not.
    pub on_time: u32,
    /// Of those, by the original due date.
    pub on_time_original: u32,
    /// Share answered on time; none if nothing was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_time_share: Option<Share>,
    /// Share answered by the original due date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_time_original_share: Option<Share>,
    /// Days from opening to answer within which half of the answers came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_days: Option<u32>,
    /// Days within which nine in ten came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p90_days: Option<u32>,
    /// Owed and late at its end.
    pub overdue_open: u32,
}

impl Books {
    /// opening + received + reopened − closed = closing.
    pub fn balances(&self) -> bool {
        let sum = |parts: &[u32]| parts.iter().map(|n| u64::from(*n)).sum::<u64>();
        sum(&[self.opening, self.received, self.reopened]) == sum(&[self.closed, self.closing])
    }

    /// Whether nothing at all is in it.
    pub fn is_empty(&self) -> bool {
        let flows = [
            self.opening,
            self.received,
            self.reopened,
            self.closed,
            self.closing,
        ];
        flows.iter().all(|n| *n == 0) && self.answered == 0
    }
}

/// The books of each month from the first row's to that of `taken_on`. Rows that begin after that day are left out.
pub fn books<E: Borrow<LogEntry>>(log: &[E], taken_on: Day) -> Vec<Books> {
    let rows: Vec<&LogEntry> = log
        .iter()
        .map(Borrow::borrow)
        .filter(|row| row.opened_on <= taken_on)
        .collect();
    let Some(first) = rows.iter().map(|row| Month::of(row.opened_on)).min() else {
        return Vec::new();
    };
    let mut opening = 0;
    first
        .through(Month::of(taken_on))
        .map(|month| {
            let books = month_of(&rows, month, opening, taken_on);
            opening = books.closing;
            books
        })
        .collect()
}

fn month_of(rows: &[&LogEntry], month: Month, opening: u32, taken_on: Day) -> Books {
    let end = month.last_day().min(taken_on);
    let count = |of: &dyn Fn(&LogEntry) -> bool| {
        u32::try_from(rows.iter().filter(|row| of(row)).count()).unwrap_or(u32::MAX)
    };
    let within = |day: Option<Day>| day.is_some_and(|day| month.contains(day) && day <= taken_on);
    let answered = |row: &LogEntry| within(row.answered_on);
    let on_time = count(&|row| answered(row) && row.late_by == Some(0));
    let on_time_original = count(&|row| answered(row) && row.late_by_original == Some(0));
    let mut days: Vec<u32> = rows
        .iter()
        .filter(|row| answered(row))
        .filter_map(|row| row.days_to_answer())
        .collect();
    days.sort_unstable();
    let n = count(&answered);
    Books {
        month,
        opening,
        received: count(&|row| row.round == 1 && month.contains(row.opened_on)),
        reopened: count(&|row| row.round > 1 && month.contains(row.opened_on)),
        closed: count(&|row| within(row.closed_on)),
        closing: count(&|row| row.is_open_after(end)),
        answered: n,
        on_time,
        on_time_original,
        on_time_share: Share::of(on_time, n),
        on_time_original_share: Share::of(on_time_original, n),
        median_days: nearest_rank(&days, 50),
        p90_days: nearest_rank(&days, 90),
        overdue_open: count(&|row| row.is_overdue_after(end)),
    }
}

/// The value at or below which so many percent of the sorted values lie.
fn nearest_rank(sorted: &[u32], percent: usize) -> Option<u32> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}
