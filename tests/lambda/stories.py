"""Recorded API Gateway events with what must come back, as data: each file in `functions/tests/events` is one story.

Entry points: `stories`, `play`. A story's steps name the function, hold the event (payload format 2.0) as API Gateway sends it, and what the answer
must be; `keep` names members of a JSON answer that later events use as `{name}`. To add a case, add a file. Who answers is the caller's business.
"""

import base64
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "functions/tests/events"
EXPECTS = {"status", "headers", "json", "has", "lacks"}
ALWAYS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}  # headers of every answer


def stories():
    """(file name, story), sorted."""
    found = [(path.name, json.loads(path.read_text())) for path in sorted(FOLDER.glob("*.json"))]
    assert found, f"no stories in {FOLDER}"
    return found


def play(story, ask):
    """Plays the steps; `ask(function, event)` gives the answer as API Gateway takes it. Gives the faults."""
    kept = {}
    for number, step in enumerate(story["steps"], 1):
        unknown = set(step["expect"]) - EXPECTS
        assert not unknown, f"step {number}: expect has unknown {unknown}"
        for _ in range(step.get("times", 1)):
            answer = ask(step["function"], filled(step["event"], kept))
            faults = [f"step {number}: {fault}" for fault in differences(filled(step["expect"], kept), answer)]
            if faults:
                return faults
        body = json.loads(text_of(answer)) if step.get("keep") else {}
        kept.update({name: body[member] for name, member in step.get("keep", {}).items()})
    return []


def filled(value, kept):
    """The value with `{name}` replaced by what was kept, in every text."""
    if isinstance(value, dict):
        return {key: filled(inner, kept) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, kept) for inner in value]
    if isinstance(value, str):
        for name, text in kept.items():
            value = value.replace("{" + name + "}", text)
    return value


def text_of(answer):
    body = answer.get("body") or ""
    return base64.b64decode(body).decode() if answer.get("isBase64Encoded") else body


def differences(expect, answer):
    """What of the expectation does not hold."""
    text = text_of(answer)
    if answer.get("statusCode") != expect["status"]:
        return [f"status {answer.get('statusCode')}, not {expect['status']}: {text[:2000]}"]
    headers = {name.lower(): value for name, value in answer.get("headers", {}).items()}
    wanted = {**ALWAYS, **expect.get("headers", {})}
    faults = [f"header {n}: {headers.get(n)!r}, not {v!r}" for n, v in wanted.items() if headers.get(n) != v]
    body = json.loads(text) if "json" in expect else {}
    faults += [f"{n}: {body.get(n)!r}, not {v!r}" for n, v in expect.get("json", {}).items() if body.get(n) != v]
    faults += [f"{part!r} is not in {text[:2000]}" for part in expect.get("has", []) if part not in text]
    faults += [f"{part!r} is in {text[:2000]}" for part in expect.get("lacks", []) if part in text]
    return faults
