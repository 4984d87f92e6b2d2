//! The admission list: what may be asked of a community, and what may not.
//!
//! Entry points: [`index`], [`page`]. A resident comes with one question: may they ask me for this certificate? So the certificates that are no longer issued
//! stand on the list's own page.

use super::ThemeFault;
use super::directory;
use super::frame::{Column, Frame, Look};
use super::indexes::{NEWEST, downloads};
use super::parts::{ChangeView, DayView, FactView, ItemView, LinkView, ListView, TagView};
use crate::library::{Directory, Item, Ix, ListKey, ReadFault};
use crate::pages;
use crate::rules::Denied;
use governance::admission::{AdmissionItem, Category, Certificate, LegalBasis, Status};
use governance::dates::Day;
use governance::labelled::Labelled;
use governance::records::{Facts, Kind};
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
struct AdmissionView<'a> {
    jumps: Vec<LinkView<'a>>,
    sections: Vec<ListView<'a>>,
    downloads: Vec<LinkView<'a>>,
    certificates: Vec<CertificatesView<'a>>,
}

/// Certificates that a document says are no longer issued.
#[derive(Serialize)]
struct CertificatesView<'a> {
    document: &'a str,
    names: Vec<&'a str>,
}

#[derive(Serialize)]
struct ItemPage<'r> {
    id: &'r str,
    category: &'r str,
    state: TagView<'r>,
    example: bool,
    summary: Option<&'r str>,
    expired: Option<DayView>,
    community_role: &'r str,
    not_community: Option<&'r str>,
    facts: Vec<FactView<'r>>,
    bases: Vec<BasisView<'r>>,
    certificate: Vec<FactView<'r>>,
    body: Option<String>,
    certainty: Option<&'r str>,
    changes: Vec<ChangeView<'r>>,
}

#[derive(Serialize)]
struct BasisView<'r> {
    title: &'r str,
    level: &'r str,
    number: Option<&'r str>,
    article: Option<&'r str>,
    url: Option<&'r str>,
    from: Option<DayView>,
    until: Option<DayView>,
    state: TagView<'r>,
}

/// `/admission/`
pub(super) fn index(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let sections: Vec<_> = Category::ALL
        .iter()
        .filter_map(|c| section(look, *c))
        .collect();
    let mut jumps: Vec<_> = sections
        .iter()
        .map(|s| LinkView::new(format!("#{}", s.id), s.title.clone()))
        .collect();
    let certificates = certificates(&look.reader.site().certificates);
    if !certificates.is_empty() {
        jumps.push(LinkView::new(
            "#certificates",
            look.t("admission.certificates"),
        ));
    }
    let title = look.t("nav.admission");
    let mut frame = Frame::column(
        "/admission/",
        Column {
            title: title.into(),
            description: look.t("admission.lead").into(),
            section: "admission",
            kind: "信息公开目录",
        },
    );
    frame.crumbs = vec![LinkView::new("/", look.t("word.home"))];
    frame.feeds = look.kind_feeds(Kind::AdmissionItem);
    let view = AdmissionView {
        jumps,
        sections,
        downloads: downloads(look, Kind::AdmissionItem),
        certificates,
    };
    look.show("admission.html", (frame, &view), out)
}

/// The deny-list by the documents that say so, in the order of the table.
fn certificates(denied: &[Denied]) -> Vec<CertificatesView<'_>> {
    let mut groups: Vec<CertificatesView<'_>> = Vec::new();
    for one in denied {
        let group = groups
            .iter_mut()
            .find(|g| *g.document == *one.document_number);
        match group {
            Some(group) => group.names.push(&one.name),
            None => groups.push(CertificatesView {
                document: &one.document_number,
                names: vec![&one.name],
            }),
        }
    }
    groups
}

fn section<'a>(look: &Look<'a>, category: Category) -> Option<ListView<'a>> {
    let directory = Directory::Items(category);
    let total = look.reader.count(directory.whole());
    let long = directory::is_long(look, directory);
    let list = if long {
        look.reader.head(ListKey::Exactly(directory, None), NEWEST)
    } else {
        look.reader.list(directory.whole())
    };
    let items: Vec<ItemView<'a>> = look.items(list);
    let more = long.then(|| {
        let url = pages::directory_address(directory, None, 1);
        LinkView::new(url, look.t("directory.by_place"))
    });
    (total > 0).then(|| ListView {
        id: category.id(),
        lead: Some(look.t(lead(category)).into()),
        total,
        more,
        ..ListView::new(look.label(category), items)
    })
}

