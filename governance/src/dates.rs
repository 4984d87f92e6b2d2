//! Days, moments and shares as staff write them, in one canonical form.
//!
//! Entry points: [`Day::parse`], [`Moment::parse`], [`Share::parse`]. Local time is that of China, +08:00 without summer time. Nothing here
//! knows which day it is.

use crate::written;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, TimeZone, Timelike};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// Seconds that China's clocks are ahead of UTC (GB/T 7408): eight hours, no summer time since 1992.
pub const CHINA_OFFSET_SECONDS: i32 = 8 * 3600;

/// The zone of every local time on the site.
pub fn china() -> FixedOffset {
    FixedOffset::east_opt(CHINA_OFFSET_SECONDS).unwrap_or_else(|| chrono::Offset::fix(&chrono::Utc))
}

/// Why a text could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateFault {
    /// Not written as a date.
    #[error("not a date; write 2026-11-05")]
    Form,
    /// Written as a date that no calendar has, such as 2026-02-30.
    #[error("no such day")]
    NoSuchDay,
    /// Not written as a time of day.
    #[error("not a time; write 2026-11-05 14:30")]
    Time,
    /// Not a share between 0 % and 100 %.
    #[error("not a share; write 45% or 0.45")]
    Share,
}

/// A calendar day in China.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// Reads `2026-11-05` and nothing else; looser forms are repaired before, where the repair can be shown.
    ///
    /// # Errors
    /// [`DateFault::Form`] for another form, [`DateFault::NoSuchDay`] for a day that does not exist.
    pub fn parse(text: &str) -> Result<Self, DateFault> {
        let bytes = text.as_bytes();
        let digits = |r: std::ops::Range<usize>| {
            bytes.get(r)?.iter().try_fold(0_u32, |n, b| {
                b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0'))
            })
        };
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(DateFault::Form);
        }
        let (year, month, day) = (digits(0..4), digits(5..7), digits(8..10));
        let (Some(year), Some(month), Some(day)) = (year, month, day) else {
            return Err(DateFault::Form);
        };
        Self::from_parts(year.cast_signed(), month, day).ok_or(DateFault::NoSuchDay)
    }

    /// The day with these numbers, if there is one.
    pub fn from_parts(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// The day as chrono has it.
    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// Year, e.g. 2026.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Month, 1–12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// Day of the month, 1–31.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The day so many days later, or earlier if negative; stays at the calendar's end if it would leave it.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(
            self.0
                .checked_add_signed(chrono::Duration::days(days))
                .unwrap_or(self.0),
        )
    }

    /// The same day so many months later, or the last of that month if it has no such day; stays at the calendar's end if it would leave it.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let later = self.0.checked_add_months(chrono::Months::new(months));
        Self(later.unwrap_or(self.0))
    }

    /// Days from `earlier` to this day; negative if it lies before.
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// 2026年11月5日, as official documents write it (GB/T 9704).
    pub fn zh(self) -> String {
        let Ok(year) = u32::try_from(self.year()) else {
            return format!("{}年{}月{}日", self.year(), self.month(), self.day());
        };
        let mut text = String::with_capacity("2026年11月25日".len());
        push_number(year, &mut text);
        text.push('年');
        push_number(self.month(), &mut text);
        text.push('月');
        push_number(self.day(), &mut text);
        text.push('日');
        text
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.year(), self.month(), self.day());
        // By digits: a build writes millions of days, and a form costs five times as much.
        let Ok(year @ 0..=9999) = u32::try_from(year) else {
            return write!(f, "{year:04}-{month:02}-{day:02}");
        };
        let digit = |number: u32| b'0' + u8::try_from(number % 10).unwrap_or(0);
        let [m, d] = [month, day].map(|two| [digit(two / 10), digit(two)]);
        let y = [1000, 100, 10, 1].map(|unit| digit(year / unit));
        let text = [y[0], y[1], y[2], y[3], b'-', m[0], m[1], b'-', d[0], d[1]];
        f.write_str(str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

/// Appends a number; days are written so often that formatting them took a fiftieth of a build.
fn push_number(number: u32, text: &mut String) {
    if number >= 10 {
        push_number(number / 10, text);
    }
    text.push(char::from(digit(number)));
}

/// The last digit of a number.
fn digit(number: u32) -> u8 {
    b'0' + u8::try_from(number % 10).unwrap_or_default()
}

/// Puts numbers of two digits in their places.
fn put<const N: usize>(text: &mut [u8], numbers: [(usize, u32); N]) {
    for (at, number) in numbers {
        text[at] = digit(number / 10);
        text[at + 1] = digit(number);
    }
}

fn ascii(text: &[u8]) -> &str {
    std::str::from_utf8(text).unwrap_or_default()
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        written::write(self, out)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        written::read(input, Self::parse)
    }
}

