//! A calendar month, written `2026-11`. Entry points: [`Month::of`], [`Month::parse`].

use crate::dates::Day;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Cow<'_, str>", into = "String")]
pub struct Month {
    year: i32,
    month: u32,
}

/// The text is no month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a month; write 2026-11")]
pub struct MonthFault;

impl Month {
    /// The month a day lies in.
    pub fn of(day: Day) -> Self {
        Self {
            year: day.year(),
            month: day.month(),
        }
    }

    /// Reads `2026-11` and nothing else.
    ///
    /// # Errors
    /// [`MonthFault`] for anything else.
    pub fn parse(text: &str) -> Result<Self, MonthFault> {
        let first = Day::parse(&format!("{text}-01")).map_err(|_| MonthFault)?;
        Ok(Self::of(first))
    }

    /// The month after this one.
    #[must_use]
    pub fn next(self) -> Self {
        let (year, month) = if self.month == 12 {
            (self.year + 1, 1)
        } else {
            (self.year, self.month + 1)
        };
        Self { year, month }
    }

    /// Its last day.
    pub fn last_day(self) -> Day {
        let next = self.next();
        let first = Day::from_parts(next.year, next.month, 1);
        first.map_or_else(
            || chrono::NaiveDate::MAX.into(),
            |first| first.plus_days(-1),
        )
    }

    /// Whether the day lies in this month.
    pub fn contains(self, day: Day) -> bool {
        Self::of(day) == self
    }

    /// This month and those after it, up to and with `last`; none if `last` is earlier.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |month| Some(month.next()))
            .take_while(move |month| *month <= last)
    }

    /// 2026年11月.
    pub fn zh(self) -> String {
        format!("{}年{}月", self.year, self.month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl TryFrom<Cow<'_, str>> for Month {
    type Error = MonthFault;
    fn try_from(text: Cow<'_, str>) -> Result<Self, MonthFault> {
        Self::parse(&text)
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl JsonSchema for Month {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Month".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other() {
        let month = |text| Month::parse(text).unwrap();
        let through: Vec<String> = month("2026-11")
            .through(month("2027-01"))
            .map(|m| m.to_string())
            .collect();
        assert_eq!(through, ["2026-11", "2026-12", "2027-01"]);
        assert_eq!(month("2026-11").through(month("2026-10")).count(), 0);
        for text in ["2026-13", "2026-1", "2026", "2026-11-05", ""] {
            assert_eq!(Month::parse(text), Err(MonthFault), "{text}");
        }
    }
}
