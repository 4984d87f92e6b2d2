//! The small parts that many views share: days, links, tags, list items, facts.
//!
//! Entry points: the `Look` methods [`Look::day`], [`Look::items`], [`Look::place`]. They borrow from the library and never hold a body.

use super::frame::Look;
use crate::library::reader::List;
use crate::library::{Item, ItemFacts, Ix};
use crate::pages;
use governance::admission::Status;
use governance::dates::{Day, Share};
use governance::deliberation::{MeetingStatus, TopicStatus};
use governance::divisions::DivisionCode;
use governance::forms::words::Lang;
use governance::records::Change;
use governance::statistics::Progress;
use governance::vendors::{CHECK_DAYS, VendorStatus};
use serde::Serialize;
use std::borrow::Cow;

/// A title that begins so says itself that it is invented.
const EXAMPLE: &str = "（示例）";

/// A day: for machines and for people.
#[derive(Serialize, Clone)]
pub(super) struct DayView {
    pub(super) iso: String,
    pub(super) text: String,
}

/// A link.
#[derive(Serialize, Clone)]
pub(super) struct LinkView<'a> {
    pub(super) url: Cow<'a, str>,
    pub(super) text: Cow<'a, str>,
}

impl<'a> LinkView<'a> {
    pub(super) fn new(url: impl Into<Cow<'a, str>>, text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            url: url.into(),
            text: text.into(),
        }
    }
}

/// A state in words with its sign; colour only repeats what they say.
#[derive(Serialize, Clone)]
pub(super) struct TagView<'a> {
    pub(super) word: Cow<'a, str>,
    pub(super) sign: &'static str,
    /// `good`, `bad` or empty.
    pub(super) tone: &'static str,
}

impl<'a> TagView<'a> {
    pub(super) fn plain(word: impl Into<Cow<'a, str>>) -> Self {
        Self {
            word: word.into(),
            sign: "",
            tone: "",
        }
    }
    pub(super) fn good(word: impl Into<Cow<'a, str>>) -> Self {
        Self {
            word: word.into(),
            sign: "✓",
            tone: "good",
        }
    }
    pub(super) fn bad(word: impl Into<Cow<'a, str>>) -> Self {
        Self {
            word: word.into(),
            sign: "!",
            tone: "bad",
        }
    }
}

/// A name and its value in a list of facts.
#[derive(Serialize)]
pub(super) struct FactView<'a> {
    pub(super) name: &'a str,
    pub(super) value: Cow<'a, str>,
    pub(super) url: Option<Cow<'a, str>>,
}

impl<'a> FactView<'a> {
    pub(super) fn new(name: &'a str, value: impl Into<Cow<'a, str>>) -> Self {
        Self {
            name,
            value: value.into(),
            url: None,
        }
    }

    pub(super) fn linked(name: &'a str, link: LinkView<'a>) -> Self {
        Self {
            name,
            value: link.text,
            url: Some(link.url),
        }
    }
}

/// A record in a list.
#[derive(Serialize)]
pub(super) struct ItemView<'a> {
    pub(super) url: Cow<'a, str>,
    pub(super) title: Cow<'a, str>,
    pub(super) day: Option<DayView>,
    pub(super) place: Option<&'a str>,
    pub(super) kind: Option<&'a str>,
    pub(super) tag: Option<TagView<'a>>,
    pub(super) summary: Option<&'a str>,
    pub(super) example: bool,
}

/// A list with its heading.
#[derive(Serialize)]
pub(super) struct ListView<'a> {
    pub(super) id: &'static str,
    pub(super) title: Cow<'a, str>,
    pub(super) lead: Option<Cow<'a, str>>,
    pub(super) items: Vec<ItemView<'a>>,
    pub(super) links: Vec<LinkView<'a>>,
    pub(super) total: usize,
    pub(super) more: Option<LinkView<'a>>,
    /// Links in tiles rather than in a running line.
    pub(super) tiles: bool,
}

impl<'a> ListView<'a> {
    pub(super) fn new(title: impl Into<Cow<'a, str>>, items: Vec<ItemView<'a>>) -> Self {
        let total = items.len();
        Self {
            id: "",
            title: title.into(),
            lead: None,
            items,
            links: Vec::new(),
            total,
            more: None,
            tiles: false,
        }
    }

    pub(super) fn of_links(title: impl Into<Cow<'a, str>>, links: Vec<LinkView<'a>>) -> Self {
        Self {
            links,
            ..Self::new(title, Vec::new())
        }
    }
}

