//! The light view of a record: what lists, feeds and links need, never a body.
//!
//! Entry point: [`Item::of`]. Everything here follows from the record alone, so that it can be kept between builds; what depends on the day
//! is asked of [`super::Reader`].

use governance::admission::{AdmissionItem, AppliesTo, Category, Status};
use governance::dates::{Day, Moment};
use governance::deliberation::{
    ActionStatus, Body, MatterTier, Meeting, MeetingStatus, MinutesState, Quorum, TopicStatus,
};
use governance::divisions::DivisionCode;
use governance::ids::RecordId;
use governance::notices::NoticeCategory;
use governance::records::{Envelope, Facts, Kind, Record};
use governance::statistics::{Cadence, Counted, Observation, ObservationState, Unit, Withheld};
use governance::vendors::{CHECK_DAYS, Vendor, VendorCategory, VendorStatus};
use serde::{Deserialize, Serialize};

/// A record in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Kind.
    pub kind: Kind,
    /// Identity.
    pub id: RecordId,
    /// Title or name.
    pub title: Box<str>,
    /// One or two sentences.
    pub summary: Option<Box<str>>,
    /// The division it belongs to; for a division, itself.
    pub division: Option<DivisionCode>,
    /// The day it is listed under: day of the meeting, of the document, of publication.
    pub day: Option<Day>,
    /// When it was published, if that was said.
    pub published: Option<Moment>,
    /// Day of the last change that was not a slip of the pen.
    pub changed_on: Option<Day>,
    /// Invented for demonstration: shown with 示例.
    pub example: bool,
    /// In no output of any kind.
    pub draft: bool,
    /// Taken back on this day; its page is a tombstone.
    pub withdrawn_on: Option<Day>,
    /// What lists show of the kind's own fields.
    pub facts: ItemFacts,
    /// Other records it refers to, in the order of its fields.
    pub links: Box<[Link]>,
    /// What must be done by when.
    pub dues: Box<[Due]>,
    /// Days on which something that follows from the record and the day may change, sorted.
    pub boundaries: Box<[Day]>,
}

/// What lists show of the kind's own fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "the fields are those of the records of the same name"
)]
pub enum ItemFacts {
    /// A place.
    Division { code: DivisionCode },
    /// A community's profile.
    Community {
        pilot: bool,
        parlor: bool,
        online_hall: bool,
    },
    /// A department.
    Department { aliases: Box<[Box<str>]> },
    /// A notice.
    Notice {
        category: NoticeCategory,
        expires_on: Option<Day>,
        time_boxed: bool,
    },
    /// An item of the admission list.
    AdmissionItem {
        category: Category,
        applies_to: AppliesTo,
        status: Status,
        lead_department: Option<Box<str>>,
        from: Option<Day>,
        to: Option<Day>,
        exited_on: Option<Day>,
        applied_on: Option<Day>,
    },
    /// A meeting.
    Meeting {
        tier: MatterTier,
        body: Body,
        status: MeetingStatus,
        start: Moment,
        minutes: Option<MinutesState>,
        minutes_published_on: Option<Day>,
        convened_on: Option<Day>,
        /// Whether enough were there, as far as the law asks and attendance is recorded.
        quorate: bool,
        /// Agenda items that came to an outcome.
        decided: u32,
    },
    /// A topic.
    Topic {
        tier: MatterTier,
        status: TopicStatus,
    },
    /// An indicator.
    Indicator {
        unit: Unit,
        counts: Option<Counted>,
        cadence: Cadence,
        /// The next figures are expected on this day.
        expected_on: Option<Day>,
    },
    /// A target.
    Target { indicator: RecordId },
    /// A reporting unit.
    ReportingUnit { parent: Option<RecordId> },
    /// A reported figure.
    Observation {
        indicator: RecordId,
        unit: RecordId,
        as_of: Day,
        numerator: Option<u32>,
        denominator: Option<u32>,
        /// Assistants, social workers and seniors of the numerator.
        levels: [Option<u32>; 3],
        state: ObservationState,
        withheld: Option<Withheld>,
    },
    /// A vendor.
    Vendor {
        categories: Box<[VendorCategory]>,
        serves: Box<[DivisionCode]>,
        status: VendorStatus,
        checked_on: Option<Day>,
    },
    /// A service guide.
    Guide { working_days: u16 },
}

/// A reference to another record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Link {
    /// Kind of the record meant.
    pub kind: Kind,
    /// Its identity, or for a department its name or alias.
    pub id: Box<str>,
}

/// Something that must be done by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// Last day on which it is in time.
    pub on: Day,
    /// What.
    pub what: DueWhat,
}

