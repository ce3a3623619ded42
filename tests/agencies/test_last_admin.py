"""Two admins who end each other's role at the same moment."""

import threading

import pytest
from django.db import connections
from django_scopes import scopes_disabled

from agencies.actions.leaving import LastAdminError, end_role
from agencies.models import Membership, Role
from tests.factories import make_agency, make_person


@pytest.mark.django_db(transaction=True)
def test_one_of_them_stays():
    agency = make_agency("East Agency")
    two = [make_person(name, agency, Role.AGENCY_ADMIN) for name in ("Ned", "Nia")]
    start, told = threading.Barrier(2), []

    def end(ended, by):
        start.wait()
        try:
            with scopes_disabled():
                end_role(membership=ended.membership, by=by.user)
            told.append("ended")
        except LastAdminError:
            told.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=end, args=pair) for pair in (two, two[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["ended", "refused"]
    assert Membership.objects.filter(agency=agency, ended_at=None).count() == 1
