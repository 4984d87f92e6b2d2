//! Meetings as iCalendar (RFC 5545): one file a meeting, one a hall.
//!
//! Entry points: [`hall`], [`meeting`]. The identity of an event never changes; its SEQUENCE goes up when the date or place does; a cancelled meeting stays as
//! CANCELLED. Times are written in UTC, so that no zone has to be described.

use crate::library::{Ix, ListKey, Reader};
use crate::outputs::RenderFault;
use crate::pages;
use governance::dates::Moment;
use governance::deliberation::{Meeting, MeetingStatus};
use governance::divisions::DivisionCode;
use governance::labelled::Labelled;
use governance::records::{Envelope, Facts, Kind};
use std::borrow::Cow;

/// Meetings in a hall's calendar: three years of two a week, and 200 KB.
const LENGTH: u32 = 300;

/// Octets of a line before it must be folded.
const LINE: usize = 75;

/// Appends the calendar of a hall.
///
/// # Errors
/// [`RenderFault`] if a stored record is damaged.
pub(crate) fn hall(
    code: DivisionCode,
    reader: &Reader<'_>,
    out: &mut Vec<u8>,
) -> Result<(), RenderFault> {
    let place = reader
        .division(code)
        .map_or_else(String::new, |(_, item)| item.title.to_string());
    open(&format!("{place}议事厅"), reader, out);
    for (ix, _) in reader
        .head(ListKey::In(code, Kind::Meeting), LENGTH)
        .items()
    {
        event(ix, reader, out)?;
    }
    line("END", "VCALENDAR", out);
    Ok(())
}

/// Appends the calendar of one meeting; of one that was taken back, an event that is cancelled and says nothing.
///
/// # Errors
/// [`RenderFault`] if the stored record is damaged.
pub(crate) fn meeting(ix: Ix, reader: &Reader<'_>, out: &mut Vec<u8>) -> Result<(), RenderFault> {
    open("会议", reader, out);
    event(ix, reader, out)?;
    line("END", "VCALENDAR", out);
    Ok(())
}

fn open(name: &str, reader: &Reader<'_>, out: &mut Vec<u8>) {
    line("BEGIN", "VCALENDAR", out);
    line("VERSION", "2.0", out);
    line("PRODID", "-//Mingtang//Mingtang//ZH", out);
    line("METHOD", "PUBLISH", out);
    let name = format!("{name} - {}", reader.site().config.name);
    line("NAME", &text(&name), out);
    line("X-WR-CALNAME", &text(&name), out);
}

fn event(ix: Ix, reader: &Reader<'_>, out: &mut Vec<u8>) -> Result<(), RenderFault> {
    let Some(item) = reader.item(ix) else {
        return Ok(());
    };
    let address = reader.site().absolute(&pages::address(item));
    line("BEGIN", "VEVENT", out);
    line(
        "UID",
        &format!("meeting-{}@{}", item.id, reader.site().host()),
        out,
    );
    line("URL", &address, out);
    if reader.is_gone(ix) {
        let start = item.day.map(Moment::start_of);
        stamps(start, None, start, out);
        line("STATUS", "CANCELLED", out);
    } else {
        let record = reader.record(ix)?;
        if let Facts::Meeting(meeting) = &record.facts {
            facts(&record.envelope, meeting, out);
        }
    }
    line("END", "VEVENT", out);
    Ok(())
}

fn facts(envelope: &Envelope, meeting: &Meeting, out: &mut Vec<u8>) {
    let example = if envelope.example { "〔示例〕" } else { "" };
    let changed = envelope
        .changes
        .iter()
        .map(|c| Moment::start_of(c.on))
        .max();
    let stamp = changed.or(envelope.publish_at).unwrap_or(meeting.start);
    stamps(Some(meeting.start), meeting.end, Some(stamp), out);
    line("SEQUENCE", &meeting.sequence.to_string(), out);
    line(
        "SUMMARY",
        &text(&format!("{example}{}", envelope.title)),
        out,
    );
    let place = meeting.place.as_deref().unwrap_or(meeting.venue.zh());
    line("LOCATION", &text(place), out);
    let agenda: Vec<String> = meeting
        .agenda
        .iter()
        .map(|item| format!("{}. {}", item.no, item.subject))
        .collect();
    if !agenda.is_empty() {
        line("DESCRIPTION", &text(&agenda.join("\n")), out);
    }
    let status = match meeting.status {
        MeetingStatus::Tentative => "TENTATIVE",
        MeetingStatus::Confirmed | MeetingStatus::Held => "CONFIRMED",
        MeetingStatus::Cancelled => "CANCELLED",
    };
    line("STATUS", status, out);
}

fn stamps(start: Option<Moment>, end: Option<Moment>, stamp: Option<Moment>, out: &mut Vec<u8>) {
    for (name, moment) in [("DTSTAMP", stamp), ("DTSTART", start), ("DTEND", end)] {
        if let Some(moment) = moment {
            let utc = moment.instant().to_utc();
            line(name, &utc.format("%Y%m%dT%H%M%SZ").to_string(), out);
        }
    }
}

/// A text value: commas, semicolons, backslashes and line ends are escaped, other control characters left out.
fn text(value: &str) -> Cow<'_, str> {
    let plain = |c: char| !matches!(c, '\\' | ',' | ';') && !c.is_control();
    if value.chars().all(plain) {
        return value.into();
    }
    let mut out = String::with_capacity(value.len() + 8);
    for c in value.chars() {
        match c {
            '\\' | ',' | ';' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.into()
}

/// Appends a line, folded at [`LINE`] octets and never inside a character.
fn line(name: &str, value: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(name.as_bytes());
    out.push(b':');
    let (mut rest, mut room) = (value, LINE - name.len() - 1);
    while rest.len() > room {
        let (fits, after) = rest.split_at(rest.floor_char_boundary(room));
        out.extend_from_slice(fits.as_bytes());
        out.extend_from_slice(b"\r\n ");
        (rest, room) = (after, LINE - 1);
    }
    out.extend_from_slice(rest.as_bytes());
    out.extend_from_slice(b"\r\n");
}
