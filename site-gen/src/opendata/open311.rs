//! The read side of Open311 `GeoReport` v2 as files: services, the definition of each, requests, one request, each as JSON and XML; and the discovery file.
//!
//! Entry points: [`Part`], [`plan`], [`json()`], [`xml`]. Source: the specification at `wiki.open311.org/GeoReport_v2`. A file answers every query the same: parameters are for servers. What
//! was not published is not there, so a private case and one that never was look alike. Days are all that is published of times: they are written as
//! the beginning of the day. A position is never published; the place is a community.

use crate::library::published::OneCase;
use crate::library::{Published, Reader};
use crate::markdown::html::escape;
use crate::outputs::RenderFault;
use governance::cases::{CaseCategory, CaseReference, CaseState};
use governance::dates::{Day, Moment};
use governance::labelled::Labelled;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::cmp::Reverse;
use std::fmt::Write;

/// Folder of the files, below the output folder: what clients call the base of the service.
pub(crate) const BASE: &str = "open311/v2";

/// Days back, and number of requests, of the list: the specification's own limits.
const LIST_DAYS: i64 = 90;
const LIST_LENGTH: usize = 1_000;

/// A resource of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Part {
    /// Where the service is.
    Discovery,
    /// What can be reported.
    Services,
    /// What is asked of a report of this kind.
    Service(CaseCategory),
    /// The newest requests.
    Requests,
    /// One request.
    Request(CaseReference),
}

/// Every resource. Services are there without a snapshot too.
pub(crate) fn plan(published: Option<&Published>) -> Vec<Part> {
    let mut parts = vec![Part::Discovery, Part::Services, Part::Requests];
    parts.extend(CaseCategory::ALL.iter().copied().map(Part::Service));
    if let Some(published) = published {
        parts.extend(
            published
                .cases()
                .map(|case| Part::Request(case.last().reference)),
        );
    }
    parts
}

impl Part {
    /// Path of the file below the output folder.
    pub(crate) fn path(self, extension: &str) -> String {
        match self {
            Self::Discovery => format!("open311/discovery.{extension}"),
            Self::Services => format!("{BASE}/services.{extension}"),
            Self::Service(category) => format!("{BASE}/services/{}.{extension}", category.id()),
            Self::Requests => format!("{BASE}/requests.{extension}"),
            Self::Request(reference) => format!("{BASE}/requests/{reference}.{extension}"),
        }
    }

    /// Its root element in XML, and that of each of its rows.
    fn elements(self) -> (&'static str, &'static str) {
        match self {
            Self::Discovery => ("discovery", ""),
            Self::Services => ("services", "service"),
            Self::Service(_) => ("service_definition", ""),
            Self::Requests | Self::Request(_) => ("service_requests", "request"),
        }
    }
}

/// The resource as JSON.
fn value(part: Part, reader: &Reader<'_>) -> Value {
    match part {
        Part::Discovery => discovery(reader),
        Part::Services => CaseCategory::ALL
            .iter()
            .map(|category| service(*category))
            .collect(),
        Part::Service(category) => definition(category),
        Part::Requests => requests(reader),
        Part::Request(reference) => {
            let case = reader.case(reference);
            case.map(|case| request(&case, reader))
                .into_iter()
                .collect()
        }
    }
}

fn discovery(reader: &Reader<'_>) -> Value {
    let site = reader.site();
    let changeset = Moment::start_of(epoch()).to_string();
    let contact = site
        .config
        .footer
        .contact
        .as_deref()
        .unwrap_or(&site.config.name);
    json!({
        "changeset": changeset,
        "contact": contact,
        "key_service": "不需要密钥。提交和查阅同一个地址：POST requests.json 或 requests.xml",
        "endpoints": [{
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": site.absolute(&format!("/{BASE}")),
            "changeset": changeset,
            "type": if site.config.demonstration { "test" } else { "production" },
            "formats": ["text/xml", "application/json"],
        }],
    })
}

/// The day on which this service took the form it has.
fn epoch() -> Day {
    Day::from_parts(2026, 11, 24).unwrap_or_else(|| chrono::NaiveDate::MIN.into())
}

fn service(category: CaseCategory) -> Value {
    json!({
        "service_code": category.id(),
        "service_name": category.zh(),
        "description": category.en(),
        "metadata": true,
        "type": "realtime",
        "keywords": format!("{},{}", category.zh(), category.en().to_lowercase()),
        "group": "社区治理",
    })
}

