"""What every answer carries, and that the site refuses to run without a key."""

import io
import logging
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from tests.test_repository import ROOT


def test_site_refuses_to_start_without_a_key(tmp_path):
    surroundings = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"}
    surroundings |= {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}

    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
    )

    assert done.returncode != 0
    assert "No SECRET_KEY was found" in done.stderr


@pytest.mark.django_db
def test_answers_carry_the_security_headers(client):
    headers = client.get("/account/login/").headers

    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for part in ("default-src 'self'", "frame-ancestors 'none'", "form-action 'self'"):
        assert part in policy
    for part in ("base-uri 'none'", "object-src 'none'", "img-src 'self' data:"):
        assert part in policy
    assert headers["X-Robots-Tag"].startswith("noindex")
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_page_has_no_inline_script_or_style(client):
    text = client.get("/account/login/").text

    assert "<style" not in text
    assert "style=" not in text
    runs = [tag for tag in re.findall("<script[^>]*>", text) if "application/json" not in tag]
    assert runs
    assert all(' src="' in tag for tag in runs)


def test_robots_are_kept_out(client):
    response = client.get("/robots.txt")

    assert response.text == "User-agent: *\nDisallow: /\n"
    assert response.headers["Content-Type"].startswith("text/plain")


@pytest.mark.django_db
def test_no_browser_keeps_a_page_of_someone_signed_in(client, asha):
    client.force_login(asha.user)

    for path in ("/training/", "/me/", "/vignettes/rules/"):
        assert "no-store" in client.get(path).headers["Cache-Control"], path
    static = client.get("/static/app.css")
    static.close()
    assert "no-store" not in static.headers.get("Cache-Control", "")


@pytest.mark.django_db
def test_a_refused_request_is_one_line_in_the_log(client, asha):
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    for name in settings.LOGGING["handlers"]["stderr"]["filters"]:
        handler.addFilter(settings.LOGGING["filters"][name]["callback"])
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    client.force_login(asha.user)
    try:
        assert client.get("/training/cohort/").status_code == 403
    finally:
        logger.removeHandler(handler)

    assert lines.getvalue() == "Forbidden (Permission denied): /training/cohort/\n"


def test_favicon_is_the_mark(client):
    assert client.get("/favicon.ico").url.endswith("plumbline.svg")


def test_languages_are_english_and_canadian_french():
    assert [code for code, _ in settings.LANGUAGES] == ["en", "fr-ca"]


def test_reading_requests_open_no_transaction():
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")
