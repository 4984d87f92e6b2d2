//! `desk show` and `desk contact`: one case with everything that happened, and how to reach its resident.
//!
//! Entry points: [`show`], [`contact`]. Reading a contact is written on the case before the contact is shown, with the role and the reason; if it cannot be
//! written, nothing is shown.

use super::places::Places;
use super::{Seat, listing};
use crate::cli::desk::{Target, Targets};
use crate::words::{complain, plain, say};
use crate::{CouldNotRun, Outcome, store};
use functions::domain::desk::{self, Verdict, Wish};
use functions::store::{ReadCases, ReadContacts};
use governance::cases::{Action, Case, Deed, Duty, TimelineEvent, possible};
use governance::labelled::Labelled;
use serde_json::{Value, json};
use std::path::Path;

/// Shows cases.
///
/// # Errors
/// If the store does not answer.
pub(super) async fn show(
    seat: &Seat<'_>,
    targets: &Targets,
    working: bool,
) -> Result<Outcome, CouldNotRun> {
    if seat.options.role.is_some() {
        seat.on_duty(Duty::Read)?;
    }
    let places = Places::read(&seat.options.content);
    let mut outcome = Outcome::Clean;
    let mut shown = Vec::new();
    for target in Seat::targets(targets)? {
        let found = seat.opened.store.case(target.reference).await;
        match found.map_err(|fault| seat.failed(&fault.into()))? {
            None => {
                unknown(seat, target);
                outcome = Outcome::Faults;
            }
            Some(stored) if seat.options.json => shown.push(whole(seat, &stored.case)),
            Some(stored) => sheet(seat, &stored.case, (&places, working)),
        }
    }
    if seat.options.json {
        say(&serde_json::to_string_pretty(&shown).unwrap_or_default());
    }
    Ok(outcome)
}

fn unknown(seat: &Seat<'_>, target: Target) {
    let name = target.reference;
    complain(&seat.lang.pick(
        format!("{name}:没有这一件"),
        format!("{name}: no such case"),
    ));
}

fn whole(seat: &Seat<'_>, case: &Case) -> Value {
    let mut value = listing::row(case, &seat.opened.clocks, seat.now.day());
    value["case"] = serde_json::to_value(case).unwrap_or_default();
    value["working"] = serde_json::to_value(case.working(&seat.opened.clocks)).unwrap_or_default();
    value["possible"] = possible_now(seat, case);
    value
}

fn possible_now(seat: &Seat<'_>, case: &Case) -> Value {
    let role = seat.options.role.or_else(store::role);
    let events = role.map(|role| {
        possible(case.state, role)
            .map(|row| row.event)
            .collect::<Vec<_>>()
    });
    json!(events)
}

fn sheet(seat: &Seat<'_>, case: &Case, (places, working): (&Places, bool)) {
    let lang = seat.lang;
    let standing = case.standing(seat.now.day(), &seat.opened.clocks);
    let due = case
        .next_due_on()
        .map_or_else(|| "—".to_owned(), |day| day.to_string());
    say(&format!(
        "{}  {}  {}  {}  {}",
        case.reference,
        lang.pick(
            format!("第 {} 版", case.version),
            format!("version {}", case.version)
        ),
        lang.pick(case.state.zh(), case.state.en()),
        lang.pick(standing.zh(), standing.en()),
        due,
    ));
    say(&format!(
        "  {} · {} · {} · {}",
        lang.pick(case.kind.zh(), case.kind.en()),
        lang.pick(case.category.zh(), case.category.en()),
        plain(&places.name(case.place)),
        plain(
            case.assigned_to
                .as_deref()
                .unwrap_or(lang.pick("未交办", "not assigned"))
        ),
    ));
    let facts = [
        (
            case.escalated,
            lang.pick("多次重办,请上一级过问", "escalated"),
        ),
        (
            case.consents_to_summary,
            lang.pick("居民同意公开摘要", "agrees to a published summary"),
        ),
        (
            case.is_provisional(),
            lang.pick("期限暂定", "due date provisional"),
        ),
    ];
    for (_, fact) in facts.iter().filter(|(is, _)| *is) {
        say(&format!("  {fact}"));
    }
    for event in &case.timeline {
        for line in told(seat, event) {
            say(&line);
        }
    }
    if working {
        for reckoning in case.working(&seat.opened.clocks) {
            for line in crate::due::working(&reckoning, lang) {
                say(&format!("  {line}"));
            }
        }
    }
}

