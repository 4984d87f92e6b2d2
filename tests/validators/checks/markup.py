"""Markup habits that the standard allows and a reader regrets: html-validate over every page.

Entry point: `faults`. Every exception from the recommended rules stands in EXCEPTIONS or ACCEPTED with its reason.
"""

import json
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
MODULES = HERE.parent / "browser/node_modules"

# rule → (setting, reason)
EXCEPTIONS = {
    "void-style": ("off", "style only: HTML parsers read both"),
    "doctype-style": ("off", "style only"),
    "attr-quotes": ("off", "style only"),
    "attribute-boolean-style": ("off", "style only"),
    "no-trailing-whitespace": ("off", "style only; templates leave some"),
    "prefer-tbody": ("off", "parsers make the element themselves, so that the page is the same"),
    "long-title": ("off", "titles are records' own titles: to cut them would hide what they say"),
    "no-implicit-button-type": ("error", "a button without a type sends the form"),
    "valid-id": (["error", {"relaxed": True}], "Han in ids is valid HTML and readable in an address"),
    "require-sri": (["error", {"target": "crossorigin"}], "own files are addressed by their hash"),
    "prefer-native-element": (["error", {"exclude": ["region"]}], "a table that scrolls is a named region that takes the focus; as a <section> the Nu checker asks for a heading in it"),
    "tel-non-breaking": ("off", "numbers are copied and searched for: U+2011 is not the hyphen people type"),
    "form-dup-name": (["error", {"shared": ["radio", "button", "reset", "submit", "checkbox"]}], "boxes that answer one question share a name, as radio buttons do"),
}

# (page, rule) → reason
ACCEPTED = {
    ("functions-shell.html", "no-raw-characters"): "no page but a frame with a marker for the title; the browser tests see the pages that are made of it",
}


def faults(site):
    rules = {rule: setting for rule, (setting, _) in EXCEPTIONS.items()}
    config = {"root": True, "extends": ["html-validate:recommended", "html-validate:document"], "rules": rules}
    with tempfile.TemporaryDirectory(prefix="mingtang-markup-") as name:
        place, out = Path(name) / "config.json", Path(name) / "out.json"
        place.write_text(json.dumps(config))
        command = ["node", str(MODULES / "html-validate/bin/html-validate.mjs"), "--config", str(place), "--formatter", "json", "--ext", "html", str(site)]
        # Into a file: the checker ends before a pipe of more than 64 KB is emptied.
        with out.open("w") as file:
            run = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, text=True, check=False)
        text = out.read_text()
    try:
        results = json.loads(text)
    except json.JSONDecodeError:
        yield f"the checker itself failed: {text[-1000:]}{run.stderr[-1000:]}"
        return
    for result in results:
        page = relative(Path(result["filePath"]), site)
        for message in result["messages"]:
            if (str(page), message["ruleId"]) not in ACCEPTED:
                yield f"{page}:{message['line']}: {message['message']} ({message['ruleId']})"


def relative(page, site):
    return page.relative_to(site) if page.is_relative_to(site) else page
