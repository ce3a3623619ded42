"""A page that fails because the database is busy says so; any other fault is a fault."""

import pytest
from django.db import OperationalError

from training.views import cases


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (OperationalError("database is locked"), 503, "The server is busy"),
        (ZeroDivisionError("one"), 500, "Something went wrong here"),
    ],
)
def test_a_busy_database_is_told_apart_from_a_fault(
    client, asha, monkeypatch, error, status, sentence
):
    def fail(*_):
        raise error

    client.force_login(asha.user)
    client.raise_request_exception = False
    monkeypatch.setattr(cases, "start_page", fail)

    page = client.get("/training/")

    assert page.status_code == status
    assert sentence in page.text
    assert ("Retry-After" in page.headers) == (status == 503)
