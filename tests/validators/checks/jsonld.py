"""schema.org JSON-LD in pages: types, properties and kinds of value by the published vocabulary.

Entry point: `faults`. The vocabulary is the TypeScript rendering of it in the npm package schema-dts.
It must not judge what a search engine wants to see.
"""

import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

TYPES = Path(__file__).resolve().parents[2] / "browser/node_modules/schema-dts/dist/schema.d.ts"
INTERFACE = re.compile(r"^(?:export )?interface (\w+) extends ([^{]+)\{(.*?)^\}", re.M | re.S)
PROPERTY = re.compile(r'^    "([^"@]+)"\?: (?:SchemaValue<)?(.+?)(?:, "[^"]+">)?;$', re.M)
UNION = re.compile(r"^export type (\w+) = (.+);$", re.M)
LITERALS = {"Text", "URL", "Date", "DateTime", "Time", "Number", "Integer", "Float", "Boolean", "CssSelectorType", "XPathType", "PronounceableText"}


@cache
def vocabulary():
    """(interface → (parents, properties → allowed), union → members)."""
    text = TYPES.read_text()
    interfaces = {}
    for name, parents, body in INTERFACE.findall(text):
        bases = [parent.strip() for parent in re.split(r",(?![^<]*>)", parents)]
        interfaces[name] = (bases, dict(PROPERTY.findall(body)))
    return interfaces, {name: set(re.split(r" \| ", members)) for name, members in UNION.findall(text)}


@cache
def properties(interface):
    """All properties of an interface and what it is made of."""
    bases, own = vocabulary()[0].get(interface, ([], {}))
    found = {}
    for base in bases:
        found.update(properties(base))
    return {**found, **own}


@cache
def is_a(kind, wanted):
    """Whether `kind` is `wanted` or a kind of it."""
    members = vocabulary()[1].get(wanted, set())
    return kind == wanted or any(is_a(kind, member) for member in members if member in vocabulary()[1] and member != wanted)


class Scripts(HTMLParser):
    """Collects the JSON-LD blocks of a page."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks, self.inside = [], False

    def handle_starttag(self, tag, attrs):
        self.inside = tag == "script" and dict(attrs).get("type") == "application/ld+json"
        if self.inside:
            self.blocks.append("")

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.blocks[-1] += data


def faults(site):
    blocks = 0
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        if "application/ld+json" not in text:
            continue
        scripts = Scripts()
        scripts.feed(text)
        blocks += len(scripts.blocks)
        for block in scripts.blocks:
            yield from (f"{page.relative_to(site)}: {fault}" for fault in block_faults(block))
    if blocks == 0:
        yield "no JSON-LD in any page"


def block_faults(block):
    try:
        data = json.loads(block)
    except json.JSONDecodeError as error:
        yield f"not JSON: {error}"
        return
    if not isinstance(data, dict) or str(data.get("@context", "")).rstrip("/") not in ("https://schema.org", "http://schema.org"):
        yield "@context is not https://schema.org"
        return
    for node in data.get("@graph", [data]):
        yield from node_faults(node)


def node_faults(node):
    kind = node.get("@type")
    if not isinstance(kind, str) or f"{kind}Leaf" not in vocabulary()[0]:
        yield f"@type {kind} is not in the vocabulary"
        return
    known = properties(f"{kind}Leaf")
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in known:
            yield f"{kind} has no property {name}"
            continue
        for item in value if isinstance(value, list) else [value]:
            yield from value_faults(f"{kind}.{name}", item, set(re.split(r" \| ", known[name])))


def value_faults(place, value, allowed):
    if value is None:
        yield f"{place} is null"
    elif isinstance(value, dict):
        yield from object_faults(place, value, allowed)
    elif not literal_fits(value, allowed):
        yield f"{place}: “{value}” is none of {', '.join(sorted(allowed - {'IdReference'}))}"


def object_faults(place, value, allowed):
    if set(value) == {"@id"}:
        return
    yield from node_faults(value)
    kind = value.get("@type")
    if not any(is_a(kind, wanted) for wanted in allowed):
        yield f"{place}: a {kind} is none of {', '.join(sorted(allowed - {'IdReference'}))}"


def literal_fits(value, allowed):
    """Whether a plain value fits one of the allowed kinds, enumeration members included."""
    if isinstance(value, bool):
        return "Boolean" in allowed
    if isinstance(value, (int, float)):
        return bool(allowed & {"Number", "Integer", "Float", "Text"})
    members = set().union(*(vocabulary()[1].get(kind, set()) for kind in allowed))
    if f'"{value}"' in members:
        return True
    patterns = {"Date": r"\d{4}-\d\d-\d\d", "DateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", "Time": r"\d\d:\d\d(:\d\d)?",
                "URL": r"https?://\S+", "Number": r"-?\d+(\.\d+)?", "Integer": r"-?\d+", "Text": r"(?s).+", "Duration": r"P.+"}
    return any(re.fullmatch(patterns[kind], value) for kind in allowed if kind in patterns)
