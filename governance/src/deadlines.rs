//! Due dates: which day a period ends on, and how that was computed.
//!
//! Entry points: [`DeadlineRules::built_in`] for the rules by id (`data/deadlines.csv`; a site adds or replaces rows with
//! [`DeadlineRules::with_rows`]), [`reckon`] for a date. By the Civil Code: the day of the event is not counted (民法典 201), a period of days ends with
//! the last day's midnight at +08:00 (203), a month's period ends on the day of the same number (202), and a last day that is off moves to the
//! next day that is worked (203). A date that leans on a year without a calendar file is [provisional](Reckoning::provisional_from): recompute it
//! when the file comes. Nothing here knows which day it is.

use crate::calendar::{Calendar, DayKind, weekend_name};
use crate::dates::{Day, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// First line of a table of rules.
pub const HEADER: &str = "rule,name,days,unit,extension,source,certainty";

/// Longest period in days or months: ten years of days, so that a slip of the pen cannot make the count run on.
pub const MAX_PERIOD: u16 = 3660;

/// The first day of December that the next year's notice can still change. The notice for 2019 made 29 December 2018 a workday and
/// the 31st a holiday. Until the next year's file is there, a date that leans on these days is provisional.
const DECEMBER_OPEN_FROM: u32 = 29;

const BUILT_IN: &str = include_str!("../data/deadlines.csv");

labelled! {
    /// What a period is counted in.
    pub enum PeriodUnit {
        WorkingDay = "working_day", "个工作日", "working days";
        CalendarDay = "calendar_day", "日", "calendar days";
        Month = "month", "个月", "months";
    }
}

labelled! {
    /// How well a rule's source is known. An unverified rule is never printed as fact.
    pub enum Certainty {
        Verified = "verified", "已核实", "Verified";
        Local = "local", "地方规定", "Local rule";
        Unverified = "unverified", "未核实", "Unverified";
    }
}

labelled! {
    /// Why a day was passed over.
    pub enum SkipReason {
        Holiday = "holiday", "法定节假日", "Public holiday";
        Weekend = "weekend", "周末", "Weekend";
        Paused = "paused", "等待补充", "Waiting for the complainant";
    }
}

/// A length of time that a rule gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// How many.
    pub days: u16,
    /// Of what.
    pub unit: PeriodUnit,
}

impl Period {
    /// So many working days.
    pub const fn working_days(days: u16) -> Self {
        Self {
            days,
            unit: PeriodUnit::WorkingDay,
        }
    }
}

/// One rule of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeadlineRule {
    /// Its id, e.g. `case_answer_complaint`.
    pub rule: Box<str>,
    /// What must happen in that time, in Chinese.
    pub name: Box<str>,
    /// The time given.
    pub period: Period,
    /// By how much it may be extended once, where the source says so; in the same unit.
    pub extension: Option<Period>,
    /// Law and article, or the local document.
    pub source: Box<str>,
    /// How well the source is known.
    pub certainty: Certainty,
}

/// Why a table of rules was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleFault {
    /// The first line is not [`HEADER`].
    #[error("the first line must be `{HEADER}`")]
    Header,
    /// A line that cannot be read, counted from 1.
    #[error("line {0} is no rule: {HEADER}")]
    Line(usize),
    /// A rule stands in the table twice.
    #[error("line {0} repeats a rule")]
    Twice(usize),
}

/// The rules by id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeadlineRules(BTreeMap<Box<str>, DeadlineRule>);

impl DeadlineRules {
    /// The rules that come with the program.
    ///
    /// # Errors
    /// [`RuleFault`] if the table was damaged before the program was built; a test keeps that from happening.
    pub fn built_in() -> Result<Self, RuleFault> {
        Self::default().with_rows(BUILT_IN)
    }

    /// These rules with a table's rows added; a row with a known id replaces it.
    ///
    /// # Errors
    /// The first line that is wrong; the table is taken whole or not at all.
    pub fn with_rows(mut self, text: &str) -> Result<Self, RuleFault> {
        let mut lines = text.trim_start_matches('\u{feff}').lines();
        if lines.next().map(str::trim_end) != Some(HEADER) {
            return Err(RuleFault::Header);
        }
        let mut rows = BTreeMap::new();
        for (line, number) in lines.zip(2..).filter(|(line, _)| !line.trim().is_empty()) {
            let rule = read_rule(line).ok_or(RuleFault::Line(number))?;
            if rows.insert(rule.rule.clone(), rule).is_some() {
                return Err(RuleFault::Twice(number));
            }
        }
        self.0.append(&mut rows);
        Ok(self)
    }

