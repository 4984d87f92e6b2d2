//! A library that was taken up again answers as the one it was, and bytes that are not what was written give none.
//!
//! The records are those of the views' cases, each many times, so that there is more than one block and lists are long enough to be laid out by place.

use super::sections::COUNT;
use super::*;
use crate::library::names::Pairs;
use crate::library::{Due, DueWhat, ItemFacts, ListKey, ROWS, Slot, Smaller, Stored, Visibility};
use crate::relate::{Circumstances, relate};
use crate::source::{Format, Role, SourceFile, Stamp};
use governance::ids::RecordId;

const NOW: &str = "2026-11-23T14:00:00+08:00";

/// How often each record of the cases is there.
const TIMES: usize = 40;

/// Records as they are kept between builds.
#[derive(Debug)]
struct Kept {
    count: usize,
    /// None is damaged.
    blocks: Vec<Option<Vec<u8>>>,
}

impl Kept {
    fn of(library: &Library) -> Self {
        let slots = library
            .slots
            .map_all(|slot| postcard::to_stdvec(&slot).unwrap());
        let blocks = slots.chunks(ROWS).map(|rows| Some(rows.concat()));
        Self {
            count: slots.len(),
            blocks: blocks.collect(),
        }
    }
}

impl SlotSource for Kept {
    fn count(&self) -> usize {
        self.count
    }

    fn block(&self, at: usize) -> Option<Vec<Option<Slot>>> {
        let mut rest = &self.blocks.get(at)?.as_ref()?[..];
        let mut rows = Vec::new();
        while !rest.is_empty() {
            let (row, after) = postcard::take_from_bytes(rest).ok()?;
            rows.push(row);
            rest = after;
        }
        Some(rows)
    }
}

fn now() -> Moment {
    Moment::parse(NOW).unwrap()
}

/// The file of a record: figures share one, the others have one each.
fn path(slot: &Slot) -> String {
    let item = &slot.item;
    if item.kind == Kind::Observation {
        return "figures/all.csv".into();
    }
    format!("{:?}/{}.md", item.kind, item.id)
}

/// The nth of the same record.
fn nth(slot: &Slot, n: usize) -> Slot {
    let mut slot = slot.clone();
    let back = i64::try_from(n * 17).unwrap();
    if n > 0 {
        slot.item.id = RecordId::new(&format!("{}-{n}", slot.item.id)).unwrap();
        slot.item.day = slot.item.day.map(|day| day.plus_days(-back));
        slot.item.draft = n.is_multiple_of(13);
        slot.item.withdrawn_on = (n.is_multiple_of(11)).then(|| now().day().plus_days(-back));
        if n.is_multiple_of(7) {
            slot.item.published = Some(Moment::start_of(now().day().plus_days(1)));
        }
        if slot.item.kind == Kind::Meeting {
            let what = DueWhat::Action {
                agenda: 1,
                action: u32::try_from(n).unwrap(),
            };
            let on = now().day().plus_days(-back);
            slot.item.dues = [Due { on, what }].into();
        }
        if let ItemFacts::Observation {
            as_of, numerator, ..
        } = &mut slot.item.facts
        {
            *as_of = as_of.plus_days(-back);
            *numerator = numerator.map(|count| count.min(u32::try_from(n).unwrap()));
        }
    }
    slot.own_light = crate::relate::own_light(&slot.item);
    slot.whole = Print::of(slot.item.id.as_str().as_bytes());
    slot.source = SourceId::of(&path(&slot));
    slot.index = u32::from(slot.item.kind == Kind::Observation && n > 0);
    slot.folder = slot.item.kind.zh().into();
    slot
}

fn slots() -> Vec<Option<Slot>> {
    let lines = include_str!("../../views/cases/records.jsonl").lines();
    let cases: Vec<Slot> = lines.map(crate::views::tests::slot).collect();
    // So many meetings that what is overdue is laid out by place.
    let all_times = [(Kind::Meeting, 3 * TIMES), (Kind::Division, 1)];
    let times = |case: &Slot| {
        let own = all_times.iter().find(|(kind, _)| *kind == case.item.kind);
        own.map_or(TIMES, |(_, times)| *times)
    };
    let all = (0..3 * TIMES).flat_map(|n| {
        let such = cases.iter().filter(move |case| n < times(case));
        such.map(move |case| Some(nth(case, n)))
    });
    let mut all: Vec<Option<Slot>> = all.collect();
    all.insert(3, None);
    all.insert(ROWS * 2, None);
    all.push(None);
    all
}

