"""The character of number 0, which PostgreSQL holds in no text, wherever a text can come in."""

import pytest
from django.db import DataError
from django.test import Client, RequestFactory

from agencies.models import Role
from config.middleware import WithoutNull

pytestmark = pytest.mark.django_db
NULL = "\x00"
REFUSED = DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")


@pytest.mark.parametrize("path", ["/people/%00/", "/verify/a%00b/", "/%00", "/api/v1/%00/"])
def test_an_address_with_it_is_nowhere(staff, path):
    for client in (staff[Role.COORDINATOR], Client(raise_request_exception=False)):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/people/?q=%00",
        "/vignettes/?kind=%00&q=%00",
        "/monitoring/alerts/?state=%00",
        "/reliability/decisions/?page=%00",
        "/account/login/?next=%00",
    ],
)
def test_a_question_with_it_finds_no_fault(staff, path):
    assert staff[Role.COORDINATOR].get(path).status_code < 500


def test_a_form_with_it_finds_no_fault(staff):
    fields = {"email": f"a{NULL}@example.org", "name": NULL, "role": NULL, "login": NULL}
    for path in ("/people/invite/", "/account/login/", "/account/password/reset/"):
        assert staff[Role.COORDINATOR].post(path, fields).status_code < 500


def test_a_cookie_with_it_counts_as_not_sent(asha):
    client = Client()
    client.force_login(asha.user)
    assert client.get("/training/").status_code == 200

    client.cookies["sessionid"] = f"{NULL}{client.cookies['sessionid'].value}"

    answer = client.get("/training/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_where_the_database_refuses_it_the_page_says_so():
    request = RequestFactory().post("/people/")

    answer = WithoutNull(lambda request: None).process_exception(request, REFUSED)

    assert answer.status_code == 400
    assert "a character that no text may hold" in answer.content.decode()
    other = DataError("integer out of range")
    assert WithoutNull(lambda request: None).process_exception(request, other) is None
