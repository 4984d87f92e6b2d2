//! What a page says of itself to machines, in the words of schema.org as JSON-LD.
//!
//! Entry points: [`record`], [`breadcrumbs`], [`website`], [`document`]. What is not known is left out, never invented.

use crate::library::{Item, ItemFacts, Ix, ReadFault, Reader};
use crate::pages;
use governance::dates::Moment;
use governance::deliberation::{Meeting, MeetingStatus, Venue};
use governance::guides::ServiceGuide;
use governance::labelled::Labelled;
use governance::records::{Envelope, Facts};
use governance::vendors::Vendor;
use serde::Serialize;
use serde_json::{Value, json};

/// One statement in JSON. What every page says is written from its own type: a tree of values for each was a tenth of a build.
#[derive(Debug, Clone)]
pub(crate) struct Statement(String);

impl Statement {
    fn of<S: Serialize>(statement: &S) -> Self {
        Self(serde_json::to_string(statement).unwrap_or_default())
    }
}

impl From<Value> for Statement {
    fn from(statement: Value) -> Self {
        Self(statement.to_string())
    }
}

/// Statements about one page as one JSON-LD document, ready to stand in a `<script type="application/ld+json">`; none if there are none.
pub(crate) fn document(statements: &[Statement]) -> Option<String> {
    if statements.is_empty() {
        return None;
    }
    let mut document = String::from(r#"{"@context":"https://schema.org","@graph":["#);
    for (n, Statement(statement)) in statements.iter().enumerate() {
        if n > 0 {
            document.push(',');
        }
        document.push_str(statement);
    }
    document.push_str("]}");
    // `<` can't end the script element when it is written as an escape.
    Some(if document.contains('<') {
        document.replace('<', "\\u003c")
    } else {
        document
    })
}

/// The way to a page.
#[derive(Serialize)]
struct Way<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    steps: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: i32,
    name: &'a str,
    item: Id,
}

#[derive(Serialize)]
struct Id {
    #[serde(rename = "@id")]
    id: String,
}

/// What is published under the site's name.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Article<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: &'a str,
    url: &'a str,
    headline: &'a str,
    in_language: &'static str,
    publisher: Organization<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
}

#[derive(Serialize)]
struct Organization<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

