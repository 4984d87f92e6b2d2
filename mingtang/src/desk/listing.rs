//! `desk list`: the cases, the most urgent first. Entry point: [`list`].

use super::Seat;
use super::places::Places;
use crate::cli::desk::ListOptions;
use crate::words::{plain, say};
use crate::{CouldNotRun, Outcome};
use functions::store::ListAll;
use governance::cases::{Case, Clocks, Duty, Standing};
use governance::dates::Day;
use governance::labelled::Labelled;
use serde_json::{Value, json};

/// Lists.
///
/// # Errors
/// If the store does not answer.
pub(super) async fn list(seat: &Seat<'_>, options: &ListOptions) -> Result<Outcome, CouldNotRun> {
    if seat.options.role.is_some() {
        seat.on_duty(Duty::Read)?;
    }
    let places = Places::read(&seat.options.content);
    let (clocks, today) = (&seat.opened.clocks, seat.now.day());
    let wanted = |case: &Case| is_wanted(case, options, (&places, clocks, today));
    let found = seat.opened.store.cases(|stored| wanted(&stored.case)).await;
    let found = found.map_err(|fault| seat.failed(&fault.into()))?;
    let mut cases: Vec<Case> = found.into_iter().map(|stored| stored.case).collect();
    cases.sort_by_key(|case| {
        (
            case.next_due_on().is_none(),
            case.next_due_on(),
            case.reference,
        )
    });
    if options.refs {
        for case in &cases {
            say(&format!("{}@{}", case.reference.as_str(), case.version));
        }
    } else if seat.options.json {
        let rows: Vec<Value> = cases.iter().map(|case| row(case, clocks, today)).collect();
        say(&serde_json::to_string_pretty(&rows).unwrap_or_default());
    } else {
        table(seat, &cases, &places);
    }
    Ok(Outcome::Clean)
}

fn is_wanted(
    case: &Case,
    options: &ListOptions,
    (places, clocks, today): (&Places, &Clocks, Day),
) -> bool {
    let standing = case.standing(today, clocks);
    let overdue = matches!(standing, Standing::Overdue | Standing::VeryOverdue);
    let open = options.all || !options.state.is_empty() || !case.state.is_ended();
    let any = |list_is_empty: bool, found: bool| list_is_empty || found;
    let mine = |post: &String| {
        case.assigned_to
            .as_deref()
            .is_some_and(|to| to.contains(post.as_str()))
    };
    open && (!options.overdue || overdue)
        && (!options.due_soon || overdue || standing == Standing::DueSoon)
        && (!options.escalated || case.escalated)
        && any(
            options.state.is_empty(),
            options.state.contains(&case.state),
        )
        && any(
            options.category.is_empty(),
            options.category.contains(&case.category),
        )
        && any(options.kind.is_empty(), options.kind.contains(&case.kind))
        && options.mine.as_ref().is_none_or(mine)
        && options
            .community
            .as_ref()
            .is_none_or(|wanted| places.is(case.place, wanted))
}

/// A case as one row, without what the resident wrote.
pub(super) fn row(case: &Case, clocks: &Clocks, today: Day) -> Value {
    json!({
        "reference": case.reference,
        "version": case.version,
        "kind": case.kind,
        "category": case.category,
        "place": case.place,
        "state": case.state,
        "standing": case.standing(today, clocks),
        "next_due_on": case.next_due_on(),
        "provisional": case.is_provisional(),
        "filed_at": case.filed_at(),
        "assigned_to": case.assigned_to,
        "reopened": case.reopened(),
        "escalated": case.escalated,
        "followers": case.followers,
        "vendor": case.vendor,
    })
}

fn table(seat: &Seat<'_>, cases: &[Case], places: &Places) {
    let lang = seat.lang;
    let today = seat.now.day();
    for case in cases {
        let standing = case.standing(today, &seat.opened.clocks);
        let due = case
            .next_due_on()
            .map_or_else(|| "—".to_owned(), |day| day.to_string());
        let cells = [
            padded(&format!("{}@{}", case.reference.as_str(), case.version), 13),
            padded(&due, 10),
            padded(lang.pick(standing.zh(), standing.en()), 12),
            padded(lang.pick(case.state.zh(), case.state.en()), 10),
            padded(lang.pick(case.category.zh(), case.category.en()), 16),
            padded(&plain(&places.name(case.place)), 16),
            plain(case.assigned_to.as_deref().unwrap_or_default()),
        ];
        say(cells.join("  ").trim_end());
    }
    let n = cases.len();
    say(&lang.pick(format!("共 {n} 件。"), format!("{n} cases.")));
}

/// The text with spaces up to a width; a Chinese character is two wide.
fn padded(text: &str, width: usize) -> String {
    let wide: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    format!("{text}{}", " ".repeat(width.saturating_sub(wide)))
}
