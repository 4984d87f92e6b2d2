"""Open311 GeoReport v2, the read side as files: shape by a schema written from the specification, and the files among each other.

Entry point: `faults`. XML is read into the form that JSON has and held against the same schema, and
must say the same as the JSON beside it. It must not ask a server: parameters are none of its business.
"""

import json
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from jsonschema import Draft202012Validator

SCHEMA = Path(__file__).resolve().parents[1] / "shapes/open311-geo-report-v2.schema.json"
BASE = "open311/v2"
LISTS = {"services", "service_requests", "attributes", "values", "endpoints", "formats"}
FLAGS = {"metadata", "variable", "required"}
NUMBERS = {"order": int, "lat": float, "long": float}


@cache
def validator(shape):
    """The validator of one shape of the schema."""
    schema = json.loads(SCHEMA.read_text())
    return Draft202012Validator({"$ref": f"#/$defs/{shape}", "$defs": schema["$defs"]})


def faults(site):
    base = site / BASE
    if not (base / "services.json").is_file():
        yield f"no {BASE}/services.json"
        return
    yield from pair_faults(site, site / "open311/discovery.json", "discovery")
    services = yield from pair_faults(site, base / "services.json", "services")
    codes = {service.get("service_code") for service in services or [] if isinstance(service, dict)}
    for service in services or []:
        yield from definition_faults(site, service)
    listed = yield from pair_faults(site, base / "requests.json", "service_requests")
    yield from list_faults(listed or [])
    single = {}
    for path in sorted((base / "requests").glob("*.json")):
        single[path.stem] = yield from request_faults(site, path, codes)
    for row in listed or []:
        if row not in (single.get(row.get("service_request_id")) or []):
            yield f"{BASE}/requests.json: {row.get('service_request_id')} is not what its own file says"


def pair_faults(site, path, shape):
    """Faults of a JSON file and its XML; gives what the JSON says."""
    name = path.relative_to(site)
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        yield f"{name}: {error}"
        return None
    for error in validator(shape).iter_errors(value):
        yield f"{name}: {error.json_path}: {error.message}"
    other = path.with_suffix(".xml")
    try:
        root = ElementTree.fromstring(other.read_bytes())
    except (OSError, ElementTree.ParseError) as error:
        yield f"{other.relative_to(site)}: {error}"
        return value
    if root.tag != shape:
        yield f"{other.relative_to(site)}: the root is {root.tag}, not {shape}"
    said = read(root)
    for error in validator(shape).iter_errors(said):
        yield f"{other.relative_to(site)}: {error.json_path}: {error.message}"
    if said != value:
        yield f"{other.relative_to(site)}: says something else than {path.name}"
    return value


def read(node):
    """An element in the form that JSON has."""
    if node.tag in LISTS:
        return [read(child) for child in node]
    if len(node):
        return {child.tag: read(child) for child in node}
    text = node.text or ""
    if node.tag in FLAGS and text in ("true", "false"):
        return text == "true"
    return NUMBERS[node.tag](text) if node.tag in NUMBERS else text


def definition_faults(site, service):
    """A service with metadata has a definition, of its own code."""
    code = service.get("service_code")
    if not service.get("metadata"):
        return
    definition = yield from pair_faults(site, site / BASE / f"services/{code}.json", "service_definition")
    if definition and definition.get("service_code") != code:
        yield f"{BASE}/services/{code}.json: is the definition of {definition.get('service_code')}"


def list_faults(rows):
    """Newest first, each once, within the limits of the specification."""
    ids = [row.get("service_request_id") for row in rows]
    if len(set(ids)) != len(ids):
        yield f"{BASE}/requests.json: a request stands twice"
    days = [row.get("requested_datetime", "") for row in rows]
    if days != sorted(days, reverse=True):
        yield f"{BASE}/requests.json: not the newest first"
    if len(rows) > 1000:
        yield f"{BASE}/requests.json: {len(rows)} requests, the specification allows 1000"


def request_faults(site, path, codes):
    """One request: under its own name, of a known service, its times in order."""
    value = yield from pair_faults(site, path, "service_requests")
    name = path.relative_to(site)
    if value is None or len(value) != 1:
        yield f"{name}: holds {len(value or [])} requests, not one"
        return value
    row = value[0]
    if row.get("service_request_id") != path.stem:
        yield f"{name}: is the request {row.get('service_request_id')}"
    if row.get("service_code") not in codes:
        yield f"{name}: no service {row.get('service_code')}"
    if row.get("updated_datetime", "9") < row.get("requested_datetime", ""):
        yield f"{name}: was updated before it was made"
    return value