/// A change after publication.
#[derive(Serialize)]
pub(super) struct ChangeView<'r> {
    day: DayView,
    what: &'r str,
    why: &'r str,
    by: Option<&'r str>,
    /// A slip of the pen.
    minor: bool,
}

impl<'a> Look<'a> {
    pub(super) fn day(&self, day: Day) -> DayView {
        let iso = day.to_string();
        let text = match self.lang() {
            Lang::Zh => day.zh(),
            Lang::En => day.date().format("%-d %B %Y").to_string(),
        };
        DayView { iso, text }
    }

    pub(super) fn changes<'r>(&self, changes: &'r [Change]) -> Vec<ChangeView<'r>> {
        let view = |c: &'r Change| ChangeView {
            day: self.day(c.on),
            what: &c.what,
            why: &c.why,
            by: c.by.as_deref(),
            minor: c.minor,
        };
        changes.iter().rev().map(view).collect()
    }

    /// The short name of a division.
    pub(super) fn place(&self, code: DivisionCode) -> Option<&'a str> {
        self.reader.division(code).map(|(_, item)| &*item.title)
    }

    /// The items of a list, with their places.
    pub(super) fn items(&self, list: List<'a>) -> Vec<ItemView<'a>> {
        list.items().map(|(ix, item)| self.item(ix, item)).collect()
    }

    /// A record as it stands in a list.
    pub(super) fn item(&self, ix: Ix, item: &'a Item) -> ItemView<'a> {
        ItemView {
            url: pages::address(item).into(),
            title: (&*item.title).into(),
            day: item.day.filter(|_| dated(&item.facts)).map(|d| self.day(d)),
            place: item.division.and_then(|code| self.place(code)),
            kind: self.item_kind(&item.facts),
            tag: self.item_tag(ix, item),
            summary: None,
            example: item.example && !item.title.starts_with(EXAMPLE),
        }
    }

    fn item_kind(&self, facts: &'a ItemFacts) -> Option<&'a str> {
        match facts {
            ItemFacts::Notice { category, .. } => Some(self.label(*category)),
            ItemFacts::Meeting { body, .. } => Some(self.label(*body)),
            ItemFacts::Topic { tier, .. } => Some(self.label(*tier)),
            ItemFacts::AdmissionItem {
                lead_department, ..
            } => lead_department.as_deref(),
            ItemFacts::Vendor { categories, .. } => categories.first().map(|c| self.label(*c)),
            ItemFacts::Division { .. }
            | ItemFacts::Community { .. }
            | ItemFacts::Department { .. }
            | ItemFacts::Indicator { .. }
            | ItemFacts::Target { .. }
            | ItemFacts::ReportingUnit { .. }
            | ItemFacts::Observation { .. }
            | ItemFacts::Guide { .. } => None,
        }
    }

    fn item_tag(&self, ix: Ix, item: &'a Item) -> Option<TagView<'a>> {
        let today = || self.reader.today_of(ix);
        match &item.facts {
            ItemFacts::Notice {
                expires_on: Some(end),
                ..
            } if today() > *end => Some(TagView::plain(self.t("state.lapsed"))),
            // What is as usual needs no tag: a list shows what is not.
            ItemFacts::AdmissionItem { status, to, .. } => {
                let tag = self.admission_tag(*status, to.is_some_and(|to| today() > to));
                (tag.tone != "good").then_some(tag)
            }
            ItemFacts::Meeting { status, .. } => match status {
                MeetingStatus::Held => None,
                MeetingStatus::Cancelled => Some(TagView::bad(self.label(*status))),
                MeetingStatus::Tentative | MeetingStatus::Confirmed => {
                    Some(TagView::plain(self.label(*status)))
                }
            },
            ItemFacts::Topic { status, .. } => Some(self.topic_tag(*status)),
            ItemFacts::Vendor {
                status, checked_on, ..
            } => self.vendor_tag(
                *status,
                checked_on.is_none_or(|on| today().days_since(on) > CHECK_DAYS),
            ),
            ItemFacts::Guide { working_days } => {
                Some(TagView::plain(self.working_days(*working_days)))
            }
            ItemFacts::Notice { .. }
            | ItemFacts::Division { .. }
            | ItemFacts::Community { .. }
            | ItemFacts::Department { .. }
            | ItemFacts::Indicator { .. }
            | ItemFacts::Target { .. }
            | ItemFacts::ReportingUnit { .. }
            | ItemFacts::Observation { .. } => None,
        }
    }

    /// The state of an admission item; a period that has run out comes before what was typed.
    pub(super) fn admission_tag(&self, status: Status, expired: bool) -> TagView<'a> {
        match status {
            Status::Admitted | Status::Active if expired => TagView::bad(self.t("state.expired")),
            Status::Admitted | Status::Active => TagView::good(self.label(status)),
            Status::Suspended | Status::Exited | Status::Rejected => {
                TagView::plain(self.label(status))
            }
            Status::Draft | Status::PendingReview => TagView::plain(self.label(status)),
        }
    }

    pub(super) fn topic_tag(&self, status: TopicStatus) -> TagView<'a> {
        match status {
            TopicStatus::Done => TagView::good(self.label(status)),
            TopicStatus::Received
            | TopicStatus::Admitted
            | TopicStatus::Refused
            | TopicStatus::Decided => TagView::plain(self.label(status)),
        }
    }

    fn vendor_tag(&self, status: VendorStatus, unchecked: bool) -> Option<TagView<'a>> {
        match status {
            VendorStatus::Listed if unchecked => {
                Some(TagView::bad(self.t("vendor.unchecked_short")))
            }
            VendorStatus::Listed => None,
            VendorStatus::Suspended | VendorStatus::Delisted => {
                Some(TagView::plain(self.label(status)))
            }
        }
    }

    /// How long a matter takes at the window.
    pub(super) fn working_days(&self, days: u16) -> Cow<'a, str> {
        match days {
            0 => self.t("guide.at_once").into(),
            days => self
                .say("guide.working_days", &[("n", &days.to_string())])
                .into(),
        }
    }

    /// Where an indicator stands.
    pub(super) fn progress(&self, progress: Progress) -> TagView<'a> {
        let tone = match progress {
            Progress::Met | Progress::OnTrack => "good",
            Progress::Behind => "bad",
            Progress::NoData => "",
        };
        TagView {
            word: self.label(progress).into(),
            sign: progress.sign(),
            tone,
        }
    }
}

