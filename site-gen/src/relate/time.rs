//! What follows from the day: what is valid, what comes, what changed in which month, what is overdue, what is stale.
//!
//! Entry point: [`fill`].

use super::{Circumstances, reports};
use crate::library::halls::{Rhythm, last_meetings};
use crate::library::{
    Due, DueWhat, Event, EventKind, Item, ItemFacts, Ix, Library, ListKey, Overdue, Slot, Stale,
    StaleWhat, Visibility, overdue_by_record,
};
use governance::admission::Status;
use governance::dates::Day;
use governance::deliberation::{MeetingStatus, MinutesState};
use governance::labelled::Labelled;
use governance::notices::NoticeCategory;
use governance::records::Kind;
use rayon::prelude::*;

/// Fills what follows from the day.
pub(super) fn fill(library: &mut Library, at: Circumstances<'_>) {
    current(library);
    upcoming(library, at);
    events_and_dues(library, at);
    next_meetings(library);
    let owed = reports::owed(library);
    library.overdue.extend(owed);
    sort(library);
    stale(library, at);
}

/// Sorts by day, then by identity: a place in the library says nothing. Of what is overdue, figures stand after what was promised.
fn sort(library: &mut Library) {
    let slots = std::mem::take(&mut library.slots);
    let name = |ix: Ix| {
        slots
            .get(ix.place())
            .map(|s| (s.item.kind, s.item.id.as_str()))
    };
    let months: Vec<&mut Vec<Event>> = library.events.values_mut().collect();
    months.into_par_iter().for_each(|events| {
        events.sort_unstable_by_key(|event| (event.on, event.what, name(event.record)));
    });
    library
        .overdue
        .sort_unstable_by_key(|due| (due.what.is_figure(), due.on, name(due.record), due.what));
    library.slots = slots;
    library.overdue_of = overdue_by_record(&library.overdue);
}

fn current(library: &mut Library) {
    let today = library.today;
    let all = library.list(ListKey::Kind(Kind::Notice)).iter().copied();
    let valid = all.filter(|ix| {
        library
            .slot(*ix)
            .is_some_and(|slot| is_valid(&slot.item, today))
    });
    let valid = valid.collect();
    library.lists.set(ListKey::CurrentNotices, valid);
}

/// Whether this is a notice that is valid on this day.
pub(super) fn is_valid(item: &Item, today: Day) -> bool {
    matches!(item.facts, ItemFacts::Notice { expires_on, .. } if expires_on.is_none_or(|last| last >= today))
}

fn upcoming(library: &mut Library, at: Circumstances<'_>) {
    let coming = |item: &Item| {
        matches!(item.facts, ItemFacts::Meeting { status, start, .. }
            if start > at.now && matches!(status, MeetingStatus::Tentative | MeetingStatus::Confirmed))
    };
    let newest_first = library.list(ListKey::Kind(Kind::Meeting)).iter().copied();
    let coming = newest_first.filter(|ix| library.slot(*ix).is_some_and(|slot| coming(&slot.item)));
    let mut coming: Vec<Ix> = coming.collect();
    coming.reverse();
    library.lists.set(ListKey::Upcoming, coming);
}

fn events_and_dues(library: &mut Library, at: Circumstances<'_>) {
    let slots = std::mem::take(&mut library.slots);
    let mut events = Vec::new();
    for (ix, slot) in slots.occupied() {
        events_of((ix, slot), at, &mut events);
        for event in events.drain(..) {
            happened(library, event);
        }
        if slot.visibility == Visibility::Shown {
            let due = overdue_of(&slot.item, at);
            let due = due.map(|Due { on, what }| Overdue {
                on,
                record: ix,
                what,
            });
            library.overdue.extend(due);
        }
    }
    library.slots = slots;
}

/// Notes an event unless it lies ahead.
fn happened(library: &mut Library, event: Event) {
    let Event { on, .. } = event;
    if on <= library.today {
        let month = library.events.entry((on.year(), on.month())).or_default();
        month.push(event);
    }
}

