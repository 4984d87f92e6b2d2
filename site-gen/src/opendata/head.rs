//! What a page says of itself to machines: the tags of a government site and schema.org as JSON-LD.
//!
//! Entry points: [`meta`], [`json_ld`]. Source of the tags: 政府网站发展指引 (国办发〔2017〕47号), annex on page tags. What is not known is left out, never invented.

use crate::library::{Item, Ix, ReadFault, Reader};
use crate::pages::{self, PageKey};
use governance::dates::Moment;
use governance::deliberation::{Meeting, MeetingStatus, Venue};
use governance::guides::ServiceGuide;
use governance::labelled::Labelled;
use governance::records::{Envelope, Facts, Kind};
use governance::vendors::Vendor;
use serde_json::{Value, json};

/// One `<meta name content>`; neither is escaped.
pub type Tag = (&'static str, String);

/// The tags of a page; `title` is its heading, `about` a sentence on it for columns.
pub fn meta(page: PageKey, title: &str, about: &str, reader: &Reader<'_>) -> Vec<Tag> {
    let config = &reader.site().config;
    let mut tags = vec![
        ("SiteName", config.name.to_string()),
        ("SiteDomain", reader.site().host().to_owned()),
    ];
    tags.extend(
        config
            .footer
            .site_code
            .iter()
            .map(|code| ("SiteIDCode", code.to_string())),
    );
    match (page, column_type(page)) {
        (PageKey::Record(ix), _) => {
            if let Some(item) = reader.item(ix) {
                article(item, reader, &mut tags);
            }
        }
        (_, Some(kind)) => tags.extend([
            ("ColumnName", title.to_owned()),
            ("ColumnDescription", about.to_owned()),
            ("ColumnKeywords", title.to_owned()),
            ("ColumnType", kind.to_owned()),
        ]),
        (_, None) => {}
    }
    tags
}

fn article(item: &Item, reader: &Reader<'_>, tags: &mut Vec<Tag>) {
    let site = reader.site();
    tags.push(("ArticleTitle", item.title.to_string()));
    let published = item.published.or(item.day.map(Moment::start_of));
    tags.extend(published.map(|at| ("PubDate", at.minute())));
    tags.push(("ContentSource", site.config.name.to_string()));
    tags.extend(
        item.summary
            .iter()
            .map(|summary| ("Description", summary.to_string())),
    );
    tags.push(("Url", site.absolute(&pages::address(item))));
}

/// The column type of a list page, of the closed list of the guideline; none for pages that are no column.
fn column_type(page: PageKey) -> Option<&'static str> {
    Some(match page {
        PageKey::Home => "首页",
        PageKey::Index(kind)
        | PageKey::Year(kind, _)
        | PageKey::Month(kind, _, _)
        | PageKey::Day(kind, _) => column_of(kind),
        PageKey::NoticeCategory(_) => "政策文件",
        PageKey::AdmissionCategory(_) | PageKey::Divisions | PageKey::DivisionList(_, _) => {
            "概况信息"
        }
        PageKey::VendorCategory(_) | PageKey::VendorsByRating => "办事服务",
        PageKey::Overdue | PageKey::Stale | PageKey::Changes | PageKey::ChangesIn(_, _) => {
            "工作动态"
        }
        PageKey::Data | PageKey::Dictionary => "数据开放",
        PageKey::Form(_) | PageKey::Case(_) | PageKey::Answers | PageKey::AnswersMonth(_) => {
            "咨询投诉"
        }
        PageKey::Cases
        | PageKey::CasesMonth(_)
        | PageKey::CasesCategory(_)
        | PageKey::CasesOf(_)
        | PageKey::CasesOfCategory(..)
        | PageKey::YouSaid
        | PageKey::Moderation => "数据发布",
        PageKey::Record(_)
        | PageKey::Division(_)
        | PageKey::SiteMap
        | PageKey::Search
        | PageKey::Fixed(_)
        | PageKey::NotFound
        | PageKey::Shell => return None,
    })
}

fn column_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Notice => "政策文件",
        Kind::Meeting | Kind::Topic => "征集调查",
        Kind::Indicator | Kind::Target | Kind::ReportingUnit | Kind::Observation => "数据发布",
        Kind::Vendor | Kind::Guide => "办事服务",
        Kind::Department => "机构职能",
        Kind::AdmissionItem => "信息公开目录",
        Kind::Division | Kind::Community => "概况信息",
    }
}

/// What a record is in the words of schema.org, ready to stand in a `<script type="application/ld+json">`; none for kinds that schema.org has no word for.
///
/// # Errors
/// [`ReadFault`] if the stored record is damaged.
pub fn json_ld(ix: Ix, reader: &Reader<'_>) -> Result<Option<String>, ReadFault> {
    if reader.is_gone(ix) {
        return Ok(None);
    }
    let Some(item) = reader.item(ix) else {
        return Ok(None);
    };
    let record = reader.record(ix)?;
    let address = reader.site().absolute(&pages::address(item));
    let value = match &record.facts {
        Facts::Meeting(meeting) => event(&record.envelope, meeting, &address, reader),
        Facts::Guide(guide) => service(&record.envelope, guide, &address),
        Facts::Vendor(vendor) => rated(business(&record.envelope, vendor, &address), ix, reader),
        Facts::Notice(_) => article_ld(item, &address, reader),
        Facts::Indicator(_) => dataset(&record.envelope, &address, reader),
        Facts::Division(_)
        | Facts::Community(_)
        | Facts::Department(_)
        | Facts::AdmissionItem(_)
        | Facts::Topic(_)
        | Facts::Target(_)
        | Facts::ReportingUnit(_)
        | Facts::Observation(_) => return Ok(None),
    };
    // `<` can't end the script element when it is written as an escape.
    Ok(Some(value.to_string().replace('<', "\\u003c")))
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
        "@context": "https://schema.org",
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
        "@context": "https://schema.org",
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
        "@context": "https://schema.org",
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

fn article_ld(item: &Item, address: &str, reader: &Reader<'_>) -> Value {
    let mut article = json!({
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": address,
        "url": address,
        "headline": item.title,
        "inLanguage": "zh-CN",
        "publisher": { "@type": "Organization", "name": reader.site().config.name },
    });
    let published = item.published.or(item.day.map(Moment::start_of));
    if let Some(at) = published {
        article["datePublished"] = at.to_string().into();
    }
    if let Some(on) = item.changed_on {
        article["dateModified"] = on.to_string().into();
    }
    article
}

fn dataset(envelope: &Envelope, address: &str, reader: &Reader<'_>) -> Value {
    let site = reader.site();
    json!({
        "@context": "https://schema.org",
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
            "contentUrl": site.absolute("/data/observations.csv"),
        },
    })
}
