"""Every link inside the site leads somewhere, fragments too: lychee, offline.

Entry point: `faults`. Links to other sites are not followed (a build must not depend on them).
"""

import json
import subprocess
from pathlib import Path

LYCHEE = Path(__file__).resolve().parents[2] / ".tools/venv/bin/lychee"

# Forms are sent to the functions, which are no files of the site; their own tests call every one of these addresses.
FUNCTIONS = r"^file://.*/api/(complaints|feedback|ratings)(/|$)"


def faults(site):
    pages = sorted(str(path) for path in site.rglob("*.html"))
    if not pages:
        yield "no page to check"
        return
    command = [str(LYCHEE), "--offline", "--exclude", FUNCTIONS, "--include-fragments", "--no-progress", "--format", "json", "--index-files", "index.html",
               "--root-dir", str(site), "--files-from", "-"]
    run = subprocess.run(command, input="\n".join(pages), capture_output=True, text=True, check=False)
    try:
        result = json.loads(run.stdout)
    except json.JSONDecodeError:
        yield f"the checker itself failed: {run.stdout[-1000:]}{run.stderr[-1000:]}"
        return
    for page, failures in sorted(result.get("error_map", result.get("fail_map", {})).items()):
        for failure in failures:
            yield f"{Path(page).relative_to(site)}: {failure['url']} {failure['status'].get('text', '')}"
