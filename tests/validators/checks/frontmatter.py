"""The front matter of every record, and site.toml, by the JSON Schemas that `mingtang schema` writes for editors.

Entry point: `faults`. A folder with `content/` (a sample) is held against its own `schemas/` or those of `good/`; for a built site the content is the demonstration's and the
schemas stand beside the site. Front matter is read as YAML 1.2, as editors read it: a date is a text. It must not know a rule that the schemas do not state.
"""

import json
import re
import tomllib
from pathlib import Path

import jsonschema
import yaml

ROOT = Path(__file__).resolve().parents[3]
KINDS = {
    "admission": "admission_item", "communities": "community", "departments": "department", "divisions": "division", "guides": "guide",
    "meetings": "meeting", "notices": "notice", "topics": "topic", "vendors": "vendor",
}
FRONT = re.compile(r"\A﻿?---\r?\n(.*?)^---\s*$", re.S | re.M)
SAMPLES = Path(__file__).resolve().parents[1] / "good/schemas"
SHOWN = 80  # characters of a fault: a whole record in it would hide the place


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema: null, true and false, whole and broken numbers; everything else is text."""

    yaml_implicit_resolvers = {}


for tag, form, first in [
    ("null", r"^(?:~|null|Null|NULL|)$", "~nN\0"),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
]:
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(form), list(first) if tag != "null" else [*"~nN", ""])


def faults(site):
    own = (site / "content").is_dir()
    content, schemas = (site / "content", site / "schemas") if own else (ROOT / "content", site.parent / "schemas")
    if own and not schemas.is_dir():
        schemas = SAMPLES
    if not schemas.is_dir():
        yield f"no schemas in {schemas.name}/: `mingtang schema` writes them"
        return
    validators = {path.name.removesuffix(".schema.json"): validator(path) for path in sorted(schemas.glob("*.schema.json"))}
    held = 0
    for path in sorted(content.rglob("*.md")):
        kind = KINDS.get(path.relative_to(content).parts[0])
        if kind is None or path.name == "README.md":
            continue
        held += 1
        record = front(path.read_text(encoding="utf-8"))
        yield from (f"{path.relative_to(content)}: {fault}" for fault in told(validators, kind, record))
    settings = content / "site.toml"
    if settings.exists():
        yield from (f"site.toml: {fault}" for fault in told(validators, "site", tomllib.loads(settings.read_text(encoding="utf-8"))))
    if held == 0:
        yield "no record was held against a schema"


def validator(path):
    """A validator of a schema, which has to be sound itself."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema, default=jsonschema.Draft7Validator)
    kind.check_schema(schema)
    return kind(schema, format_checker=jsonschema.FormatChecker())


def front(text):
    """The fields of a record; its fault as a text if they can't be read."""
    found = FRONT.match(text)
    if not found:
        return "no front matter"
    try:
        return yaml.load(found[1], Loader=Core)
    except yaml.YAMLError as error:
        return f"not YAML: {' '.join(str(error).split())}"


def told(validators, kind, record):
    if isinstance(record, str):
        yield record
    elif kind not in validators:
        yield f"there is no schema of {kind}"
    else:
        for error in sorted(validators[kind].iter_errors(record), key=lambda error: list(map(str, error.absolute_path))):
            place = ".".join(map(str, error.absolute_path)) or "(record)"
            yield f"{place}: {error.message[:SHOWN]}"
