//! What a record says about others: its identity and names, and whom it refers to.
//!
//! Entry point: [`Claims::of`].

use governance::admission::AdmissionItem;
use governance::attachments::Attachment;
use governance::deliberation::{MatterTier, Meeting, Outcome, TopicStatus, minutes};
use governance::divisions::DivisionCode;
use governance::ids::RecordId;
use governance::records::{Facts, Kind, Record};
use serde::{Deserialize, Serialize};

/// What a record says about others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Its kind.
    pub kind: Kind,
    /// Its identity.
    pub id: RecordId,
    /// Words by which others call it; departments only.
    pub names: Vec<Box<str>>,
    /// The place it is; divisions only.
    pub place: Option<DivisionCode>,
    /// What no two records may share; observations only.
    pub key: Option<Box<str>>,
    /// How far its matters reach; meetings only.
    pub tier: Option<MatterTier>,
    /// Whether it passed something up; meetings only.
    pub escalates: bool,
    /// Indicator and day with numerator and denominator; observations that were reported only.
    pub figure: Option<(Box<str>, [u64; 2])>,
    /// Whether some agenda should name it; topics only.
    pub expects_agenda: bool,
    /// Whom it refers to.
    pub refers: Vec<Reference>,
    /// Themes of residents' feedback that its agenda names, with the field; meetings only.
    pub themes: Vec<(Box<str>, RecordId)>,
    /// What it says of files beside it; of files it says nothing of, nothing.
    pub stated: Vec<StatedFile>,
    /// Final minutes whose hash was written down; meetings only.
    pub seal: Option<Seal>,
    /// Where the links of its body lead, as far as they lead to this site: address and bytes of the body.
    pub body: Vec<(Box<str>, (u32, u32))>,
}

/// A reference to something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The field, by English identifiers.
    pub field: Box<str>,
    /// To what.
    pub to: To,
}

/// What a record says of a file beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedFile {
    /// The field of the attachment, by English identifiers.
    pub field: Box<str>,
    /// The file, relative to the record's folder.
    pub file: Box<str>,
    /// Bytes.
    pub bytes: Option<u32>,
    /// Media type.
    pub mime: Option<Box<str>>,
    /// SHA-256 in hexadecimal digits.
    pub sha256: Option<Box<str>>,
}

/// The hash of final minutes, as it was written down and as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// The field it was written in.
    pub field: Box<str>,
    /// As written.
    pub registered: Box<str>,
    /// Of the text as it is.
    pub now: Box<str>,
}

impl Seal {
    /// The seal of a record with this body; none unless it is a meeting that has one.
    pub fn of(record: &Record, body: &str) -> Option<Self> {
        let Facts::Meeting(meeting) = &record.facts else {
            return None;
        };
        let (field, registered) = meeting.registered()?;
        let text = minutes::canonical(&record.envelope, meeting, body);
        Some(Self {
            field: field.into(),
            registered: registered.into(),
            now: minutes::fingerprint(&text).into(),
        })
    }
}

/// What is referred to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum To {
    /// A record.
    Record(Kind, RecordId),
    /// A department, by id, name or alias.
    Department(Box<str>),
    /// A division.
    Place(DivisionCode),
    /// A file beside the record.
    File(Box<str>),
}

impl Claims {
    /// The claims of a record.
    pub fn of(record: &Record) -> Self {
        let envelope = &record.envelope;
        let mut claims = Self::bare(record.facts.kind(), envelope.id.clone());
        if let Some(code) = envelope.division {
            claims.refer("division", To::Place(code));
        }
        claims.facts(record);
        for (field, file) in record.facts.attachments() {
            claims.file(field, file);
        }
        claims
    }

    /// Of a record that says nothing of others: that it is there.
    pub(crate) fn bare(kind: Kind, id: RecordId) -> Self {
        Self {
            kind,
            id,
            names: Vec::new(),
            place: None,
            key: None,
            tier: None,
            escalates: false,
            figure: None,
            expects_agenda: false,
            refers: Vec::new(),
            stated: Vec::new(),
            themes: Vec::new(),
            seal: None,
            body: Vec::new(),
        }
    }

    /// The community that it is the profile of.
    pub fn profiled(&self) -> Option<DivisionCode> {
        let of = |reference: &Reference| match reference.to {
            To::Place(code) if &*reference.field == "division" => Some(code),
            To::Place(_) | To::Record(..) | To::Department(_) | To::File(_) => None,
        };
        let own = (self.kind == Kind::Community).then_some(&self.refers);
        own?.iter().find_map(of)
    }

