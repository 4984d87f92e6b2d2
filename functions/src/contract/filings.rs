//! Checked values as typed filings. Entry points: [`Complaint::read`], [`Look::read`], [`Act::read`], [`Rating::read`], [`Feedback::read`].
//!
//! The values come from [`super::Request::check`] against the same form, so each field has the form its kind asks for; a value that has not is a
//! gap between form and type, and reading gives `None` (which is answered as our fault).

use governance::cases::{CaseCategory, FilingKind, SatisfactionLevel};
use governance::dates::Day;
use governance::divisions::DivisionCode;
use governance::forms::feedback::FeedbackKind;
use governance::forms::rating::{RatingLevel, RatingReason};
use governance::forms::track::ResidentAction;
use governance::forms::values::Values;
use governance::ids::RecordId;
use governance::labelled::Labelled;

/// A complaint.
#[derive(Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Which kind; decides the clock.
    pub kind: FilingKind,
    /// What it is about.
    pub category: CaseCategory,
    /// What happened.
    pub what: Box<str>,
    /// Community or village.
    pub place: DivisionCode,
    /// Exact spot.
    pub spot: Option<Box<str>>,
    /// Day it happened.
    pub when: Day,
    /// What would put it right.
    pub wanted: Box<str>,
    /// How to reach the resident.
    pub contact: Option<Box<str>>,
    /// Whether a redacted summary may be published.
    pub publish: bool,
}

/// A look at a case.
#[derive(Clone, PartialEq, Eq)]
pub struct Look {
    /// Reference as typed.
    pub reference: Box<str>,
    /// Receipt as typed.
    pub receipt: Box<str>,
}

/// What a resident does with their case.
#[derive(Clone, PartialEq, Eq)]
pub struct Act {
    /// Which case, and that it is theirs.
    pub look: Look,
    /// What to do.
    pub action: ResidentAction,
    /// The words for it; empty if none.
    pub text: Box<str>,
    /// How content.
    pub satisfaction: Option<SatisfactionLevel>,
    /// Whether the matter is settled.
    pub resolved: bool,
}

/// A rating.
#[derive(Clone, PartialEq, Eq)]
pub struct Rating {
    /// Whom it is about.
    pub vendor: RecordId,
    /// How satisfied.
    pub level: RatingLevel,
    /// Voucher: the code as typed, in capitals without hyphens, or the text of the QR code.
    pub voucher: Option<Box<str>>,
    /// Why.
    pub reasons: Vec<RatingReason>,
    /// Private comment.
    pub comment: Option<Box<str>>,
    /// The place the resident named.
    pub place: Option<DivisionCode>,
    /// Declared interest.
    pub interest: bool,
}

/// Feedback.
#[derive(Clone, PartialEq, Eq)]
pub struct Feedback {
    /// What it is for.
    pub kind: FeedbackKind,
    /// The page.
    pub page: Option<Box<str>>,
    /// Whether it was useful.
    pub useful: Option<bool>,
    /// Subject.
    pub subject: Option<Box<str>>,
    /// Text.
    pub text: Option<Box<str>>,
    /// The place.
    pub place: Option<DivisionCode>,
}

impl Complaint {
    /// Reads the complaint form's values.
    pub fn read(values: &Values) -> Option<Self> {
        Some(Self {
            kind: match values.first("kind") {
                "" => FilingKind::Complaint,
                kind => FilingKind::find(kind)?,
            },
            category: CaseCategory::find(values.first("category"))?,
            what: values.first("what").into(),
            place: DivisionCode::parse(values.first("where")).ok()?,
            spot: given(values, "spot"),
            when: Day::parse(values.first("when")).ok()?,
            wanted: values.first("wanted").into(),
            contact: given(values, "contact"),
            publish: yes(values, "publish"),
        })
    }

    /// The account as the case keeps it: one text with its headings.
    pub fn account(&self) -> String {
        let spot = match &self.spot {
            Some(spot) => format!("【地点】{spot}\n"),
            None => String::new(),
        };
        format!(
            "{}\n【日期】{}\n{spot}【希望】{}",
            self.what, self.when, self.wanted
        )
    }
}

impl Look {
    /// Reads the tracking form's values.
    pub fn read(values: &Values) -> Self {
        Self {
            reference: values.first("reference").into(),
            receipt: values.first("receipt").into(),
        }
    }
}

impl Act {
    /// Reads the values of the form on a case's page.
    pub fn read(values: &Values) -> Option<Self> {
        Some(Self {
            look: Look::read(values),
            action: ResidentAction::find(values.first("action"))?,
            text: values.first("text").into(),
            satisfaction: SatisfactionLevel::find(values.first("satisfaction")),
            resolved: yes(values, "resolved"),
        })
    }
}

impl Rating {
    /// Reads the rating form's values.
    pub fn read(values: &Values) -> Option<Self> {
        let reasons: Option<Vec<RatingReason>> = values
            .all("reasons")
            .iter()
            .map(|r| RatingReason::find(r))
            .collect();
        Some(Self {
            vendor: RecordId::new(values.first("vendor")).ok()?,
            level: RatingLevel::find(values.first("level"))?,
            voucher: given(values, "voucher"),
            reasons: reasons?,
            comment: given(values, "comment"),
            place: DivisionCode::parse(values.first("where")).ok(),
            interest: yes(values, "interest"),
        })
    }
}

impl Feedback {
    /// Reads the values of either feedback form.
    pub fn read(values: &Values) -> Option<Self> {
        Some(Self {
            kind: FeedbackKind::find(values.first("kind"))?,
            page: given(values, "page"),
            useful: match values.first("useful") {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            subject: given(values, "subject"),
            text: given(values, "text"),
            place: DivisionCode::parse(values.first("where")).ok(),
        })
    }
}

fn given(values: &Values, name: &str) -> Option<Box<str>> {
    let value = values.first(name);
    (!value.is_empty()).then(|| value.into())
}

fn yes(values: &Values, name: &str) -> bool {
    values.first(name) == "yes"
}

/// What residents write never shows in `Debug`.
macro_rules! closed {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )+};
}

closed!(Complaint, Look, Act, Rating, Feedback);
