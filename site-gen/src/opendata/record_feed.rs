//! Feeds of one record, Atom: what became of an item of the admission list, and of what a meeting decided. A resident follows it without an account.
//!
//! Entry points: [`is_followed`], [`path`], [`atom`]. Entries are what the record itself dates: changes (but for slips of the pen), admission and exit,
//! resolutions, steps, extensions, completion, corrections. Must not read the clock: a feed is new only when something in it is.

use super::feed::{Head, LENGTH, closing, element, link, opening, title};
use crate::library::{Ix, Print, ReadFault, Reader};
use crate::pages;
use governance::admission::AdmissionItem;
use governance::dates::{Day, Moment};
use governance::deliberation::{Action, Meeting};
use governance::hexadecimal::hex;
use governance::labelled::Labelled;
use governance::records::{Facts, Kind, Record};
use std::cmp::Reverse;

/// Something that happened to a record.
struct Entry {
    on: Day,
    what: String,
    more: String,
}

impl Entry {
    fn new(on: Day, what: impl Into<String>, more: impl Into<String>) -> Self {
        let (what, more) = (what.into(), more.into());
        Self { on, what, more }
    }

    /// What tells it from the others of its record, for ever: it is what it says.
    fn id(&self) -> String {
        let said = format!("{}\n{}\n{}", self.on, self.what, self.more);
        hex(&Print::of(said.as_bytes()).0[..6])
    }
}

/// Whether records of a kind have a feed each.
pub(crate) fn is_followed(kind: Kind) -> bool {
    matches!(kind, Kind::Meeting | Kind::AdmissionItem)
}

/// Address of the feed of the record with this address.
pub(crate) fn path(address: &str) -> String {
    format!("{address}feed.xml")
}

/// Appends the feed of a record.
///
/// # Errors
/// [`ReadFault`] if its stored form is damaged.
pub(crate) fn atom(ix: Ix, reader: &Reader<'_>, out: &mut Vec<u8>) -> Result<(), ReadFault> {
    let item = reader.item(ix).ok_or(ReadFault::NotShown)?;
    let (site, address) = (reader.site(), pages::address(item));
    let entries = entries(ix, reader)?;
    let mut xml = String::new();
    let head = Head {
        title: &format!("{} - {}", title(item), site.config.name),
        page: &address,
        own: &path(&address),
        updated: entries.first().map(|entry| Moment::start_of(entry.on)),
    };
    opening(&head, site, &mut xml);
    let page = site.absolute(&address);
    for entry in &entries {
        xml.push_str("<entry>\n");
        element("id", &format!("{page}#{}", entry.id()), &mut xml);
        element("title", &entry.what, &mut xml);
        element("updated", &Moment::start_of(entry.on).to_string(), &mut xml);
        link("alternate", "text/html", &page, &mut xml);
        let more = if entry.more.is_empty() {
            &entry.what
        } else {
            &entry.more
        };
        element("summary", more, &mut xml);
        xml.push_str("</entry>\n");
    }
    closing(xml, out);
    Ok(())
}

/// What happened, the newest first.
fn entries(ix: Ix, reader: &Reader<'_>) -> Result<Vec<Entry>, ReadFault> {
    if let Some(withdrawn) = reader.withdrawal(ix)? {
        return Ok(vec![Entry::new(
            withdrawn.on,
            "内容已撤下",
            withdrawn.reason,
        )]);
    }
    let record = reader.record(ix)?;
    let mut entries = own(&record);
    match &record.facts {
        Facts::Meeting(meeting) => of_meeting(meeting, &mut entries),
        Facts::AdmissionItem(item) => of_item(item, &mut entries),
        Facts::Division(_)
        | Facts::Community(_)
        | Facts::Department(_)
        | Facts::Notice(_)
        | Facts::Topic(_)
        | Facts::Indicator(_)
        | Facts::Target(_)
        | Facts::ReportingUnit(_)
        | Facts::Observation(_)
        | Facts::Vendor(_)
        | Facts::Guide(_) => {}
    }
    // Of one day, what stands later in the record came later.
    entries.reverse();
    entries.sort_by_key(|entry| Reverse(entry.on));
    entries.truncate(LENGTH as usize);
    Ok(entries)
}

/// What every record dates: its publication and its changes.
fn own(record: &Record) -> Vec<Entry> {
    let envelope = &record.envelope;
    let published = envelope.publish_at.map(|at| {
        let summary = envelope.summary.as_deref().unwrap_or_default();
        Entry::new(at.day(), format!("发布：{}", envelope.title), summary)
    });
    let changes = envelope.changes.iter().filter(|change| !change.minor);
    let changes = changes.map(|c| Entry::new(c.on, format!("修改：{}", c.what), &*c.why));
    published.into_iter().chain(changes).collect()
}

fn of_item(item: &AdmissionItem, entries: &mut Vec<Entry>) {
    let admission = &item.admission;
    let applied = admission.applied_on.map(|on| {
        let by = item.lead_department.as_deref().unwrap_or_default();
        Entry::new(on, "申请准入", by)
    });
    let approved = admission.approved_on.map(|on| {
        let number = admission.document_number.as_deref().unwrap_or_default();
        Entry::new(on, admission.mode.zh(), number)
    });
    let exit = item.exit.as_ref();
    let exit = exit.map(|exit| Entry::new(exit.on, "退出清单", &*exit.reason));
    entries.extend([applied, approved, exit].into_iter().flatten());
}

fn of_meeting(meeting: &Meeting, entries: &mut Vec<Entry>) {
    let held = meeting.start.day();
    for item in &meeting.agenda {
        if let Some(outcome) = item.outcome {
            let opinion = item.consultative_opinion.as_deref().unwrap_or_default();
            let what = format!("{}：{}", item.subject, outcome.zh());
            entries.push(Entry::new(held, what, opinion));
        }
        for action in &item.actions {
            of_action(action, entries);
        }
    }
    let published = meeting.minutes_published_on;
    entries.extend(published.map(|on| Entry::new(on, "纪要公布", "")));
    let corrections = meeting.corrections.iter();
    entries.extend(corrections.map(|c| Entry::new(c.on, format!("更正：{}", c.what), &*c.why)));
}

fn of_action(action: &Action, entries: &mut Vec<Entry>) {
    let say =
        |on, what: String, more: &str| Entry::new(on, format!("{}：{what}", action.what), more);
    let steps = action.milestones.iter();
    entries.extend(steps.map(|step| {
        let evidence = step.evidence.as_deref().unwrap_or_default();
        say(step.on, step.text.to_string(), evidence)
    }));
    let extension = action.extension.as_ref();
    entries.extend(extension.map(|e| say(e.asked_on, format!("延期至 {}", e.to), &e.reason)));
    for again in &action.reopened {
        entries.push(say(again.done_on, "曾称办结".into(), ""));
        entries.push(say(again.on, "重新办理".into(), &again.reason));
    }
    let evidence = action.evidence.as_deref().unwrap_or_default();
    entries.extend(
        action
            .done_on
            .map(|on| say(on, action.status.zh().into(), evidence)),
    );
}