    /// The rule with this id.
    pub fn get(&self, rule: &str) -> Option<&DeadlineRule> {
        self.0.get(rule)
    }

    /// Every rule, by id.
    pub fn iter(&self) -> impl Iterator<Item = &DeadlineRule> {
        self.0.values()
    }
}

fn read_rule(line: &str) -> Option<DeadlineRule> {
    use crate::labelled::Labelled;
    let columns: Vec<&str> = line.split(',').map(str::trim).collect();
    let [rule, name, days, unit, extension, source, certainty] = columns[..] else {
        return None;
    };
    let unit = PeriodUnit::find(unit)?;
    let period = |days: &str| {
        let days = days.parse().ok().filter(|n| *n <= MAX_PERIOD)?;
        Some(Period { days, unit })
    };
    let extension = match extension {
        "" => None,
        days => Some(period(days)?),
    };
    (!rule.is_empty()).then_some(DeadlineRule {
        rule: rule.into(),
        name: name.into(),
        period: period(days)?,
        extension,
        source: source.into(),
        certainty: Certainty::find(certainty)?,
    })
}

/// Days that a clock stood still: those after `after`, up to and with `until`. The day the question went out still counts; after the answer the
/// count goes on with the next day, as after any event (民法典 201).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StoodStill {
    /// Day the question was asked.
    pub after: Day,
    /// Day it was answered.
    pub until: Day,
}

impl StoodStill {
    fn covers(self, day: Day) -> bool {
        self.after < day && day <= self.until
    }
}

/// What is to be counted.
#[derive(Debug, Clone, Copy)]
pub struct Count<'a> {
    /// The rule the period comes from, or another name for it (`typed` for a period given by hand).
    pub rule: &'a str,
    /// The event that starts the clock; its local day is day 0.
    pub start: Moment,
    /// The period.
    pub period: Period,
    /// When the clock stood still.
    pub pauses: &'a [StoodStill],
}

/// A due date and how it was computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reckoning {
    /// The rule it comes from.
    pub rule: Box<str>,
    /// The event that started the clock.
    pub start: Moment,
    /// The period.
    pub period: Period,
    /// The last day; the period ends with its midnight.
    pub due_on: Day,
    /// The days that were counted, first to last. Of a period in months only the last.
    pub counted: Vec<CountedDay>,
    /// The days that were passed over, in order.
    pub skipped: Vec<SkippedDay>,
    /// The days the last day was moved over because it was off; empty for working days.
    pub rolled_over: Vec<SkippedDay>,
    /// The first day whose status the count leans on and no calendar file settles yet. The date is to be recomputed when the file comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provisional_from: Option<Day>,
    /// Version of the calendar it was counted with.
    pub calendar: Box<str>,
}

impl Reckoning {
    /// Whether the date can still move because a year is unknown.
    pub fn is_provisional(&self) -> bool {
        self.provisional_from.is_some()
    }

    /// The first moment that is too late: 00:00 after the last day.
    pub fn ends(&self) -> Moment {
        Moment::start_of(self.due_on.plus_days(1))
    }
}

/// A day that counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CountedDay {
    /// The day.
    pub day: Day,
    /// The holiday it is worked for, if it is a make-up workday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub makeup_for: Option<Box<str>>,
}

/// A day that did not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SkippedDay {
    /// The day.
    pub day: Day,
    /// Its name: the holiday, 星期六, 星期日, or 等待补充.
    pub name: Box<str>,
    /// Why it did not count.
    pub reason: SkipReason,
}

