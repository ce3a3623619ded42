"""compose.yaml, Dockerfile: nothing runs as root, nothing is written, nothing secret is in them."""

import re

import pytest
import yaml

from tests.deploy.test_variables import read_by_the_program
from tests.test_repository import ROOT

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SERVICES = COMPOSE["services"]
LASTING = sorted(set(SERVICES) - {"prepare"})
PROGRAM = ("prepare", "web", "worker")
OF_POSTGRES = {"POSTGRES_DB", "POSTGRES_USER", "POSTGRES_PASSWORD_FILE", "POSTGRES_INITDB_ARGS"}


def test_the_services_are_those_of_the_page():
    assert set(SERVICES) == {"db", "prepare", "web", "worker", "proxy"}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_each_service_has_no_more_rights_than_it_needs(name):
    service = SERVICES[name]

    assert int(service["user"].split(":")[0]) > 0
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "network_mode", "pid", "devices"} & set(service)
    assert service["mem_limit"]
    assert service["pids_limit"] > 0
    assert re.match(r"\S+:size=\d+[mg],", service["tmpfs"][0])


@pytest.mark.parametrize("name", LASTING)
def test_each_lasting_service_is_watched_and_started_again(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_nothing_but_the_proxy_is_published():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]
    assert COMPOSE["networks"]["data"] == {"internal": True}
    assert SERVICES["db"]["networks"] == ["data"]
    assert "data" not in SERVICES["proxy"]["networks"]


def test_each_waits_for_what_it_needs():
    assert "pg_isready" in SERVICES["db"]["healthcheck"]["test"]
    assert SERVICES["prepare"]["depends_on"]["db"] == {"condition": "service_healthy"}
    for name in ("web", "worker"):
        waits = SERVICES[name]["depends_on"]
        assert waits["prepare"] == {"condition": "service_completed_successfully"}
        assert waits["db"] == {"condition": "service_healthy"}
    assert SERVICES["proxy"]["depends_on"]["web"] == {"condition": "service_healthy"}


def test_images_name_their_version():
    bases = re.findall(r"^(?:ARG BASE=|FROM )(\S+)", DOCKERFILE, re.MULTILINE)
    images = [service["image"] for service in SERVICES.values()]
    assert bases[0] == "debian:12-slim"
    for image in [*images, bases[0]]:
        assert re.search(r":\d", image), image
        assert "/" not in image, f"{image} names a registry"


def test_the_image_has_the_version_of_the_program():
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)

    for name in PROGRAM:
        assert SERVICES[name]["image"] == f"plumbline:{version[1]}"


def test_secrets_come_from_files():
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search("KEY|PASSWORD|SECRET|TOKEN", name):
                assert value == "" or value.startswith("/run/secrets/"), name
            assert not re.search("://[^@/]*:[^@/]*@", str(value)), name
    for secret in COMPOSE["secrets"].values():
        assert set(secret) == {"file"}
        assert secret["file"].startswith("./secrets/")


def test_every_variable_is_one_that_is_read():
    for name in PROGRAM:
        assert set(SERVICES[name]["environment"]) <= read_by_the_program()
    assert set(SERVICES["db"]["environment"]) == OF_POSTGRES


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_what_is_mounted_exists(name):
    for mount in SERVICES[name].get("volumes", []):
        source = mount.split(":")[0]
        if source.startswith("."):
            assert (ROOT / source).is_file()
            assert mount.endswith(":ro")
        else:
            assert source in COMPOSE["volumes"]
    assert set(SERVICES[name].get("secrets", [])) <= set(COMPOSE["secrets"])


def test_the_image_runs_without_rights_and_takes_only_packages_with_known_hashes():
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)
    assert users == ["10001:10001"] == [SERVICES["web"]["user"]]
    assert len(re.findall("pip install", DOCKERFILE)) == 1
    assert re.search(r"pip install(?:.|\\\n)*--require-hashes -r /tmp/packages.txt", DOCKERFILE)
    assert "HEALTHCHECK" in DOCKERFILE
    assert not re.search(r"^(ADD|ENV|ARG) .*(KEY|PASSWORD|SECRET|TOKEN)", DOCKERFILE, re.MULTILINE)


def test_only_what_runs_is_copied_into_the_image():
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    kept = {line[1:] for line in rules if line.startswith("!")}

    assert rules[0] == "*"
    assert not kept & {".git", ".env", "var", "secrets", "tests", ".venv", "bench"}
    assert all((ROOT / name).exists() for name in kept)
    packages = {file.parent.name for file in ROOT.glob("*/__init__.py")}
    assert packages - {"tests", "bench"} <= kept


def test_what_must_not_be_shared_is_not_under_version_control():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()

    assert {".env", "secrets/", "var/"} <= set(ignored)
