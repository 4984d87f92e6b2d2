//! The clocks of a case: how long staff have, counted by the working calendar, and how a case stands against them.
//!
//! Entry points: [`Clocks::new`] from a calendar, the rules and a [`ClockPlan`] (configuration); [`Clocks::built_in`]. The lengths themselves stand in
//! the table of [`crate::deadlines`]; the plan only says which rule is for what.

use super::words::FilingKind;
use crate::calendar::Calendar;
use crate::dates::{Day, Moment};
use crate::deadlines::{
    Count, DeadlineRule, DeadlineRules, Period, Reckoning, StoodStill, reckon, working_days_between,
};
use crate::labelled::Labelled;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which rule each clock runs by. Local rules differ: a site sets its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ClockPlan {
    /// Rule for telling the resident whether the case is taken on.
    pub acknowledge: Box<str>,
    /// Rule for the answer, by kind of filing. Every kind must be there.
    pub answer: BTreeMap<FilingKind, Box<str>>,
    /// Rule for the most an answer may be put off.
    pub extension: Box<str>,
    /// Rule for how long a resident may ask to reopen.
    pub reopen: Box<str>,
    /// Rule for how long a question waits before work goes on without an answer.
    pub await_reply: Box<str>,
    /// Working days before the due date from which a case is due soon.
    pub due_soon_days: u32,
    /// Working days after the due date from which a case is very overdue.
    pub very_overdue_days: u32,
    /// Reopenings from which a case is escalated.
    pub escalate_at: usize,
}

impl Default for ClockPlan {
    fn default() -> Self {
        let rule = |kind: &FilingKind| match kind {
            FilingKind::Inquiry | FilingKind::Help => "case_answer_inquiry",
            FilingKind::Suggestion | FilingKind::Feedback => "case_answer_suggestion",
            FilingKind::Complaint | FilingKind::Report => "case_answer_complaint",
            FilingKind::Rating => "case_answer_bad_review",
        };
        Self {
            acknowledge: "case_acknowledge".into(),
            answer: FilingKind::ALL
                .iter()
                .map(|kind| (*kind, rule(kind).into()))
                .collect(),
            extension: "case_extension".into(),
            reopen: "case_reopen".into(),
            await_reply: "case_await_reply".into(),
            due_soon_days: 2,
            very_overdue_days: 5,
            escalate_at: 3,
        }
    }
}

/// Why a plan cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClockFault {
    /// The plan names a rule that the table does not have.
    #[error("there is no deadline rule `{0}`")]
    NoSuchRule(Box<str>),
    /// The plan gives no rule for this kind.
    #[error("the clock plan has no answer rule for `{}`", .0.id())]
    NoAnswerRule(FilingKind),
    /// The program's own calendar or table is damaged.
    #[error("the built-in {0} cannot be read")]
    BuiltIn(&'static str),
}

/// A plan with its rules found, and the calendar they are counted by.
#[derive(Debug, Clone)]
pub struct Clocks {
    calendar: Calendar,
    acknowledge: DeadlineRule,
    answer: BTreeMap<FilingKind, DeadlineRule>,
    extension: DeadlineRule,
    reopen: DeadlineRule,
    await_reply: DeadlineRule,
    due_soon_days: u32,
    very_overdue_days: u32,
    escalate_at: usize,
}

impl Clocks {
    /// Finds each rule of the plan.
    ///
    /// # Errors
    /// [`ClockFault`] names the first rule that is not there.
    pub fn new(
        calendar: Calendar,
        rules: &DeadlineRules,
        plan: &ClockPlan,
    ) -> Result<Self, ClockFault> {
        let find = |id: &str| {
            let missing = || ClockFault::NoSuchRule(id.into());
            rules.get(id).cloned().ok_or_else(missing)
        };
        let answer = |kind: &FilingKind| {
            let rule = plan
                .answer
                .get(kind)
                .ok_or(ClockFault::NoAnswerRule(*kind))?;
            Ok((*kind, find(rule)?))
        };
        Ok(Self {
            calendar,
            acknowledge: find(&plan.acknowledge)?,
            answer: FilingKind::ALL
                .iter()
                .map(answer)
                .collect::<Result<_, _>>()?,
            extension: find(&plan.extension)?,
            reopen: find(&plan.reopen)?,
            await_reply: find(&plan.await_reply)?,
            due_soon_days: plan.due_soon_days,
            very_overdue_days: plan.very_overdue_days,
            escalate_at: plan.escalate_at,
        })
    }

