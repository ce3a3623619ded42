"""From a confirmed decision to a certificate that a stranger verifies, in both languages."""

import pytest
from django.test import override_settings

from reliability.models import Credential
from tests.journeys.conftest import NARROW, sign_in
from tests.reliability.certificates import confirmed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _addresses(live_server, tmp_path):
    """Links on certificates lead to the server of this test."""
    with override_settings(
        BASE_URL=live_server.url, BADGE_KEYS="", BADGE_KEYS_FILE=tmp_path / "keys.json"
    ):
        yield


def test_a_certificate_is_issued_taken_along_verified_and_revoked(
    open_page, look, console, asha, tom
):
    confirmed(asha, tom)

    desk = open_page()
    sign_in(desk, tom)
    desk.get_by_role("link", name="Certificates").click()
    look(desk, "certificates-1-to-issue")
    desk.get_by_role("button", name="Issue the certificate").click()
    look(desk, "certificates-2-issued")
    desk.get_by_role("link", name="Certificates").first.click()
    look(desk, "certificates-3-list")

    own = open_page(viewport=NARROW, locale="fr-CA")
    sign_in(own, asha)
    own.get_by_role("link", name="Mes certificats").first.click()
    look(own, "certificates-4-mine-fr-390")
    with own.expect_download() as pdf:
        own.get_by_role("link", name="PDF, en français").click()
    assert pdf.value.suggested_filename.endswith("-fr.pdf")
    with own.expect_download() as badge:
        own.get_by_role("link", name="Insigne sous forme de jeton").click()
    assert badge.value.path().read_text() == Credential.objects.get().badge
    own.get_by_role("button", name="Lire mon relevé").click()
    look(own, "certificates-5-transcript-fr-390")

    stranger = open_page(viewport=NARROW, color_scheme="dark")
    stranger.goto(f"/verify/{Credential.objects.get().code}/")
    assert "Valid until" in stranger.locator("main").inner_text()
    look(stranger, "certificates-6-verified-390-dark")

    desk.get_by_role("link", name="Asha", exact=True).click()
    desk.get_by_label("Reason, shown to the holder").fill("Issued in error.")
    desk.get_by_role("button", name="Revoke this certificate").click()
    look(desk, "certificates-7-revoked")
    stranger.reload()
    assert "no longer holds" in stranger.locator("main").inner_text()
    look(stranger, "certificates-8-revoked-390-dark")
    assert console == []


def test_a_stranger_who_mistypes_is_told_plainly(open_page, look):
    page = open_page(viewport=NARROW, locale="fr-CA")

    page.goto("/verify/mistyped/")

    assert "Aucun certificat ne porte ce code" in page.locator("main").inner_text()
    look(page, "certificates-9-unknown-fr-390")