/// What happened to a record, with what lies ahead.
pub(super) fn events_of((record, slot): (Ix, &Slot), at: Circumstances<'_>, out: &mut Vec<Event>) {
    let item = &slot.item;
    let mut note = |on: Option<Day>, what| out.extend(on.map(|on| Event { on, what, record }));
    match slot.visibility {
        Visibility::Hidden => {}
        Visibility::Gone => note(item.withdrawn_on.or(item.changed_on), EventKind::Withdrawn),
        Visibility::Shown => {
            facts_happened(item, &mut note);
            note(item.changed_on, EventKind::Changed);
            for due in overdue_of(item, at) {
                note(Some(due.on.plus_days(1)), EventKind::FellDue);
            }
        }
    }
}

fn facts_happened(item: &Item, note: &mut impl FnMut(Option<Day>, EventKind)) {
    let published = item.published.map(governance::dates::Moment::day);
    let day_after = |last: &Option<Day>| last.map(|last| last.plus_days(1));
    match &item.facts {
        ItemFacts::Notice { expires_on, .. } => {
            note(item.day, EventKind::Published);
            note(day_after(expires_on), EventKind::Expired);
        }
        ItemFacts::AdmissionItem { to, exited_on, .. } => {
            note(item.day, EventKind::Admitted);
            note(*exited_on, EventKind::Exited);
            let expired = day_after(to).filter(|_| exited_on.is_none());
            note(expired, EventKind::Expired);
        }
        ItemFacts::Meeting { decided, .. } if *decided > 0 => {
            note(item.day, EventKind::Decided);
        }
        ItemFacts::Topic { .. } => note(item.day, EventKind::Published),
        ItemFacts::Vendor { .. } | ItemFacts::Guide { .. } => {
            note(published, EventKind::Published);
        }
        ItemFacts::Meeting { .. }
        | ItemFacts::Division { .. }
        | ItemFacts::Community { .. }
        | ItemFacts::Department { .. }
        | ItemFacts::Indicator { .. }
        | ItemFacts::Target { .. }
        | ItemFacts::ReportingUnit { .. }
        | ItemFacts::Observation { .. } => {}
    }
}

/// What should have been done by now about a record that is shown.
pub(super) fn overdue_of(item: &Item, at: Circumstances<'_>) -> impl Iterator<Item = Due> {
    let today = at.now.day();
    let minutes = minutes_due(item, at);
    let review = review_due(item, at);
    let dues = item.dues.iter().copied().chain(minutes).chain(review);
    dues.filter(move |due| today > due.on)
}

/// Bodies that should have met again by now: overdue with the last meeting that counts.
fn next_meetings(library: &mut Library) {
    let meetings = library.list(ListKey::Kind(Kind::Meeting)).iter();
    let items = meetings.filter_map(|ix| Some((*ix, &library.slot(*ix)?.item)));
    let late = last_meetings(items).into_iter();
    let late: Vec<Rhythm> = late.filter(|one| library.today > one.due_on).collect();
    for Rhythm { last, due_on, .. } in late {
        let what = DueWhat::NextMeeting;
        library.overdue.push(Overdue {
            on: due_on,
            record: last,
            what,
        });
        let on = due_on.plus_days(1);
        let what = EventKind::FellDue;
        happened(
            library,
            Event {
                on,
                what,
                record: last,
            },
        );
    }
}

/// The last day on which the minutes of a meeting that was held are in time, if they are not out yet.
fn minutes_due(item: &Item, at: Circumstances<'_>) -> Option<Due> {
    let ItemFacts::Meeting {
        status: MeetingStatus::Held,
        minutes_published_on: None,
        minutes,
        start,
        ..
    } = item.facts
    else {
        return None;
    };
    if minutes == Some(MinutesState::Final) {
        return None;
    }
    let on = working_days_after(at.worked, start.day(), at.limits.minutes_working_days);
    let what = DueWhat::Minutes;
    Some(Due { on, what })
}

