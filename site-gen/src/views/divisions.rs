//! Pages of places: the counties, a county or township with what lies in it, a community.
//!
//! Entry points: [`counties`], [`page`]. People come to find their community and its phone: both take two steps from the home page.

use super::ThemeFault;
use super::cases::{PlaceCases, of_place};
use super::frame::{Column, Frame, Look};
use super::halls::{self, RhythmView};
use super::parts::{ChangeView, DayView, ItemView, LinkView, ListView};
use crate::library::{Directory, Item, ItemFacts, Ix, ListKey, ReadFault};
use crate::pages::{self, DIVISION_HEAD};
use governance::communities::{CommunityProfile, Criterion, DutySplit, Scorecard};
use governance::divisions::{DivisionCode, Level, PlaceKind};
use governance::records::{Envelope, Facts, Kind};
use serde::Serialize;

/// How many of each kind a place shows of what lies in it.
const SHOWN: u32 = 5;

#[derive(Serialize)]
struct DivisionView<'a> {
    name: &'a str,
    kind: &'a str,
    code: String,
    communities: usize,
    villages: usize,
    /// Places in tiles rather than in a running line.
    wide: bool,
    groups: Vec<GroupView<'a>>,
    figures: Vec<FigureView<'a>>,
    /// How early agendas went out.
    lead: Option<String>,
    lists: Vec<ListView<'a>>,
}

#[derive(Serialize)]
struct GroupView<'a> {
    name: &'a str,
    url: Option<String>,
    places: Vec<PlaceView<'a>>,
}

#[derive(Serialize)]
struct PlaceView<'a> {
    url: String,
    name: &'a str,
}

/// A figure that the place reported.
#[derive(Serialize)]
struct FigureView<'a> {
    url: String,
    title: &'a str,
    value: String,
    count: String,
    day: DayView,
}

#[derive(Serialize)]
struct CommunityView<'a> {
    name: &'a str,
    full_name: &'a str,
    code: String,
    profile: Option<ProfileView<'a>>,
    /// How early agendas went out.
    lead: Option<String>,
    rhythms: Vec<RhythmView<'a>>,
    lists: Vec<ListView<'a>>,
    cases: Option<PlaceCases<'a>>,
    street: &'a str,
    neighbours: Vec<LinkView<'a>>,
    poster: Option<String>,
}

#[derive(Serialize)]
struct ProfileView<'r> {
    example: bool,
    pilot: bool,
    phones: &'r [Box<str>],
    address: Option<&'r str>,
    window_hours: Option<&'r str>,
    parlor_hours: Option<&'r str>,
    hall: Option<DayView>,
    duty: Option<DutySplit>,
    households: Option<u32>,
    grids: Option<u32>,
    scorecard: Option<ScorecardView<'r>>,
    body: Option<String>,
    changes: Vec<ChangeView<'r>>,
}

/// An assessment with its computed total.
#[derive(Serialize)]
struct ScorecardView<'r> {
    day: DayView,
    by: &'r str,
    total: Option<String>,
    criteria: Vec<CriterionView<'r>>,
}

#[derive(Serialize)]
struct CriterionView<'r> {
    what: &'r str,
    score: u32,
    max: u32,
    weight: Option<u32>,
    previous: Option<u32>,
    evidence: Option<&'r str>,
}

fn scorecard<'r>(look: &Look<'_>, card: &'r Scorecard) -> ScorecardView<'r> {
    let criterion = |c: &'r Criterion| CriterionView {
        what: &c.what,
        score: c.score,
        max: c.max,
        weight: c.weight,
        previous: c.previous,
        evidence: c.evidence.as_deref(),
    };
    ScorecardView {
        day: look.day(card.as_of),
        by: &card.by,
        total: card.total().map(|n| format!("{}.{:02}", n / 100, n % 100)),
        criteria: card.criteria.iter().map(criterion).collect(),
    }
}