    /// The calendar, rules and plan that come with the program.
    ///
    /// # Errors
    /// [`ClockFault::BuiltIn`] if they were damaged before the program was built; a test keeps that from happening.
    pub fn built_in() -> Result<Self, ClockFault> {
        let calendar = Calendar::built_in().map_err(|_| ClockFault::BuiltIn("calendar"))?;
        let rules = DeadlineRules::built_in().map_err(|_| ClockFault::BuiltIn("rules"))?;
        Self::new(calendar, &rules, &ClockPlan::default())
    }

    /// The calendar they count by.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The most an answer may be put off.
    pub fn longest_extension(&self) -> Period {
        self.extension.period
    }

    /// Reopenings from which a case is escalated.
    pub fn escalate_at(&self) -> usize {
        self.escalate_at
    }

    pub(super) fn acknowledge_by(&self, filed: Moment) -> Due {
        Due::count(self, &self.acknowledge, filed)
    }

    pub(super) fn answer_by(&self, kind: FilingKind, start: Moment) -> Due {
        // Every kind is in the map by construction; the acknowledgement rule is the strictest stand-in.
        let rule = self.answer.get(&kind).unwrap_or(&self.acknowledge);
        Due::count(self, rule, start)
    }

    pub(super) fn extended_by(&self, days: u16, original: &Due) -> Due {
        let period = Period {
            days,
            unit: self.extension.period.unit,
        };
        let rule = DeadlineRule {
            period,
            ..self.extension.clone()
        };
        Due::count(self, &rule, Moment::start_of(original.due_on))
    }

    /// Last day on which the resident may ask to reopen a case answered at that moment.
    pub fn reopen_until(&self, answered: Moment) -> Day {
        Due::count(self, &self.reopen, answered).due_on
    }

    /// Last day that a question of that moment waits for its answer.
    pub fn await_until(&self, asked: Moment) -> Day {
        Due::count(self, &self.await_reply, asked).due_on
    }

    /// How an open due date stands on this day.
    pub(super) fn against(&self, due_on: Day, today: Day) -> super::words::Standing {
        use super::words::Standing;
        if today > due_on {
            return if self.working_days_late(due_on, today) >= self.very_overdue_days {
                Standing::VeryOverdue
            } else {
                Standing::Overdue
            };
        }
        if working_days_between(&self.calendar, today, due_on) <= self.due_soon_days {
            Standing::DueSoon
        } else {
            Standing::OnTime
        }
    }

    /// Working days from the due date to this day; at least 1 when it is later.
    pub fn working_days_late(&self, due_on: Day, day: Day) -> u32 {
        let late = working_days_between(&self.calendar, due_on, day);
        late.max(u32::from(day > due_on))
    }
}

/// A due date as a case keeps it: enough to count it again and to show how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Due {
    /// The rule it comes from.
    pub rule: Box<str>,
    /// What started the clock.
    pub start: Moment,
    /// The time given.
    pub period: Period,
    /// The last day.
    pub due_on: Day,
    /// Whether the date can still move because a year is unknown.
    pub provisional: bool,
    /// Version of the calendar it was counted with.
    pub calendar: Box<str>,
}

impl Due {
    fn count(clocks: &Clocks, rule: &DeadlineRule, start: Moment) -> Self {
        let count = Count {
            rule: &rule.rule,
            start,
            period: rule.period,
            pauses: &[],
        };
        Self::of(reckon(&clocks.calendar, &count))
    }

    fn of(reckoning: Reckoning) -> Self {
        Self {
            provisional: reckoning.is_provisional(),
            rule: reckoning.rule,
            start: reckoning.start,
            period: reckoning.period,
            due_on: reckoning.due_on,
            calendar: reckoning.calendar,
        }
    }

    /// How the date is computed: days counted, days passed over with their names.
    pub fn working(&self, calendar: &Calendar, pauses: &[StoodStill]) -> Reckoning {
        let count = Count {
            rule: &self.rule,
            start: self.start,
            period: self.period,
            pauses,
        };
        reckon(calendar, &count)
    }

    pub(super) fn recounted(&self, calendar: &Calendar, pauses: &[StoodStill]) -> Self {
        Self::of(self.working(calendar, pauses))
    }
}
