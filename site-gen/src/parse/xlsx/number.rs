//! Numbers of cells, written as a person sees them.
//!
//! Entry point: [`text`].

use super::styles::Shown;
use governance::dates::Day;

/// First serial that no calendar has: 1 January 10000.
const END_OF_TIME: f64 = 2_958_466.0;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// The number as text: `45%`, `2026-11-05`, `2026-11-05 14:30`, `12`, `0.35`. What is no number stays what it is.
pub(super) fn text(word: &str, shown: Shown, from_1904: bool) -> String {
    let Some(number) = word.trim().parse::<f64>().ok().filter(|n| n.is_finite()) else {
        return word.trim().to_string();
    };
    match shown {
        Shown::Plain => plain(number),
        Shown::Percent => percent(number),
        Shown::Date => date(number, from_1904).unwrap_or_else(|| plain(number)),
    }
}

/// With the fifteen digits that spreadsheets keep: 0.1 + 0.2 is 0.3.
fn plain(number: f64) -> String {
    let kept: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    if kept == 0.0 {
        return "0".to_string();
    }
    kept.to_string()
}

/// To the hundredth of a point, which is as fine as shares are kept.
fn percent(number: f64) -> String {
    let text = format!("{:.2}", number * 100.0);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text}%")
}

fn date(serial: f64, from_1904: bool) -> Option<String> {
    if !(0.0..END_OF_TIME).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "within the bounds above")]
    let seconds = (serial * DAY).round() as i64;
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let time = match (hour, minute, second) {
        (0, 0, 0) => String::new(),
        (hour, minute, 0) => format!("{hour:02}:{minute:02}"),
        (hour, minute, second) => format!("{hour:02}:{minute:02}:{second:02}"),
    };
    if days == 0 && !time.is_empty() {
        return Some(time);
    }
    // The 1900 system counts a 29 February 1900 that never was.
    let (year, month, day) = match (from_1904, days) {
        (true, _) => (1904, 1, 1),
        (false, ..60) => (1899, 12, 31),
        (false, _) => (1899, 12, 30),
    };
    let day = Day::from_parts(year, month, day)?.plus_days(days);
    Some(format!("{day} {time}").trim_end().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_see_them() {
        for (word, shown, seen) in [
            ("12", Shown::Plain, "12"),
            ("0.30000000000000004", Shown::Plain, "0.3"),
            ("1E3", Shown::Plain, "1000"),
            ("-0", Shown::Plain, "0"),
            ("0.45", Shown::Percent, "45%"),
            ("0.07", Shown::Percent, "7%"),
            ("1", Shown::Percent, "100%"),
            ("0.4567", Shown::Percent, "45.67%"),
            ("46331", Shown::Date, "2026-11-05"),
            ("46331.604166666664", Shown::Date, "2026-11-05 14:30"),
            ("0.5", Shown::Date, "12:00"),
            ("1", Shown::Date, "1900-01-01"),
            ("2958466", Shown::Date, "2958466"),
            ("-3", Shown::Date, "-3"),
            ("甲", Shown::Plain, "甲"),
        ] {
            assert_eq!(text(word, shown, false), seen, "{word}");
        }
        assert_eq!(text("44869", Shown::Date, true), "2026-11-05");
    }
}
