"""Entering the code of a certificate by hand."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.reliability.certificates import certify

pytestmark = pytest.mark.usefixtures("unscoped", "badge_keys")


@pytest.fixture
def credential(asha, tom):
    return certify(asha, tom)


@pytest.mark.parametrize(
    "written",
    [
        "{code}",
        "  {code} ",
        "https://training.example/verify/{code}/",
        "training.example/verify/{code}?from=paper",
    ],
)
def test_a_code_leads_to_its_certificate_however_it_is_copied(client, credential, written):
    told = {"code": written.format(code=credential.code)}

    page = client.get(reverse("verify:enter"), told, follow=True)

    assert page.redirect_chain == [(f"/verify/{credential.code}/", 302)]
    assert credential.holder_name in page.text


@pytest.mark.parametrize(
    ("written", "sentence"),
    [("", "Enter the code that stands on the certificate."), ("a/b", "This is no code")],
)
def test_what_is_no_code_is_told_so(client, db, written, sentence):
    page = client.get(reverse("verify:enter"), {"code": written})

    assert page.status_code == 422
    assert sentence in page.text


def test_an_unknown_code_leads_to_the_field_again(client, db):
    cache.clear()

    page = client.get(reverse("verify:enter"), {"code": "nobody"}, follow=True)

    assert page.status_code == 404
    assert f'href="{reverse("verify:enter")}"' in page.text


def test_pages_link_to_verification_on_the_address_that_was_visited(client, credential, asha):
    client.force_login(asha.user)

    page = client.get(reverse("reliability:my_certificates"))

    assert f'href="/verify/{credential.code}/"' in page.text
