"""The bill of materials holds everything that is pinned, is valid, and is the same every time."""

import json
import re

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from django.core.management import call_command
from django.core.management.base import CommandError

from config import sbom
from tests.test_repository import ROOT


@pytest.fixture(scope="module")
def document():
    return sbom.sbom()


def pinned(name):
    """Every name==version with its number of hashes, counted by hand."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    blocks = re.split(r"(?m)^(?=[a-z])", text)
    return {
        tuple(re.split(r"==|\s|;", block)[:2]): block.count("--hash=sha256:")
        for block in blocks
        if "==" in block
    }


@pytest.mark.parametrize("name", ["run.txt", "lti.txt"])
def test_every_pinned_package_is_in_it_with_hashes_and_licence(document, name):
    told = {(one["name"], one.get("version")): one for one in document["components"]}
    wanted = pinned(name)

    assert len(wanted) > 50
    for (package, number), hashes in wanted.items():
        one = told[package.partition("[")[0], number]
        assert len(one["hashes"]) > 0
        if name == "run.txt":
            assert len(one["hashes"]) == hashes
        assert one["purl"] == f"pkg:pypi/{one['name']}@{number}"
        assert one["licenses"]
    optional = {one["name"] for one in document["components"] if one.get("scope") == "optional"}
    assert "pylti1p3" in optional
    references = [one["bom-ref"] for one in document["components"]]
    assert len(references) == len(set(references))
    assert "django" not in optional


def test_it_is_valid(document):
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(document))

    assert problem is None, problem


def test_a_document_that_is_not_valid_is_told():
    broken = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"name": "x"}]}

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(broken)) is not None


def test_front_end_and_debian_are_named(document):
    told = {one["purl"]: one for one in document["components"]}

    assert any(name.startswith("pkg:npm/htmx.org@2.0") for name in told)
    (pico,) = [name for name in told if "picocss/pico@" in name]
    assert len(told[pico]["hashes"]) == 1
    assert "pkg:deb/debian/postgresql-client" in told


def test_it_is_the_same_every_time_and_names_no_registry(document, tmp_path):
    files = [tmp_path / "one.json", tmp_path / "two.json"]
    for file in files:
        call_command("sbom", "--output", str(file), verbosity=0)

    one, two = (file.read_text(encoding="utf-8") for file in files)
    assert one == two == json.dumps(document, indent=1, sort_keys=True) + "\n"
    assert re.findall(r"https?://[^\"]+", one) == [document["$schema"]]
    assert "timestamp" not in one


def test_a_package_without_a_licence_is_refused(monkeypatch):
    monkeypatch.setattr(sbom, "pins", lambda file: iter([sbom.Pin("nobody-knows-it", "1", ("a",))]))

    with pytest.raises(CommandError, match="nobody-knows-it is pinned and not installed"):
        call_command("sbom")