impl JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

/// A moment in China's time, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(DateTime<FixedOffset>);

impl Moment {
    /// Reads RFC 3339 (`2026-11-05T14:30:00+08:00`), or a local `2026-11-05 14:30`, or a bare day as its beginning.
    ///
    /// # Errors
    /// [`DateFault::Time`] if it is none of these.
    pub fn parse(text: &str) -> Result<Self, DateFault> {
        Self::usual(text).map_or_else(|| Self::in_full(text), Ok)
    }

    fn in_full(text: &str) -> Result<Self, DateFault> {
        if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
            return Ok(moment.into());
        }
        let local = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
        match (local, Day::parse(text)) {
            (Some(local), _) => Self::local(local).ok_or(DateFault::Time),
            (None, Ok(day)) => Ok(Self::start_of(day)),
            (None, Err(_)) => Err(DateFault::Time),
        }
    }

    /// `2026-11-05 14:30` and `2026-11-05T14:30:00+08:00`, as nearly all are written; what is not quite so is read in full.
    fn usual(text: &str) -> Option<Self> {
        let (day, time) = text.split_at_checked(10)?;
        let (time, seconds) = match time.as_bytes() {
            [b' ', ..] if time.len() == 6 => (time.get(1..)?, "00"),
            [b'T', ..] if time.len() == 15 => {
                let rest = time.get(6..)?.strip_suffix("+08:00")?;
                (time.get(1..6)?, rest.strip_prefix(':')?)
            }
            _ => return None,
        };
        let (hour, minute) = time.split_once(':')?;
        let number = |two: &str| match two.as_bytes() {
            [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
                Some(u32::from((tens - b'0') * 10 + ones - b'0'))
            }
            _ => None,
        };
        let day = Day::parse(day).ok()?.date();
        Self::local(day.and_hms_opt(number(hour)?, number(minute)?, number(seconds)?)?)
    }

    fn local(local: NaiveDateTime) -> Option<Self> {
        china().from_local_datetime(&local).single().map(Self)
    }

    /// 00:00 of the day.
    pub fn start_of(day: Day) -> Self {
        let midnight = day.date().and_time(chrono::NaiveTime::MIN);
        Self(DateTime::from_naive_utc_and_offset(
            midnight - china(),
            china(),
        ))
    }

    /// The local day it falls on.
    pub fn day(self) -> Day {
        Day(self.0.date_naive())
    }

    /// The moment as chrono has it, at +08:00.
    pub fn instant(self) -> DateTime<FixedOffset> {
        self.0
    }

    /// `2026-11-05 14:30`, the form of a government site's `PubDate`.
    pub fn minute(self) -> String {
        let mut text = self.day().to_string();
        let mut time = *b" 00:00";
        put(&mut time, [(1, self.0.hour()), (4, self.0.minute())]);
        text.push_str(ascii(&time));
        text
    }
}

impl From<DateTime<FixedOffset>> for Moment {
    fn from(moment: DateTime<FixedOffset>) -> Self {
        Self(moment.with_timezone(&china()))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.0.time();
        let mut time = *b"T00:00:00+08:00";
        let numbers = [(1, at.hour()), (4, at.minute()), (7, at.second())];
        put(&mut time, numbers);
        fmt::Display::fmt(&self.day(), f)?;
        f.write_str(ascii(&time))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        written::write(self, out)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        written::read(input, Self::parse)
    }
}

impl JsonSchema for Moment {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time" })
    }
}

/// A share of a whole in basis points (1/100 of a percent): 45 % is 4500. Written `45%` or `0.45`, always published as `45%`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Cow<'_, str>", into = "String")]
pub struct Share(u16);

impl Share {
    /// The whole: 100 %.
    pub const WHOLE: Self = Self(10_000);

