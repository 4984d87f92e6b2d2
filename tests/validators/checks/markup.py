"""Markup habits that the standard allows and a reader regrets: html-validate over every page.

Entry point: `faults`. The rules are in `html-validate.json`, each exception with its reason in there.
"""

import json
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
MODULES = HERE.parent / "browser/node_modules"


def faults(site):
    command = ["node", str(MODULES / "html-validate/bin/html-validate.mjs"), "--config", str(HERE / "html-validate.json"),
               "--formatter", "json", "--ext", "html", str(site)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        results = json.loads(run.stdout)
    except json.JSONDecodeError:
        yield f"the checker itself failed: {run.stdout[-1000:]}{run.stderr[-1000:]}"
        return
    for result in results:
        page = Path(result["filePath"])
        for message in result["messages"]:
            yield f"{relative(page, site)}:{message['line']}: {message['message']} ({message['ruleId']})"


def relative(page, site):
    return page.relative_to(site) if page.is_relative_to(site) else page
