//! The public page of one case: what it is about, where, its dates, how it was answered. No word that anybody wrote but a cleared answer.
//!
//! Entry point: [`page`].

use super::{AnswerView, answer_view, frame, home};
use crate::library::ReadFault;
use crate::pages::PageKey;
use crate::views::ThemeFault;
use crate::views::frame::Look;
use crate::views::parts::{DayView, FactView, LinkView, TagView};
use governance::cases::CaseReference;
use governance::dates::Day;
use governance::published::LogEntry;
use serde::Serialize;

#[derive(Serialize)]
struct CaseView<'a> {
    kind: &'a str,
    category: LinkView<'a>,
    place: Option<LinkView<'a>>,
    state: TagView<'a>,
    /// Of an open case: the day it is told for. A closed one no longer changes.
    taken: Option<DayView>,
    rounds: Vec<RoundView<'a>>,
    answer: Option<AnswerView<'a>>,
    /// How many others it concerns.
    followers: Option<String>,
    /// Of an open case: whoever has the same trouble can say so.
    affected: bool,
}

#[derive(Serialize)]
struct RoundView<'a> {
    title: Option<String>,
    facts: Vec<FactView<'a>>,
}

/// `/cases/<reference>/`
pub(in crate::views) fn page(
    look: &Look<'_>,
    reference: CaseReference,
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let case = look.reader.case(reference).ok_or(ReadFault::NotShown)?;
    let last = case.last();
    let several = case.rounds.len() > 1;
    let round = |row: &LogEntry| RoundView {
        title: several.then(|| look.say("cases.round", &[("n", &row.round.to_string())])),
        facts: facts(look, row),
    };
    let category = PageKey::CasesCategory(last.category).path();
    let view = CaseView {
        kind: look.label(last.kind),
        category: LinkView::new(category, look.label(last.category)),
        place: look.place_link(last.place),
        state: state(look, last, case.taken_on),
        taken: last.closed_on.is_none().then(|| look.day(case.taken_on)),
        rounds: case.rounds.iter().map(round).collect(),
        answer: case.answer.map(|answer| answer_view(look, answer)),
        followers: (last.followers > 0)
            .then(|| look.say("cases.followers", &[("n", &last.followers.to_string())])),
        affected: last.closed_on.is_none(),
    };
    let title = look.say("cases.case_title", &[("reference", reference.as_str())]);
    let frame = frame(
        look,
        (PageKey::Case(reference).path(), title.into()),
        vec![home(look)],
    );
    look.show("case.html", (frame, &view), out)
}

/// Where it stood on the day of the snapshot.
fn state<'a>(look: &Look<'a>, row: &LogEntry, day: Day) -> TagView<'a> {
    match row.outcome {
        Some(outcome) => TagView::good(look.label(outcome)),
        None if row.is_overdue_after(day) => TagView::bad(look.t("cases.overdue")),
        None if row.waiting_since.is_some() => TagView::plain(look.t("cases.waiting")),
        None => TagView::plain(look.t("cases.under_way")),
    }
}

fn facts<'a>(look: &Look<'a>, row: &LogEntry) -> Vec<FactView<'a>> {
    let first = if row.round > 1 {
        "cases.reopened_on"
    } else {
        "cases.opened_on"
    };
    let due = look.day(row.due_on).text;
    let due = if row.provisional {
        look.say("cases.provisional", &[("day", &due)])
    } else {
        due
    };
    let mut facts = vec![
        FactView::new(look.t(first), look.day(row.opened_on).text),
        FactView::new(look.t("cases.due_on"), due),
    ];
    let days = [
        ("cases.extended_due_on", row.extended_due_on),
        ("cases.waiting_since", row.waiting_since),
        ("cases.answered_on", row.answered_on),
        ("cases.closed_on", row.closed_on),
    ];
    let days = days
        .into_iter()
        .filter_map(|(name, day)| Some((name, day?)));
    facts.extend(days.map(|(name, day)| FactView::new(look.t(name), look.day(day).text)));
    facts.extend(
        row.outcome
            .map(|outcome| FactView::new(look.t("cases.outcome"), look.label(outcome))),
    );
    facts.extend(timeliness(look, row).map(|said| FactView::new(look.t("cases.timeliness"), said)));
    facts
}

/// On time or how late; against the original date too, where more time was given.
fn timeliness(look: &Look<'_>, row: &LogEntry) -> Option<String> {
    let said = |late: u32| match late {
        0 => look.t("cases.on_time").to_owned(),
        n => look.say("cases.late_by", &[("n", &n.to_string())]),
    };
    let by = said(row.late_by?);
    match row
        .late_by_original
        .filter(|_| row.extended_due_on.is_some())
    {
        None => Some(by),
        Some(original) => Some(look.say(
            "cases.late_both",
            &[("extended", &by), ("original", &said(original))],
        )),
    }
}
