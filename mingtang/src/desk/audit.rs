//! `desk export`: the audit trail for the bureau. Entry point: [`export`].
//!
//! Every change with its time, role and kind, every reading of a contact, every act of a moderator, every deletion. No word that a resident wrote, no
//! contact, no answer: whether what was said was right is looked up on the case, by whoever may.

use super::Seat;
use crate::cli::desk::ExportForm;
use crate::words::{plain, say};
use crate::{CouldNotRun, Outcome};
use functions::store::ListAll;
use functions::store::desk_entries::DeskEntry;
use governance::cases::{Case, Duty};
use governance::dates::{Day, Moment};
use governance::labelled::Labelled;
use serde_json::json;

/// One row.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    at: Moment,
    of: String,
    seq: Option<u32>,
    role: &'static str,
    what: String,
    state: &'static str,
    why: &'static str,
}

const HEAD: &str = "at,of,seq,role,what,state,reason";

/// Prints the trail of these days, oldest first.
///
/// # Errors
/// If the role has no such duty, a day cannot be read, or the store does not answer.
pub(super) async fn export(
    seat: &Seat<'_>,
    (from, to): (Option<&str>, Option<&str>),
    form: ExportForm,
) -> Result<Outcome, CouldNotRun> {
    seat.on_duty(Duty::Audit)?;
    let (from, to) = (day(seat, from)?, day(seat, to)?);
    let failed = |fault: functions::store::StoreFault| seat.failed(&fault.into());
    let cases = seat.opened.store.cases(|_| true).await.map_err(failed)?;
    let entries = seat.opened.store.desk_entries().await.map_err(failed)?;
    let mut rows: Vec<Row> = cases
        .iter()
        .flat_map(|stored| of_case(&stored.case))
        .collect();
    rows.extend(entries.iter().map(of_entry));
    rows.retain(|row| {
        let day = row.at.day();
        from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
    });
    rows.sort();
    if form == ExportForm::Csv {
        say(HEAD);
    }
    for row in &rows {
        say(&match form {
            ExportForm::Csv => csv(row),
            ExportForm::Json => object(row),
        });
    }
    Ok(Outcome::Clean)
}

fn day(seat: &Seat<'_>, text: Option<&str>) -> Result<Option<Day>, CouldNotRun> {
    let read = |text: &str| {
        Day::parse(text).map_err(|_| {
            let text = plain(text);
            CouldNotRun::new(seat.lang.pick(
                format!("看不懂日期“{text}”,请写成 2026-11-05"),
                format!("cannot read the day {text:?}; write 2026-11-05"),
            ))
        })
    };
    text.map(read).transpose()
}

fn of_case(case: &Case) -> Vec<Row> {
    let row = |event: &governance::cases::TimelineEvent| Row {
        at: event.at,
        of: case.reference.as_str().to_owned(),
        seq: Some(event.seq),
        role: event.role.id(),
        what: event.kind.id().to_owned(),
        state: event.state.id(),
        why: "",
    };
    case.timeline.iter().map(row).collect()
}

fn of_entry(entry: &DeskEntry) -> Row {
    let row = |at, of: &str, role: &'static str, what: String| Row {
        at,
        of: of.to_owned(),
        seq: None,
        role,
        what,
        state: "",
        why: "",
    };
    match entry {
        DeskEntry::Act(act) => Row {
            seq: act.seq,
            why: act.reason.id(),
            ..row(
                act.at,
                &act.target,
                act.role.id(),
                act.action.id().to_owned(),
            )
        },
        DeskEntry::Cleared(a) => {
            let at = Moment::start_of(a.cleared_on);
            row(
                at,
                a.reference.as_str(),
                a.cleared_by.id(),
                "cleared".to_owned(),
            )
        }
        DeskEntry::Reply(r) => {
            let by = r.cleared.cleared_by.id();
            row(r.at, &r.rating, by, "reply_cleared".to_owned())
        }
        DeskEntry::Theme(t) => row(t.changed_at, t.id.as_str(), t.role.id(), "theme".to_owned()),
        DeskEntry::Topic(t) => row(t.at, &t.feedback, t.role.id(), "topic".to_owned()),
        DeskEntry::Hold(h) => row(h.at, h.reference.as_str(), h.role.id(), "hold".to_owned()),
        DeskEntry::Trace(t) => row(t.at, &t.of, "system", format!("deleted:{}", t.class)),
    }
}

/// Every cell is of a closed list, a time, a number or a key: none begins like a formula.
fn csv(row: &Row) -> String {
    let seq = row.seq.map(|seq| seq.to_string()).unwrap_or_default();
    let cells = [
        row.at.to_string(),
        row.of.clone(),
        seq,
        row.role.to_owned(),
        row.what.clone(),
        row.state.to_owned(),
        row.why.to_owned(),
    ];
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| plain(cell).replace(',', "，"))
        .collect();
    cells.join(",")
}

fn object(row: &Row) -> String {
    json!({
        "at": row.at, "of": row.of, "seq": row.seq, "role": row.role,
        "what": row.what, "state": row.state, "reason": row.why,
    })
    .to_string()
}