/// The way to a page: each step with its address from the root of the site and its name; the page itself last.
pub(crate) fn breadcrumbs<'a>(
    steps: impl Iterator<Item = (&'a str, &'a str)>,
    reader: &Reader<'_>,
) -> Statement {
    let step = |(position, (address, name)): (i32, (&str, &'a str))| Step {
        kind: "ListItem",
        position,
        name,
        item: Id {
            id: reader.site().absolute(address),
        },
    };
    Statement::of(&Way {
        kind: "BreadcrumbList",
        steps: (1..).zip(steps).map(step).collect(),
    })
}

/// The site as a whole, for its home page.
pub(crate) fn website(reader: &Reader<'_>) -> Statement {
    let site = reader.site();
    let mut website = json!({
        "@type": "WebSite",
        "@id": site.absolute("/"),
        "url": site.absolute("/"),
        "name": site.config.name,
        "inLanguage": "zh-CN",
    });
    if let Some(about) = &site.config.description {
        website["description"] = (&**about).into();
    }
    website.into()
}

/// What a record is in the words of schema.org; none for kinds that schema.org has no word for.
///
/// # Errors
/// [`ReadFault`] if the stored record is damaged.
pub(crate) fn record(ix: Ix, reader: &Reader<'_>) -> Result<Option<Statement>, ReadFault> {
    if reader.is_gone(ix) {
        return Ok(None);
    }
    let Some(item) = reader.item(ix) else {
        return Ok(None);
    };
    let address = reader.site().absolute(&pages::address(item));
    match &item.facts {
        // Its light view says all of it.
        ItemFacts::Notice { .. } => return Ok(Some(article_ld(item, &address, reader))),
        ItemFacts::Meeting { .. }
        | ItemFacts::Guide { .. }
        | ItemFacts::Vendor { .. }
        | ItemFacts::Indicator { .. } => {}
        ItemFacts::Division { .. }
        | ItemFacts::Community { .. }
        | ItemFacts::Department { .. }
        | ItemFacts::AdmissionItem { .. }
        | ItemFacts::Topic { .. }
        | ItemFacts::Target { .. }
        | ItemFacts::ReportingUnit { .. }
        | ItemFacts::Observation { .. } => return Ok(None),
    }
    let record = reader.record(ix)?;
    let value = match &record.facts {
        Facts::Meeting(meeting) => event(&record.envelope, meeting, &address, reader),
        Facts::Guide(guide) => service(&record.envelope, guide, &address),
        Facts::Vendor(vendor) => rated(business(&record.envelope, vendor, &address), ix, reader),
        Facts::Indicator(_) => dataset(&record.envelope, &address, reader),
        Facts::Notice(_)
        | Facts::Division(_)
        | Facts::Community(_)
        | Facts::Department(_)
        | Facts::AdmissionItem(_)
        | Facts::Topic(_)
        | Facts::Target(_)
        | Facts::ReportingUnit(_)
        | Facts::Observation(_) => return Ok(None),
    };
    Ok(Some(value.into()))
}

fn event(envelope: &Envelope, meeting: &Meeting, address: &str, reader: &Reader<'_>) -> Value {
    let status = match meeting.status {
        MeetingStatus::Cancelled => "https://schema.org/EventCancelled",
        MeetingStatus::Tentative | MeetingStatus::Confirmed | MeetingStatus::Held => {
            "https://schema.org/EventScheduled"
        }
    };
    let place = meeting.place.as_deref().unwrap_or(meeting.venue.zh());
    let location = match meeting.venue {
        Venue::OnlineHall => json!({ "@type": "VirtualLocation", "url": address }),
        Venue::CommunityParlor | Venue::Other => {
            let division = envelope.division.and_then(|code| reader.division(code));
            let name = division.map_or_else(String::new, |(_, item)| item.title.to_string());
            json!({ "@type": "Place", "name": place, "address": format!("{name}{place}") })
        }
    };
    let mut event = json!({
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": envelope.title,
        "startDate": meeting.start.to_string(),
        "eventStatus": status,
        "location": location,
    });
    if let Some(end) = meeting.end {
        event["endDate"] = end.to_string().into();
    }
    event
}

fn service(envelope: &Envelope, guide: &ServiceGuide, address: &str) -> Value {
    json!({
        "@type": "GovernmentService",
        "@id": address,
        "url": address,
        "name": envelope.title,
        "description": envelope.summary.as_deref().unwrap_or(&guide.who),
        "audience": { "@type": "Audience", "name": guide.who },
        "availableChannel": {
            "@type": "ServiceChannel",
            "serviceLocation": { "@type": "Place", "name": guide.window },
            "servicePhone": { "@type": "ContactPoint", "telephone": guide.phone },
        },
    })
}

fn business(envelope: &Envelope, vendor: &Vendor, address: &str) -> Value {
    let mut business = json!({
        "@type": "LocalBusiness",
        "@id": address,
        "url": address,
        "name": envelope.title,
    });
    if let Some(place) = &vendor.address {
        business["address"] = (&**place).into();
    }
    if let Some(phone) = vendor.phones.first() {
        business["telephone"] = (&*phone.number).into();
    }
    if let Some(hours) = &vendor.hours {
        business["description"] = (&**hours).into();
    }
    business
}

/// With what residents said, if the page says it too: the mean is on the page from the same number of ratings on.
fn rated(mut business: Value, ix: Ix, reader: &Reader<'_>) -> Value {
    let released = reader.ratings(ix).and_then(|r| r.verified.released());
    if let Some((mean, n)) = released.and_then(|r| Some((r.mean?, r.n))) {
        business["aggregateRating"] = json!({
            "@type": "AggregateRating",
            "ratingValue": mean.to_string(),
            "ratingCount": n,
            "bestRating": 5,
            "worstRating": 1,
        });
    }
    business
}

fn article_ld(item: &Item, address: &str, reader: &Reader<'_>) -> Statement {
    let published = item.published.or(item.day.map(Moment::start_of));
    Statement::of(&Article {
        kind: "Article",
        id: address,
        url: address,
        headline: &item.title,
        in_language: "zh-CN",
        publisher: Organization {
            kind: "Organization",
            name: &reader.site().config.name,
        },
        date_published: published.map(|at| at.to_string()),
        date_modified: item.changed_on.map(|on| on.to_string()),
    })
}

fn dataset(envelope: &Envelope, address: &str, reader: &Reader<'_>) -> Value {
    let site = reader.site();
    json!({
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "name": envelope.title,
        "description": envelope.summary.as_deref().unwrap_or(&envelope.title),
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "creator": { "@type": "Organization", "name": site.config.name },
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "text/csv",
            "contentUrl": format!("{address}observations.csv"),
        },
    })
}
