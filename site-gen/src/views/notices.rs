//! The page of a notice, with a head as official documents have it.
//!
//! Entry point: [`page`]. Source of the head: 党政机关公文格式 GB/T 9704.

use super::ThemeFault;
use super::files::{FileView, files};
use super::frame::Look;
use super::parts::{ChangeView, DayView, FactView, LinkView, TagView};
use crate::library::{Item, Ix, ReadFault};
use crate::pages;
use governance::dates::Day;
use governance::notices::Notice;
use governance::records::{Facts, Record};
use serde::Serialize;

#[derive(Serialize)]
struct NoticeView<'r> {
    head: Vec<FactView<'r>>,
    validity: TagView<'r>,
    /// The last day it was valid, once that is past.
    expired: Option<DayView>,
    example: bool,
    body: String,
    attachments: Vec<FileView<'r>>,
    changes: Vec<ChangeView<'r>>,
    newer: Option<LinkView<'r>>,
    older: Option<LinkView<'r>>,
}

/// The page of a notice.
pub(super) fn page(
    look: &Look<'_>,
    (ix, item): (Ix, &Item),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let record = look.reader.record(ix)?;
    let Facts::Notice(notice) = &record.facts else {
        return Err(ReadFault::NotShown.into());
    };
    let expired = notice
        .expires_on
        .filter(|end| look.reader.today_of(ix) > *end);
    let body = look.reader.body(ix)?.map(|b| b.html).unwrap_or_default();
    let [newer, older] = look.reader.neighbours(ix);
    let link = |side: Option<(Ix, &'_ Item)>| {
        side.map(|(_, i)| LinkView::new(pages::address(i), i.title.to_string()))
    };
    let view = NoticeView {
        head: head(look, &record, notice),
        validity: validity(look, notice, look.reader.today_of(ix)),
        expired: expired.map(|d| look.day(d)),
        example: item.example,
        body,
        attachments: files(look, ix, &notice.attachments),
        changes: look.changes(&record.envelope.changes),
        newer: link(newer),
        older: link(older),
    };
    let source = notice
        .issuer
        .as_deref()
        .unwrap_or(&look.reader.site().config.name);
    let frame = look.article((item, &record.envelope), source);
    look.show("notice.html", (frame, &view), out)
}

/// 索引号, 发文机关, 成文日期, 发文字号, 发布日期, 主题分类: what is not given is not shown.
fn head<'r>(look: &Look<'r>, record: &'r Record, notice: &'r Notice) -> Vec<FactView<'r>> {
    let mut head = Vec::new();
    let mut given = |name: &'static str, value: Option<&'r str>| {
        head.extend(value.map(|v| FactView::new(look.t(name), v)));
    };
    given("notice.index_number", notice.index_number.as_deref());
    given("notice.issuer", notice.issuer.as_deref());
    given("notice.document_number", notice.document_number.as_deref());
    given("notice.category", Some(look.label(notice.category)));
    head.extend(
        notice
            .issued_on
            .map(|d| FactView::new(look.t("notice.issued_on"), look.day(d).text)),
    );
    head.extend(
        notice
            .valid_from
            .map(|d| FactView::new(look.t("notice.valid_from"), look.day(d).text)),
    );
    head.extend(
        record
            .envelope
            .publish_at
            .map(|m| FactView::new(look.t("notice.published"), m.minute())),
    );
    head
}

fn validity<'r>(look: &Look<'r>, notice: &Notice, today: Day) -> TagView<'r> {
    match (notice.valid_from, notice.expires_on) {
        (_, Some(end)) if today > end => TagView::plain(look.t("state.lapsed")),
        (Some(start), _) if today < start => TagView::plain(look.t("state.not_yet")),
        (_, Some(end)) => {
            TagView::good(look.say("state.valid_until", &[("day", &look.day(end).text)]))
        }
        (_, None) => TagView::good(look.t("state.valid")),
    }
}
