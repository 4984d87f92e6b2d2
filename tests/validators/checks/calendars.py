"""Calendars (RFC 5545): icalendar parses them, and the lines, required properties and identities are checked.

Entry point: `faults`.
"""

import re

from icalendar import Calendar


def faults(site):
    paths = sorted(site.rglob("*.ics"))
    if not paths:
        yield "no calendar to check"
    for path in paths:
        for fault in calendar_faults(path.read_bytes()):
            yield f"{path.relative_to(site)}: {fault}"


def calendar_faults(data):
    yield from line_faults(data)
    try:
        calendar = Calendar.from_ical(data)
    except ValueError as error:
        yield f"cannot be parsed: {error}"
        return
    for name in ("PRODID", "VERSION"):
        if name not in calendar:
            yield f"no {name}"
    for component in calendar.walk():
        for name, message in getattr(component, "errors", []):
            yield f"{component.name}: {name}: {message}"
    yield from event_faults(calendar.walk("VEVENT"))


def line_faults(data):
    """Lines end in CR LF and have at most 75 octets (§3.1)."""
    if data.count(b"\n") != data.count(b"\r\n") or not data.endswith(b"\r\n"):
        yield "a line does not end in CR LF"
    for number, line in enumerate(data.split(b"\r\n"), 1):
        if len(line) > 75:
            yield f"line {number} has {len(line)} octets, at most 75"


def event_faults(events):
    seen = set()
    for event in events:
        uid = str(event.get("UID", ""))
        yield from (f"{uid or 'an event'}: no {name}" for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY") if name not in event)
        if uid in seen and "RECURRENCE-ID" not in event:
            yield f"{uid}: two events with one UID"
        seen.add(uid)
        if str(event.get("STATUS", "CONFIRMED")) not in ("TENTATIVE", "CONFIRMED", "CANCELLED"):
            yield f"{uid}: STATUS {event['STATUS']} is none of an event's"
        if not re.fullmatch(r"\d+", str(event.get("SEQUENCE", 0))):
            yield f"{uid}: SEQUENCE is no number"
        if "DTEND" in event and "DTSTART" in event and event.decoded("DTEND") < event.decoded("DTSTART"):
            yield f"{uid}: ends before it starts"
