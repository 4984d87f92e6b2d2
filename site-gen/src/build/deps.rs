//! What each thing that a page may look at is worth now: if its fingerprint is what it was, the page need not be made anew.
//!
//! Entry point: [`value`]. Must tell every difference that the accessor of [`crate::library::Reader`] of the same name can show.

use crate::library::{DepKey, DueWhat, Event, Ix, Library, Overdue, Print, Published, StaleWhat};
use crate::opendata::{Made, map};
use crate::pages;
use crate::views::Singles;
use chrono::Datelike;
use governance::dates::Day;

/// The fingerprint of what a page looked at; `outside` are those of what is not in the library.
pub(crate) fn value(library: &Library, dep: DepKey, outside: Outside<'_>) -> Print {
    match dep {
        DepKey::Record(ix) => whole(library, ix),
        DepKey::Light(ix) => light(library, ix),
        DepKey::Phase(ix) => library
            .phase(ix)
            .map_or_else(Print::default, |day| day_of(day, 0)),
        DepKey::Ids(kind) => ids(library, kind),
        DepKey::Paths => outside.paths,
        DepKey::File(id) => library.files.get(&id).map_or_else(Print::default, text),
        DepKey::Neighbours(ix) => {
            let pair = library.neighbours(ix);
            Print::of_all(
                pair.map(|side| side.map_or_else(Print::default, |ix| light(library, ix))),
            )
        }
        DepKey::List(key) => lights(library, library.list(key)),
        DepKey::Head(key, count) => {
            let list = library.list(key);
            lights(library, &list[..list.len().min(count as usize)])
        }
        DepKey::Count(key) => Print::number(library.list(key).len() as u64),
        DepKey::Months(kind) => text(&library.months(kind)),
        DepKey::EventMonths => text(&library.events.keys().collect::<Vec<_>>()),
        DepKey::Events(year, month) => events(library, library.events_in(year, month)),
        DepKey::EventsOn(day) => events(library, library.events_on(day)),
        DepKey::Overdue => overdue(library, library.overdue.iter()),
        DepKey::OverdueOf(ix) => overdue(library, library.overdue_of(ix)),
        DepKey::Stale => stale(library),
        DepKey::Today => text(&library.today.to_string()),
        DepKey::IsPublished => text(&library.published.is_some()),
        DepKey::Snapshot => library
            .published
            .as_ref()
            .map_or_else(Print::default, Published::print),
        DepKey::Ratings(ix) => library.ratings_print(ix),
        DepKey::CasesIn(code) => library.cases_print(code),
        DepKey::Case(reference) => library.case_print(reference),
        DepKey::Themes => library.themes_print(),
        DepKey::ListPages => text(&pages::list_pages(library)),
        DepKey::Shards => text(&map::plan(library)),
        DepKey::Made => outside.made.tables,
        DepKey::MadeSearch => outside.made.search,
        DepKey::Search(segment) => crate::search::print(library, segment),
        DepKey::Segments => text(&library.segments().collect::<Vec<_>>()),
        DepKey::Template(number) => outside.singles.print(number),
    }
}

/// Fingerprints of what catalogues and lists of files state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct MadePrints {
    pub(crate) tables: Print,
    pub(crate) search: Print,
}

impl MadePrints {
    pub(crate) fn of(made: &Made) -> Self {
        let print = |searched: bool| {
            let of_these = |path: &str| path.starts_with("search/") == searched;
            let these: Vec<_> = made.iter().filter(|(path, _)| of_these(path)).collect();
            text(&these)
        };
        Self {
            tables: print(false),
            search: print(true),
        }
    }

    /// What this thing is worth, if it is one of them.
    pub(crate) fn worth(self, key: DepKey) -> Option<Print> {
        let tables = (key == DepKey::Made).then_some(self.tables);
        tables.or_else(|| (key == DepKey::MadeSearch).then_some(self.search))
    }
}

/// Fingerprints of what is not in the library.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outside<'a> {
    pub(crate) paths: Print,
    pub(crate) made: MadePrints,
    pub(crate) singles: &'a Singles,
}

/// The fingerprint of a small value by its written form.
fn text<T: std::fmt::Debug>(value: &T) -> Print {
    Print::of(format!("{value:?}").as_bytes())
}

/// A day stands for itself, with a number of what is on that day.
fn day_of(day: Day, what: u8) -> Print {
    let day = u64::from(day.date().num_days_from_ce().cast_unsigned());
    Print::number(day << 8 | u64::from(what))
}

fn light(library: &Library, ix: Ix) -> Print {
    library
        .lights
        .get(ix.0 as usize)
        .copied()
        .unwrap_or_default()
}

fn whole(library: &Library, ix: Ix) -> Print {
    let print = library.wholes.get(ix.0 as usize);
    print.copied().unwrap_or_default()
}

fn lights(library: &Library, list: &[Ix]) -> Print {
    Print::of_all(list.iter().map(|ix| light(library, *ix)))
}

fn ids(library: &Library, kind: governance::records::Kind) -> Print {
    let slots = library.slots.occupied().map(|(_, slot)| slot);
    let slots = slots.filter(|slot| slot.item.kind == kind);
    let mut ids: Vec<_> = slots
        .map(|slot| (slot.item.id.as_str(), slot.item.division))
        .collect();
    ids.sort_unstable();
    text(&ids)
}

fn events(library: &Library, events: &[Event]) -> Print {
    Print::of_all(events.iter().flat_map(|event| event_prints(library, event)))
}

fn event_prints(library: &Library, event: &Event) -> [Print; 2] {
    [
        day_of(event.on, event.what as u8),
        light(library, event.record),
    ]
}

fn overdue<'a>(library: &Library, dues: impl Iterator<Item = &'a Overdue>) -> Print {
    let prints = dues.flat_map(|due| {
        let what: (Day, DueWhat) = (due.on, due.what);
        [text(&what), light(library, due.record)]
    });
    Print::of_all(prints)
}

fn stale(library: &Library) -> Print {
    let prints = library.stale.iter().flat_map(|stale| {
        let what = match stale.what {
            StaleWhat::Home => Print::default(),
            StaleWhat::Notices(category) => text(&category),
            StaleWhat::Record(ix) => light(library, ix),
        };
        [text(&(stale.since, stale.limit_days)), what]
    });
    Print::of_all(prints)
}
