//! MT1105: a year of the working calendar can't be read.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity, Words};
use crate::words;
use governance::calendar::{CalendarFaultKind, HEADER};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1105),
    severity: Severity::Error,
    title: both(
        "年度日历读不懂",
        "A year of the working calendar can't be read",
    ),
    what: both(
        "calendar/ 里一年一个文件，以年份命名（如 2027.csv），只写放假日和调休上班日，列是 date,kind,name,source。",
        "Each file in calendar/ is a year, named after it (2027.csv); it lists days off and make-up workdays in the columns date,kind,name,source.",
    ),
    why: both(
        "纪要、审核、答复的到期日都按这个日历数工作日；读错一天，到期日就错一天。",
        "Due days of minutes, reviews and answers are counted by it; a day misread is a day wrong.",
    ),
    example: "2027-01-04,makeup_workday,元旦,国务院办公厅通知",
    remedy: both(
        "对照国务院办公厅的放假通知改；kind 只写 off（放假）或 makeup_workday（调休上班）。",
        "Correct it by the State Council's notice; kind is `off` or `makeup_workday`.",
    ),
    check: Check::Step,
};

/// What is wrong with a line, in words.
pub(crate) fn said(kind: CalendarFaultKind) -> Words {
    match kind {
        CalendarFaultKind::Header => words!("第一行应当是 {HEADER}", "the first line must be `{HEADER}`"),
        CalendarFaultKind::Columns => words!("一行有四列：{HEADER}", "a line has four columns: {HEADER}"),
        CalendarFaultKind::Date(_) => words!("日期写成 2027-01-01 的样子", "a date is written 2027-01-01"),
        CalendarFaultKind::OtherYear => words!("日期不在文件名的那一年", "the date lies in another year than the file's name"),
        CalendarFaultKind::Kind => words!("kind 只能是 off 或 makeup_workday", "the kind is `off` or `makeup_workday`"),
        CalendarFaultKind::NotAWeekend => words!("调休上班日应当是星期六或星期日", "a make-up workday falls on a Saturday or Sunday"),
        CalendarFaultKind::Name => words!("没有写节日名称", "the name is missing"),
        CalendarFaultKind::Twice => words!("这一天写了两次", "the day stands here twice"),
        CalendarFaultKind::Empty => words!("一年里没有一天放假，文件不完整", "a year has days off; this file has none"),
    }
}
