//! The page of a service guide: everything told once.
//!
//! Entry point: [`page`].

use super::ThemeFault;
use super::frame::Look;
use super::parts::ChangeView;
use crate::library::{Item, Ix, ReadFault};
use governance::guides::Material;
use governance::records::Facts;
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
struct GuideView<'r> {
    example: bool,
    summary: Option<&'r str>,
    time: Cow<'r, str>,
    fee: &'r str,
    phone: &'r str,
    who: &'r str,
    materials: &'r [Material],
    steps: &'r [Box<str>],
    window: &'r str,
    basis: Option<&'r str>,
    body: Option<String>,
    changes: Vec<ChangeView<'r>>,
}

/// The page of a guide.
pub(super) fn page(
    look: &Look<'_>,
    (ix, item): (Ix, &Item),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let record = look.reader.record(ix)?;
    let Facts::Guide(guide) = &record.facts else {
        return Err(ReadFault::NotShown.into());
    };
    let view = GuideView {
        example: item.example,
        summary: item.summary.as_deref(),
        time: look.working_days(guide.working_days),
        fee: &guide.fee,
        phone: &guide.phone,
        who: &guide.who,
        materials: &guide.materials,
        steps: &guide.steps,
        window: &guide.window,
        basis: guide.basis.as_deref(),
        body: look.reader.body(ix)?.map(|b| b.html),
        changes: look.changes(&record.envelope.changes),
    };
    let source = item
        .division
        .and_then(|c| look.place(c))
        .unwrap_or(&look.reader.site().config.name);
    let frame = look.article((item, &record.envelope), source);
    look.show("guide.html", (frame, &view), out)
}