fn lead(category: Category) -> &'static str {
    match category {
        Category::StatutoryDuty => "admission.statutory_duty",
        Category::AssistGovernment => "admission.assist_government",
        Category::AdmittedTemporary => "admission.admitted_temporary",
        Category::Prohibited => "admission.prohibited",
        Category::CertificateIssuable => "admission.certificate_issuable",
    }
}

/// The page of an item.
pub(super) fn page(
    look: &Look<'_>,
    (ix, item): (Ix, &Item),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let record = look.reader.record(ix)?;
    let Facts::AdmissionItem(facts) = &record.facts else {
        return Err(ReadFault::NotShown.into());
    };
    let today = look.reader.today_of(ix);
    let expired = facts.expired(today).then_some(facts.period.to).flatten();
    let view = ItemPage {
        id: item.id.as_str(),
        category: look.label(facts.category),
        state: look.admission_tag(facts.status, expired.is_some()),
        example: item.example,
        summary: item.summary.as_deref(),
        expired: expired.map(|d| look.day(d)),
        community_role: &facts.community_role,
        not_community: facts.not_community.as_deref(),
        facts: rows(look, facts),
        bases: facts
            .legal_bases
            .iter()
            .map(|b| basis(look, b, today))
            .collect(),
        certificate: facts
            .certificate
            .as_ref()
            .map(|c| certificate(look, c))
            .unwrap_or_default(),
        body: look.reader.body(ix)?.map(|b| b.html),
        certainty: facts.certainty.as_deref(),
        changes: look.changes(&record.envelope.changes),
    };
    let source = facts
        .lead_department
        .as_deref()
        .unwrap_or(&look.reader.site().config.name);
    let frame = look.article((item, &record.envelope), source);
    look.show("admission-item.html", (frame, &view), out)
}

fn rows<'r>(look: &Look<'r>, facts: &'r AdmissionItem) -> Vec<FactView<'r>> {
    let mut rows = vec![FactView::new(
        look.t("admission.applies_to"),
        look.label(facts.applies_to),
    )];
    rows.extend(
        facts
            .lead_department
            .as_deref()
            .map(|d| department(look, "admission.lead_department", d)),
    );
    rows.extend(
        facts
            .co_departments
            .iter()
            .zip(0_usize..)
            .map(|(d, n)| FactView {
                // The name stands once before all of them.
                name: if n == 0 {
                    look.t("admission.co_department")
                } else {
                    ""
                },
                ..department(look, "admission.co_department", d)
            }),
    );
    rows.push(FactView::new(
        look.t("admission.funding"),
        funding(look, facts),
    ));
    rows.extend(
        facts
            .resources
            .as_deref()
            .map(|r| FactView::new(look.t("admission.resources"), r)),
    );
    if !facts.materials.is_empty() {
        let materials = facts.materials.join(look.t("word.comma"));
        rows.push(FactView::new(look.t("admission.materials"), materials));
    }
    rows.push(FactView::new(
        look.t("admission.mode"),
        look.label(facts.admission.mode),
    ));
    rows.extend(approval(look, facts));
    rows.extend(ending(look, facts));
    rows
}

/// Who approved it, when, under which number.
fn approval<'r>(look: &Look<'r>, facts: &'r AdmissionItem) -> Vec<FactView<'r>> {
    let mut rows = Vec::new();
    let admission = &facts.admission;
    if facts.status == Status::PendingReview {
        let days = look.reader.site().config.limits.review_working_days;
        let clock = look.say("admission.review_clock", &[("n", &days.to_string())]);
        rows.push(FactView::new(look.t("admission.review"), clock));
    }
    rows.extend(
        admission
            .approver
            .as_deref()
            .map(|a| FactView::new(look.t("admission.approver"), a)),
    );
    rows.extend(
        admission
            .document_number
            .as_deref()
            .map(|n| FactView::new(look.t("admission.approval"), n)),
    );
    rows.extend(
        admission
            .applied_on
            .map(|d| FactView::new(look.t("admission.applied_on"), look.day(d).text)),
    );
    rows.extend(
        admission
            .approved_on
            .map(|d| FactView::new(look.t("admission.approved_on"), look.day(d).text)),
    );
    rows
}

