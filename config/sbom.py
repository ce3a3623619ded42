"""What the program is made of, as a CycloneDX 1.6 document: the same from the same checkout.

From the pinned requirements with their hashes, the front-end files that lie in the checkout or
come with a package, and the names of Debian's packages. Licences are those that the packages
themselves declare; no address of a registry is in it, and no time.

Source: OWASP CycloneDX, specification 1.6 (ECMA-424).
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

from django.conf import settings

from config.version import version

RUN, EXTRAS = "run.txt", ("lti.txt",)
DEBIAN = ("ca-certificates", "postgresql-client", "python3")
"""What the image and the page on installing take from Debian; its security team versions them."""
DECLARED_ELSEWHERE = {
    "backports-zstd": "PSF-2.0",
    "colorama": "BSD-3-Clause",
    "exceptiongroup": "MIT",
    "fido2": "BSD-2-Clause",
    "scipy": "BSD-3-Clause",
}
"""Packages whose metadata name no licence in a word, or that not every Python installs: their own
LICENSE files."""
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_NAMESPACE = uuid.UUID("c7f1c9b2-6f0e-5a55-9d0b-2f6a3c1d7e10")


class UnknownLicenceError(Exception):
    """A package declares no licence. The message is a sentence."""


@dataclass(frozen=True)
class Pin:
    """One line of a requirements file: a package, its version, the files that may be installed."""

    name: str
    version: str
    hashes: tuple[str, ...]


def sbom() -> dict[str, Any]:
    """The whole document, in a fixed order. Raises UnknownLicenceError."""
    folder = settings.BASE_DIR / "requirements"
    run = {(pin.name, pin.version): pin for pin in pins(folder / RUN)}
    extra = {(pin.name, pin.version): pin for name in EXTRAS for pin in pins(folder / name)}
    components = [_python(pin, "required") for pin in run.values()]
    components += [_python(pin, "optional") for key, pin in extra.items() if key not in run]
    components += [*_front_end(), *map(_debian, DEBIAN)]
    components.sort(key=lambda component: component["bom-ref"])
    document: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _program()},
        "components": components,
    }
    content = json.dumps(document, sort_keys=True)
    return document | {"serialNumber": uuid.uuid5(_NAMESPACE, content).urn}


def pins(file: Path) -> Iterator[Pin]:
    """The pinned packages of one file, as pip reads it."""
    text = file.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if found := _PIN.match(line):
            yield Pin(_plain(found[1]), found[2], tuple(sorted(_HASH.findall(line))))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _program() -> dict[str, Any]:
    return {
        "type": "application",
        "bom-ref": f"plumbline@{version()}",
        "name": "plumbline",
        "version": version(),
        "licenses": [{"license": {"id": "GPL-3.0-or-later"}}],
    }


def _python(pin: Pin, scope: str) -> dict[str, Any]:
    address = f"pkg:pypi/{pin.name}@{pin.version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": pin.name,
        "version": pin.version,
        "scope": scope,
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in pin.hashes],
        "licenses": _licences(pin.name),
        "purl": address,
    }


def _licences(name: str) -> list[dict[str, Any]]:
    if name in DECLARED_ELSEWHERE:
        return [{"license": {"id": DECLARED_ELSEWHERE[name]}}]
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError as error:
        raise UnknownLicenceError(
            f"{name} is pinned and not installed here, so nothing tells its licence. Install "
            "requirements/run.txt and requirements/lti.txt, or name it in config/sbom.py."
        ) from error
    if "License-Expression" in told:
        return [{"expression": told["License-Expression"]}]
    prefix = "License :: "
    classes = [one for one in told.get_all("Classifier") or [] if one.startswith(prefix)]
    words = [one.rpartition(":: ")[2] for one in classes if one != f"{prefix}OSI Approved"]
    words = words or [told["License"].strip() if "License" in told else ""]
    if not words[0] or len(words[0]) > 60:
        raise UnknownLicenceError(f"{name} declares no licence in a word. Name it in {__name__}.")
    return [{"license": {"name": word}} for word in words]


def _front_end() -> Iterator[dict[str, Any]]:
    """Files that browsers get: those of static/vendor/, and htmx, which django-htmx brings."""
    for told in sorted((settings.BASE_DIR / "static" / "vendor").glob("*/VERSION")):
        name, number = told.read_text(encoding="utf-8").split(",")[0].split()
        licence = re.search(r"(\S+) licence", told.read_text(encoding="utf-8"))
        files = [file for file in told.parent.iterdir() if file.suffix in {".css", ".js"}]
        yield _script(name, number, licence[1] if licence else "", sorted(files))
    file = Path(str(metadata.distribution("django-htmx").locate_file(""))) / (
        "django_htmx/static/django_htmx/htmx-2.min.js"
    )
    found = re.search(rb'version:"([0-9.]+)"', file.read_bytes())
    yield _script("htmx.org", found[1].decode() if found else "2", "0BSD", [file])


def _script(name: str, number: str, licence: str, files: list[Path]) -> dict[str, Any]:
    address = f"pkg:npm/{name.replace('@', '%40')}@{number}"
    digests = [sha256(file.read_bytes()).hexdigest() for file in files]
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": number,
        "scope": "required",
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in digests],
        "licenses": [{"license": {"id": licence}}],
        "purl": address,
    }


def _debian(name: str) -> dict[str, Any]:
    address = f"pkg:deb/debian/{name}"
    return {"type": "library", "bom-ref": address, "name": name, "purl": address}
