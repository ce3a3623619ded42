"""Which days a leave may have."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now
from django_scopes import scopes_disabled

from agencies.models import Leave


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


def test_leave_that_begins_centuries_ago_is_refused(client, tom, asha):
    client.force_login(tom.user)
    page = reverse("agencies:plan_leave", args=[asha.user.pk])

    refused = client.post(page, {"since": "0026-11-01"})

    assert refused.status_code == 422
    assert "more than two years back" in refused.text
    assert not Leave.objects.exists()


def test_long_leave_still_ends(client, tom, asha):
    began = localdate() - timedelta(days=1000)
    Leave.objects.create(agency=tom.agency, user=asha.user, since=began, begun_at=now())
    client.force_login(tom.user)
    until = localdate() + timedelta(days=9)

    page = reverse("agencies:plan_leave", args=[asha.user.pk])

    assert client.post(page, {"since": began, "until": until}).status_code == 302
    assert Leave.objects.get().until == until