/// What must be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DueWhat {
    /// An action: agenda number and place among its actions, from 0.
    Action {
        /// Number on the agenda.
        agenda: u32,
        /// Place among the item's actions, from 0.
        action: u32,
    },
    /// The minutes of a meeting that was held.
    Minutes,
    /// The review of an item that was applied for.
    Review,
    /// The next figure of an indicator.
    Figure,
    /// A unit's figure for the newest day of an indicator, which others reported.
    Report,
    /// The same where the unit gave no row at all; the record is the unit's newest row before it.
    MissingReport,
    /// The next meeting of a body that has to meet again and again, counted from this one.
    NextMeeting,
}

impl DueWhat {
    /// Whether figures are owed, rather than what a meeting or a department promised.
    pub fn is_figure(self) -> bool {
        match self {
            Self::Figure | Self::Report | Self::MissingReport => true,
            Self::Action { .. } | Self::Minutes | Self::Review | Self::NextMeeting => false,
        }
    }
}

impl Item {
    /// The light view of a record, given its stored form too.
    pub fn of(record: &Record, json: &[u8]) -> Self {
        let Envelope {
            id,
            title,
            division,
            summary,
            publish_at,
            ..
        } = &record.envelope;
        Self {
            kind: record.facts.kind(),
            id: id.clone(),
            title: title.clone(),
            summary: summary.clone(),
            division: own_division(&record.facts).or(*division),
            day: listing_day(record),
            published: *publish_at,
            changed_on: last_change(&record.envelope),
            example: record.envelope.example,
            draft: record.envelope.draft,
            withdrawn_on: record.envelope.withdrawn.as_ref().map(|w| w.on),
            facts: facts(&record.facts),
            links: links(&record.facts).into(),
            dues: dues(&record.facts).into(),
            boundaries: boundaries(record, json).into(),
        }
    }
}

fn own_division(facts: &Facts) -> Option<DivisionCode> {
    if let Facts::Division(division) = facts {
        return Some(division.code);
    }
    None
}

fn last_change(envelope: &Envelope) -> Option<Day> {
    let changes = envelope.changes.iter().filter(|c| !c.minor).map(|c| c.on);
    let withdrawn = envelope.withdrawn.as_ref().map(|w| w.on);
    changes.chain(withdrawn).max()
}

fn listing_day(record: &Record) -> Option<Day> {
    let published = record.envelope.publish_at.map(Moment::day);
    match &record.facts {
        Facts::Notice(notice) => published.or(notice.issued_on).or(notice.valid_from),
        Facts::Meeting(meeting) => Some(meeting.start.day()),
        Facts::Topic(topic) => Some(topic.raised_on),
        Facts::Observation(observation) => Some(observation.as_of),
        Facts::AdmissionItem(item) => item
            .admission
            .approved_on
            .or(item.period.from)
            .or(published),
        Facts::Division(_)
        | Facts::Community(_)
        | Facts::Department(_)
        | Facts::Indicator(_)
        | Facts::Target(_)
        | Facts::ReportingUnit(_)
        | Facts::Vendor(_)
        | Facts::Guide(_) => published,
    }
}

fn facts(facts: &Facts) -> ItemFacts {
    match facts {
        Facts::Division(d) => ItemFacts::Division { code: d.code },
        Facts::Community(c) => ItemFacts::Community {
            pilot: c.pilot,
            parlor: c.parlor_hours.is_some(),
            online_hall: c.online_hall_since.is_some(),
        },
        Facts::Department(d) => ItemFacts::Department {
            aliases: d.aliases.clone().into(),
        },
        Facts::Notice(n) => ItemFacts::Notice {
            category: n.category,
            expires_on: n.expires_on,
            time_boxed: n.time_boxed,
        },
        Facts::AdmissionItem(a) => admission_facts(a),
        Facts::Meeting(m) => meeting_facts(m),
        Facts::Topic(t) => ItemFacts::Topic {
            tier: t.tier,
            status: t.status,
        },
        Facts::Guide(g) => ItemFacts::Guide {
            working_days: g.working_days,
        },
        Facts::Indicator(i) => ItemFacts::Indicator {
            cadence: i.cadence,
            expected_on: i.expected_on,
            unit: i.unit,
            counts: i.counts,
        },
        Facts::Target(t) => ItemFacts::Target {
            indicator: t.indicator.clone(),
        },
        Facts::ReportingUnit(u) => ItemFacts::ReportingUnit {
            parent: u.parent.clone(),
        },
        Facts::Observation(o) => observation_facts(o),
        Facts::Vendor(v) => vendor_facts(v),
    }
}

fn admission_facts(item: &AdmissionItem) -> ItemFacts {
    ItemFacts::AdmissionItem {
        category: item.category,
        applies_to: item.applies_to,
        status: item.status,
        lead_department: item.lead_department.clone(),
        from: item.period.from,
        to: item.period.to,
        exited_on: item.exit.as_ref().map(|exit| exit.on),
        applied_on: item.admission.applied_on,
    }
}