/// Kinds whose day says something to a reader of a list.
fn dated(facts: &ItemFacts) -> bool {
    match facts {
        ItemFacts::Notice { .. }
        | ItemFacts::Meeting { .. }
        | ItemFacts::Topic { .. }
        | ItemFacts::Observation { .. } => true,
        ItemFacts::Division { .. }
        | ItemFacts::Community { .. }
        | ItemFacts::Department { .. }
        | ItemFacts::AdmissionItem { .. }
        | ItemFacts::Indicator { .. }
        | ItemFacts::Target { .. }
        | ItemFacts::ReportingUnit { .. }
        | ItemFacts::Vendor { .. }
        | ItemFacts::Guide { .. } => false,
    }
}

/// A share with one decimal at most: `52.3%`. What is less than the whole never reads as the whole.
pub(super) fn percent(share: Share) -> String {
    match share.basis_points() {
        9995..=9999 => "99.9%".into(),
        points => tenths(i32::from(points)) + "%",
    }
}

/// What is short of a goal, in percentage points: rounded half down, so that it adds up with the value that was rounded half up; never nothing.
pub(super) fn shortfall(points: i32) -> String {
    tenths(((points + 4) / 10).max(1) * 10)
}

/// Basis points as percentage points with one decimal at most, rounded half up.
pub(super) fn tenths(points: i32) -> String {
    let tenths = (points.abs() + 5) / 10;
    match tenths % 10 {
        0 => format!("{}", tenths / 10),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_have_one_decimal_at_most() {
        for (points, text) in [
            (0, "0"),
            (4500, "45"),
            (5234, "52.3"),
            (5235, "52.4"),
            (-770, "7.7"),
        ] {
            assert_eq!(tenths(points), text);
        }
    }

    #[test]
    fn value_and_shortfall_add_up_to_the_goal() {
        for (value, said, short) in [
            ("99.55%", "99.6%", "0.4"),
            ("99.97%", "99.9%", "0.1"),
            ("81.6%", "81.6%", "18.4"),
        ] {
            let share = Share::parse(value).expect("a share");
            assert_eq!(
                (
                    percent(share).as_str(),
                    shortfall(10_000 - i32::from(share.basis_points())).as_str()
                ),
                (said, short)
            );
        }
    }
}
