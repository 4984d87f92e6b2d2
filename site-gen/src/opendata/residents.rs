//! Tables of what residents filed, as CSV and JSON: the case log, figures of cases, ratings of vendors, published answers, themes, moderation.
//!
//! Entry points: [`Table`], [`csv()`], [`json()`], [`schema()`]. Rows are those of the snapshot, flattened: everything in them was suppressed when the snapshot was taken.
//! The case log has no free text at all. Columns are never renamed or taken away.

mod columns;

use super::flat::{self, Column};
use crate::library::{Published, Reader};
use crate::outputs::RenderFault;
use governance::dates::Day;
use governance::labelled::Labelled;
use governance::published::{
    CaseFigures, LogEntry, PublicReply, Satisfaction, Theme, VendorRatings,
};
use governance::ratings::{METHOD_VERSION, RatingFigures};
use governance::records::Kind;
use serde_json::{Value, json};

governance::labelled! {
    /// A table of the snapshot. Its identifier is the name of its files.
    pub enum Table {
        CaseLog = "case_log", "办件清单", "Case log";
        CaseFigures = "case_figures", "诉求办理数字", "Figures of cases";
        VendorRatings = "vendor_ratings", "服务评价", "Ratings of vendors";
        RatingTallies = "rating_tallies", "评价的原因、不计入的评价和申诉", "Reasons, discarded ratings and appeals";
        VendorReplies = "vendor_replies", "服务单位的答复", "Answers of vendors";
        Answers = "answers", "公开的答复", "Published answers";
        Themes = "themes", "你说我办", "You said, we did";
        Moderation = "moderation", "审核情况", "Moderation";
    }
}

impl Table {
    /// Path of its file below the output folder.
    pub(crate) fn path(self, extension: &str) -> String {
        format!("data/{}.{extension}", self.id())
    }

    /// Its columns, in their order.
    pub(crate) fn columns(self) -> &'static [Column] {
        match self {
            Self::CaseLog => columns::CASE_LOG,
            Self::CaseFigures => columns::CASE_FIGURES,
            Self::VendorRatings => columns::VENDOR_RATINGS,
            Self::RatingTallies => columns::RATING_TALLIES,
            Self::VendorReplies => columns::VENDOR_REPLIES,
            Self::Answers => columns::ANSWERS,
            Self::Themes => columns::THEMES,
            Self::Moderation => columns::MODERATION,
        }
    }

    /// What makes a row one of its kind; every row says it.
    fn key(self) -> &'static [&'static str] {
        match self {
            Self::CaseLog => &["reference", "round"],
            // The totals of a month have neither place nor category.
            // Two answers of a vendor may say the same.
            Self::CaseFigures | Self::VendorReplies => &[],
            Self::VendorRatings => &["vendor", "verified"],
            Self::RatingTallies => &["vendor", "what", "value"],
            Self::Answers => &["reference"],
            Self::Themes => &["id"],
            Self::Moderation => &["month", "action", "reason"],
        }
    }

    /// Whether every row says something here.
    pub(crate) fn is_required(self, column: &Column) -> bool {
        self.key().contains(&column.name)
    }

    fn rows(
        self,
        published: &Published,
        reader: &Reader<'_>,
    ) -> Result<Vec<Value>, serde_json::Error> {
        let snapshot = &published.snapshot;
        let shown =
            |row: &&VendorRatings| reader.shown(Kind::Vendor, row.vendor.as_str()).is_some();
        let vendors = || snapshot.ratings.rows.iter().filter(shown);
        match self {
            Self::CaseLog => snapshot.case_log.rows.iter().map(log_row).collect(),
            Self::CaseFigures => {
                let rows = snapshot.case_figures.rows.iter();
                rows.map(|row| figures_row(row, published.taken_on()))
                    .collect()
            }
            Self::VendorRatings => Ok(vendors().flat_map(rating_rows).collect()),
            Self::RatingTallies => Ok(vendors().flat_map(tally_rows).collect()),
            Self::VendorReplies => Ok(vendors().flat_map(reply_rows).collect()),
            Self::Answers => snapshot
                .answers
                .rows
                .iter()
                .map(serde_json::to_value)
                .collect(),
            Self::Themes => snapshot.themes.rows.iter().map(theme_row).collect(),
            Self::Moderation => snapshot
                .moderation
                .rows
                .iter()
                .map(serde_json::to_value)
                .collect(),
        }
    }
}

fn log_row(row: &LogEntry) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::to_value(row)?;
    value["provisional"] = row.provisional.into();
    if let Some(late) = row.late_by {
        value["on_time"] = (late == 0).into();
    }
    value["followers"] = row.followers.into();
    value["reopened_n"] = row.round.saturating_sub(1).into();
    Ok(value)
}