/// `/d/`: the counties, each with its townships.
pub(super) fn counties(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let counties = look.reader.list(ListKey::Kind(Kind::Division));
    let counties = counties
        .items()
        .filter_map(|(_, item)| code_of(item).map(|c| (c, item)));
    let counties = counties.filter(|(code, _)| code.level() == Level::County);
    let counties: Vec<_> = counties.collect();
    let each = counties.iter().map(|(code, _)| totals(look, *code));
    let (communities, villages) =
        each.fold((0, 0), |(c, v), (more_c, more_v)| (c + more_c, v + more_v));
    let groups = counties
        .iter()
        .map(|(code, item)| group(look, *code, item))
        .collect();
    let title = look.t("nav.places");
    let mut frame = Frame::column(
        "/d/",
        Column {
            title: title.into(),
            description: look.t("place.lead").into(),
            section: "places",
            kind: "概况信息",
        },
    );
    frame.crumbs = vec![LinkView::new("/", look.t("word.home"))];
    let view = DivisionView {
        name: title,
        kind: look.t("place.all"),
        code: String::new(),
        communities,
        villages,
        wide: false,
        groups,
        figures: Vec::new(),
        lead: None,
        lists: Vec::new(),
    };
    look.show("division.html", (frame, &view), out)
}

/// The page of a place.
pub(super) fn page(
    look: &Look<'_>,
    code: DivisionCode,
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let (ix, item) = look.reader.division(code).ok_or(ReadFault::NotShown)?;
    match code.level() {
        Level::City | Level::County | Level::Township => wide_place(look, (code, item), out),
        Level::Community => community(look, (code, ix, item), out),
    }
}

fn wide_place(
    look: &Look<'_>,
    (code, item): (DivisionCode, &Item),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let (communities, villages) = totals(look, code);
    let children = look.reader.list(ListKey::Children(code));
    let wide = code.level() == Level::Township;
    let groups = if wide {
        let places = children.items().filter_map(|(_, i)| place(i)).collect();
        vec![GroupView {
            name: look.t("place.communities"),
            url: None,
            places,
        }]
    } else {
        children
            .items()
            .filter_map(|(_, i)| Some(group(look, code_of(i)?, i)))
            .collect()
    };
    let view = DivisionView {
        name: &item.title,
        kind: look.label(code.kind()),
        code: code.to_string(),
        communities,
        villages,
        wide,
        groups,
        figures: figures(look, code),
        lead: halls::lead(look, ListKey::Within(code, Kind::Meeting)),
        lists: lists(look, code, &[Kind::Notice, Kind::Meeting, Kind::Topic])
            .into_iter()
            .chain(directories(look, code))
            .collect(),
    };
    look.show("division.html", (frame(look, code, item), &view), out)
}

fn frame<'a>(look: &Look<'a>, code: DivisionCode, item: &'a Item) -> Frame<'a> {
    let description = look.say("place.description", &[("name", &item.title)]);
    let mut frame = Frame::column(
        format!("/d/{code}/"),
        Column {
            title: (&*item.title).into(),
            description: description.into(),
            section: "places",
            kind: "概况信息",
        },
    );
    frame.crumbs = vec![
        LinkView::new("/", look.t("word.home")),
        LinkView::new("/d/", look.t("nav.places")),
    ];
    let above = look.reader.ancestors(code);
    let above = above
        .iter()
        .filter_map(|(_, i)| code_of(i))
        .filter(|c| c.level() != Level::City);
    frame
        .crumbs
        .extend(above.filter_map(|c| look.place_link(c)));
    if !look.reader.head(ListKey::Recent(Some(code)), 1).is_empty() {
        frame.feeds.extend(look.place_feeds(code));
    }
    frame
}

