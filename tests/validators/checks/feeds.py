"""Feeds: Atom (RFC 4287) by feedparser and its required elements, JSON Feed 1.1 by its schema.

Entry point: `faults`. A feed is recognised by what it says it is, not by its name.
"""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import feedparser
from jsonschema import Draft202012Validator

ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA = Path(__file__).resolve().parents[1] / "shapes/json-feed-1.1.schema.json"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def faults(site):
    atom = [path for path in sorted([*site.rglob("*.xml"), *site.rglob("*.atom")]) if b"http://www.w3.org/2005/Atom" in path.read_bytes()]
    feeds = [path for path in sorted(site.rglob("*.json")) if b"jsonfeed.org/version" in path.read_bytes()[:400]]
    if not atom:
        yield "no Atom feed to check"
    if not feeds:
        yield "no JSON Feed to check"
    for path in atom:
        yield from (f"{path.relative_to(site)}: {fault}" for fault in atom_faults(path))
    for path in feeds:
        yield from (f"{path.relative_to(site)}: {fault}" for fault in json_faults(path))


def atom_faults(path):
    parsed = feedparser.parse(path.read_bytes())
    if parsed.bozo:
        yield f"not well formed: {parsed.bozo_exception}"
        return
    root = ElementTree.fromstring(path.read_bytes())
    if root.tag != f"{ATOM}feed":
        yield f"the root is {root.tag}, not an Atom feed"
    yield from element_faults("feed", root)
    if not any(link.get("rel") == "self" for link in root.findall(f"{ATOM}link")):
        yield "feed: no link rel=self"
    author = root.find(f"{ATOM}author") is not None
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        yield from entry_faults(entry, author)
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(set(ids)) != len(ids):
        yield "two entries with one id"


def element_faults(name, element):
    """What feed and entry both need exactly once (§4.1.1, §4.1.2)."""
    for child in ("id", "title", "updated"):
        found = element.findall(ATOM + child)
        if len(found) != 1 or not (found[0].text or "").strip():
            yield f"{name}: needs exactly one {child}, with words in it"
    ident, updated = element.findtext(f"{ATOM}id", ""), element.findtext(f"{ATOM}updated", "")
    if not re.match(r"[a-z][a-z0-9+.-]*:", ident):
        yield f"{name}: id “{ident}” is no absolute IRI"
    for time in [updated, *(node.text for node in element.findall(f"{ATOM}published"))]:
        if not TIME.fullmatch(time or ""):
            yield f"{name}: “{time}” is no RFC 3339 time"


def entry_faults(entry, author_of_feed):
    name = f"entry {entry.findtext(f'{ATOM}id', '')}"
    yield from element_faults(name, entry)
    if not author_of_feed and entry.find(f"{ATOM}author") is None:
        yield f"{name}: neither the entry nor the feed has an author"
    links = [link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
    if not links and entry.find(f"{ATOM}content") is None:
        yield f"{name}: no link and no content"


def json_faults(path):
    validator = Draft202012Validator(json.loads(SCHEMA.read_text()))
    feed = json.loads(path.read_bytes())
    for error in validator.iter_errors(feed):
        yield f"{error.json_path}: {error.message}"
    ids = [item.get("id") for item in feed.get("items", []) if isinstance(item, dict)]
    if len(set(ids)) != len(ids):
        yield "two items with one id"
