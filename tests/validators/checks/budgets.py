"""What a page may weigh and load: sizes, scripts, third parties, content security policy, images.

Entry point: `faults`. Every limit stands in LIMITS with its unit and reason. It must not measure time.
"""

import base64
import gzip
import hashlib
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

# name → (bytes, reason)
LIMITS = {
    "html": (20 * 1024, "raw HTML of a page without its charts: a slow phone shows it before anything else arrives"),
    "css": (4 * 1024, "the style sheet, gzipped: it blocks the first paint"),
    "script": (512, "script of a content page, raw: the mode switch and nothing else"),
    "script_app": (3 * 1024, "scripts of search and form pages, gzipped"),
    "first_load": (30 * 1024, "HTML, style sheet and scripts of one page, gzipped, without images"),
}
APP_PAGES = re.compile(r"^((search|complaints|ratings|feedback)/|functions-shell\.html$)")  # the shell is what the functions answer in
SVG = re.compile(rb"<svg\b.*?</svg>", re.S)
LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "audio": "src", "video": "src", "embed": "src", "object": "data", "form": "action"}
LOADING_RELS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "preconnect", "dns-prefetch"}


class Page(HTMLParser):
    """What a page loads and promises."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.styles, self.scripts, self.inline, self.loads, self.images = [], [], [], [], []
        self.policy, self.referrer, self.handlers, self.inside = "", "", [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        self.handlers += [f"<{tag} {name}>" for name in attrs if re.match(r"on[a-z]+$", name)]
        if LOADING.get(tag) in attrs:
            self.loads.append(attrs[LOADING[tag]])
        if tag == "script":
            self.script(attrs)
        elif tag == "link":
            self.link(attrs)
        elif tag == "meta":
            self.meta(attrs)
        elif tag == "img":
            self.images.append(attrs)

    def script(self, attrs):
        if "src" in attrs:
            self.scripts.append(attrs["src"])
        elif attrs.get("type", "text/javascript") in ("", "module", "text/javascript"):
            self.inline.append("")
            self.inside = True

    def link(self, attrs):
        rels = set(attrs.get("rel", "").split())
        if rels & LOADING_RELS:
            self.loads.append(attrs.get("href", ""))
        if "stylesheet" in rels:
            self.styles.append(attrs.get("href", ""))

    def meta(self, attrs):
        if attrs.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = attrs.get("content", "")
        if attrs.get("name", "").lower() == "referrer":
            self.referrer = attrs.get("content", "")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "script"

    def handle_data(self, data):
        if self.inside:
            self.inline[-1] += data


def faults(site):
    pages, styles = 0, set()
    for path in sorted(site.rglob("*.html")):
        pages += 1
        place, raw = path.relative_to(site).as_posix(), path.read_bytes()
        page = Page(raw.decode("utf-8"))
        styles.update(page.styles)
        for check in (weight_faults(site, path, raw, page), load_faults(page), policy_faults(page), image_faults(page)):
            yield from (f"{place}: {fault}" for fault in check)
    if pages == 0:
        yield "no page to check"
    yield from style_faults(site, styles)


def local(site, path, url):
    """The file that a URL of a page stands for."""
    name = unquote(urlsplit(url).path)
    return site / name.lstrip("/") if name.startswith("/") else path.parent / name


def zipped(data):
    return len(gzip.compress(data, 9, mtime=0))


def over(name, size):
    limit, reason = LIMITS[name]
    if size > limit:
        yield f"{name} {size} bytes, at most {limit} ({reason})"


def weight_faults(site, path, raw, page):
    yield from over("html", len(SVG.sub(b"", raw)))
    files = [local(site, path, url) for url in page.scripts]
    yield from (f"script {file.name} is not in the site" for file in files if not file.is_file())
    bodies = [file.read_bytes() for file in files if file.is_file()] + [text.encode() for text in page.inline]
    if APP_PAGES.match(path.relative_to(site).as_posix()):
        yield from over("script_app", sum(map(zipped, bodies)))
    else:
        yield from over("script", sum(map(len, bodies)))
    sheets = [local(site, path, url) for url in page.styles]
    parts = [raw, *bodies, *(sheet.read_bytes() for sheet in sheets if sheet.is_file())]
    yield from over("first_load", sum(map(zipped, parts)))


def load_faults(page):
    for url in page.loads:
        if urlsplit(url).netloc or urlsplit(url).scheme not in ("", "data"):
            yield f"loads from elsewhere: {url}"


def policy_faults(page):
    directives = {part.split()[0]: part.split()[1:] for part in page.policy.split(";") if part.split()}
    if not page.policy:
        yield "no Content-Security-Policy"
    if not page.referrer:
        yield "no referrer policy"
    sources = directives.get("script-src", directives.get("default-src", ["*"]))
    loose = {"*", "'unsafe-inline'", "'unsafe-eval'", "'wasm-unsafe-eval'", "http:", "https:", "data:"} & set(sources)
    if page.policy and loose:
        yield f"the policy lets scripts in by {', '.join(sorted(loose))}"
    for text in page.inline:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        if f"'sha256-{digest}'" not in sources:
            yield "an inline script is not named by its hash in the policy"
    yield from (f"{handler}: an event handler in an attribute" for handler in page.handlers)


def image_faults(page):
    for image in page.images:
        missing = [name for name in ("width", "height", "loading", "alt") if name not in image]
        if missing:
            yield f"image {image.get('src', '')} has no {', '.join(missing)}"


def style_faults(site, styles):
    if len(styles) != 1:
        yield f"one style sheet for all pages, found {len(styles)}: {', '.join(sorted(styles))}"
    for url in styles:
        file = site / unquote(urlsplit(url).path).lstrip("/")
        if not re.search(r"[.-][0-9a-f]{8,}\.css$", url):
            yield f"{url}: no hash in its name"
        yield from over("css", zipped(file.read_bytes())) if file.is_file() else [f"{url} is not in the site"]
