//! Halls in figures: how early agendas went out, and when a body has to meet again.
//!
//! Entry points: [`LeadTimes::of`], [`Rhythm::of`], [`last_meetings`]. Sources: domain of deliberation, [`governance::deliberation::Body::notice_days`] and
//! [`governance::deliberation::Body::rhythm_months`]. Counts what is in a list; knows neither the day nor the whole library.

use super::{Item, ItemFacts, Ix};
use governance::dates::Day;
use governance::deliberation::{Body, MeetingStatus};
use governance::divisions::DivisionCode;
use std::collections::BTreeSet;

/// How early the agendas of meetings went out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeadTimes {
    /// Meetings that were held.
    pub held: u32,
    /// Of these, those whose agenda is known to have gone out on a day.
    pub known: u32,
    /// Of these, those where it went out as many days ahead as asked: by law for an assembly, by the site's settings for the others.
    pub in_time: u32,
}

impl LeadTimes {
    /// Counts the meetings of a list; `days` is what the site asks where the law says nothing.
    pub fn of<'a>(meetings: impl Iterator<Item = (Ix, &'a Item)>, days: u32) -> Self {
        let mut counted = Self::default();
        for (_, item) in meetings {
            let ItemFacts::Meeting {
                status: MeetingStatus::Held,
                body,
                start,
                convened_on,
                ..
            } = item.facts
            else {
                continue;
            };
            counted.held += 1;
            if let Some(on) = convened_on {
                let needed = body.notice_days().unwrap_or(i64::from(days));
                counted.known += 1;
                counted.in_time += u32::from(start.day().days_since(on) >= needed);
            }
        }
        counted
    }
}

/// When a body met last and has to meet again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// Who meets.
    pub body: Body,
    /// Where.
    pub division: DivisionCode,
    /// The last meeting that counts.
    pub last: Ix,
    /// Its day.
    pub last_on: Day,
    /// Months within which the next one is due.
    pub months: u32,
    /// The last day on which the next one is in time.
    pub due_on: Day,
}

impl Rhythm {
    /// What follows from one meeting: only one that was held, with its quorum, of a body that has a rhythm.
    pub fn of(ix: Ix, item: &Item) -> Option<Self> {
        let ItemFacts::Meeting {
            status: MeetingStatus::Held,
            quorate: true,
            body,
            start,
            ..
        } = item.facts
        else {
            return None;
        };
        let (months, last_on) = (body.rhythm_months()?, start.day());
        Some(Self {
            body,
            division: item.division?,
            last: ix,
            last_on,
            months,
            due_on: last_on.plus_months(months),
        })
    }
}

/// Of each body in each place the last meeting that counts; the list is to come newest first.
pub fn last_meetings<'a>(meetings: impl Iterator<Item = (Ix, &'a Item)>) -> Vec<Rhythm> {
    let mut seen = BTreeSet::new();
    let all = meetings.filter_map(|(ix, item)| Rhythm::of(ix, item));
    let newest = all.filter(|one| seen.insert((one.division, one.body)));
    newest.collect()
}
