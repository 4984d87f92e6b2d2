//! `mingtang due`: the last day of a period, and how it was counted.
//!
//! Year files in `calendar/` of the content folder add to (or replace) the years that are built in.

use crate::cli::DueOptions;
use crate::words::{Lang, plain, say};
use crate::{CouldNotRun, Outcome, clock, files};
use governance::calendar::Calendar;
use governance::deadlines::{
    Count, DeadlineRules, Period, PeriodUnit, Reckoning, SkippedDay, reckon,
};
use governance::labelled::Labelled;
use std::path::Path;

/// Prints the date and the working.
///
/// # Errors
/// If the start, the rule or a year file cannot be read.
pub(crate) fn due(options: &DueOptions, lang: Lang) -> Result<Outcome, CouldNotRun> {
    let calendar = calendar(&options.content, lang)?;
    let start = clock::moment(options.from.as_deref(), lang)?;
    let (rule, period) = period(options, lang)?;
    let reckoning = reckon(
        &calendar,
        &Count {
            rule: &rule,
            start,
            period,
            pauses: &[],
        },
    );
    if options.json {
        let json = serde_json::to_string_pretty(&reckoning)
            .map_err(|fault| CouldNotRun::new(fault.to_string()))?;
        say(&json);
    } else {
        for line in working(&reckoning, lang) {
            say(&line);
        }
    }
    Ok(Outcome::Clean)
}

/// The working calendar: the built-in years and those of the content folder.
///
/// # Errors
/// If a year file cannot be read; the message names file and line.
pub(crate) fn calendar(content: &Path, lang: Lang) -> Result<Calendar, CouldNotRun> {
    let mut calendar = Calendar::built_in().map_err(|fault| CouldNotRun::new(fault.to_string()))?;
    for (path, text) in files::folder_of_texts(&content.join("calendar"), "csv") {
        let name = plain(&path.display().to_string());
        let year = path
            .file_stem()
            .and_then(|stem| stem.to_str()?.parse::<i32>().ok());
        let year = year.ok_or_else(|| misnamed(&name, lang))?;
        calendar = calendar
            .with_year(year, &text)
            .map_err(|fault| CouldNotRun::new(format!("{name}: {fault}")))?;
    }
    Ok(calendar)
}

fn misnamed(name: &str, lang: Lang) -> CouldNotRun {
    CouldNotRun::new(lang.pick(
        format!("{name}：日历文件要以年份命名，例如 2027.csv"),
        format!("{name}: a calendar file is named after its year, e.g. 2027.csv"),
    ))
}

fn period(options: &DueOptions, lang: Lang) -> Result<(String, Period), CouldNotRun> {
    let given = |days, unit| Ok(("typed".to_owned(), Period { days, unit }));
    match (&options.rule, options.working_days, options.calendar_days) {
        (Some(rule), _, _) => by_rule(rule, lang),
        (None, Some(days), _) => given(days, PeriodUnit::WorkingDay),
        (None, None, Some(days)) => given(days, PeriodUnit::CalendarDay),
        (None, None, None) => Err(CouldNotRun::new(lang.pick(
            "请说明期限：--working-days 15、--calendar-days 60 或 --rule case_answer_complaint",
            "say how long: --working-days 15, --calendar-days 60 or --rule case_answer_complaint",
        ))),
    }
}

fn by_rule(name: &str, lang: Lang) -> Result<(String, Period), CouldNotRun> {
    let rules = DeadlineRules::built_in().map_err(|fault| CouldNotRun::new(fault.to_string()))?;
    let known: Vec<String> = rules
        .iter()
        .map(|rule| format!("  {}  {}", rule.rule, rule.name))
        .collect();
    let found = rules
        .get(name)
        .map(|rule| (rule.rule.to_string(), rule.period));
    found.ok_or_else(|| {
        let (name, known) = (plain(name), known.join("\n"));
        CouldNotRun::new(lang.pick(
            format!("没有期限规则“{name}”。可用的有:\n{known}"),
            format!("no rule {name:?}; there are:\n{known}"),
        ))
    })
}

/// How a date was counted, line by line.
pub(crate) fn working(reckoning: &Reckoning, lang: Lang) -> Vec<String> {
    let mut lines = vec![answer(reckoning, lang)];
    lines.push(lang.pick(
        format!(
            "起算：{}(当日不计);期限：{}{}；规则：{}",
            reckoning.start.minute(),
            reckoning.period.days,
            reckoning.period.unit.zh(),
            reckoning.rule
        ),
        format!(
            "From {} (that day not counted); {} × {}; rule {}",
            reckoning.start.minute(),
            reckoning.period.days,
            reckoning.period.unit.en(),
            reckoning.rule
        ),
    ));
    lines.push(lang.pick("计入的日子:", "Days counted:").to_owned());
    lines.extend(reckoning.counted.iter().enumerate().map(|(index, day)| {
        let makeup = day.makeup_for.as_deref().map(|name| {
            lang.pick(
                format!("({name}调休上班)"),
                format!(" (make-up day: {name})"),
            )
        });
        format!(
            "  {:>3}. {}{}",
            index + 1,
            day.day,
            makeup.unwrap_or_default()
        )
    }));
    skipped(
        &mut lines,
        lang.pick("跳过的日子:", "Days skipped:"),
        &reckoning.skipped,
    );
    skipped(
        &mut lines,
        lang.pick("期末逢假日顺延:", "Rolled forward over:"),
        &reckoning.rolled_over,
    );
    lines.push(lang.pick(
        format!("日历：{}", reckoning.calendar),
        format!("Calendar: {}", reckoning.calendar),
    ));
    lines
}

fn answer(reckoning: &Reckoning, lang: Lang) -> String {
    let due = reckoning.due_on;
    let firm = match reckoning.provisional_from {
        None => String::new(),
        Some(day) => lang.pick(
            format!("(暂定：{} 年的放假安排还没有公布，从 {day} 起按平常周末计算；放入该年日历后会重算)", unknown_year(day)),
            format!(" (provisional: the calendar of {} is not known; from {day} on plain weekends were assumed)", unknown_year(day)),
        ),
    };
    lang.pick(
        format!("到期日：{due}(当日 24:00 止){firm}"),
        format!("Due on {due} (until midnight that day){firm}"),
    )
}

fn skipped(lines: &mut Vec<String>, heading: &str, days: &[SkippedDay]) {
    if days.is_empty() {
        return;
    }
    lines.push(heading.to_owned());
    lines.extend(
        days.iter()
            .map(|day| format!("       {} {}", day.day, day.name)),
    );
}

/// The year whose calendar would settle the day: the last days of December are settled by the next year's notice.
fn unknown_year(day: governance::dates::Day) -> i32 {
    const DAYS_LEFT_OPEN: i64 = 3;
    day.plus_days(DAYS_LEFT_OPEN).year()
}
