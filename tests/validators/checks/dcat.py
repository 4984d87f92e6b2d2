"""The catalogue (DCAT-AP 3): Turtle and JSON-LD parse, say the same, and hold against the shapes.

Entry point: `faults`. The shapes are written from the application profile's tables: no registry has the
official ones. JSON-LD must bring its context with it; a context from elsewhere is not fetched.
"""

import json
from pathlib import Path

from pyshacl import validate
from rdflib import DCAT, RDF, Graph
from rdflib.compare import isomorphic

SHAPES = Path(__file__).resolve().parents[1] / "shapes/dcat-ap-3.ttl"


def faults(site):
    catalogues = [path for path in sorted([*site.rglob("*.ttl"), *site.rglob("*.jsonld")])]
    if {path.suffix for path in catalogues} != {".ttl", ".jsonld"}:
        yield "the catalogue is needed both as Turtle (.ttl) and as JSON-LD (.jsonld)"
    graphs = {}
    for path in catalogues:
        place = path.relative_to(site)
        graph, fault = parsed(path)
        yield from [f"{place}: {fault}"] if fault else (f"{place}: {said}" for said in shape_faults(graph))
        graphs.setdefault(path.with_suffix(""), []).append(graph)
    for stem, pair in graphs.items():
        if len(pair) == 2 and None not in pair and not isomorphic(*pair):
            yield f"{stem.relative_to(site)}: Turtle and JSON-LD do not say the same"


def parsed(path):
    """The graph, or why there is none."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonld" and not isinstance(json.loads(text).get("@context"), dict):
        return None, "the context has to be in the file"
    try:
        return Graph().parse(data=text, format="turtle" if path.suffix == ".ttl" else "json-ld"), ""
    except Exception as error:  # each of rdflib's parsers has its own family of errors
        return None, f"cannot be parsed: {error}"


def shape_faults(graph):
    if (None, RDF.type, DCAT.Catalog) not in graph:
        yield "no dcat:Catalog in it"
    if (None, RDF.type, DCAT.Distribution) not in graph:
        yield "no dcat:Distribution in it"
    conforms, report, _ = validate(graph, shacl_graph=str(SHAPES), inference="none")
    if not conforms:
        results = report.query(
            "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?node ?path ?message WHERE "
            "{ ?r sh:focusNode ?node ; sh:resultMessage ?message . OPTIONAL { ?r sh:resultPath ?path } } ORDER BY ?node ?path")
        yield from (f"{row.node} {row.path or ''}: {row.message}" for row in results)
