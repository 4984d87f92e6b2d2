//! Tables of halls: how early agendas went out, by place; when bodies met last and have to meet again.
//!
//! Entry points: [`Table`], [`csv()`], [`json()`], [`schema()`]. Counted from the minutes; places without meetings have no row.

use super::flat::{self, Column, Holds, Word, column};
use crate::library::halls::{LeadTimes, Rhythm, last_meetings};
use crate::library::{DueWhat, ItemFacts, ListKey, Reader};
use crate::outputs::RenderFault;
use governance::deliberation::Body;
use governance::divisions::Level;
use governance::forms::words::Words;
use governance::labelled::Labelled;
use governance::records::Kind;
use serde_json::{Value, json};

governance::labelled! {
    /// A table of halls. Its identifier is the name of its files.
    pub enum Table {
        AgendaLead = "agenda_lead", "议程提前公布情况", "How early agendas went out";
        MeetingRhythm = "meeting_rhythm", "定期开会情况", "Bodies that have to meet again";
    }
}

const AGENDA_LEAD: &[Column] = &[
    column(
        "place",
        "区划;空为全市",
        Holds::Text,
        Words::new(
            "区划代码；全市合计行为空。",
            "The place, by its division code; empty for the whole city.",
        ),
    ),
    column(
        "name",
        "名称",
        Holds::Text,
        Words::new("区划的名称。", "Name of the place."),
    ),
    column(
        "held",
        "已开会次数",
        Holds::Number,
        Words::new("开过几次会。", "Meetings held."),
    ),
    column(
        "known",
        "写明通知日期的",
        Holds::Number,
        Words::new(
            "其中写明了通知日期的次数。",
            "Of those, with a day on which the invitation went out.",
        ),
    ),
    column(
        "in_time",
        "按规定天数提前公布的",
        Holds::Number,
        Words::new(
            "其中提前的天数够的次数。",
            "Of those, with the agenda out early enough.",
        ),
    ),
    column(
        "days",
        "要求提前天数(居民会议、村民会议为10)",
        Holds::Number,
        Words::new(
            "议程要提前几天公布；居民会议、村民会议按 10 天算。",
            "Days ahead at which the agenda has to go out; ten for assemblies of residents or villagers.",
        ),
    ),
];

const MEETING_RHYTHM: &[Column] = &[
    column(
        "place",
        "区划",
        Holds::Text,
        Words::new("区划代码。", "The place, by its division code."),
    ),
    column(
        "name",
        "名称",
        Holds::Text,
        Words::new("区划的名称。", "Name of the place."),
    ),
    column(
        "body",
        "议事主体",
        Holds::Words(bodies),
        Words::new(
            "要定期开会的是哪个组织。",
            "The body that has to meet again.",
        ),
    ),
    column(
        "last_meeting",
        "上次会议",
        Holds::Text,
        Words::new(
            "上次会议的编号，和会议表一致。",
            "The last meeting, by its id in the table of meetings.",
        ),
    ),
    column(
        "last_on",
        "上次开会日期",
        Holds::Day,
        Words::new("上次开会的日期。", "Day of the last meeting."),
    ),
    column(
        "months",
        "至少每几个月一次",
        Holds::Number,
        Words::new(
            "至少每几个月开一次会。",
            "The body has to meet at least once in so many months.",
        ),
    ),
    column(
        "due_on",
        "最迟再开日期",
        Holds::Day,
        Words::new(
            "最晚到哪一天要再开会。",
            "Last day by which it has to meet again.",
        ),
    ),
    column(
        "overdue",
        "逾期",
        Holds::Flag,
        Words::new(
            "到生成网站那天，是不是已经过了最迟日期。",
            "Whether that day had passed when the site was built.",
        ),
    ),
];

fn bodies() -> Vec<Word> {
    let all = Body::ALL
        .iter()
        .filter(|body| body.rhythm_months().is_some());
    all.map(|body| (body.id(), body.zh())).collect()
}

impl Table {
    /// Path of its file below the output folder.
    pub(crate) fn path(self, extension: &str) -> String {
        format!("data/{}.{extension}", self.id())
    }

    /// Its columns, in their order.
    pub(crate) fn columns(self) -> &'static [Column] {
        match self {
            Self::AgendaLead => AGENDA_LEAD,
            Self::MeetingRhythm => MEETING_RHYTHM,
        }
    }

    fn rows(self, reader: &Reader<'_>) -> Vec<Value> {
        match self {
            Self::AgendaLead => lead_rows(reader),
            Self::MeetingRhythm => {
                let meetings = reader.list(ListKey::Kind(Kind::Meeting)).items();
                let mut last = last_meetings(meetings);
                last.sort_by_key(|one| (one.division, one.body));
                last.iter().map(|one| rhythm_row(reader, one)).collect()
            }
        }
    }
}

/// The city as a whole, the counties, and the communities and villages.
fn lead_rows(reader: &Reader<'_>) -> Vec<Value> {
    let days = reader.site().config.limits.agenda_days;
    let count = |key| LeadTimes::of(reader.list(key).items(), days);
    let row = |counted: LeadTimes, name: &str| {
        json!({
            "name": name,
            "held": counted.held,
            "known": counted.known,
            "in_time": counted.in_time,
            "days": days,
        })
    };
    let mut rows = vec![row(count(ListKey::Kind(Kind::Meeting)), "全市")];
    for (_, item) in reader.list(ListKey::Kind(Kind::Division)).items() {
        let ItemFacts::Division { code } = item.facts else {
            continue;
        };
        let counted = match code.level() {
            Level::County => count(ListKey::Within(code, Kind::Meeting)),
            Level::Community => count(ListKey::In(code, Kind::Meeting)),
            Level::City | Level::Township => continue,
        };
        if counted.held > 0 {
            let mut row = row(counted, &item.title);
            row["place"] = code.to_string().into();
            rows.push(row);
        }
    }
    rows
}

fn rhythm_row(reader: &Reader<'_>, one: &Rhythm) -> Value {
    let name = reader.division(one.division).map(|(_, item)| &*item.title);
    let meeting = reader.item(one.last).map(|item| item.id.as_str());
    let overdue = reader.overdue_of(one.last);
    json!({
        "place": one.division.to_string(),
        "name": name,
        "body": one.body.id(),
        "last_meeting": meeting,
        "last_on": one.last_on.to_string(),
        "months": one.months,
        "due_on": one.due_on.to_string(),
        "overdue": overdue.iter().any(|due| due.what == DueWhat::NextMeeting),
    })
}

/// Appends a table as CSV.
///
/// # Errors
/// [`RenderFault`] never in practice.
pub(crate) fn csv(table: Table, reader: &Reader<'_>, out: &mut Vec<u8>) -> Result<(), RenderFault> {
    flat::csv(table.columns(), &table.rows(reader), out)
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
    flat::json(table.columns(), &table.rows(reader), out)
}

/// The schema of a table, by Table Schema; `known` names the tables that keys may point to.
pub(crate) fn schema(table: Table, known: &[&str]) -> Value {
    // The row of the whole city has no place.
    let key: &[&str] = match table {
        Table::AgendaLead => &[],
        Table::MeetingRhythm => &["place", "body"],
    };
    let mut schema = flat::schema(table.columns(), key);
    if table == Table::MeetingRhythm && known.contains(&"meetings") {
        let reference = json!({ "resource": "meetings", "fields": ["id"] });
        schema["foreignKeys"] = json!([{ "fields": ["last_meeting"], "reference": reference }]);
    }
    schema
}
