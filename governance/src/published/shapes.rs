//! The shapes of the snapshot files, version 1. Figures and log have their own modules.
//!
//! Entry points: [`Manifest`] and [`Table`]. Shares are written `90%`, days `2026-11-23`, months `2026-11`; a number that may not be shown is absent.

use super::figures::Books;
use super::month::Month;
use crate::cases::{ActorRole, CaseCategory, CaseReference, Outcome};
use crate::dates::{Day, Moment};
use crate::divisions::DivisionCode;
use crate::ids::RecordId;
use crate::ratings::{AppealState, DiscardReason, RatingFigures, RatingReason, VendorReply};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One file of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Table<T> {
    /// Version of the shape, [`SCHEMA_VERSION`](super::SCHEMA_VERSION).
    pub schema_version: u32,
    /// When the snapshot was taken; the same in all its files.
    pub taken_at: Moment,
    /// The rows, sorted by their key.
    pub rows: Vec<T>,
}

/// When a snapshot was taken and how much it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// Version of the shape.
    pub schema_version: u32,
    /// When it was taken.
    pub taken_at: Moment,
    /// Version of the working calendar that due dates were counted with.
    pub calendar: Box<str>,
    /// How much it holds.
    pub counts: Counts,
    /// The snapshot before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Previous>,
    /// Why it holds less than the one before, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shrink_reason: Option<Box<str>>,
}

/// The snapshot before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Previous {
    /// When it was taken.
    pub taken_at: Moment,
    /// How much it held.
    pub counts: Counts,
}

/// How much a snapshot holds. Ratings that are not released are not counted, so that none can be found by subtraction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Rows of the case log.
    pub case_rounds: u32,
    /// Vendors with ratings.
    pub vendors: u32,
    /// Released ratings with a voucher.
    pub verified: u32,
    /// Released ratings without a voucher.
    pub unverified: u32,
    /// Cleared answers.
    pub answers: u32,
    /// Themes of "you said, we did".
    pub themes: u32,
}

impl Counts {
    /// Each count with its name.
    pub fn named(&self) -> [(&'static str, u32); 6] {
        [
            ("case_rounds", self.case_rounds),
            ("vendors", self.vendors),
            ("verified", self.verified),
            ("unverified", self.unverified),
            ("answers", self.answers),
            ("themes", self.themes),
        ]
    }
}

/// Ratings of one vendor. With and without voucher stand apart and are never added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VendorRatings {
    /// The vendor.
    pub vendor: RecordId,
    /// Ratings with a voucher: the main figures.
    pub verified: RatingFigures,
    /// Ratings without one.
    pub unverified: RatingFigures,
    /// Reasons given with the ratings with a voucher, each from ten on; counted when the figures were released.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<ReasonCount>,
    /// Ratings that do not count, by reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discarded: Vec<DiscardCount>,
    /// The vendor's appeals against misratings, by state.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appeals: Vec<AppealCount>,
    /// What became of bad reviews with a voucher; counted when the figures were released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bad_reviews: Option<BadReviews>,
    /// The vendor's answers that were cleared for publication, oldest first; only beside released figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<PublicReply>,
}

/// A vendor's one answer to a rating, cleared for publication. Neither the rating's level nor its day is said, so that it does not show who gave it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct PublicReply {
    /// Day it was cleared.
    pub cleared_on: Day,
    /// Whether the rating came with a voucher.
    pub verified: bool,
    /// What the vendor answers, of the fixed list.
    pub reply: VendorReply,
    /// The vendor's words, read by staff for personal data.
    pub text: Box<str>,
    /// Where the vendor's appeal against the rating stands, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal: Option<AppealState>,
    /// In which role it was cleared.
    pub cleared_by: ActorRole,
}

/// How often a reason was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReasonCount {
    /// The reason.
    pub reason: RatingReason,
    /// How often, from ten on.
    pub n: u32,
}

/// How many ratings do not count for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DiscardCount {
    /// The reason.
    pub reason: DiscardReason,
    /// How many.
    pub n: u32,
}

/// How many appeals are in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AppealCount {
    /// The state.
    pub state: AppealState,
    /// How many.
    pub n: u32,
}

