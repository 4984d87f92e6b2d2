"""HTML and CSS by the living standard: the Nu Html Checker over every page and style sheet.

Entry point: `faults`. Warnings count as faults. It must not judge taste: that is `markup`.
"""

import json
import subprocess
from pathlib import Path

JAR = Path(__file__).resolve().parents[2] / "browser/node_modules/vnu-jar/build/dist/vnu.jar"

# Beginnings of messages that are no faults here, with the reason.
ACCEPTED = {
    "The “inputmode” attribute is not supported in all browsers": "browsers without it show their usual keyboard",
    "Resource violates Content Security Policy (meta tag)": "a file has no origin, so 'self' fits nothing here; the browser tests and `budgets` hold the policy",
    "A “link” element with a “blocking” attribute must have a “rel” attribute": "rel=expect blocks too by the HTML Standard (4.6.7.4); the checker is older. It keeps half a page from being painted and then moving",
    "CSS: “paint-order”": "in SVG 2 and every browser; the checker's list of CSS properties is older. Labels of charts stay legible on lines by it",
    "Inline script violates Content Security Policy (meta tag)": "said of JSON-LD too, which is data and not run; `budgets` holds scripts against the policy",
}


def faults(site):
    command = ["java", "-Xmx2g", "-jar", str(JAR), "--format", "json", "--exit-zero-always", "--also-check-css", "--skip-non-html", str(site)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        messages = json.loads(run.stderr)["messages"]
    except (json.JSONDecodeError, KeyError):
        yield f"the checker itself failed: {run.stderr[-2000:]}"
        return
    if not any(site.rglob("*.html")):
        yield "no page to check"
    for message in messages:
        if not message["message"].startswith(tuple(ACCEPTED)):
            place = message.get("url", "").removeprefix(f"file:{site}/")
            yield f"{place}:{message.get('lastLine', 0)}: {message['message']}"
