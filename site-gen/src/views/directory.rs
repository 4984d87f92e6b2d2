//! Lists that are too long for one page and are looked up by place: vendors, guides, items of the admission list, vendors that nobody checked.
//!
//! Entry points: [`is_long`], [`city`] (what the list's own page shows of it), [`page`] (a place of it). A reader chooses a county, then a township, and meets a list
//! that a phone can show. Every page says how many there are and leads to all of them.

use super::derived::{overdue_item, unchecked_item};
use super::frame::Look;
use super::indexes::{self, IndexView};
use super::parts::{ItemView, LinkView, ListView};
use super::{ThemeFault, vendors};
use crate::library::{Directory, Item, ItemFacts, Ix, ListKey};
use crate::pages::{LIST_LIMIT, directory_address, parts};
use governance::divisions::{DivisionCode, Level};
use governance::forms::words::Lang;
use governance::labelled::Labelled;
use governance::vendors::VendorCategory;

/// A directory, the place of it (none is the city), and which page of what is meant for all of that place.
pub(super) type Spot = (Directory, Option<DivisionCode>, u32);

/// Whether a directory is too long for one page.
pub(super) fn is_long(look: &Look<'_>, directory: Directory) -> bool {
    look.reader.count(directory.whole()) > LIST_LIMIT as usize
}

/// The lead of a list with how many there are, if that is said.
pub(super) fn lead(look: &Look<'_>, lead: &str, how_many: Option<&str>) -> String {
    let between = match (look.lang(), how_many) {
        (Lang::Zh, _) | (_, None) => "",
        (Lang::En, Some(_)) => " ",
    };
    [lead, between, how_many.unwrap_or_default()].concat()
}

/// How many of a directory stand in a place.
fn count(look: &Look<'_>, (directory, place): (Directory, Option<DivisionCode>)) -> usize {
    look.reader
        .count(place.map_or(directory.whole(), |code| ListKey::Around(directory, code)))
}

/// What the page of a whole directory shows of it.
pub(super) fn city<'a>(look: &Look<'a>, directory: Directory) -> IndexView<'a> {
    split(look, (directory, None, 1))
}

/// A place of a directory, or a further page of it.
pub(super) fn page(look: &Look<'_>, spot: Spot, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let (directory, place, part) = spot;
    let all = count(look, (directory, place));
    let mut view = if all > LIST_LIMIT as usize {
        split(look, spot)
    } else {
        whole(look, spot)
    };
    view.sections.extend(wider(look, spot));
    if part == 1 {
        view.actions.extend(place.and_then(|c| look.place_link(c)));
    }
    let name = name(look, directory);
    let title = match place.and_then(|code| look.place(code)) {
        Some(place) => look.say("word.place_of", &[("place", place), ("column", name)]),
        None => name.to_owned(),
    };
    let title = titled(look, title, part);
    let url = directory_address(directory, place, part);
    let mut frame = indexes::frame(look, directory.kind(), (title.into(), url));
    frame.crumbs.extend(crumbs(look, spot));
    look.show("list.html", (frame, &view), out)
}

/// The word that records of a directory are counted by.
fn unit<'a>(look: &Look<'a>, directory: Directory) -> &'a str {
    match directory {
        Directory::Vendors | Directory::VendorsOf(_) | Directory::Unchecked => {
            look.t("directory.vendors")
        }
        Directory::Guides | Directory::Items(_) => look.t("directory.records"),
        Directory::Overdue => look.t("directory.overdue"),
    }
}

/// What a directory is called.
fn name<'a>(look: &Look<'a>, directory: Directory) -> &'a str {
    match directory {
        Directory::VendorsOf(category) => look.label(category),
        Directory::Items(category) => look.label(category),
        Directory::Unchecked => look.t("stale.title"),
        Directory::Overdue => look.t("word.overdue"),
        Directory::Vendors | Directory::Guides => look.column_name(directory.kind()),
    }
}

/// The way to a page: the column, the list, and the places around it that the list goes through.
fn crumbs<'a>(look: &Look<'a>, (directory, place, part): Spot) -> Vec<LinkView<'a>> {
    let own = LinkView::new(directory_address(directory, None, 1), name(look, directory));
    let column = match directory {
        Directory::VendorsOf(_) => Some((Directory::Vendors, "nav.vendors")),
        Directory::Items(_)
        | Directory::Vendors
        | Directory::Guides
        | Directory::Overdue
        | Directory::Unchecked => None,
    };
    let column = column
        .map(|(all, word)| LinkView::new(directory_address(all, None, 1), look.t(word)))
        .or_else(|| {
            let items = matches!(directory, Directory::Items(_));
            items.then(|| LinkView::new("/admission/", look.t("nav.admission")))
        });
    let mut crumbs: Vec<_> = column.into_iter().chain([own]).collect();
    let Some(code) = place else { return crumbs };
    let above = around(look, code);
    let first_part = (part > 1).then_some(code);
    crumbs.extend(above.into_iter().chain(first_part).filter_map(|code| {
        let url = directory_address(directory, Some(code), 1);
        Some(LinkView::new(url, look.place(code)?))
    }));
    crumbs
}

