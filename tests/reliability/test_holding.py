"""What becomes of decisions and certificates when their holder takes data along or leaves."""

import pytest
from django.urls import reverse

from agencies.actions.erasing import erase
from reliability import holding
from reliability.actions.monitoring.points import write_points
from reliability.models import Credential, Decision
from tests.reliability.certificates import certify
from tests.reliability.monitored import THREE_WRONG, check_series, enrolled, make_checks_bank
from tests.reliability.studying.made import edition_of, frozen_study

pytestmark = pytest.mark.usefixtures("unscoped", "badge_keys")


def test_export_holds_ones_own_decisions_and_certificates(asha, ben, tom):
    mine = certify(asha, tom)
    certify(ben, tom)

    told = holding.export(asha.user)

    assert [one["code"] for one in told["certificates"]] == [mine.code]
    assert [one["outcome"] for one in told["decisions"]] == ["passed"]


def test_export_holds_what_monitoring_keeps_on_oneself_and_on_nobody_else(asha, ben, north):
    bank = make_checks_bank(2)
    for person in (asha, ben):
        check_series(enrolled(person), bank, [THREE_WRONG])
    write_points(north)

    told = holding.export(asha.user)

    assert [one["hits"] for one in told["check_cases"]] == [7, 9]
    assert told["remedies"] == told["training_elsewhere"] == []
    assert "findings" not in told["check_cases"][0]


def test_export_holds_the_studies_that_one_made_and_nobody_in_them(north, ana, asha):
    edition_of(frozen_study(north, ana.membership), made_by=ana.membership)

    told = holding.export(ana.user)

    assert [one["title"] for one in told["studies_made"]] == ["Field study"]
    assert [one["number"] for one in told["reports_made"]] == [1]
    assert told["links_made"] == []
    assert holding.export(asha.user)["studies_made"] == []


def test_certificate_stays_where_its_holder_wishes(client, asha, tom):
    credential = certify(asha, tom)

    erase(user=asha.user, wishes={"certification"})

    page = client.get(reverse("verify:certificate", args=[credential.code]))
    assert "Asha" in page.text
    assert Credential.objects.get().revoked_at is None


def test_certificate_ends_without_a_name_otherwise(client, asha, tom):
    credential = certify(asha, tom)

    erase(user=asha.user, wishes=())

    page = client.get(reverse("verify:certificate", args=[credential.code]))
    assert "Asha" not in page.text
    credential.refresh_from_db()
    assert credential.revoked_at is not None
    assert credential.badge == ""
    assert Decision.objects.count() == 1