    fn refer(&mut self, field: impl Into<Box<str>>, to: To) {
        self.refers.push(Reference {
            field: field.into(),
            to,
        });
    }

    fn record(&mut self, field: impl Into<Box<str>>, kind: Kind, id: Option<&RecordId>) {
        if let Some(id) = id {
            self.refer(field, To::Record(kind, id.clone()));
        }
    }

    fn department(&mut self, field: impl Into<Box<str>>, name: Option<&str>) {
        if let Some(name) = name {
            self.refer(field, To::Department(name.into()));
        }
    }

    fn file(&mut self, field: String, file: &Attachment) {
        self.refer(format!("{field}.file"), To::File(file.file.clone()));
        if file.bytes.is_some() || file.mime.is_some() || file.sha256.is_some() {
            self.stated.push(StatedFile {
                field: field.into(),
                file: file.file.clone(),
                bytes: file.bytes,
                mime: file.mime.clone(),
                sha256: file.sha256.clone(),
            });
        }
    }

    fn facts(&mut self, record: &Record) {
        match &record.facts {
            Facts::Division(division) => self.place = Some(division.code),
            Facts::Department(department) => {
                self.names.push(record.envelope.id.as_str().into());
                self.names.push(record.envelope.title.clone());
                self.names.extend(department.aliases.iter().cloned());
            }
            Facts::AdmissionItem(item) => self.item(item),
            Facts::Meeting(meeting) => self.meeting(meeting),
            Facts::Topic(topic) => {
                self.expects_agenda =
                    matches!(topic.status, TopicStatus::Admitted | TopicStatus::Decided);
            }
            Facts::Target(target) => {
                self.record("indicator", Kind::Indicator, Some(&target.indicator));
                self.record("replaced_by", Kind::Target, target.replaced_by.as_ref());
            }
            Facts::ReportingUnit(unit) => {
                self.record("parent", Kind::ReportingUnit, unit.parent.as_ref());
                for (code, n) in unit.runs.iter().zip(0..) {
                    self.refer(format!("runs[{n}]"), To::Place(*code));
                }
            }
            Facts::Observation(observation) => {
                let (indicator, unit) = (&observation.indicator, &observation.unit);
                self.record("indicator", Kind::Indicator, Some(indicator));
                self.record("unit", Kind::ReportingUnit, Some(unit));
                self.key = Some(format!("{indicator} {unit} {}", observation.as_of).into());
                let round = format!("{indicator} {}", observation.as_of).into();
                let count = observation.count();
                self.figure = count.map(|c| (round, [c.numerator, c.denominator]));
            }
            Facts::Vendor(vendor) => {
                for (code, n) in vendor.serves.iter().zip(0..) {
                    self.refer(format!("serves[{n}]"), To::Place(*code));
                }
            }
            Facts::Community(_) | Facts::Indicator(_) | Facts::Notice(_) | Facts::Guide(_) => {}
        }
    }

    fn item(&mut self, item: &AdmissionItem) {
        self.department("lead_department", item.lead_department.as_deref());
        for (name, n) in item.co_departments.iter().zip(0..) {
            self.department(format!("co_departments[{n}]"), Some(name));
        }
        let payer = item.funding.source_department.as_deref();
        self.department("funding.source_department", payer);
        let successor = item.exit.as_ref().and_then(|e| e.replaced_by.as_ref());
        self.record("exit.replaced_by", Kind::AdmissionItem, successor);
    }

    fn meeting(&mut self, meeting: &Meeting) {
        self.tier = Some(meeting.tier);
        self.escalates = meeting.agenda.iter().any(|item| {
            matches!(
                item.outcome,
                Some(Outcome::Escalated | Outcome::ReferredToAssembly)
            )
        });
        for (item, n) in meeting.agenda.iter().zip(0..) {
            let at = format!("agenda[{n}]");
            let (topic, from) = (item.raised_by.as_ref(), item.escalated_from.as_ref());
            self.record(format!("{at}.raised_by"), Kind::Topic, topic);
            self.record(format!("{at}.escalated_from"), Kind::Meeting, from);
            let theme = item.theme.iter().cloned();
            self.themes
                .extend(theme.map(|id| (format!("{at}.theme").into(), id)));
            for (action, m) in item.actions.iter().zip(0..) {
                let helper = action.department.as_deref();
                self.department(format!("{at}.actions[{m}].department"), helper);
            }
        }
    }
}
