//! What residents said of a vendor, as far as it may be published, and vendors by what residents said.
//!
//! Entry points: [`of_vendor`], [`by_rating`]. With and without voucher stand apart and are never added. Lists are by name; only the page that is asked for by
//! its name orders by the lower bound, and only vendors with enough ratings.

use crate::charts;
use crate::library::{Directory, Item, Ix, ListKey};
use crate::pages::{self, LIST_LIMIT};
use crate::views::ThemeFault;
use crate::views::frame::{Column, Frame, Look};
use crate::views::parts::{DayView, LinkView, percent};
use governance::labelled::Labelled;
use governance::published::{BadReviews, PublicReply, VendorRatings};
use governance::ratings::{
    FLOOR_MEAN, FLOOR_SHOWN, METHOD_VERSION, RatingFigures, RatingLevel, Released,
};
use governance::vendors::VendorCategory;
use serde::Serialize;
use std::cmp::Reverse;

/// The vendor's newest answers on its page: what fits 20 KB; the table has them all.
const NEWEST: usize = 10;

/// What residents said of a vendor.
#[derive(Serialize)]
pub(super) struct RatingsView<'a> {
    groups: [GroupView<'a>; 2],
    /// What became of bad reviews, sentence by sentence.
    closed_loop: Vec<String>,
    /// The vendor's answers, newest first.
    replies: Vec<ReplyView<'a>>,
    tallies: Vec<TallyView<'a>>,
    method: String,
}

/// Ratings with a voucher, or those without.
#[derive(Serialize)]
struct GroupView<'a> {
    title: &'a str,
    sentence: String,
    as_of: Option<DayView>,
    levels: Vec<LevelView<'a>>,
    interval: Option<String>,
    notes: Vec<String>,
}

/// How many chose one of the five levels.
#[derive(Serialize)]
struct LevelView<'a> {
    word: &'a str,
    count: u32,
    share: String,
    bar: String,
}

/// The vendor's answer to one rating.
#[derive(Serialize)]
struct ReplyView<'a> {
    word: &'a str,
    text: &'a str,
    day: DayView,
    appeal: Option<&'a str>,
}

/// Numbers by what they are numbers of.
#[derive(Serialize)]
struct TallyView<'a> {
    title: &'a str,
    lead: &'a str,
    rows: Vec<(&'a str, u32)>,
}

/// What the snapshot says of a vendor; none without a snapshot.
pub(super) fn of_vendor<'a>(look: &Look<'a>, vendor: Ix) -> Option<RatingsView<'a>> {
    look.reader
        .ratings(vendor)
        .map(|ratings| view(look, ratings))
}

fn view<'a>(look: &Look<'a>, ratings: &'a VendorRatings) -> RatingsView<'a> {
    let reasons = ratings
        .reasons
        .iter()
        .map(|r| (look.label(r.reason), r.n))
        .collect();
    let discarded = ratings
        .discarded
        .iter()
        .map(|d| (look.label(d.reason), d.n))
        .collect();
    let appeals = ratings
        .appeals
        .iter()
        .map(|a| (look.label(a.state), a.n))
        .collect();
    let tallies = [
        ("ratings.reasons", "ratings.reasons_lead", reasons),
        ("ratings.discarded", "ratings.discarded_lead", discarded),
        ("ratings.appeals", "ratings.appeals_lead", appeals),
    ];
    let tally = |(title, lead, rows): (&'static str, &'static str, Vec<(&'a str, u32)>)| {
        (!rows.is_empty()).then(|| TallyView {
            title: look.t(title),
            lead: look.t(lead),
            rows,
        })
    };
    RatingsView {
        groups: [
            group(look, "ratings.verified", &ratings.verified),
            group(look, "ratings.unverified", &ratings.unverified),
        ],
        closed_loop: ratings
            .bad_reviews
            .map(|bad| closed_loop(look, bad))
            .unwrap_or_default(),
        replies: ratings
            .replies
            .iter()
            .rev()
            .take(NEWEST)
            .map(|r| reply(look, r))
            .collect(),
        tallies: tallies.into_iter().filter_map(tally).collect(),
        method: look.say(
            "ratings.method",
            &[("version", &METHOD_VERSION.to_string())],
        ),
    }
}

fn reply<'a>(look: &Look<'a>, reply: &'a PublicReply) -> ReplyView<'a> {
    ReplyView {
        word: look.label(reply.reply),
        text: &reply.text,
        day: look.day(reply.cleared_on),
        appeal: reply.appeal.map(|state| look.label(state)),
    }
}

fn group<'a>(look: &Look<'a>, title: &'static str, figures: &RatingFigures) -> GroupView<'a> {
    let title = look.t(title);
    let Some(released) = figures.released() else {
        return GroupView {
            title,
            sentence: look.say("ratings.few", &[("n", &FLOOR_SHOWN.to_string())]),
            as_of: None,
            levels: Vec::new(),
            interval: None,
            notes: Vec::new(),
        };
    };
    GroupView {
        title,
        sentence: sentence(look, released),
        as_of: Some(look.day(released.as_of)),
        levels: levels(look, released),
        interval: Some(interval(look, released)),
        notes: vec![match released.mean {
            Some(mean) => look.say("ratings.mean", &[("mean", &mean.to_string())]),
            None => look.say("ratings.no_mean", &[("n", &FLOOR_MEAN.to_string())]),
        }],
    }
}

fn sentence(look: &Look<'_>, released: &Released) -> String {
    let (n, content) = (
        released.n.to_string(),
        released.levels.content().to_string(),
    );
    look.say(
        "ratings.sentence",
        &[
            ("n", &n),
            ("content", &content),
            ("share", &percent(released.satisfied)),
            ("low", &percent(released.interval.low)),
            ("high", &percent(released.interval.high)),
        ],
    )
}

fn levels<'a>(look: &Look<'a>, released: &Released) -> Vec<LevelView<'a>> {
    let level = |level: &RatingLevel| {
        let count = released.levels.of(*level);
        let share = governance::dates::Share::of(count, released.n)
            .unwrap_or(governance::dates::Share::WHOLE);
        let word = look.label(*level);
        LevelView {
            word,
            count,
            share: percent(share),
            bar: charts::bar(
                &format!("{word} {}", percent(share)),
                share.fraction(),
                None,
            ),
        }
    };
    RatingLevel::ALL.iter().map(level).collect()
}

