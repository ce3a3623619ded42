"""Links by which others read a report without an account."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from agencies.models import Role
from reliability.models import ShareLink
from tests.factories import make_person


@pytest.fixture
def url(frozen):
    return reverse("studies:links", args=[frozen.pk, 1])


@pytest.fixture
def stranger():
    """Somebody who has the link and no account."""
    return Client()


def shared(client, url):
    """The path of a link that was just made."""
    until = str(localdate() + timedelta(days=10))
    page = client.post(url, {"until": until}, follow=True).text
    return re.search(r'value="https?://[^/]+(/shared/[^"]+)"', page)[1]


def test_a_link_is_shown_once_and_opens_the_report_signed_out(as_ana, url, stranger, frozen):
    path = shared(as_ana, url)
    assert "/shared/" not in as_ana.get(url).text

    response = stranger.get(path)

    assert response.status_code == 200
    assert "Double codings of 2026" in response.text
    assert "North Agency shares this report" in response.text
    assert "noindex" in response["X-Robots-Tag"]
    assert reverse("studies:study", args=[frozen.pk]) not in response.text
    assert stranger.post(path).status_code == 405


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_shared_report_comes_as_pdf(as_ana, url, stranger, language):
    response = stranger.get(f"{shared(as_ana, url)}report-{language}.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response).startswith(b"%PDF")


def test_an_expired_link_says_so_and_shows_nothing(as_ana, url, stranger):
    path = shared(as_ana, url)
    ShareLink.objects.update(expires_at=now() - timedelta(seconds=1))

    for address in (path, f"{path}report-en.pdf"):
        response = stranger.get(address)
        assert response.status_code == 410
        assert "This link has expired. Ask whoever sent it for a new one." in response.text
        assert "Double codings" not in response.text


def test_a_closed_link_opens_nothing(as_ana, url, stranger):
    path = shared(as_ana, url)
    link = ShareLink.objects.get()

    page = as_ana.post(reverse("studies:close_link", args=[link.pk]), follow=True).text

    assert "Closed. The link opens nothing any more." in page
    assert stranger.get(path).status_code == 410


def test_a_code_nobody_made_is_not_found_and_guessing_ends(stranger, db):
    for _ in range(30):
        assert stranger.get("/shared/guess/").status_code == 404

    assert stranger.get("/shared/guess/").status_code == 429


@pytest.mark.parametrize(("days", "sentence"), [(-1, "This day is over."), (400, "within a year")])
def test_a_day_out_of_bounds_is_refused(as_ana, url, days, sentence):
    response = as_ana.post(url, {"until": str(localdate() + timedelta(days=days))})

    assert response.status_code == 422
    assert sentence in response.text
    assert not ShareLink.objects.exists()


def test_a_link_of_another_agency_is_not_found(as_ana, url, client, south):
    shared(as_ana, url)
    client.force_login(make_person("Sue", south, Role.ANALYST).user)

    link = ShareLink.objects.get()
    assert client.post(reverse("studies:close_link", args=[link.pk])).status_code == 404