fn sources(library: &Library) -> Arc<Sources> {
    let stamp = Stamp {
        len: 0,
        modified: 0,
        changed: 0,
        inode: 0,
    };
    let file = |(_, slot): (Ix, &Slot)| SourceFile {
        id: slot.source,
        path: path(slot).into(),
        role: Role::Records(slot.item.kind),
        format: Format::Other,
        stamp,
    };
    Arc::new(Sources::new(library.slots.occupied().map(file).collect()))
}

fn files() -> BTreeMap<SourceId, FileFacts> {
    let smaller = Smaller {
        width: 480,
        hash: "0123456789ab".into(),
        stored: Stored::Pack {
            offset: 7,
            len: 9,
            check: 11,
        },
    };
    let facts = FileFacts {
        path: "notices/plan.png".into(),
        bytes: 1234,
        sha256: "00".into(),
        media: "image/png".into(),
        pixels: Some((640, 480)),
        smaller: [smaller].into(),
    };
    BTreeMap::from([(SourceId::of(&facts.path), facts)])
}

fn library() -> Library {
    let config = "name = '示例站'\nbase_url = 'https://example.org'\n[footer]\noperator = '示例'";
    let config: crate::config::SiteConfig = toml::from_str(config).unwrap();
    let at = Circumstances {
        now: now(),
        limits: &config.limits,
        worked: &|_| true,
    };
    let mut library = relate(slots(), files(), at);
    let folders = sources(&library);
    for place in 0..library.slots.len() {
        if let Some(slot) = library.slots.get_mut(place) {
            slot.folder = folders.get(slot.source).unwrap().folder().into();
        }
    }
    library
}

fn frozen(library: &Library) -> Vec<u8> {
    let mut bytes = Vec::new();
    library.freeze(&mut bytes).unwrap();
    bytes
}

fn thawed(library: &Library) -> Library {
    let kept = Arc::new(Kept::of(library));
    Library::thaw(&frozen(library), kept, (sources(library), now())).expect("whole")
}

/// Holds every record of one library against that of the other.
fn same_slots(one: &Library, other: &Library) {
    assert_eq!(one.slots.len(), other.slots.len());
    for place in 0..one.slots.len() {
        let pair = [one, other].map(|library| library.slots.get(place));
        let told = pair.map(|slot| {
            let slot = slot?;
            let kept = (&slot.item, slot.source, slot.index, &slot.refers);
            let put = (slot.visibility, slot.held, &slot.mask, &slot.folder);
            Some((kept, put, slot.light(), slot.shown_whole()))
        });
        assert_eq!(told[0], told[1], "at {place}");
    }
    assert_eq!(one.slots.held(), other.slots.held());
    let occupied = [one, other].map(|library| library.slots.occupied().map(|(ix, _)| ix));
    let [one, other] = occupied.map(Iterator::collect::<Vec<Ix>>);
    assert_eq!(one, other);
}

/// Holds all that is found by name, path or place in a list against each other.
fn same_names(one: &Library, other: &Library) {
    for (ix, slot) in one.slots.occupied() {
        let item = &slot.item;
        let aliases = if let ItemFacts::Department { aliases } = &item.facts {
            &aliases[..]
        } else {
            &[]
        };
        let names = aliases.iter().map(|alias| &**alias);
        for name in names.chain([item.id.as_str(), &*item.title]) {
            for kind in Kind::ALL {
                let found = one.find(*kind, name);
                assert_eq!(found, other.find(*kind, name), "{kind:?} {name}");
            }
        }
        assert_eq!(one.paths.find(slot.source), other.paths.find(slot.source));
        assert_eq!(one.neighbours(ix), other.neighbours(ix));
        assert_eq!(one.phase(ix), other.phase(ix));
        let overdue = [one, other].map(|library| library.overdue_of(ix).collect::<Vec<_>>());
        assert_eq!(overdue[0], overdue[1]);
    }
    assert_eq!(other.find(Kind::Notice, "nowhere"), None);
    assert_eq!(other.paths.find(SourceId::of("nowhere")), None);
}

fn same_lists(one: &Library, other: &Library, keys: &[ListKey]) {
    for key in keys {
        assert_eq!(one.list(*key), other.list(*key), "{key:?}");
    }
    for kind in Kind::ALL {
        assert_eq!(one.months(*kind), other.months(*kind));
        for (year, month, _) in one.months(*kind) {
            assert_eq!(one.days(*kind, year, month), other.days(*kind, year, month));
        }
    }
    assert_eq!(one.events, other.events);
    for event in one.events.values().flatten() {
        assert_eq!(one.events_on(event.on), other.events_on(event.on));
    }
    let segments = [one, other].map(|library| library.segments().collect::<Vec<_>>());
    assert_eq!(segments[0], segments[1]);
    assert_eq!(one.search, other.search);
}