fn interval(look: &Look<'_>, released: &Released) -> String {
    let (share, interval) = (released.satisfied, released.interval);
    let name = look.say(
        "ratings.interval",
        &[
            ("share", &percent(share)),
            ("low", &percent(interval.low)),
            ("high", &percent(interval.high)),
        ],
    );
    charts::interval(
        &name,
        share.fraction(),
        (interval.low.fraction(), interval.high.fraction()),
    )
}

/// Bad reviews and the cases they opened: both stay visible, the first rating stays in the count.
fn closed_loop(look: &Look<'_>, bad: BadReviews) -> Vec<String> {
    if bad.cases == 0 {
        return vec![look.t("ratings.no_bad").to_owned()];
    }
    let number = |n: u32| n.to_string();
    let (cases, answered, on_time) = (number(bad.cases), number(bad.answered), number(bad.on_time));
    let (second, improved) = (number(bad.second), number(bad.improved));
    vec![
        look.say(
            "ratings.bad",
            &[
                ("cases", &cases),
                ("answered", &answered),
                ("on_time", &on_time),
            ],
        ),
        look.say(
            "ratings.second",
            &[("second", &second), ("improved", &improved)],
        ),
    ]
}

#[derive(Serialize)]
struct ByRatingView<'a> {
    sections: Vec<SectionView<'a>>,
    floor: u32,
}

#[derive(Serialize)]
struct SectionView<'a> {
    title: &'a str,
    rows: Vec<RowView<'a>>,
    /// Vendors with ten ratings and more, but too few for an order.
    between: Vec<LinkView<'a>>,
    few: Vec<LinkView<'a>>,
    /// So many are too many to be named here, and where they are found.
    rest: usize,
    url: String,
}

#[derive(Serialize)]
struct RowView<'a> {
    link: LinkView<'a>,
    n: u32,
    share: String,
    ends: String,
    mean: String,
    bar: String,
}

/// `/vendors/by-rating/`: with a voucher only, by the lower bound of the interval.
pub(in crate::views) fn by_rating(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let sections = VendorCategory::ALL
        .iter()
        .filter_map(|c| section(look, *c))
        .collect();
    let (title, lead) = (
        look.t("ratings.by_rating"),
        look.t("ratings.by_rating_lead"),
    );
    let mut frame = Frame::column(
        "/vendors/by-rating/",
        Column {
            title: title.into(),
            description: lead.into(),
            section: "vendors",
            kind: "办事服务",
        },
    );
    frame.crumbs = vec![
        LinkView::new("/", look.t("word.home")),
        LinkView::new("/vendors/", look.t("nav.vendors")),
    ];
    look.show(
        "vendor-ratings.html",
        (
            frame,
            &ByRatingView {
                sections,
                floor: FLOOR_MEAN,
            },
        ),
        out,
    )
}

fn section<'a>(look: &Look<'a>, category: VendorCategory) -> Option<SectionView<'a>> {
    let mut section = SectionView {
        title: look.label(category),
        rows: Vec::new(),
        between: Vec::new(),
        few: Vec::new(),
        rest: 0,
        url: pages::directory_address(Directory::VendorsOf(category), None, 1),
    };
    let mut ordered = Vec::new();
    for (ix, item) in look.reader.list(ListKey::Vendors(category)).items() {
        let link = LinkView::new(pages::address(item), &*item.title);
        let released = look.reader.ratings(ix).and_then(|r| r.verified.released());
        match released {
            None => section.few.push(link),
            Some(released) => match released.order_key() {
                None => section.between.push(link),
                Some(key) => ordered.push((Reverse(key), item, released)),
            },
        }
    }
    section.rest = shorten(&mut section.few, 0) + shorten(&mut section.between, LIST_LIMIT);
    ordered.sort_by(|a, b| (a.0, &a.1.title).cmp(&(b.0, &b.1.title)));
    section.rest += shorten(&mut ordered, LIST_LIMIT);
    section.rows = ordered
        .into_iter()
        .map(|(_, item, released)| row(look, item, released))
        .collect();
    let named = section.rows.len() + section.between.len() + section.few.len();
    (named + section.rest > 0).then_some(section)
}

/// Leaves so many of a list that has more than a page can hold, and tells how many were taken away.
fn shorten<T>(list: &mut Vec<T>, left: u32) -> usize {
    let all = list.len();
    if all > LIST_LIMIT as usize {
        list.truncate(left as usize);
    }
    all - list.len()
}

fn row<'a>(look: &Look<'a>, item: &'a Item, released: &Released) -> RowView<'a> {
    let (low, high) = (
        percent(released.interval.low),
        percent(released.interval.high),
    );
    RowView {
        link: LinkView::new(pages::address(item), &*item.title),
        n: released.n,
        share: percent(released.satisfied),
        ends: look.say("ratings.ends", &[("low", &low), ("high", &high)]),
        mean: released.mean.map(|m| m.to_string()).unwrap_or_default(),
        bar: interval(look, released),
    }
}
