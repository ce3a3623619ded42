"""The proxy's files: as much as the program takes, and nothing that a visitor could pretend."""

import re
import shutil
import subprocess

import pytest
from django.urls import reverse

from reliability.studies.reading_refused import MAX_BYTES
from tests.test_repository import ROOT

FOLDER = ROOT / "deploy" / "nginx"
SITE = (FOLDER / "site.conf").read_text(encoding="utf-8")
LIMITS = (FOLDER / "limits.conf").read_text(encoding="utf-8")
CADDY = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
MEGABYTE = 1024 * 1024


def locations():
    """Each location, and what stands in it."""
    return dict(re.findall(r"^location (.+?) \{\n?(.*?)\}", SITE, re.MULTILINE | re.DOTALL))


def spreadsheets():
    return next(name for name in locations() if "spreadsheet" in name)


def test_a_spreadsheet_as_large_as_the_program_reads_gets_through():
    allowed = int(re.search(r"client_max_body_size (\d+)m", locations()[spreadsheets()])[1])

    assert MAX_BYTES < allowed * MEGABYTE <= 1.1 * MAX_BYTES
    assert f"max_size {allowed}MB" in CADDY


def test_it_has_time_to_be_read():
    assert int(re.search(r"proxy_read_timeout (\d+)s", locations()[spreadsheets()])[1]) >= 300
    gunicorn = (ROOT / "deploy" / "gunicorn.py").read_text(encoding="utf-8")
    assert int(re.search(r"^graceful_timeout = (\d+)", gunicorn, re.MULTILINE)[1]) >= 300


@pytest.mark.parametrize(
    ("name", "words", "is_one"),
    [
        ("studies:upload", [], True),
        ("studies:correct", [7], True),
        ("studies:new", [], False),
        ("agencies:invite_many", [], False),
        ("vignettes:draft_import", [], False),
    ],
)
@pytest.mark.parametrize("told", [SITE, CADDY], ids=["nginx", "caddy"])
def test_only_the_pages_that_bring_spreadsheets_take_large_requests(name, words, is_one, told):
    pattern = re.search(r"\^/studies/\S+", told)[0]

    assert bool(re.search(pattern, reverse(name, args=words))) is is_one


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Proto https", "X-Forwarded-For $remote_addr", 'Forwarded ""']
)
def test_what_a_visitor_sent_is_replaced(header):
    assert f"proxy_set_header {header};" in SITE
    # A location that sets one of its own would lose all of them.
    assert not any("proxy_set_header" in text for text in locations().values())


def test_a_post_is_never_sent_twice():
    assert re.search(r"^proxy_next_upstream error timeout;", SITE, re.MULTILINE)
    assert not re.search(r"^[^#]*non_idempotent", SITE, re.MULTILINE)


def test_figures_stay_on_the_machine():
    inside = locations()["~ ^/(health/ready|metrics)$"]

    assert inside.index("allow 127.0.0.1") < inside.index("deny all")
    assert "respond @metrics 404" in CADDY


@pytest.mark.parametrize(
    "path",
    [
        "/invitation/code-of-somebody/",
        "/shared/code-of-somebody/report-en.pdf",
        "/verify/code-of-somebody/",
        "/account/password/reset/key/code-of-somebody/",
        "/account/confirm-email/code-of-somebody/",
    ],
)
def test_no_code_that_opens_something_is_written_to_the_log(path):
    pattern = re.search(r'"~(\S+)" "\$\{start\}', LIMITS)[1].replace("(?<", "(?P<")

    assert re.search(pattern, path)["start"] == path.split("code-of-somebody")[0]
    assert "$plain_uri" in LIMITS
    logged = LIMITS.split("log_format")[1].split(";")[0]
    assert not re.search(r"\$request |\$request_uri|\$args|\$http_|\$cookie", logged)


@pytest.mark.full
@pytest.mark.parametrize("name", ["plumbline.conf", "container.conf"])
def test_nginx_understands_every_line(name, tmp_path):
    assert shutil.which("nginx"), "install Debian's nginx-light"
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    for file in FOLDER.glob("*.conf"):
        (tmp_path / file.name).write_text(placed_in(tmp_path, file.read_text(encoding="utf-8")))
    whole = tmp_path / name
    if name == "plumbline.conf":
        whole = tmp_path / "nginx.conf"
        whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{ include {tmp_path / name}; }}")

    done = subprocess.run(["nginx", "-t", "-c", whole], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


def placed_in(folder, text):
    """The same with the files of this test, and addresses that need no name service."""
    for there, here in {
        "/tmp/": f"{folder}/",  # noqa: S108 - first, for the folder may lie there itself
        "/etc/nginx/plumbline": str(folder),
        "/run/secrets/tls-certificate": str(folder / "certificate.pem"),
        "/run/secrets/tls-key": str(folder / "key.pem"),
        "/etc/plumbline/tls/fullchain.pem": str(folder / "certificate.pem"),
        "/etc/plumbline/tls/privkey.pem": str(folder / "key.pem"),
        "/var/log/nginx": str(folder),
        "/dev/stdout": str(folder / "access.log"),
        "web:8000": "127.0.0.1:8000",
    }.items():
        text = text.replace(there, here)
    return text