/// Counts a period from an event and says how.
pub fn reckon(calendar: &Calendar, count: &Count<'_>) -> Reckoning {
    let mut walk = Walk {
        calendar,
        pauses: count.pauses,
        day: count.start.day(),
        reckoning: Reckoning {
            rule: count.rule.into(),
            start: count.start,
            period: count.period,
            due_on: count.start.day(),
            counted: Vec::new(),
            skipped: Vec::new(),
            rolled_over: Vec::new(),
            provisional_from: None,
            calendar: calendar.version().into(),
        },
    };
    match count.period.unit {
        PeriodUnit::WorkingDay => walk.count_days(count.period.days, true),
        PeriodUnit::CalendarDay => walk.count_days(count.period.days, false),
        PeriodUnit::Month => walk.advance_months(count.period.days),
    }
    walk.roll_forward();
    walk.reckoning.due_on = walk.day;
    walk.reckoning
}

/// How many working days lie after `from`, up to and with `to`; 0 if `to` is not later. In a year without a file Monday to Friday count.
pub fn working_days_between(calendar: &Calendar, from: Day, to: Day) -> u32 {
    let days = to.days_since(from).clamp(0, i64::from(u32::MAX));
    let worked = (1..=days).filter(|n| day_off(calendar, from.plus_days(*n)).is_none());
    u32::try_from(worked.count()).unwrap_or(u32::MAX)
}

struct Walk<'c> {
    calendar: &'c Calendar,
    pauses: &'c [StoodStill],
    day: Day,
    reckoning: Reckoning,
}

impl Walk<'_> {
    fn count_days(&mut self, days: u16, working: bool) {
        let mut left = days.min(MAX_PERIOD);
        while left > 0 && self.step() {
            if working {
                self.lean_on(self.day);
            }
            let skip = self
                .paused()
                .or_else(|| working.then(|| day_off(self.calendar, self.day)).flatten());
            if let Some(skip) = skip {
                self.reckoning.skipped.push(skip);
            } else {
                self.count();
                left -= 1;
            }
        }
    }

    fn advance_months(&mut self, months: u16) {
        let months = chrono::Months::new(u32::from(months.min(MAX_PERIOD)));
        if let Some(date) = self.day.date().checked_add_months(months) {
            let still: i64 = self
                .pauses
                .iter()
                .map(|p| p.until.days_since(p.after).max(0))
                .sum();
            self.day = Day::from(date).plus_days(still);
            self.count();
        }
    }

    /// A last day that is off moves to the next worked day (民法典 203).
    fn roll_forward(&mut self) {
        self.lean_on(self.day);
        while let Some(skip) = day_off(self.calendar, self.day) {
            self.reckoning.rolled_over.push(skip);
            if !self.step() {
                break;
            }
            self.lean_on(self.day);
        }
    }

    /// Goes to the next day; false at the end of the calendar itself.
    fn step(&mut self) -> bool {
        let next = self.day.plus_days(1);
        let moved = next > self.day;
        self.day = next;
        moved
    }

    fn count(&mut self) {
        self.reckoning.counted.push(CountedDay {
            day: self.day,
            makeup_for: self.calendar.makeup_for(self.day).map(Into::into),
        });
    }

    fn paused(&self) -> Option<SkippedDay> {
        use crate::labelled::Labelled;
        let reason = SkipReason::Paused;
        let paused = self.pauses.iter().any(|pause| pause.covers(self.day));
        paused.then(|| SkippedDay {
            day: self.day,
            name: reason.zh().into(),
            reason,
        })
    }

    fn lean_on(&mut self, day: Day) {
        if self.reckoning.provisional_from.is_none() && !settled(self.calendar, day) {
            self.reckoning.provisional_from = Some(day);
        }
    }
}

/// Whether no file that may still come can change this day.
fn settled(calendar: &Calendar, day: Day) -> bool {
    let open = day.month() == 12 && day.day() >= DECEMBER_OPEN_FROM;
    calendar.knows(day.year()) && (!open || calendar.knows(day.year() + 1))
}

/// The day as one to pass over, if it is off; in an unknown year the weekend is.
fn day_off(calendar: &Calendar, day: Day) -> Option<SkippedDay> {
    let weekend = weekend_name(day);
    let name = match calendar.look_up(day) {
        DayKind::Workday => return None,
        DayKind::OffDay { name } => name,
        DayKind::Unknown => weekend?,
    };
    let reason = if weekend == Some(name) {
        SkipReason::Weekend
    } else {
        SkipReason::Holiday
    };
    Some(SkippedDay {
        day,
        name: name.into(),
        reason,
    })
}

#[cfg(test)]
mod tests;