fn meeting_facts(meeting: &Meeting) -> ItemFacts {
    let decided = meeting.agenda.iter().filter(|i| i.outcome.is_some());
    ItemFacts::Meeting {
        tier: meeting.tier,
        body: meeting.body,
        status: meeting.status,
        start: meeting.start,
        minutes: meeting.minutes,
        minutes_published_on: meeting.minutes_published_on,
        convened_on: meeting.convened_on,
        quorate: meeting.quorum().is_none_or(Quorum::met),
        decided: u32::try_from(decided.count()).unwrap_or(u32::MAX),
    }
}

fn observation_facts(figure: &Observation) -> ItemFacts {
    ItemFacts::Observation {
        indicator: figure.indicator.clone(),
        unit: figure.unit.clone(),
        as_of: figure.as_of,
        numerator: figure.numerator,
        denominator: figure.denominator,
        levels: [figure.assistant, figure.social_worker, figure.senior],
        state: figure.state,
        withheld: figure.withheld,
    }
}

fn vendor_facts(vendor: &Vendor) -> ItemFacts {
    ItemFacts::Vendor {
        categories: vendor.categories.clone().into(),
        serves: vendor.serves.clone().into(),
        status: vendor.status,
        checked_on: vendor.checked_on,
    }
}

fn link(kind: Kind, id: &str) -> Link {
    Link {
        kind,
        id: id.into(),
    }
}

fn links(facts: &Facts) -> Vec<Link> {
    let mut links = Vec::new();
    match facts {
        Facts::AdmissionItem(item) => {
            let departments = item.lead_department.iter().chain(&item.co_departments);
            links.extend(departments.map(|d| link(Kind::Department, d)));
            let replaced = item.exit.as_ref().and_then(|e| e.replaced_by.as_ref());
            links.extend(replaced.map(|id| link(Kind::AdmissionItem, id.as_str())));
        }
        Facts::Meeting(meeting) => meeting_links(meeting, &mut links),
        Facts::Target(target) => {
            links.push(link(Kind::Indicator, target.indicator.as_str()));
            links.extend(
                target
                    .replaced_by
                    .as_ref()
                    .map(|t| link(Kind::Target, t.as_str())),
            );
        }
        Facts::ReportingUnit(unit) => {
            links.extend(
                unit.parent
                    .as_ref()
                    .map(|u| link(Kind::ReportingUnit, u.as_str())),
            );
        }
        Facts::Observation(o) => {
            links.push(link(Kind::Indicator, o.indicator.as_str()));
            links.push(link(Kind::ReportingUnit, o.unit.as_str()));
        }
        Facts::Division(_)
        | Facts::Community(_)
        | Facts::Department(_)
        | Facts::Notice(_)
        | Facts::Topic(_)
        | Facts::Indicator(_)
        | Facts::Vendor(_)
        | Facts::Guide(_) => {}
    }
    links
}

fn meeting_links(meeting: &Meeting, links: &mut Vec<Link>) {
    for item in &meeting.agenda {
        links.extend(
            item.raised_by
                .as_ref()
                .map(|t| link(Kind::Topic, t.as_str())),
        );
        links.extend(
            item.escalated_from
                .as_ref()
                .map(|m| link(Kind::Meeting, m.as_str())),
        );
        let departments = item.actions.iter().filter_map(|a| a.department.as_ref());
        links.extend(departments.map(|d| link(Kind::Department, d)));
    }
    let mut seen = std::collections::BTreeSet::new();
    links.retain(|l| seen.insert(l.clone()));
}

fn dues(facts: &Facts) -> Vec<Due> {
    if let Facts::Meeting(meeting) = facts {
        return action_dues(meeting);
    }
    let expected = if let Facts::Indicator(indicator) = facts {
        indicator.expected_on
    } else {
        None
    };
    let what = DueWhat::Figure;
    expected.map(|on| Due { on, what }).into_iter().collect()
}

fn action_dues(meeting: &Meeting) -> Vec<Due> {
    let open = |status| matches!(status, ActionStatus::NotStarted | ActionStatus::UnderWay);
    let mut dues = Vec::new();
    for item in &meeting.agenda {
        for (place, action) in item.actions.iter().enumerate() {
            if open(action.status) {
                dues.push(Due {
                    on: action.deadline(),
                    what: DueWhat::Action {
                        agenda: item.no,
                        action: u32::try_from(place).unwrap_or(u32::MAX),
                    },
                });
            }
        }
    }
    dues
}

/// Every day that stands in the record and the day after it, and the end of a vendor's check: a statement about the record and today can only
/// change on one of these.
fn boundaries(record: &Record, json: &[u8]) -> Vec<Day> {
    let mut days = super::record::days(json);
    if let Facts::Vendor(vendor) = &record.facts {
        days.extend(vendor.checked_on.map(|on| on.plus_days(CHECK_DAYS)));
    }
    let after: Vec<Day> = days.iter().map(|d| d.plus_days(1)).collect();
    days.extend(after);
    days.sort_unstable();
    days.dedup();
    days
}
