//! Due dates against dates worked out by hand and against a count that knows nothing but the raw file.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn due(start: &str, period: Period) -> Reckoning {
    let count = Count {
        rule: "typed",
        start: moment(start),
        period,
        pauses: &[],
    };
    reckon(&Calendar::built_in().unwrap(), &count)
}

const fn calendar_days(days: u16) -> Period {
    Period {
        days,
        unit: PeriodUnit::CalendarDay,
    }
}

const fn months(days: u16) -> Period {
    Period {
        days,
        unit: PeriodUnit::Month,
    }
}

#[test]
fn dates_worked_out_by_hand() {
    let working = Period::working_days;
    for (start, period, due_on) in [
        // Over the Spring Festival of 2026, whose Saturdays 14 and 28 February are worked.
        ("2026-02-10T17:30:00+08:00", working(15), "2026-03-09"),
        ("2026-02-13", working(1), "2026-02-14"),
        ("2026-02-14", working(1), "2026-02-24"),
        // 16:30 UTC is already the next day in China.
        ("2026-11-05T16:30:00Z", working(1), "2026-11-09"),
        ("2026-11-05T15:30:00Z", working(1), "2026-11-06"),
        // A last day that is off rolls to the next worked day: a weekend, a holiday, a holiday before a make-up Saturday.
        ("2026-10-16", calendar_days(15), "2026-11-02"),
        ("2026-09-20", calendar_days(15), "2026-10-08"),
        ("2025-12-17", calendar_days(15), "2026-01-04"),
        ("2026-11-14", calendar_days(0), "2026-11-16"),
        // Months: the day of the same number, else the month's last.
        ("2025-08-31", months(6), "2026-02-28"),
        ("2026-05-11", months(1), "2026-06-11"),
    ] {
        assert_eq!(
            due(start, period).due_on.to_string(),
            due_on,
            "{start} {period:?}"
        );
    }
}

#[test]
fn the_working_is_shown() {
    let reckoning = due("2026-02-12", Period::working_days(4));
    let counted: Vec<String> = reckoning
        .counted
        .iter()
        .map(|c| c.day.to_string())
        .collect();
    assert_eq!(
        counted,
        ["2026-02-13", "2026-02-14", "2026-02-24", "2026-02-25"]
    );
    assert_eq!(reckoning.counted[1].makeup_for.as_deref(), Some("春节"));
    assert_eq!(reckoning.skipped.len(), 9);
    assert!(reckoning.skipped.iter().all(|s| &*s.name == "春节"));
    assert_eq!(reckoning.ends(), moment("2026-02-26"));
    assert!(!reckoning.is_provisional());
}

#[test]
fn a_date_in_an_unknown_year_is_provisional_until_its_file_comes() {
    let count = Count {
        rule: "case_answer_complaint",
        start: moment("2026-12-21T09:00:00+08:00"),
        period: Period::working_days(15),
        pauses: &[],
    };
    let calendar = Calendar::built_in().unwrap();
    let before = reckon(&calendar, &count);
    assert_eq!(before.due_on.to_string(), "2027-01-11");
    assert_eq!(before.provisional_from, Day::parse("2026-12-29").ok());
    let file = "date,kind,name,source\n2027-01-01,off,元旦,示例\n";
    let after = reckon(&calendar.with_year(2027, file).unwrap(), &count);
    assert_eq!(after.due_on.to_string(), "2027-01-12");
    assert_eq!(after.provisional_from, None);
    assert_ne!(before.calendar, after.calendar);
}

#[test]
fn a_date_before_the_open_days_of_december_is_final() {
    assert!(!due("2026-11-23", Period::working_days(15)).is_provisional());
    assert!(!due("2026-11-23", calendar_days(35)).is_provisional());
    assert!(due("2026-11-23", calendar_days(36)).is_provisional());
    assert!(due("2020-12-30", Period::working_days(3)).is_provisional());
}

#[test]
fn days_of_waiting_do_not_count() {
    let day = |text| Day::parse(text).unwrap();
    let pauses = [StoodStill {
        after: day("2026-11-04"),
        until: day("2026-11-10"),
    }];
    let count = Count {
        rule: "typed",
        start: moment("2026-11-02"),
        period: Period::working_days(3),
        pauses: &pauses,
    };
    let reckoning = reckon(&Calendar::built_in().unwrap(), &count);
    assert_eq!(reckoning.due_on.to_string(), "2026-11-11");
    let waited = |s: &&SkippedDay| s.reason == SkipReason::Paused;
    assert_eq!(reckoning.skipped.iter().filter(waited).count(), 6);
}

#[test]
fn the_rules_are_whole_and_can_be_replaced() {
    let rules = DeadlineRules::built_in().unwrap();
    let answer = rules.get("case_answer_complaint").unwrap();
    assert_eq!(answer.period, Period::working_days(15));
    let petition = rules.get("petition_resolve").unwrap();
    assert_eq!(petition.extension, Some(calendar_days(30)));
    let local =
        format!("{HEADER}\ncase_answer_complaint,投诉答复,10,working_day,,本市规定,local\n");
    let count = rules.iter().count();
    let rules = rules.with_rows(&local).unwrap();
    assert_eq!(rules.iter().count(), count);
    let answer = rules.get("case_answer_complaint").unwrap();
    assert_eq!(answer.period.days, 10);
}