/// Its term, how it left the list, and where to complain about it.
fn ending<'r>(look: &Look<'r>, facts: &'r AdmissionItem) -> Vec<FactView<'r>> {
    let mut rows = Vec::new();
    rows.push(FactView::new(
        look.t("admission.period"),
        period(look, facts),
    ));
    if let Some(exit) = &facts.exit {
        rows.push(FactView::new(
            look.t("admission.exit"),
            format!("{} {}", look.day(exit.on).text, exit.reason),
        ));
        let next = exit
            .replaced_by
            .as_ref()
            .and_then(|id| look.reader.find(Kind::AdmissionItem, id.as_str()));
        rows.extend(next.map(|(_, i)| {
            FactView::linked(
                look.t("admission.replaced_by"),
                LinkView::new(pages::address(i), &*i.title),
            )
        }));
    }
    rows.extend(
        facts
            .supervision_phone
            .as_deref()
            .map(|p| FactView::new(look.t("admission.phone"), p)),
    );
    rows.extend(
        facts
            .list_revision
            .as_deref()
            .map(|r| FactView::new(look.t("admission.revision"), r)),
    );
    rows
}

/// A department, linked if it has a page.
fn department<'r>(look: &Look<'r>, name: &'static str, department: &'r str) -> FactView<'r> {
    match look.reader.find(Kind::Department, department) {
        Some((_, item)) => FactView::linked(
            look.t(name),
            LinkView::new(pages::address(item), &*item.title),
        ),
        None => FactView::new(look.t(name), department),
    }
}

fn funding<'r>(look: &Look<'r>, facts: &'r AdmissionItem) -> Cow<'r, str> {
    let mut text = look.label(facts.funding.mode).to_owned();
    for more in [&facts.funding.note, &facts.funding.source_department]
        .into_iter()
        .flatten()
    {
        text.push_str(look.t("word.semicolon"));
        text.push_str(more);
    }
    text.into()
}

fn period(look: &Look<'_>, facts: &AdmissionItem) -> String {
    let kind = look.label(facts.period.kind);
    let day = |d: Option<Day>| d.map(|d| look.day(d).text).unwrap_or_default();
    match (facts.period.from, facts.period.to) {
        (None, None) => kind.to_owned(),
        (from, None) => look.say(
            "admission.period_from",
            &[("kind", kind), ("from", &day(from))],
        ),
        (from, to) => look.say(
            "admission.period_span",
            &[("kind", kind), ("from", &day(from)), ("to", &day(to))],
        ),
    }
}

fn basis<'r>(look: &Look<'r>, basis: &'r LegalBasis, today: Day) -> BasisView<'r> {
    let state = match (basis.effective_from, basis.repealed_on) {
        (_, Some(end)) if today >= end => TagView::bad(look.t("state.repealed")),
        (Some(from), _) if today < from => TagView::plain(look.t("state.not_in_force")),
        (Some(_), _) => TagView::good(look.t("state.in_force")),
        (None, _) => TagView::plain(look.t("state.date_unknown")),
    };
    BasisView {
        title: &basis.title,
        level: look.label(basis.level),
        number: basis.document_number.as_deref(),
        article: basis.article.as_deref(),
        url: basis.url.as_deref(),
        from: basis.effective_from.map(|d| look.day(d)),
        until: basis.repealed_on.map(|d| look.day(d)),
        state,
    }
}

/// 设定依据, 索要单位, 开具单位, 办理指南.
fn certificate<'r>(look: &Look<'r>, certificate: &'r Certificate) -> Vec<FactView<'r>> {
    let guide = match look.reader.find(Kind::Guide, &certificate.guide) {
        Some((_, item)) => FactView::linked(
            look.t("admission.certificate_guide"),
            LinkView::new(pages::address(item), &*item.title),
        ),
        None => FactView::new(look.t("admission.certificate_guide"), &*certificate.guide),
    };
    vec![
        FactView::new(look.t("admission.certificate_basis"), &*certificate.basis),
        FactView::new(look.t("admission.demanded_by"), &*certificate.demanded_by),
        FactView::new(look.t("admission.issued_by"), &*certificate.issued_by),
        guide,
    ]
}
