"""Data packages: frictionless holds each table against its own description, and the bytes and hashes are recounted.

Entry point: `faults`.
"""

import hashlib
import json

from frictionless import Package, system


def faults(site):
    packages = sorted(site.rglob("datapackage.json"))
    if not packages:
        yield "no datapackage.json to check"
    for path in packages:
        place = path.relative_to(site)
        for fault in [*table_faults(path), *resource_faults(path)]:
            yield f"{place}: {fault}"


def table_faults(path):
    """What frictionless says of the description, the rows and the keys."""
    with system.use_context(trusted=True):
        report = Package(str(path)).validate()
    for error in report.errors:
        yield str(error.message)
    for task in report.tasks:
        for error in task.errors:
            yield f"{task.name}: {error.message}"


def resource_faults(path):
    """Version 2 of the standard, and bytes and hash as stated."""
    package = json.loads(path.read_bytes())
    if not str(package.get("$schema", "")).startswith("https://datapackage.org/profiles/2."):
        yield "$schema does not name version 2 of the standard"
    for resource in package.get("resources", []):
        data = path.parent / str(resource.get("path", ""))
        if not data.is_file():
            yield f"{resource.get('name')}: no file {resource.get('path')}"
            continue
        yield from counted_faults(resource, data.read_bytes())


def counted_faults(resource, data):
    if resource.get("bytes") != len(data):
        yield f"{resource.get('name')}: bytes says {resource.get('bytes')}, the file has {len(data)}"
    method, _, digest = str(resource.get("hash", "")).rpartition(":")
    if hashlib.new(method or "md5", data).hexdigest() != digest:
        yield f"{resource.get('name')}: hash does not fit the file"
