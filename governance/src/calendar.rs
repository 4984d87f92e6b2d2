//! The working calendar: which day is worked, which is off and by what name, and which nobody knows yet.
//!
//! Entry points: [`Calendar::built_in`] (the years in `data/calendar/`) and [`Calendar::with_year`] (a further year's file, read from text at run
//! time). A year's file lists only its exception days: public holidays and the make-up workdays 调休上班日 that pay for them; every other day follows
//! the week. Source: the yearly notices of the General Office of the State Council, named in each row. A year without a file is never guessed here:
//! the answer is [`DayKind::Unknown`].

use crate::dates::{DateFault, Day};
use crate::hexadecimal::hex;
use chrono::{Datelike, Weekday};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// First line of every year's file.
pub const HEADER: &str = "date,kind,name,source";

/// Bytes of the digest that stand in a calendar's version: eight hex digits tell any two calendars of a city's life apart.
const VERSION_BYTES: usize = 4;

/// The year files that come with the program.
const BUILT_IN: [(i32, &str); 6] = [
    (2021, include_str!("../data/calendar/2021.csv")),
    (2022, include_str!("../data/calendar/2022.csv")),
    (2023, include_str!("../data/calendar/2023.csv")),
    (2024, include_str!("../data/calendar/2024.csv")),
    (2025, include_str!("../data/calendar/2025.csv")),
    (2026, include_str!("../data/calendar/2026.csv")),
];

/// What the calendar answers about a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind<'c> {
    /// Worked: an ordinary Monday to Friday, or a make-up workday.
    Workday,
    /// Not worked.
    OffDay {
        /// The holiday's name, or 星期六 or 星期日.
        name: &'c str,
    },
    /// No file for this year is there.
    Unknown,
}

/// Why a year's file was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct CalendarFault {
    /// Line in the file, from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: CalendarFaultKind,
}

/// What can be wrong with a line of a year's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFaultKind {
    /// The first line is not [`HEADER`].
    #[error("the first line must be `{HEADER}`")]
    Header,
    /// Not four columns.
    #[error("a line has four columns: {HEADER}")]
    Columns,
    /// The date cannot be read.
    #[error(transparent)]
    Date(#[from] DateFault),
    /// The date lies in another year than the file's.
    #[error("the date lies in another year")]
    OtherYear,
    /// Neither `off` nor `makeup_workday`.
    #[error("the kind is `off` or `makeup_workday`")]
    Kind,
    /// A make-up workday that is no Saturday or Sunday, so nothing is made up.
    #[error("a make-up workday falls on a Saturday or Sunday")]
    NotAWeekend,
    /// The name is empty.
    #[error("the name is missing")]
    Name,
    /// The day stands in the file twice.
    #[error("the day stands here twice")]
    Twice,
    /// Not one day off in the whole file: a cut-off file, or the wrong one.
    #[error("a year has days off; this file has none")]
    Empty,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Exception {
    worked: bool,
    name: Box<str>,
}

type Year = BTreeMap<Day, Exception>;

/// The years that are known, with their exception days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i32, Year>,
    version: Box<str>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self::of(BTreeMap::new())
    }
}

impl Calendar {
    /// The calendar that comes with the program: 2021–2026.
    ///
    /// # Errors
    /// [`CalendarFault`] if a file was damaged before the program was built; a test keeps that from happening.
    pub fn built_in() -> Result<Self, CalendarFault> {
        let years = BUILT_IN
            .iter()
            .map(|(year, text)| Ok((*year, read_year(*year, text)?)));
        Ok(Self::of(years.collect::<Result<_, _>>()?))
    }

    /// The version is reckoned once: every due date bears it, and hashing all days took longer than counting them.
    fn of(years: BTreeMap<i32, Year>) -> Self {
        let version = version_of(&years).into();
        Self { years, version }
    }

    /// This calendar with a year more, or with that year's file in place of the one it had.
    ///
    /// # Errors
    /// The first line that is wrong; a year is taken whole or not at all.
    pub fn with_year(mut self, year: i32, text: &str) -> Result<Self, CalendarFault> {
        self.years.insert(year, read_year(year, text)?);
        Ok(Self::of(self.years))
    }