/// One attribute that is only read: filing asks nothing beyond the standard's own parameters.
fn definition(category: CaseCategory) -> Value {
    json!({
        "service_code": category.id(),
        "attributes": [{
            "variable": false,
            "code": "notice",
            "datatype": "text",
            "required": false,
            "datatype_description": "",
            "order": 1,
            "description": "address_id 填社区（村）的 12 位区划代码，可在 /data/places.json 查到；不收经纬度，不要写身份证号。这里不是紧急电话：报警 110，火警 119，急救 120。",
            "values": [],
        }],
    })
}

fn requests(reader: &Reader<'_>) -> Value {
    let Some(published) = reader.published() else {
        return Value::Array(Vec::new());
    };
    let since = published.taken_on().plus_days(-LIST_DAYS);
    let first = |case: &OneCase<'_>| case.rounds[0].opened_on;
    let mut newest: Vec<OneCase<'_>> = published
        .cases()
        .filter(|case| first(case) >= since)
        .collect();
    newest.sort_by_key(|case| (Reverse(first(case)), case.last().reference));
    newest
        .iter()
        .take(LIST_LENGTH)
        .map(|case| request(case, reader))
        .collect()
}

fn request(case: &OneCase<'_>, reader: &Reader<'_>) -> Value {
    let (first, last) = (&case.rounds[0], case.last());
    let day = |day: Day| Moment::start_of(day).to_string();
    let updated = [
        Some(last.opened_on),
        last.answered_on,
        last.closed_on,
        last.waiting_since,
    ];
    let mut row = Map::new();
    let mut put = |name: &str, value: String| row.insert(name.into(), value.into());
    put("service_request_id", last.reference.to_string());
    put(
        "status",
        if last.closed_on.is_some() {
            "closed"
        } else {
            "open"
        }
        .into(),
    );
    put("status_notes", notes(last.outcome));
    put("service_name", last.category.zh().into());
    put("service_code", last.category.id().into());
    put("requested_datetime", day(first.opened_on));
    put(
        "updated_datetime",
        day(updated
            .into_iter()
            .flatten()
            .max()
            .unwrap_or(last.opened_on)),
    );
    put("expected_datetime", day(last.last_due_on()));
    put("address", address(case, reader));
    put("address_id", last.place.to_string());
    if let Some(answer) = case.answer {
        put("description", answer.summary.to_string());
        put("service_notice", answer.answer.to_string());
    }
    Value::Object(row)
}

fn notes(outcome: Option<CaseState>) -> String {
    outcome.map_or("办理中", Labelled::zh).into()
}

/// 西陵区西陵街道石板溪社区: a community, never a house.
fn address(case: &OneCase<'_>, reader: &Reader<'_>) -> String {
    let code = case.last().place;
    let above = reader.ancestors(code);
    let names = above.iter().map(|(_, item)| &*item.title);
    let own = reader.division(code).map(|(_, item)| &*item.title);
    names.chain(own).collect()
}

/// Appends the resource as JSON.
///
/// # Errors
/// [`RenderFault::Json`] never in practice.
pub(crate) fn json(part: Part, reader: &Reader<'_>, out: &mut Vec<u8>) -> Result<(), RenderFault> {
    serde_json::to_writer(&mut *out, &value(part, reader))?;
    out.push(b'\n');
    Ok(())
}

/// Appends the resource as XML, which says the same.
pub(crate) fn xml(part: Part, reader: &Reader<'_>, out: &mut Vec<u8>) {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let (root, row) = part.elements();
    element(root, row, &value(part, reader), &mut xml);
    xml.push('\n');
    out.extend_from_slice(xml.as_bytes());
}

/// An element with what is in it; `row` is the name of each thing in a list.
fn element(name: &str, row: &str, value: &Value, xml: &mut String) {
    let _ = write!(xml, "<{name}>");
    match value {
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) => xml.push_str(&value.to_string()),
        Value::String(text) => escape(text, xml),
        Value::Array(rows) => rows.iter().for_each(|one| element(row, "", one, xml)),
        Value::Object(fields) => {
            for (field, value) in fields {
                element(field, singular(field), value, xml);
            }
        }
    }
    let _ = write!(xml, "</{name}>");
}

/// What a thing in a list of this name is called.
fn singular(list: &str) -> &'static str {
    match list {
        "attributes" => "attribute",
        "values" => "value",
        "endpoints" => "endpoint",
        "formats" => "format",
        _ => "",
    }
}