fn community(
    look: &Look<'_>,
    (code, ix, item): (DivisionCode, Ix, &Item),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let division = look.reader.record(ix)?;
    let profile = look.reader.profile(code);
    let record = profile.map(|(ix, _)| look.reader.record(ix)).transpose()?;
    let body = match profile {
        Some((ix, _)) => look.reader.body(ix)?.map(|b| b.html),
        None => None,
    };
    let facts = record.as_ref().and_then(|r| {
        let Facts::Community(facts) = &r.facts else {
            return None;
        };
        Some((facts, &r.envelope))
    });
    let mut lists = lists(look, code, &[Kind::Notice, Kind::Meeting, Kind::Topic]);
    lists.extend(serving(look, code));
    let street = code.parent();
    let view = CommunityView {
        name: &item.title,
        full_name: if let Facts::Division(d) = &division.facts {
            &d.name
        } else {
            &item.title
        },
        code: code.to_string(),
        profile: facts.map(|facts| profile_view(look, facts, body)),
        lead: halls::lead(look, ListKey::In(code, Kind::Meeting)),
        rhythms: halls::rhythms(look, code),
        lists,
        cases: of_place(look, code),
        street: street.and_then(|s| look.place(s)).unwrap_or_default(),
        neighbours: street
            .map(|s| neighbours(look, s, code))
            .unwrap_or_default(),
        poster: Some(format!("/d/{code}/poster.svg")),
    };
    let mut frame = frame(look, code, item);
    frame.changed = profile.and_then(|(_, p)| p.changed_on.map(|on| look.day(on)));
    look.show("community.html", (frame, &view), out)
}

fn profile_view<'r>(
    look: &Look<'_>,
    (facts, envelope): (&'r CommunityProfile, &'r Envelope),
    body: Option<String>,
) -> ProfileView<'r> {
    ProfileView {
        example: envelope.example,
        pilot: facts.pilot,
        phones: &facts.phones,
        address: facts.address.as_deref(),
        window_hours: facts.window_hours.as_deref(),
        parlor_hours: facts.parlor_hours.as_deref(),
        hall: facts.online_hall_since.map(|d| look.day(d)),
        duty: facts.duty_split,
        households: facts.households,
        grids: facts.grids,
        scorecard: facts.scorecard.as_ref().map(|c| scorecard(look, c)),
        body,
        changes: look.changes(&envelope.changes),
    }
}

/// The newest of each kind in the place.
fn lists<'a>(look: &Look<'a>, code: DivisionCode, kinds: &[Kind]) -> Vec<ListView<'a>> {
    let list = |kind: &Kind| {
        let community = code.level() == Level::Community;
        let (key, shown) = if community {
            (ListKey::In(code, *kind), DIVISION_HEAD)
        } else {
            (ListKey::Within(code, *kind), SHOWN)
        };
        let mut items = look.items(look.reader.head(key, shown));
        if community {
            for item in &mut items {
                item.place = None;
            }
        }
        let folder = pages::folder(*kind).unwrap_or_default();
        let all = look.reader.count(ListKey::In(code, *kind)) > DIVISION_HEAD as usize;
        let more = all.then(|| LinkView::new(format!("/d/{code}/{folder}/"), look.t("word.more")));
        (!items.is_empty()).then(|| ListView {
            more,
            ..ListView::new(look.column_name(*kind), items)
        })
    };
    kinds.iter().filter_map(list).collect()
}

/// Vendors that come to this place, or to the township or county around it.
fn serving<'a>(look: &Look<'a>, code: DivisionCode) -> Option<ListView<'a>> {
    let around = std::iter::successors(Some(code), |c| c.parent());
    let items: Vec<ItemView<'a>> = around
        .flat_map(|c| look.items(look.reader.head(ListKey::Serving(c), SHOWN)))
        .collect();
    let around = std::iter::successors(Some(code), |c| c.parent());
    (!items.is_empty()).then(|| ListView {
        more: around
            .into_iter()
            .find_map(|c| directory_link(look, Directory::Vendors, c)),
        ..ListView::new(look.t("nav.vendors"), items)
    })
}

