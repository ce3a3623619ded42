"""Links by which a report is read without an account."""

from datetime import timedelta

import pytest
import time_machine
from django.http import Http404
from django.utils.timezone import localdate, now

from agencies.models import AuditEntry
from reliability import study_access
from reliability.actions import studying
from reliability.models import ShareLink
from tests.reliability.studying.made import analyst, edition_of, frozen_study, later

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def edition(north, ana):
    return edition_of(frozen_study(north, ana.membership))


def test_a_link_opens_its_report_until_the_end_of_its_day(edition, ana):
    day = later(10)
    _link, code = studying.share(edition=edition, by=ana.membership, until=day)

    with time_machine.travel(now() + timedelta(days=9), tick=False):
        assert study_access.shared_edition(code) == edition
    with (
        time_machine.travel(now() + timedelta(days=12), tick=False),
        pytest.raises(study_access.LinkClosedError, match="expired"),
    ):
        study_access.shared_edition(code)


def test_the_code_is_not_stored(edition, ana):
    link, code = studying.share(edition=edition, by=ana.membership, until=later(10))

    assert code not in str(ShareLink.objects.values())
    assert code not in str(AuditEntry.objects.values())
    assert link.code_hash == study_access.code_hash(code)


@pytest.mark.parametrize("code", ["", "x", "a" * 500, "\ud800"])
def test_a_code_that_nobody_made_is_not_found(edition, code):
    with pytest.raises(Http404):
        study_access.shared_edition(code)


def test_a_closed_link_says_so(edition, ana):
    link, code = studying.share(edition=edition, by=ana.membership, until=later(10))

    studying.close(link=link, by=ana.membership)
    studying.close(link=link, by=ana.membership)

    with pytest.raises(study_access.LinkClosedError, match="closed"):
        study_access.shared_edition(code)
    assert AuditEntry.objects.filter(verb="close_link").count() == 1


def test_a_withdrawn_study_closes_its_links(edition, ana):
    _link, code = studying.share(edition=edition, by=ana.membership, until=later(10))

    studying.withdraw(study=edition.study, by=ana.membership, because="The rows were mixed up.")

    with pytest.raises(study_access.LinkClosedError):
        study_access.shared_edition(code)
    with pytest.raises(studying.StudyRefusedError, match="withdrawn"):
        studying.share(edition=edition, by=ana.membership, until=later(10))


@pytest.mark.parametrize("days", [-1, 400])
def test_a_link_is_open_for_a_year_at_most(edition, ana, days):
    with pytest.raises(studying.StudyRefusedError, match="a year away"):
        studying.share(edition=edition, by=ana.membership, until=localdate() + timedelta(days=days))


def test_one_agency_does_not_share_the_report_of_another(edition, south):
    stranger = analyst(south)

    with pytest.raises(ValueError, match="makes no studies"):
        studying.share(edition=edition, by=stranger, until=later(10))
