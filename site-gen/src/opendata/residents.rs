//! Tables of what residents filed, as CSV and JSON: the case log, figures of cases, ratings of vendors, published answers, themes, moderation.
//!
//! Entry points: [`Table`], [`csv()`], [`json()`], [`schema()`]. Rows are those of the snapshot, flattened: everything in them was suppressed when the snapshot was taken.
//! The case log has no free text at all. Columns are never renamed or taken away.

use super::flat::{self, Column, Holds, Word, column};
use crate::library::{Published, Reader};
use crate::outputs::RenderFault;
use governance::cases::{CaseCategory, CaseState, FilingKind, Outcome};
use governance::dates::Day;
use governance::labelled::Labelled;
use governance::published::{
    CaseFigures, LogEntry, ModerationAction, ModerationReason, PublicReply, Satisfaction, Theme,
    VendorRatings,
};
use governance::ratings::{AppealState, METHOD_VERSION, RatingFigures, VendorReply};
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

fn ids<L: Labelled>() -> Vec<Word> {
    L::ALL.iter().map(|v| (v.id(), v.zh())).collect()
}

const CASE_LOG: &[Column] = &[
    column("reference", "编号", Holds::Text),
    column("round", "轮次", Holds::Number),
    column("kind", "诉求类型", Holds::Words(ids::<FilingKind>)),
    column("category", "类别", Holds::Words(ids::<CaseCategory>)),
    column("place", "社区(村)", Holds::Text),
    column("opened_on", "提交日期", Holds::Day),
    column("due_on", "原定期限", Holds::Day),
    column("extended_due_on", "延期后期限", Holds::Day),
    column("provisional", "期限暂定", Holds::Flag),
    column("waiting_since", "等待补充起始日", Holds::Day),
    column("answered_on", "答复日期", Holds::Day),
    column("closed_on", "办结日期", Holds::Day),
    column("outcome", "结果", Holds::Words(ids::<CaseState>)),
    column("late_by_original", "超原定期限工作日", Holds::Number),
    column("late_by", "超期工作日", Holds::Number),
    column("on_time", "按时", Holds::Flag),
    column("reopened_n", "重新办理次数", Holds::Number),
    column("followers", "也受影响的人数", Holds::Number),
];

const CASE_FIGURES: &[Column] = &[
    column("month", "月份", Holds::Month),
    column("place", "社区(村);空为全市", Holds::Text),
    column(
        "category",
        "类别;空为全部",
        Holds::Words(ids::<CaseCategory>),
    ),
    column("as_of", "截至", Holds::Day),
    column("opening", "期初", Holds::Number),
    column("received", "新收", Holds::Number),
    column("reopened", "重办", Holds::Number),
    column("closed", "办结", Holds::Number),
    column("closing", "期末", Holds::Number),
    column("answered", "答复", Holds::Number),
    column("on_time", "按时答复", Holds::Number),
    column("on_time_original", "按原定期限按时答复", Holds::Number),
    column("on_time_share", "按时答复率", Holds::Text),
    column(
        "on_time_original_share",
        "按原定期限按时答复率",
        Holds::Text,
    ),
    column("median_days", "天数中位数", Holds::Number),
    column("p90_days", "天数九成位数", Holds::Number),
    column("overdue_open", "超期未办", Holds::Number),
    column(
        "satisfaction_n",
        "回答满意度的人数;空为不足 10",
        Holds::Number,
    ),
    column("satisfied", "满意", Holds::Number),
    column("neutral", "一般", Holds::Number),
    column("dissatisfied", "不满意", Holds::Number),
    column("settled", "认为已解决", Holds::Number),
];

const VENDOR_RATINGS: &[Column] = &[
    column("vendor", "服务单位", Holds::Text),
    column("verified", "凭评价凭证", Holds::Flag),
    column("method", "统计方法版本", Holds::Number),
    column("as_of", "截至", Holds::Day),
    column("n", "条数;空为不足 10", Holds::Number),
    column("level_5", "非常满意", Holds::Number),
    column("level_4", "满意", Holds::Number),
    column("level_3", "基本满意", Holds::Number),
    column("level_2", "不满意", Holds::Number),
    column("level_1", "非常不满意", Holds::Number),
    column("satisfied", "满意率", Holds::Text),
    column("interval_low", "95% 区间下限", Holds::Text),
    column("interval_high", "95% 区间上限", Holds::Text),
    column("mean", "平均分", Holds::Text),
    column("bad_cases", "差评办件", Holds::Number),
    column("bad_answered", "已答复", Holds::Number),
    column("bad_on_time", "按时答复", Holds::Number),
    column("second", "再次评价", Holds::Number),
    column("improved", "再次评价变好", Holds::Number),
];

const RATING_TALLIES: &[Column] = &[
    column("vendor", "服务单位", Holds::Text),
    column(
        "what",
        "是什么",
        Holds::Words(|| {
            vec![
                ("reason", "评价原因"),
                ("discarded", "不计入的评价"),
                ("appeal", "申诉"),
            ]
        }),
    ),
    column("value", "哪一种", Holds::Text),
    column("n", "条数", Holds::Number),
];

const VENDOR_REPLIES: &[Column] = &[
    column("vendor", "服务单位", Holds::Text),
    column("cleared_on", "审核公开日期", Holds::Day),
    column("verified", "凭评价凭证", Holds::Flag),
    column("reply", "答复", Holds::Words(ids::<VendorReply>)),
    column("text", "单位的话", Holds::Text),
    column("appeal", "误评申诉", Holds::Words(ids::<AppealState>)),
];

const ANSWERS: &[Column] = &[
    column("reference", "编号", Holds::Text),
    column("category", "类别", Holds::Words(ids::<CaseCategory>)),
    column("place", "社区(村)", Holds::Text),
    column("summary", "诉求摘要", Holds::Text),
    column("outcome", "结果", Holds::Words(ids::<Outcome>)),
    column("answer", "答复", Holds::Text),
    column("answered_on", "答复日期", Holds::Day),
    column("cleared_on", "审核公开日期", Holds::Day),
];

const THEMES: &[Column] = &[
    column("id", "编号", Holds::Text),
    column("title", "说的是什么", Holds::Text),
    column("n", "人数;空为不足 10", Holds::Number),
    column("from", "自", Holds::Day),
    column("to", "至", Holds::Day),
    column(
        "state",
        "办理",
        Holds::Words(|| {
            vec![
                ("done", "已办"),
                ("planned", "计划办"),
                ("not_planned", "不办"),
            ]
        }),
    ),
    column("text", "答复", Holds::Text),
    column("link", "相关页面", Holds::Text),
];

const MODERATION: &[Column] = &[
    column("month", "月份", Holds::Month),
    column("action", "处理", Holds::Words(ids::<ModerationAction>)),
    column("reason", "原因", Holds::Words(ids::<ModerationReason>)),
    column("n", "次数", Holds::Number),
];

impl Table {
    /// Path of its file below the output folder.
    pub(crate) fn path(self, extension: &str) -> String {
        format!("data/{}.{extension}", self.id())
    }

    /// Its columns, in their order.
    pub(crate) fn columns(self) -> &'static [Column] {
        match self {
            Self::CaseLog => CASE_LOG,
            Self::CaseFigures => CASE_FIGURES,
            Self::VendorRatings => VENDOR_RATINGS,
            Self::RatingTallies => RATING_TALLIES,
            Self::VendorReplies => VENDOR_REPLIES,
            Self::Answers => ANSWERS,
            Self::Themes => THEMES,
            Self::Moderation => MODERATION,
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
