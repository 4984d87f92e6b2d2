//! The case log: one row for each round of each case, without a word that anybody wrote.
//!
//! Entry point: [`case_log`]. The figures are counted from this log, so that whoever has the log can count them again.

use crate::cases::{Case, CaseCategory, CaseReference, CaseState, Clocks, FilingKind, Round};
use crate::dates::Day;
use crate::divisions::DivisionCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One round of a case: from filing or reopening to the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LogEntry {
    /// Public reference of the case.
    #[schemars(extend("x-zh" = "编号"))]
    pub reference: CaseReference,
    /// 1 for the filing, one more for each reopening.
    #[schemars(extend("x-zh" = "轮次"))]
    pub round: u32,
    /// What kind of filing.
    #[schemars(extend("x-zh" = "诉求类型"))]
    pub kind: FilingKind,
    /// What it is about.
    #[schemars(extend("x-zh" = "类别"))]
    pub category: CaseCategory,
    /// Community or village.
    #[schemars(extend("x-zh" = "社区(村)"))]
    pub place: DivisionCode,
    /// Day it was filed or reopened.
    #[schemars(extend("x-zh" = "提交日期"))]
    pub opened_on: Day,
    /// Original due date.
    #[schemars(extend("x-zh" = "原定期限"))]
    pub due_on: Day,
    /// Due date after the extension.
    #[schemars(extend("x-zh" = "延期后期限"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended_due_on: Option<Day>,
    /// Whether the due date can still move because a year's calendar is not out yet.
    #[schemars(extend("x-zh" = "期限暂定"))]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// Day since which the case waits for the resident.
    #[schemars(extend("x-zh" = "等待补充起始日"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_since: Option<Day>,
    /// Day it was answered.
    #[schemars(extend("x-zh" = "答复日期"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_on: Option<Day>,
    /// Day it went off the books.
    #[schemars(extend("x-zh" = "办结日期"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Day>,
    /// What came out.
    #[schemars(extend("x-zh" = "结果"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<CaseState>,
    /// Working days after the original due date at which it was answered; 0 on time.
    #[schemars(extend("x-zh" = "超原定期限工作日"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_by_original: Option<u32>,
    /// The same against the extended due date, or the original without an extension.
    #[schemars(extend("x-zh" = "超期工作日"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_by: Option<u32>,
    /// Others whom the case concerns: cases that were merged into it, and residents who said so.
    #[schemars(extend("x-zh" = "也受影响的人数"))]
    #[serde(default, skip_serializing_if = "is_zero")]
    pub followers: u32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

impl LogEntry {
    /// The due date that counts.
    pub fn last_due_on(&self) -> Day {
        self.extended_due_on.unwrap_or(self.due_on)
    }

    /// Days from opening to answer, all days counted.
    pub fn days_to_answer(&self) -> Option<u32> {
        let days = self.answered_on?.days_since(self.opened_on);
        u32::try_from(days).ok()
    }

    /// Whether it was on the books at the end of this day.
    pub fn is_open_after(&self, day: Day) -> bool {
        self.opened_on <= day && self.closed_on.is_none_or(|closed| closed > day)
    }

    /// Whether an answer was owed and late at the end of this day.
    pub fn is_overdue_after(&self, day: Day) -> bool {
        let owed =
            self.is_open_after(day) && self.answered_on.is_none_or(|answered| answered > day);
        let waiting = self.waiting_since.is_some_and(|since| since <= day);
        owed && !waiting && self.last_due_on() < day
    }

    fn of(case: &Case, round: &Round, number: u32, clocks: &Clocks) -> Self {
        let time = round.timeliness(clocks);
        let waiting = round.pauses.iter().find(|pause| pause.resumed_at.is_none());
        Self {
            reference: case.reference,
            round: number,
            kind: case.kind,
            category: case.category,
            place: case.place,
            opened_on: round.opened_at.day(),
            due_on: round.answer.due_on,
            extended_due_on: round.extension.as_ref().map(|e| e.due.due_on),
            provisional: round.answered_at.is_none()
                && round.ended_at.is_none()
                && round.current_due().provisional,
            waiting_since: waiting.map(|pause| pause.asked_at.day()),
            answered_on: round.answered_at.map(crate::dates::Moment::day),
            closed_on: round.ended_at.map(crate::dates::Moment::day),
            outcome: round.outcome,
            late_by_original: time.map(|t| t.late_by_original),
            late_by: time.map(|t| t.late_by),
            followers: case.followers,
        }
    }
}

/// The log of these cases, by reference and round.
pub fn case_log(cases: &[Case], clocks: &Clocks) -> Vec<LogEntry> {
    let rounds = |case: &Case| -> Vec<LogEntry> {
        let rounds = case.rounds.iter().zip(1..);
        rounds
            .map(|(round, n)| LogEntry::of(case, round, n, clocks))
            .collect()
    };
    let mut log: Vec<LogEntry> = cases.iter().flat_map(rounds).collect();
    log.sort_by_key(|entry| (entry.reference, entry.round));
    log
}