/// An event in lines, with the words that belong to it.
pub(super) fn told(seat: &Seat<'_>, event: &TimelineEvent) -> Vec<String> {
    let lang = seat.lang;
    let mut lines = vec![format!(
        "  {:>3}. {}  {}  {}",
        event.seq,
        event.at.minute(),
        lang.pick(event.role.zh(), event.role.en()),
        lang.pick(event.kind.zh(), event.kind.en()),
    )];
    let words = [
        (lang.pick("", ""), &event.text),
        (lang.pick("理由:", "why: "), &event.reason),
        (lang.pick("去向:", "next: "), &event.next),
        (lang.pick("备注:", "note: "), &event.note),
        (lang.pick("已遮盖:", "taken out: "), &event.redacted),
    ];
    for (name, words) in words {
        let words = words.as_deref().unwrap_or_default();
        let each = words
            .lines()
            .map(|line| format!("       {name}{}", plain(line)));
        lines.extend(each);
    }
    lines
}

/// Shows how to reach residents.
///
/// # Errors
/// If the role has no such duty, the key is not here, or the store does not answer.
pub(super) async fn contact(
    seat: &Seat<'_>,
    targets: &Targets,
    (why, key): (&str, Option<&Path>),
) -> Result<Outcome, CouldNotRun> {
    let role = seat.on_duty(Duty::Contact)?;
    let key = store::desk_key(&seat.options.place, key, seat.lang)?;
    let mut outcome = Outcome::Clean;
    for target in Seat::targets(targets)? {
        let note = format!("查阅联系方式:{why}");
        let action = Action {
            role,
            deed: Deed::Note,
            note: Some(note.into()),
        };
        let wish = Wish {
            reference: target.reference,
            version: target.version,
            action,
        };
        let sealed = seat
            .opened
            .store
            .contact(target.reference, seat.now.instant().timestamp());
        let sealed = sealed.await.map_err(|fault| seat.failed(&fault.into()))?;
        let Some(sealed) = sealed else {
            let name = target.reference;
            say(&seat.lang.pick(
                format!("{name}:没有留联系方式,或已过保存期"),
                format!("{name}: no contact, or no longer"),
            ));
            continue;
        };
        let noted = desk::change(&seat.opened.store, &seat.opened.desk(seat.now), &wish).await;
        let noted = noted.map_err(|fault| seat.failed(&fault))?;
        if !matches!(noted, Verdict::Done(_)) {
            unknown_or_stale(seat, target);
            outcome = Outcome::Faults;
            continue;
        }
        let opened = key.open(&target.reference, &sealed).map_err(|_| {
            CouldNotRun::new(seat.lang.pick(
                "这把私钥打不开这件的联系方式(换过钥匙,或数据损坏)",
                "this key does not open the contact of this case",
            ))
        })?;
        reveal(seat, target, &opened);
    }
    Ok(outcome)
}

fn unknown_or_stale(seat: &Seat<'_>, target: Target) {
    let name = target.reference;
    complain(&seat.lang.pick(
        format!("{name}:没能记下这次查阅(这一件已有新的变化),所以没有显示。请重试。"),
        format!("{name}: the reading could not be noted (the case has gone on), so nothing is shown; try again"),
    ));
}

fn reveal(seat: &Seat<'_>, target: Target, contact: &str) {
    if seat.options.json {
        say(&json!({"reference": target.reference, "contact": contact}).to_string());
    } else {
        say(&format!("{}  {}", target.reference, plain(contact)));
    }
}
