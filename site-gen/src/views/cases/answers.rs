//! Answers that were cleared for publication, newest first, by month.
//!
//! Entry points: [`index`], [`month`], [`newest`]. Nothing else that anybody wrote about a case is ever shown.

use super::{frame, home, published};
use crate::library::ReadFault;
use crate::pages::PageKey;
use crate::views::ThemeFault;
use crate::views::frame::Look;
use crate::views::parts::{DayView, LinkView, TagView};
use governance::cases::Outcome;
use governance::published::{ClearedAnswer, Month};
use serde::Serialize;
use std::cmp::Reverse;

/// Newest answers on the first page: what fits 20 KB.
const FIRST: usize = 20;

/// What was asked and what was done.
#[derive(Serialize)]
pub(in crate::views) struct AnswerView<'a> {
    reference: String,
    url: String,
    category: &'a str,
    place: Option<LinkView<'a>>,
    outcome: TagView<'a>,
    summary: &'a str,
    answer: &'a str,
    day: DayView,
}

#[derive(Serialize)]
struct AnswersView<'a> {
    lead: &'a str,
    answers: Vec<AnswerView<'a>>,
    archive: Vec<LinkView<'a>>,
}

pub(in crate::views) fn answer_view<'a>(
    look: &Look<'a>,
    answer: &'a ClearedAnswer,
) -> AnswerView<'a> {
    let outcome = look.label(answer.outcome);
    AnswerView {
        reference: answer.reference.to_string(),
        url: PageKey::Case(answer.reference).path(),
        category: look.label(answer.category),
        place: look.place_link(answer.place),
        outcome: match answer.outcome {
            Outcome::Resolved => TagView::good(outcome),
            Outcome::NotUpheld | Outcome::NoPower => TagView::plain(outcome),
        },
        summary: &answer.summary,
        answer: &answer.answer,
        day: look.day(answer.answered_on),
    }
}

/// The newest so many.
pub(super) fn newest<'a>(
    look: &Look<'a>,
    mut answers: Vec<&'a ClearedAnswer>,
    count: usize,
) -> Vec<AnswerView<'a>> {
    answers.sort_by_key(|answer| (Reverse(answer.answered_on), answer.reference));
    answers
        .into_iter()
        .take(count)
        .map(|answer| answer_view(look, answer))
        .collect()
}

/// Months in which published answers were given, newest first.
pub(crate) fn months(answers: &[ClearedAnswer]) -> Vec<Month> {
    let mut months: Vec<Month> = answers.iter().map(|a| Month::of(a.answered_on)).collect();
    months.sort_unstable_by_key(|month| Reverse(*month));
    months.dedup();
    months
}

/// `/cases/answers/`
pub(in crate::views) fn index(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let all = &published(look)?.snapshot.answers.rows;
    let link = |month: Month| LinkView::new(PageKey::AnswersMonth(month).path(), look.month(month));
    let view = AnswersView {
        lead: look.t("cases.answers_lead"),
        answers: newest(look, all.iter().collect(), FIRST),
        archive: months(all).into_iter().map(link).collect(),
    };
    let frame = frame(
        look,
        ("/cases/answers/".into(), look.t("cases.answers").into()),
        vec![home(look)],
    );
    look.show("answers.html", (frame, &view), out)
}

/// `/cases/answers/2026-10/`
pub(in crate::views) fn month(
    look: &Look<'_>,
    month: Month,
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let all = look.reader.published().ok_or(ReadFault::NotShown)?;
    let answers = all
        .snapshot
        .answers
        .rows
        .iter()
        .filter(|a| Month::of(a.answered_on) == month);
    let view = AnswersView {
        lead: look.t("cases.answers_lead"),
        answers: newest(look, answers.collect(), usize::MAX),
        archive: Vec::new(),
    };
    let title = look.say("cases.answers_title", &[("month", &look.month(month))]);
    let crumbs = vec![
        home(look),
        LinkView::new("/cases/answers/", look.t("cases.answers")),
    ];
    let frame = frame(
        look,
        (PageKey::AnswersMonth(month).path(), title.into()),
        crumbs,
    );
    look.show("answers.html", (frame, &view), out)
}