    /// What the calendar knows of this day.
    pub fn look_up(&self, day: Day) -> DayKind<'_> {
        let Some(year) = self.years.get(&day.year()) else {
            return DayKind::Unknown;
        };
        match (year.get(&day), weekend_name(day)) {
            (Some(exception), _) if !exception.worked => DayKind::OffDay {
                name: &exception.name,
            },
            (None, Some(name)) => DayKind::OffDay { name },
            (Some(_), _) | (None, None) => DayKind::Workday,
        }
    }

    /// The holiday this weekend day is worked for, if it is a make-up workday.
    pub fn makeup_for(&self, day: Day) -> Option<&str> {
        let exception = self.years.get(&day.year())?.get(&day)?;
        exception.worked.then_some(&*exception.name)
    }

    /// Whether the year has a file.
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains_key(&year)
    }

    /// The years that have a file, ascending.
    pub fn years(&self) -> impl Iterator<Item = i32> + '_ {
        self.years.keys().copied()
    }

    /// A short name of exactly this calendar, e.g. `2021-2026.1f0c9a3b`: the years, then the beginning of the SHA-256 of all exception days. Stored
    /// with each due date, so that a date can be traced to the files it was counted with.
    pub fn version(&self) -> &str {
        &self.version
    }
}

fn version_of(years: &BTreeMap<i32, Year>) -> String {
    let mut hash = Sha256::new();
    for (year, days) in years {
        hash.update(year.to_be_bytes());
        for (day, exception) in days {
            let kind = if exception.worked { "+" } else { "-" };
            hash.update(format!("{day}{kind}{}\n", exception.name));
        }
    }
    span_of(years.keys()) + &hex(&hash.finalize()[..VERSION_BYTES])
}

/// `2021-2026.`, or `none.` of no years at all. Gaps do not show; the digest tells them apart.
fn span_of<'y>(mut years: impl DoubleEndedIterator<Item = &'y i32>) -> String {
    match (years.next(), years.next_back()) {
        (Some(first), Some(last)) => format!("{first}-{last}."),
        (Some(only), None) => format!("{only}."),
        (None, _) => "none.".into(),
    }
}

/// 星期六 or 星期日, or nothing for Monday to Friday.
pub fn weekend_name(day: Day) -> Option<&'static str> {
    match day.date().weekday() {
        Weekday::Sat => Some("星期六"),
        Weekday::Sun => Some("星期日"),
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => None,
    }
}

fn read_year(year: i32, text: &str) -> Result<Year, CalendarFault> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    if lines.next().map(|(_, line)| line.trim_end()) != Some(HEADER) {
        return Err(CalendarFault {
            line: 1,
            what: CalendarFaultKind::Header,
        });
    }
    let mut days = Year::new();
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let fault = |what| CalendarFault {
            line: index + 1,
            what,
        };
        let (day, exception) = read_line(year, line).map_err(fault)?;
        if days.insert(day, exception).is_some() {
            return Err(fault(CalendarFaultKind::Twice));
        }
    }
    if days.values().all(|day| day.worked) {
        return Err(CalendarFault {
            line: 1,
            what: CalendarFaultKind::Empty,
        });
    }
    Ok(days)
}

