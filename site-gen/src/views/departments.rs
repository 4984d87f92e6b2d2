//! The page of a department: all that it has asked of communities.
//!
//! Entry point: [`page`].

use super::ThemeFault;
use super::frame::Look;
use super::parts::ListView;
use crate::library::{Item, Ix, ListKey, ReadFault};
use governance::records::{Facts, Kind};
use serde::Serialize;

#[derive(Serialize)]
struct DepartmentView<'r> {
    summary: Option<&'r str>,
    aliases: &'r [Box<str>],
    phone: Option<&'r str>,
    lists: Vec<ListView<'r>>,
    body: Option<String>,
}

/// The page of a department.
pub(super) fn page(
    look: &Look<'_>,
    (ix, item): (Ix, &Item),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let record = look.reader.record(ix)?;
    let Facts::Department(department) = &record.facts else {
        return Err(ReadFault::NotShown.into());
    };
    let list = |(kind, name): (Kind, &'static str)| {
        let items = look.items(look.reader.list(ListKey::Backlinks(ix, kind)));
        (!items.is_empty()).then(|| ListView::new(look.t(name), items))
    };
    let lists = [
        (Kind::AdmissionItem, "department.items"),
        (Kind::Meeting, "department.meetings"),
    ];
    let view = DepartmentView {
        summary: item.summary.as_deref(),
        aliases: &department.aliases,
        phone: department.phone.as_deref(),
        lists: lists.into_iter().filter_map(list).collect(),
        body: look.reader.body(ix)?.map(|b| b.html),
    };
    look.show(
        "department.html",
        (look.article(item, &item.title), &view),
        out,
    )
}