    /// Reads `45%`, `45.5%`, `45％` or a fraction `0.455`.
    ///
    /// # Errors
    /// [`DateFault::Share`] for anything else or a share over 100 %.
    pub fn parse(text: &str) -> Result<Self, DateFault> {
        let (number, scale) = match text.strip_suffix(['%', '％']) {
            Some(number) => (number.trim_end(), 2),
            None => (text, 4),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || !plain(whole)
            || !plain(fraction)
            || fraction.len() > scale
            || whole.len() > 3
        {
            return Err(DateFault::Share);
        }
        let points: u32 = format!("{whole}{fraction:0<scale$}")
            .parse()
            .map_err(|_| DateFault::Share)?;
        u16::try_from(points)
            .ok()
            .filter(|p| *p <= 10_000)
            .map(Self)
            .ok_or(DateFault::Share)
    }

    /// So many of so many, rounded to the nearest basis point; none of none, or if it is more than the whole.
    pub fn of(part: u32, whole: u32) -> Option<Self> {
        let (part, whole) = (u64::from(part), u64::from(whole));
        let points = (part * 20_000 + whole).checked_div(whole * 2)?;
        u16::try_from(points)
            .ok()
            .filter(|p| *p <= 10_000)
            .map(Self)
    }

    /// A fraction 0–1 to the nearest basis point; what lies outside becomes the nearer end.
    pub fn nearest(fraction: f64) -> Self {
        let points = (fraction.clamp(0.0, 1.0) * 10_000.0).round();
        let points = (0..=10_000).rfind(|p| f64::from(*p) <= points);
        Self(points.unwrap_or(0))
    }

    /// Basis points, 0–10 000.
    pub fn basis_points(self) -> u16 {
        self.0
    }

    /// As a fraction, 0–1.
    pub fn fraction(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(f, "{whole}%"),
            (whole, tenth) if tenth % 10 == 0 => write!(f, "{whole}.{}%", tenth / 10),
            (whole, hundredth) => write!(f, "{whole}.{hundredth:02}%"),
        }
    }
}

impl TryFrom<Cow<'_, str>> for Share {
    type Error = DateFault;
    fn try_from(text: Cow<'_, str>) -> Result<Self, DateFault> {
        Self::parse(&text)
    }
}

impl From<Share> for String {
    fn from(share: Share) -> Self {
        share.to_string()
    }
}

impl JsonSchema for Share {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Share".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "share", "pattern": "^[0-9]{1,3}(\\.[0-9]{1,2})?%$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_where_the_month_ends() {
        let day = |text| Day::parse(text).expect("a day");
        assert_eq!(day("2026-08-31").plus_months(6), day("2027-02-28"));
        assert_eq!(day("2026-06-20").plus_months(12), day("2027-06-20"));
    }

    #[test]
    fn days_are_read_and_written_alike() {
        assert_eq!(
            Day::parse("2026-11-05").map(|d| d.to_string()),
            Ok("2026-11-05".into())
        );
        assert_eq!(Day::parse("2026-02-30"), Err(DateFault::NoSuchDay));
        assert_eq!(Day::parse("2026/11/05"), Err(DateFault::Form));
        assert_eq!(Day::parse("２０２６-11-05"), Err(DateFault::Form));
    }

    #[test]
    fn moments_are_local() {
        let utc = Moment::parse("2026-11-05T16:30:00Z");
        assert_eq!(utc.map(Moment::day), Day::parse("2026-11-06"));
        assert_eq!(
            Moment::parse("2026-11-05").map(|m| m.to_string()),
            Ok("2026-11-05T00:00:00+08:00".into())
        );
    }

    #[test]
    fn usual_moments_are_read_as_all_are() {
        let usual = [
            "2026-11-05 14:30",
            "2026-11-05 00:00",
            "2026-11-05T23:59:59+08:00",
            "0001-01-01 00:00",
        ];
        for text in usual {
            assert_eq!(Moment::usual(text), Moment::in_full(text).ok(), "{text}");
            assert!(Moment::usual(text).is_some(), "{text}");
        }
        let other = [
            "",
            "2026-11-05",
            "2026-11-05 24:00",
            "2026-11-05 4:30",
            "2026-11-05 14:3０",
            "2026-02-30 14:30",
            "2026-11-05T14:30:60+08:00",
            "2026-11-05T14:30:00+09:00",
            "2026-11-05T一二三四五",
            "２０２６-11-05 14:30",
        ];
        for text in other {
            assert_eq!(Moment::usual(text), None, "{text}");
        }
    }

    #[test]
    fn shares_keep_their_hundredths() {
        for (text, points) in [
            ("45%", 4500),
            ("45.5％", 4550),
            ("0.4555", 4555),
            ("1", 10_000),
            ("100%", 10_000),
        ] {
            assert_eq!(
                Share::parse(text).map(Share::basis_points),
                Ok(points),
                "{text}"
            );
        }
        for text in ["101%", "", "%", "-1%", "4 5%", "1.00001"] {
            assert_eq!(Share::parse(text), Err(DateFault::Share), "{text}");
        }
        assert_eq!(
            Share::parse("45.05%").map(|s| s.to_string()),
            Ok("45.05%".into())
        );
    }
}