/// The last day on which the review of an item that was applied for is in time.
fn review_due(item: &Item, at: Circumstances<'_>) -> Option<Due> {
    let ItemFacts::AdmissionItem {
        status: Status::PendingReview,
        applied_on: Some(applied),
        ..
    } = item.facts
    else {
        return None;
    };
    let on = working_days_after(at.worked, applied, at.limits.review_working_days);
    let what = DueWhat::Review;
    Some(Due { on, what })
}

/// The day so many working days later, the first day not counted.
fn working_days_after(worked: &dyn Fn(Day) -> bool, from: Day, days: u32) -> Day {
    let mut on = from;
    for _ in 0..days {
        on = on.plus_days(1);
        while !worked(on) {
            on = on.plus_days(1);
        }
    }
    on
}

fn stale(library: &mut Library, at: Circumstances<'_>) {
    let mut stale = stale_columns(library, at);
    let limit = at.limits.vendor_check_days;
    for ix in library.list(ListKey::Kind(Kind::Vendor)) {
        let slot = library.slot(*ix);
        if let Some(ItemFacts::Vendor { checked_on, .. }) = slot.map(|slot| &slot.item.facts) {
            let what = StaleWhat::Record(*ix);
            stale.extend(one_stale(library, (*checked_on, limit), what));
        }
    }
    library.stale = stale;
}

/// Columns with nothing new in them for too long.
pub(super) fn stale_columns(library: &Library, at: Circumstances<'_>) -> Vec<Stale> {
    let newest = |key| {
        let first = library.list(key).first().and_then(|ix| library.slot(*ix));
        first.and_then(|slot| slot.item.day)
    };
    let home = (newest(ListKey::Recent(None)), at.limits.home_stale_days);
    let mut stale = Vec::new();
    stale.extend(one_stale(library, home, StaleWhat::Home));
    for category in NoticeCategory::ALL {
        let since = newest(ListKey::Notices(*category));
        if since.is_some() {
            let limit = notice_limit(*category, at);
            stale.extend(one_stale(
                library,
                (since, limit),
                StaleWhat::Notices(*category),
            ));
        }
    }
    stale
}

fn one_stale(
    library: &Library,
    (since, limit): (Option<Day>, u32),
    what: StaleWhat,
) -> Option<Stale> {
    let limit_days = i64::from(limit);
    let late = since.is_none_or(|since| library.today.days_since(since) > limit_days);
    late.then_some(Stale {
        since,
        limit_days,
        what,
    })
}

fn notice_limit(category: NoticeCategory, at: Circumstances<'_>) -> u32 {
    match category {
        NoticeCategory::Work | NoticeCategory::PublicNotice | NoticeCategory::Disclosure => {
            at.limits.work_stale_days
        }
        NoticeCategory::Policy | NoticeCategory::Announcement => at.limits.notice_stale_days,
        NoticeCategory::Plan => at.limits.plan_stale_days,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use governance::calendar::{Calendar, DayKind};
    use governance::dates::Moment;
    use governance::deadlines::{Count, Period, reckon};
    use proptest::prelude::*;

    proptest! {
        /// Minutes and reviews fall due on the day that the clocks of cases would name.
        #[test]
        fn due_days_agree_with_the_clocks(offset in 0_i64..1900, days in 1_u16..30) {
            let calendar = Calendar::built_in().unwrap();
            let worked = |day: Day| matches!(calendar.look_up(day), DayKind::Workday);
            let from = Day::parse("2021-02-01").unwrap().plus_days(offset);
            let period = Period::working_days(days);
            let count = Count { rule: "typed", start: Moment::start_of(from), period, pauses: &[] };
            let due = reckon(&calendar, &count).due_on;
            prop_assert_eq!(working_days_after(&worked, from, days.into()), due);
        }
    }
}
