//! The page of a department: all that it has asked of communities.
//!
//! Entry point: [`page`].

use super::ThemeFault;
use super::frame::Look;
use super::parts::{ChangeView, DayView, LinkView, ListView};
use crate::library::{Item, Ix, ListKey, ReadFault};
use crate::pages::{self, LIST_LIMIT};
use governance::records::{Facts, Kind, OutsideReports, SMALL};
use serde::Serialize;

#[derive(Serialize)]
struct DepartmentView<'r> {
    summary: Option<&'r str>,
    aliases: &'r [Box<str>],
    phone: Option<&'r str>,
    outside: Vec<OutsideView<'r>>,
    lists: Vec<ListView<'r>>,
    body: Option<String>,
    changes: Vec<ChangeView<'r>>,
}

/// Reports of work that was demanded outside the list.
#[derive(Serialize)]
struct OutsideView<'r> {
    from: DayView,
    to: DayView,
    /// So many, or "fewer than ten".
    count: String,
    result: Option<&'r str>,
}

fn outside<'r>(look: &Look<'r>, reports: &'r OutsideReports) -> OutsideView<'r> {
    let count = match reports.count {
        Some(count) => look.say("department.reports", &[("n", &count.to_string())]),
        None => look.say("department.few_reports", &[("n", &SMALL.to_string())]),
    };
    OutsideView {
        from: look.day(reports.from),
        to: look.day(reports.to),
        count,
        result: reports.result.as_deref(),
    }
}

/// The newest records of a kind that name the department, with how many there are and where the others are found.
fn named_in<'r>(
    look: &Look<'r>,
    (ix, kind): (Ix, Kind),
    name: &'static str,
) -> Option<ListView<'r>> {
    let key = ListKey::Backlinks(ix, kind);
    let total = look.reader.count(key);
    let items = look.items(look.reader.head(key, LIST_LIMIT));
    let more = (total > items.len()).then(|| {
        let column = look.column_name(kind);
        let (n, all) = (items.len().to_string(), total.to_string());
        let names = [("n", &*n), ("all", &*all), ("column", column)];
        let url = format!("/{}/", pages::folder(kind).unwrap_or_default());
        LinkView::new(url, look.say("department.newest_of", &names))
    });
    (total > 0).then(|| ListView {
        total,
        more,
        ..ListView::new(look.t(name), items)
    })
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
    let lists = [
        (Kind::AdmissionItem, "department.items"),
        (Kind::Meeting, "department.meetings"),
    ];
    let list = |(kind, name)| named_in(look, (ix, kind), name);
    let view = DepartmentView {
        summary: item.summary.as_deref(),
        aliases: &department.aliases,
        phone: department.phone.as_deref(),
        outside: department
            .outside_list
            .iter()
            .rev()
            .map(|r| outside(look, r))
            .collect(),
        lists: lists.into_iter().filter_map(list).collect(),
        body: look.reader.body(ix)?.map(|b| b.html),
        changes: look.changes(&record.envelope.changes),
    };
    let frame = look.article((item, &record.envelope), &item.title);
    look.show("department.html", (frame, &view), out)
}