fn same(one: &Library, other: &Library, keys: &[ListKey]) {
    same_slots(one, other);
    same_names(one, other);
    same_lists(one, other, keys);
    assert_eq!(one.lights, other.lights);
    assert_eq!(one.wholes, other.wholes);
    assert_eq!(one.positions, other.positions);
    assert_eq!(one.files, other.files);
    assert_eq!(one.by_code, other.by_code);
    assert_eq!(one.profiles, other.profiles);
    assert_eq!(one.totals, other.totals);
    assert_eq!(one.overdue, other.overdue);
    assert_eq!(one.overdue_of, other.overdue_of);
    assert_eq!(one.stale, other.stale);
    assert_eq!(one.today, other.today);
    assert!(!other.slots.is_damaged());
}

/// That the library has some of everything, or the other tests say little.
#[test]
fn the_sample_has_some_of_everything() {
    let library = library();
    let count = |such: &dyn Fn(&Slot) -> bool| {
        let slots = library.slots.occupied();
        slots.filter(|(_, slot)| such(slot)).count()
    };
    assert!(library.slots.len() > 3 * ROWS);
    for visibility in [Visibility::Shown, Visibility::Hidden, Visibility::Gone] {
        assert!(
            count(&|slot| slot.visibility == visibility) > 0,
            "{visibility:?}"
        );
    }
    assert!(count(&|slot| slot.held.is_some_and(|held| held.what.is_some())) > 0);
    assert!(!library.totals.is_empty() && !library.stale.is_empty());
    assert!(!library.overdue.is_empty() && !library.files.is_empty());
    let around = |key: &ListKey| matches!(key, ListKey::Around(..));
    assert!(library.lists.keys().iter().any(around));
}

#[test]
fn what_was_frozen_answers_as_before() {
    let library = library();
    let thawed = thawed(&library);
    let mut keys = library.lists.keys();
    keys.push(ListKey::Backlinks(Ix(77_777), Kind::Notice));
    same(&library, &thawed, &keys);
    assert_eq!(frozen(&library), frozen(&thawed), "the same bytes again");
    assert!(thawed.slots.into_vec().len() == library.slots.len());
}

#[test]
fn what_was_changed_wins_and_is_left_for_the_next() {
    let library = library();
    let mut changed = thawed(&library);
    let place = changed.slots.len() + 2;
    let first = changed.slots.occupied().next().unwrap().0;
    let mut slot = changed.slots.get(first.place()).unwrap().clone();
    let (kind, old) = (slot.item.kind, slot.item.id.clone());
    slot.item.id = RecordId::new("brand-new").unwrap();
    slot.source = SourceId::of(&path(&slot));
    let new = Ix(u32::try_from(place).unwrap());
    changed.paths.put(slot.source, new);
    let gone = changed.slots.get(first.place()).unwrap().source;
    changed.slots.set(place, Some(slot));
    changed.slots.set(first.place(), None);
    changed.names.put(kind, "brand-new", new);
    changed.names.remove(kind, old.as_str());
    changed.paths.remove(gone);
    let figure = changed.slots.held()[0].0;
    changed.slots.get_mut(figure.place()).unwrap().held = None;
    changed.slots.get_mut(figure.place()).unwrap().mask = None;
    changed.lists.set(ListKey::Kind(kind), vec![new]);
    changed.lists.set(ListKey::Recent(None), Vec::new());
    changed.lights.resize(place + 1, Print::default());
    changed.wholes.resize(place + 1, Print::default());
    changed.positions.resize(place + 1, 0);
    assert_eq!(changed.slots.len(), place + 1);
    let mut places = vec![first.place(), figure.place(), place];
    places.sort_unstable();
    assert_eq!(changed.slots.changed(), places);
    let keys = library.lists.keys();
    let again = thawed(&changed);
    for library in [&changed, &again] {
        assert_eq!(library.find(kind, "brand-new"), Some(new));
        assert_eq!(library.find(kind, old.as_str()), None);
        assert_eq!(library.paths.find(gone), None);
        assert_eq!(library.list(ListKey::Kind(kind)), [new]);
        assert!(library.list(ListKey::Recent(None)).is_empty());
        assert!(library.slot(first).is_none());
        assert!(library.slot(figure).unwrap().held.is_none());
    }
    same(&changed, &again, &keys);
    let slots = changed.slots.into_vec();
    assert_eq!(slots.len(), place + 1);
    assert!(slots[first.place()].is_none() && slots[place].is_some());
}