/// The shown places around a place, the county first.
fn around(look: &Look<'_>, code: DivisionCode) -> Vec<DivisionCode> {
    let above = look.reader.ancestors(code);
    let shown = above.iter().filter(|(ix, _)| !look.reader.is_gone(*ix));
    let codes = shown.filter_map(|(_, item)| item.division);
    codes.filter(|code| code.level() != Level::City).collect()
}

/// A list that fits on its page.
fn whole<'a>(look: &Look<'a>, (directory, place, _): Spot) -> IndexView<'a> {
    let Some(code) = place else {
        return IndexView::default();
    };
    let list = look.reader.list(ListKey::Around(directory, code));
    let n = list.len().to_string();
    let lead = told(look, (&n, unit(look, directory)), (1, 1));
    let sections = if directory == Directory::Vendors {
        by_category(look, list.items())
    } else {
        let items = list.items().flat_map(|one| items(look, directory, one));
        vec![ListView::new("", items.collect())]
    };
    IndexView {
        lead: Some(lead.into()),
        sections,
        ..IndexView::default()
    }
}

/// Vendors under the categories they belong to.
fn by_category<'a>(
    look: &Look<'a>,
    list: impl Iterator<Item = (Ix, &'a Item)>,
) -> Vec<ListView<'a>> {
    let list: Vec<_> = list.collect();
    let belongs = |category: VendorCategory, item: &Item| matches!(&item.facts, ItemFacts::Vendor { categories, .. } if categories.contains(&category));
    let section = |category: &VendorCategory| {
        let own = list.iter().filter(|(_, item)| belongs(*category, item));
        let items: Vec<_> = own
            .map(|(ix, item)| vendors::item(look, (*ix, item)))
            .collect();
        (!items.is_empty()).then(|| ListView {
            id: category.id(),
            ..ListView::new(look.label(*category), items)
        })
    };
    VendorCategory::ALL.iter().filter_map(section).collect()
}

/// A list that is too long: where it goes on, and what is meant for all of the place.
fn split<'a>(look: &Look<'a>, spot: Spot) -> IndexView<'a> {
    let (directory, place, part) = spot;
    let exactly = look.reader.count(ListKey::Exactly(directory, place));
    let all = count(look, (directory, place)).to_string();
    let mut sections = Vec::new();
    let places = places(look, (directory, place));
    let unit = unit(look, directory);
    let parts = (part, parts(exactly));
    let lead = if part > 1 || places.is_none() {
        told(look, (&all, unit), parts)
    } else {
        look.say("directory.all", &[("n", &all), ("unit", unit)])
    };
    let alone = places.is_none();
    if part == 1 {
        sections.extend(places);
        sections.extend(categories(look, (directory, place)));
    }
    sections.extend(part_of(look, (spot, exactly, alone)));
    let address = |n| directory_address(directory, place, n);
    sections.extend(other_parts(look, parts, address));
    IndexView {
        lead: Some(lead.into()),
        sections,
        ..IndexView::default()
    }
}

/// The places in which a list goes on, with how many each has.
fn places<'a>(
    look: &Look<'a>,
    (directory, place): (Directory, Option<DivisionCode>),
) -> Option<ListView<'a>> {
    let list = look.reader.list(ListKey::Places(directory, place));
    let link = |(_, item): (Ix, &'a Item)| {
        let code = item.division?;
        let n = count(look, (directory, Some(code)));
        let url = directory_address(directory, Some(code), 1);
        Some(LinkView::new(url, counted(look, &item.title, n)))
    };
    let links: Vec<_> = list.items().filter_map(link).collect();
    (!links.is_empty()).then(|| ListView {
        tiles: true,
        ..ListView::of_links(look.t("directory.places"), links)
    })
}

/// A name with how many there are of it.
pub(super) fn counted(look: &Look<'_>, name: &str, n: usize) -> String {
    look.say(
        "directory.counted",
        &[("name", name), ("n", &n.to_string())],
    )
}

/// The categories of vendors in a place, as far as they have pages of their own there.
fn categories<'a>(
    look: &Look<'a>,
    (directory, place): (Directory, Option<DivisionCode>),
) -> Option<ListView<'a>> {
    if directory != Directory::Vendors {
        return None;
    }
    let link = |category: &VendorCategory| {
        let own = Directory::VendorsOf(*category);
        let n = count(look, (own, place));
        let url = directory_address(own, place, 1);
        (n > 0).then(|| LinkView::new(url, counted(look, look.label(*category), n)))
    };
    let links: Vec<_> = VendorCategory::ALL.iter().filter_map(link).collect();
    // On the page of a place a single category would lead to the same list.
    let least = if place.is_some() { 2 } else { 1 };
    (links.len() >= least).then(|| ListView {
        tiles: true,
        ..ListView::of_links(look.t("directory.categories"), links)
    })
}