fn read_line(year: i32, line: &str) -> Result<(Day, Exception), CalendarFaultKind> {
    let columns: Vec<&str> = line.split(',').map(str::trim).collect();
    let [date, kind, name, _source] = columns[..] else {
        return Err(CalendarFaultKind::Columns);
    };
    let day = Day::parse(date)?;
    if day.year() != year {
        return Err(CalendarFaultKind::OtherYear);
    }
    let worked = match kind {
        "off" => false,
        "makeup_workday" if weekend_name(day).is_some() => true,
        "makeup_workday" => return Err(CalendarFaultKind::NotAWeekend),
        _ => return Err(CalendarFaultKind::Kind),
    };
    if name.is_empty() {
        return Err(CalendarFaultKind::Name);
    }
    let name = name.into();
    Ok((day, Exception { worked, name }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn the_built_in_years_are_whole() {
        let calendar = Calendar::built_in().unwrap();
        assert_eq!(
            calendar.years().collect::<Vec<_>>(),
            (2021..=2026).collect::<Vec<_>>()
        );
        // Make-up days a year and working days of 2026 by the notice of 2025-11-04: 365 days, 52 weekends, holidays moved.
        let worked = (0..365)
            .filter(|n| calendar.look_up(day("2026-01-01").plus_days(*n)) == DayKind::Workday)
            .count();
        assert_eq!(worked, 248);
    }

    #[test]
    fn the_three_answers() {
        let calendar = Calendar::built_in().unwrap();
        for (date, kind) in [
            ("2026-02-10", DayKind::Workday),
            ("2026-02-14", DayKind::Workday),
            ("2026-02-17", DayKind::OffDay { name: "春节" }),
            ("2026-03-01", DayKind::OffDay { name: "星期日" }),
            ("2026-10-10", DayKind::Workday),
            ("2026-09-25", DayKind::OffDay { name: "中秋节" }),
            ("2027-01-04", DayKind::Unknown),
            ("2020-12-31", DayKind::Unknown),
        ] {
            assert_eq!(calendar.look_up(day(date)), kind, "{date}");
        }
        assert_eq!(calendar.makeup_for(day("2026-02-14")), Some("春节"));
        assert_eq!(calendar.makeup_for(day("2026-02-17")), None);
        assert_eq!(calendar.makeup_for(day("2026-02-10")), None);
    }

    #[test]
    fn a_year_can_be_added_and_changes_the_version() {
        let before = Calendar::built_in().unwrap();
        let text = "\u{feff}date,kind,name,source\r\n2027-01-01,off,元旦,示例\r\n2027-01-02,makeup_workday,元旦,示例\r\n";
        let after = before.clone().with_year(2027, text).unwrap();
        assert_eq!(
            after.look_up(day("2027-01-01")),
            DayKind::OffDay { name: "元旦" }
        );
        assert_eq!(after.look_up(day("2027-01-02")), DayKind::Workday);
        assert_eq!(after.look_up(day("2027-01-04")), DayKind::Workday);
        assert!(before.version().starts_with("2021-2026."));
        assert!(after.version().starts_with("2021-2027."));
        assert_ne!(before.version()[10..], after.version()[10..]);
    }

    #[test]
    fn a_wrong_line_is_named() {
        for (text, line, what) in [
            ("", 1, CalendarFaultKind::Header),
            ("date,kind\n", 1, CalendarFaultKind::Header),
            ("date,kind,name,source\n", 1, CalendarFaultKind::Empty),
            (
                "date,kind,name,source\n2027-01-01,off\n",
                2,
                CalendarFaultKind::Columns,
            ),
            (
                "date,kind,name,source\n\n2027-1-1,off,元旦,x\n",
                3,
                CalendarFaultKind::Date(DateFault::Form),
            ),
            (
                "date,kind,name,source\n2026-01-01,off,元旦,x\n",
                2,
                CalendarFaultKind::OtherYear,
            ),
            (
                "date,kind,name,source\n2027-01-01,holiday,元旦,x\n",
                2,
                CalendarFaultKind::Kind,
            ),
            (
                "date,kind,name,source\n2027-01-04,makeup_workday,元旦,x\n",
                2,
                CalendarFaultKind::NotAWeekend,
            ),
            (
                "date,kind,name,source\n2027-01-01,off,,x\n",
                2,
                CalendarFaultKind::Name,
            ),
            (
                "date,kind,name,source\n2027-01-01,off,元旦,x\n2027-01-01,off,元旦,x\n",
                3,
                CalendarFaultKind::Twice,
            ),
        ] {
            assert_eq!(
                Calendar::default().with_year(2027, text),
                Err(CalendarFault { line, what }),
                "{text}"
            );
        }
    }
}