/// A link to all of a directory in a place, where it is laid out by place.
fn directory_link<'a>(
    look: &Look<'a>,
    directory: Directory,
    code: DivisionCode,
) -> Option<LinkView<'a>> {
    let key = ListKey::Around(directory, code);
    let any = !look.reader.head(key, 1).is_empty();
    let url = pages::directory_address(directory, Some(code), 1);
    any.then(|| LinkView::new(url, look.t("word.more")))
}

/// What is laid out by place: the first of each directory in this one, and the way to all of them.
fn directories<'a>(look: &Look<'a>, code: DivisionCode) -> Vec<ListView<'a>> {
    let list = |directory: Directory| {
        let more = directory_link(look, directory, code)?;
        let list = look.reader.head(ListKey::Around(directory, code), SHOWN);
        Some(ListView {
            more: Some(more),
            ..ListView::new(look.column_name(directory.kind()), look.items(list))
        })
    };
    let listed = [Directory::Vendors, Directory::Guides];
    listed.into_iter().filter_map(list).collect()
}

fn neighbours<'a>(look: &Look<'a>, street: DivisionCode, own: DivisionCode) -> Vec<LinkView<'a>> {
    let children = look.reader.list(ListKey::Children(street));
    let others = children.items().filter(|(_, i)| code_of(i) != Some(own));
    others
        .filter_map(|(_, i)| place(i))
        .map(|p| LinkView::new(p.url, p.name))
        .collect()
}

/// The newest figure of every indicator that the place reported.
fn figures<'a>(look: &Look<'a>, code: DivisionCode) -> Vec<FigureView<'a>> {
    let units = look.reader.list(ListKey::In(code, Kind::ReportingUnit));
    let mut views: Vec<FigureView<'a>> = Vec::new();
    for (unit, _) in units.items() {
        for (_, item) in look.reader.list(ListKey::Reported(unit)).items() {
            let ItemFacts::Observation {
                indicator, as_of, ..
            } = &item.facts
            else {
                continue;
            };
            let url = format!("/statistics/{indicator}/");
            let Some((_, about)) = look.reader.shown(Kind::Indicator, indicator.as_str()) else {
                continue;
            };
            if views.iter().any(|v| v.url == url) {
                continue;
            }
            let (value, count) = super::statistics::figure(look, &item.facts);
            views.push(FigureView {
                url,
                title: &about.title,
                value,
                count,
                day: look.day(*as_of),
            });
        }
    }
    views
}

fn group<'a>(look: &Look<'a>, code: DivisionCode, item: &'a Item) -> GroupView<'a> {
    let children = look.reader.list(ListKey::Children(code));
    GroupView {
        name: &item.title,
        url: Some(format!("/d/{code}/")),
        places: children.items().filter_map(|(_, i)| place(i)).collect(),
    }
}

fn place(item: &Item) -> Option<PlaceView<'_>> {
    Some(PlaceView {
        url: format!("/d/{}/", code_of(item)?),
        name: &item.title,
    })
}

fn code_of(item: &Item) -> Option<DivisionCode> {
    let ItemFacts::Division { code } = item.facts else {
        return None;
    };
    Some(code)
}

/// How many communities and how many villages lie in a place, units similar to them included.
pub(super) fn totals(look: &Look<'_>, code: DivisionCode) -> (usize, usize) {
    let children = look.reader.list(ListKey::Children(code));
    let codes = children
        .items()
        .filter_map(|(_, item)| code_of(item))
        .filter(|c| c.parent() == Some(code));
    codes.fold((0, 0), |(c, v), child| match child.kind() {
        PlaceKind::Community | PlaceKind::CommunityLike => (c + 1, v),
        PlaceKind::Village | PlaceKind::VillageLike => (c, v + 1),
        PlaceKind::City
        | PlaceKind::District
        | PlaceKind::County
        | PlaceKind::CountyCity
        | PlaceKind::Subdistrict
        | PlaceKind::Town
        | PlaceKind::TownshipPlace
        | PlaceKind::SpecialArea => {
            let (communities, villages) = totals(look, child);
            (c + communities, v + villages)
        }
    })
}