/// One page of what is meant for all of a place.
fn part_of<'a>(
    look: &Look<'a>,
    (spot, exactly, alone): (Spot, usize, bool),
) -> Option<ListView<'a>> {
    let (directory, place, part) = spot;
    if exactly == 0 {
        return None;
    }
    let before = part.saturating_sub(1).saturating_mul(LIST_LIMIT);
    let key = ListKey::Exactly(directory, place);
    let list = look.reader.head(key, before.saturating_add(LIST_LIMIT));
    let list = list.items().skip(before as usize);
    let items: Vec<_> = list.flat_map(|one| items(look, directory, one)).collect();
    let title = if alone {
        String::new()
    } else {
        counted(look, &meant_for(look, place), exactly)
    };
    Some(ListView {
        id: if alone { "" } else { "all" },
        ..ListView::new(title, items)
    })
}

/// The other pages of a list, if it has more than one.
pub(super) fn other_parts<'a>(
    look: &Look<'a>,
    (own, parts): (u32, u32),
    address: impl Fn(u32) -> String,
) -> Option<ListView<'a>> {
    let link = |part: u32| {
        let text = look.say("directory.page", &[("n", &part.to_string())]);
        LinkView::new(address(part), text)
    };
    let others = (1..=parts).filter(|part| *part != own);
    let links: Vec<_> = others.map(link).collect();
    (!links.is_empty()).then(|| ListView::of_links(look.t("directory.pages"), links))
}

/// Says how many there are, and which page of them this is if there are several.
pub(super) fn told(look: &Look<'_>, (n, unit): (&str, &str), (part, parts): (u32, u32)) -> String {
    let (part, of) = (part.to_string(), parts.to_string());
    let names = [("n", n), ("unit", unit), ("page", &part), ("pages", &of)];
    let word = if parts > 1 {
        "directory.part"
    } else {
        "directory.count"
    };
    look.say(word, &names)
}

/// The title of a page of a list: further ones say which they are.
pub(super) fn titled(look: &Look<'_>, title: String, part: u32) -> String {
    if part < 2 {
        return title;
    }
    look.say(
        "directory.titled",
        &[("title", &title), ("n", &part.to_string())],
    )
}

fn meant_for(look: &Look<'_>, place: Option<DivisionCode>) -> String {
    match place.and_then(|code| look.place(code)) {
        Some(place) => look.say("directory.meant_for", &[("place", place)]),
        None => look.t("directory.city").to_owned(),
    }
}

/// Whether what is meant for a larger place concerns a reader in a smaller one too.
fn reaches(directory: Directory) -> bool {
    match directory {
        Directory::Unchecked | Directory::Overdue => false,
        Directory::Vendors | Directory::VendorsOf(_) | Directory::Guides | Directory::Items(_) => {
            true
        }
    }
}

/// What is meant for a larger place and so for this one too.
fn wider<'a>(look: &Look<'a>, (directory, place, part): Spot) -> Option<ListView<'a>> {
    let code = place.filter(|_| part == 1 && reaches(directory))?;
    let mut larger: Vec<_> = around(look, code).into_iter().map(Some).collect();
    larger.insert(0, None);
    let has = |place: &Option<DivisionCode>| {
        let key = ListKey::Exactly(directory, *place);
        !look.reader.head(key, 1).is_empty()
    };
    let links = larger.into_iter().rev().filter(has).map(|place| {
        let url = directory_address(directory, place, 1);
        LinkView::new(format!("{url}#all"), meant_for(look, place))
    });
    let links: Vec<_> = links.collect();
    (!links.is_empty()).then(|| ListView::of_links(look.t("directory.wider"), links))
}

/// A record as it stands in a directory; of what is overdue, everything that is.
fn items<'a>(
    look: &Look<'a>,
    directory: Directory,
    (ix, item): (Ix, &'a Item),
) -> Vec<ItemView<'a>> {
    match directory {
        Directory::Unchecked => vec![unchecked_item(look, (ix, item))],
        Directory::Overdue => {
            let dues = look.reader.overdue_of(ix).into_iter();
            dues.filter_map(|due| overdue_item(look, due, item))
                .collect()
        }
        Directory::Vendors | Directory::VendorsOf(_) => vec![vendors::item(look, (ix, item))],
        Directory::Guides | Directory::Items(_) => vec![ItemView {
            summary: item.summary.as_deref(),
            ..look.item(ix, item)
        }],
    }
}