fn figures_row(row: &CaseFigures, taken_on: Day) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::to_value(row)?;
    let as_of = row.books.month.last_day().min(taken_on);
    value["as_of"] = as_of.to_string().into();
    if let Satisfaction::Released {
        n,
        satisfied,
        neutral,
        dissatisfied,
        resolved,
    } = row.satisfaction
    {
        let counts = [
            ("satisfaction_n", n),
            ("satisfied", satisfied),
            ("neutral", neutral),
            ("dissatisfied", dissatisfied),
            ("settled", resolved),
        ];
        for (name, count) in counts {
            value[name] = count.into();
        }
    }
    Ok(value)
}

fn rating_rows(row: &VendorRatings) -> [Value; 2] {
    let mut verified = figures(row, (true, &row.verified));
    if let Some(bad) = row.bad_reviews {
        let counts = [
            ("bad_cases", bad.cases),
            ("bad_answered", bad.answered),
            ("bad_on_time", bad.on_time),
            ("second", bad.second),
            ("improved", bad.improved),
        ];
        for (name, count) in counts {
            verified[name] = count.into();
        }
    }
    [verified, figures(row, (false, &row.unverified))]
}

fn figures(row: &VendorRatings, (verified, figures): (bool, &RatingFigures)) -> Value {
    let Some(released) = figures.released() else {
        return json!({ "vendor": row.vendor, "verified": verified, "method": METHOD_VERSION });
    };
    let levels = released.levels;
    json!({
        "vendor": row.vendor,
        "verified": verified,
        "method": METHOD_VERSION,
        "as_of": released.as_of,
        "n": released.n,
        "level_5": levels.very_satisfied,
        "level_4": levels.satisfied,
        "level_3": levels.fairly_satisfied,
        "level_2": levels.dissatisfied,
        "level_1": levels.very_dissatisfied,
        "satisfied": released.satisfied,
        "interval_low": released.interval.low,
        "interval_high": released.interval.high,
        "mean": released.mean,
    })
}

fn tally_rows(row: &VendorRatings) -> Vec<Value> {
    let tally = |what: &str, value: &str, n: u32| json!({ "vendor": row.vendor, "what": what, "value": value, "n": n });
    let reasons = row
        .reasons
        .iter()
        .map(|r| tally("reason", r.reason.id(), r.n));
    let discarded = row
        .discarded
        .iter()
        .map(|d| tally("discarded", d.reason.id(), d.n));
    let appeals = row
        .appeals
        .iter()
        .map(|a| tally("appeal", a.state.id(), a.n));
    reasons.chain(discarded).chain(appeals).collect()
}

fn reply_rows(row: &VendorRatings) -> Vec<Value> {
    let reply = |r: &PublicReply| {
        json!({
            "vendor": row.vendor, "cleared_on": r.cleared_on, "verified": r.verified, "reply": r.reply,
            "text": r.text, "appeal": r.appeal,
        })
    };
    row.replies.iter().map(reply).collect()
}

fn theme_row(row: &Theme) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::to_value(row)?;
    if let Value::Object(reply) = value["reply"].take() {
        for (name, said) in reply {
            value[name] = said;
        }
    }
    Ok(value)
}

fn rows(table: Table, reader: &Reader<'_>) -> Result<Vec<Value>, RenderFault> {
    match reader.published() {
        Some(published) => Ok(table.rows(published, reader)?),
        None => Ok(Vec::new()),
    }
}

/// Appends a table as CSV.
///
/// # Errors
/// [`RenderFault`] never in practice.
pub(crate) fn csv(table: Table, reader: &Reader<'_>, out: &mut Vec<u8>) -> Result<(), RenderFault> {
    flat::csv(table.columns(), &rows(table, reader)?, out)
}

/// Appends a table as JSON.
///
/// # Errors
/// [`RenderFault`] never in practice.
pub(crate) fn json(
    table: Table,
    reader: &Reader<'_>,
    out: &mut Vec<u8>,
) -> Result<(), RenderFault> {
    flat::json(table.columns(), &rows(table, reader)?, out)
}

/// The schema of a table, by Table Schema; `known` names the tables that keys may point to.
pub(crate) fn schema(table: Table, known: &[&str]) -> Value {
    let mut schema = flat::schema(table.columns(), table.key());
    let has_vendor = table.columns().iter().any(|column| column.name == "vendor");
    if has_vendor && known.contains(&"vendors") {
        let reference = json!({ "resource": "vendors", "fields": ["id"] });
        schema["foreignKeys"] = json!([{ "fields": ["vendor"], "reference": reference }]);
    }
    schema
}