#[test]
fn bytes_that_are_not_what_was_written_give_nothing() {
    let library = library();
    let (kept, sources) = (Arc::new(Kept::of(&library)), sources(&library));
    let whole = frozen(&library);
    let thaw = |bytes: &[u8], now| {
        let slots: Arc<dyn SlotSource> = kept.clone();
        Library::thaw(bytes, slots, (Arc::clone(&sources), now)).is_some()
    };
    assert!(thaw(&whole, now()));
    assert!(!thaw(&whole, Moment::start_of(now().day().plus_days(1))));
    let mut starts = vec![8];
    for _ in 0..COUNT {
        let start = starts[starts.len() - 1];
        let len = whole[start + 8..start + 16].try_into().unwrap();
        starts.push(start + 24 + usize::try_from(u64::from_le_bytes(len)).unwrap());
    }
    assert_eq!(starts.pop(), Some(whole.len()));
    let ends: Vec<usize> = starts
        .iter()
        .copied()
        .skip(1)
        .chain([whole.len()])
        .collect();
    for (section, (start, end)) in starts.iter().zip(&ends).enumerate() {
        assert!(end - start > 24, "section {section} is empty");
        for at in (*start..start + 24).chain([start + 24, (start + end) / 2, end - 1]) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x41;
            assert!(!thaw(&bytes, now()), "byte {at} of section {section}");
        }
        for cut in [*start, start + 5, start + 24, (start + end) / 2, end - 1] {
            assert!(
                !thaw(&whole[..cut], now()),
                "cut at {cut} in section {section}"
            );
        }
    }
    let longer = [&whole[..], b"x"].concat();
    assert!(!thaw(&longer, now()) && !thaw(b"", now()) && !thaw(b"MTFROZE0", now()));
    let fewer = Kept {
        count: kept.count - 1,
        blocks: Vec::new(),
    };
    assert!(Library::thaw(&whole, Arc::new(fewer), (sources.clone(), now())).is_none());
}

#[test]
fn damaged_records_are_blank_and_told() {
    let library = library();
    let bytes = frozen(&library);
    let mut kept = Kept::of(&library);
    kept.blocks[1] = None;
    if let Some(rows) = &mut kept.blocks[2] {
        rows.truncate(0);
    }
    let thaw = || Library::thaw(&bytes, Arc::new(kept), (sources(&library), now()));
    let thawed = thaw().unwrap();
    assert!(thawed.slot(Ix(0)).is_some() && !thawed.slots.is_damaged());
    for key in library.lists.keys() {
        for ix in thawed.list(key) {
            let item = thawed.item(*ix);
            let blank = [1, 2].contains(&(ix.place() / ROWS));
            assert_eq!(item.title.is_empty(), blank, "{item:?}");
        }
    }
    assert!(thawed.slots.is_damaged());
    assert_eq!(
        thawed.slots.get(ROWS).map(|slot| slot.visibility),
        Some(Visibility::Hidden)
    );
    assert!(thawed.slots.into_vec().len() == library.slots.len());
}

/// A list that names a record where the block has none: blocks of another library.
#[test]
fn a_record_that_is_not_there_is_blank_and_told() {
    let library = library();
    let kept = Kept::of(&Library {
        slots: Slots::all(vec![None; library.slots.len()]),
        ..self::library()
    });
    let bytes = frozen(&library);
    let thawed = Library::thaw(&bytes, Arc::new(kept), (sources(&library), now())).unwrap();
    assert!(thawed.slot(Ix(0)).is_none() && !thawed.slots.is_damaged());
    assert!(thawed.item(Ix(0)).title.is_empty() && thawed.slots.is_damaged());
}

#[test]
fn names_with_one_number_are_told_apart_by_the_records() {
    let library = library();
    let (numbers, records) = (|n: &Pairs| n.columns().0.to_vec(), Vec::from_iter);
    let pairs = library.names.pairs(&library.slots);
    let all: Vec<Ix> = records(library.slots.occupied().map(|(ix, _)| ix).take(50));
    let crowded = numbers(&pairs)
        .into_iter()
        .flat_map(|n| all.iter().map(move |ix| (n, *ix)));
    let own = numbers(&pairs)
        .into_iter()
        .zip(pairs.columns().1.iter().copied());
    let names = Names::left(Pairs::of(own.chain(crowded).collect()));
    for (_, slot) in library.slots.occupied() {
        let (kind, id) = (slot.item.kind, slot.item.id.as_str());
        assert_eq!(names.find(kind, id, &library.slots), library.find(kind, id));
    }
    assert_eq!(names.find(Kind::Notice, "nowhere", &library.slots), None);
}