/// The closed loop behind bad reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BadReviews {
    /// Cases that bad reviews opened.
    pub cases: u32,
    /// Of those, answered.
    pub answered: u32,
    /// Of those answered, on time.
    pub on_time: u32,
    /// Bad reviews with a second rating afterwards.
    pub second: u32,
    /// Of those, with a better level than the first.
    pub improved: u32,
}

/// The books of a month, for one category in one community, or for all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CaseFigures {
    /// What the cases are about; absent in the month's totals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CaseCategory>,
    /// Community or village; absent in the month's totals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<DivisionCode>,
    /// The books.
    #[serde(flatten)]
    pub books: Books,
    /// The question at close, of rounds closed in the month; once the month is over and ten have answered.
    pub satisfaction: Satisfaction,
}

impl CaseFigures {
    /// What rows are sorted by: month, then totals, then place and category.
    pub fn key(&self) -> (Month, Option<DivisionCode>, Option<CaseCategory>) {
        (self.books.month, self.place, self.category)
    }
}

/// Answers to the question at close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "shown", rename_all = "snake_case")]
pub enum Satisfaction {
    /// Fewer than ten answers, or hidden so that fewer than ten elsewhere cannot be found by subtraction.
    FewerThanTen,
    /// Ten or more.
    Released {
        /// Answers.
        n: u32,
        /// Satisfied.
        satisfied: u32,
        /// Neither.
        neutral: u32,
        /// Dissatisfied.
        dissatisfied: u32,
        /// Of all answers, those who say the matter is settled.
        resolved: u32,
    },
}

/// An answer that was cleared for publication. The resident agreed, and somebody read it for personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClearedAnswer {
    /// The case.
    pub reference: CaseReference,
    /// What it is about.
    pub category: CaseCategory,
    /// Community or village.
    pub place: DivisionCode,
    /// What was asked, in staff's words.
    pub summary: Box<str>,
    /// What came out.
    pub outcome: Outcome,
    /// What was done, in staff's words.
    pub answer: Box<str>,
    /// Day it was answered.
    pub answered_on: Day,
    /// Day it was cleared.
    pub cleared_on: Day,
    /// In which role.
    pub cleared_by: ActorRole,
}

/// One theme of "you said, we did".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Theme {
    /// Its identity.
    pub id: RecordId,
    /// What people said, in staff's words.
    pub title: Box<str>,
    /// How many said it; absent below ten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// First day counted.
    pub from: Day,
    /// Last day counted.
    pub to: Day,
    /// What was done. Every theme of ten or more has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<ThemeReply>,
}

/// What came of a theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ThemeReply {
    /// It was done.
    Done {
        /// What.
        text: Box<str>,
        /// The decision or item behind it, as a path on this site.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<Box<str>>,
    },
    /// It will be done.
    Planned {
        /// What.
        text: Box<str>,
        /// The decision or item behind it, as a path on this site.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<Box<str>>,
    },
    /// It will not be done.
    NotPlanned {
        /// Why.
        text: Box<str>,
    },
}

impl ThemeReply {
    /// Its words.
    pub fn text(&self) -> &str {
        match self {
            Self::Done { text, .. } | Self::Planned { text, .. } | Self::NotPlanned { text } => {
                text
            }
        }
    }
}

labelled! {
    /// What a moderator did.
    pub enum ModerationAction {
        Redacted = "redacted", "遮盖", "Words taken out";
        Withheld = "withheld", "不予公开", "Held back";
        Removed = "removed", "移除", "Removed";
    }
}

labelled! {
    /// Why.
    pub enum ModerationReason {
        PersonalData = "personal_data", "个人信息", "Personal data";
        Illegal = "illegal", "违法内容", "Illegal content";
        Abuse = "abuse", "辱骂攻击", "Abuse";
        Advertising = "advertising", "广告", "Advertising";
        OffTopic = "off_topic", "无关内容", "Off topic";
    }
}

/// How often a moderator acted in a month, by action and reason.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct ModerationCount {
    /// The month.
    pub month: Month,
    /// What was done.
    pub action: ModerationAction,
    /// Why.
    pub reason: ModerationReason,
    /// How often.
    pub n: u32,
}

/// "Is this page useful", for pages with ten answers or more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct PageFeedback {
    /// Path of the page, e.g. `/guides/hukou/`.
    pub page: Box<str>,
    /// Those who said yes.
    pub yes: u32,
    /// Those who said no.
    pub no: u32,
}