#[test]
fn a_wrong_table_is_refused() {
    let table = |row: &str| DeadlineRules::default().with_rows(&format!("{HEADER}\n{row}"));
    assert_eq!(table("a,b,10,fortnight,,c,local"), Err(RuleFault::Line(2)));
    assert_eq!(table("a,b,9999,month,,c,local"), Err(RuleFault::Line(2)));
    assert_eq!(
        table("a,b,1,month,,c,local\na,b,2,month,,c,local"),
        Err(RuleFault::Twice(3))
    );
    assert_eq!(
        DeadlineRules::default().with_rows("rule\n"),
        Err(RuleFault::Header)
    );
}

/// The raw rows of every year file, read without the calendar.
fn raw() -> BTreeMap<String, bool> {
    [
        include_str!("../../data/calendar/2021.csv"),
        include_str!("../../data/calendar/2022.csv"),
        include_str!("../../data/calendar/2023.csv"),
        include_str!("../../data/calendar/2024.csv"),
        include_str!("../../data/calendar/2025.csv"),
        include_str!("../../data/calendar/2026.csv"),
    ]
    .iter()
    .flat_map(|file| file.lines().skip(1))
    .map(|row| (row[..10].to_owned(), row[11..].starts_with("makeup")))
    .collect()
}

/// Whether a day is worked: 2000-01-01 was a Saturday, the rest is counted from it.
fn naively_worked(raw: &BTreeMap<String, bool>, day: Day) -> bool {
    let saturday = Day::parse("2000-01-01").unwrap();
    let weekend = day.days_since(saturday).rem_euclid(7) < 2;
    raw.get(&day.to_string()).copied().unwrap_or(!weekend)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn agrees_with_a_count_day_by_day(offset in 0_i64..2500, hour in 0_u32..24, days in 0_u16..90, working: bool) {
        let raw = raw();
        let first = Day::parse("2020-12-01").unwrap().plus_days(offset);
        let start = moment(&format!("{first}T{hour:02}:59:00+08:00"));
        let unit = if working { PeriodUnit::WorkingDay } else { PeriodUnit::CalendarDay };
        let count = Count { rule: "typed", start, period: Period { days, unit }, pauses: &[] };
        let reckoning = reckon(&Calendar::built_in().unwrap(), &count);

        let mut naive = first;
        let mut left = days;
        while left > 0 {
            naive = naive.plus_days(1);
            if !working || naively_worked(&raw, naive) {
                left -= 1;
            }
        }
        while !naively_worked(&raw, naive) {
            naive = naive.plus_days(1);
        }
        prop_assert_eq!(reckoning.due_on, naive);
        prop_assert_eq!(reckoning.counted.len(), usize::from(days));
        let unknown = |d: Day| !(2021..=2026).contains(&d.year());
        if unknown(naive) || (working && days > 0 && unknown(first.plus_days(1))) {
            prop_assert!(reckoning.is_provisional());
        }
        if (2021..=2025).contains(&first.year()) && (2021..=2025).contains(&naive.year()) {
            prop_assert!(!reckoning.is_provisional());
        }
        if working {
            let calendar = Calendar::built_in().unwrap();
            let worked = working_days_between(&calendar, first, naive);
            // A period of no days may still have rolled to the next worked day.
            prop_assert!(worked == u32::from(days) || days == 0 && worked == 1);
        }
    }

    /// A clock that stood still counts none of the days that were waited, as a calendar on the wall would be ticked off.
    #[test]
    fn waiting_agrees_with_ticking_days_off(
        offset in 0_i64..1400,
        days in 1_u16..40,
        waits in proptest::collection::vec((0_i64..60, 0_i64..25), 0..4),
    ) {
        let raw = raw();
        let first = Day::parse("2021-02-01").unwrap().plus_days(offset);
        let pauses: Vec<StoodStill> = waits
            .iter()
            .map(|(after, long)| StoodStill { after: first.plus_days(*after), until: first.plus_days(after + long) })
            .collect();
        let period = Period::working_days(days);
        let count = Count { rule: "typed", start: Moment::start_of(first), period, pauses: &pauses };
        let reckoning = reckon(&Calendar::built_in().unwrap(), &count);

        let mut waited = std::collections::BTreeSet::new();
        for (after, long) in &waits {
            waited.extend((after + 1..=after + long).map(|n| first.plus_days(n).to_string()));
        }
        let (mut naive, mut left) = (first, days);
        while left > 0 {
            naive = naive.plus_days(1);
            if naively_worked(&raw, naive) && !waited.contains(&naive.to_string()) {
                left -= 1;
            }
        }
        prop_assert_eq!(reckoning.due_on, naive);
        let told = reckoning.skipped.iter().filter(|s| s.reason == SkipReason::Paused).count();
        let stood = waited.iter().filter(|day| **day <= naive.to_string()).count();
        prop_assert_eq!(told, stood, "every day that was waited is told");
    }
}
