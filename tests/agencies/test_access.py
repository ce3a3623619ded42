"""Who gets through the door of a view, and what the view then sees."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.cache import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django_scopes import ScopeError

from agencies import access
from agencies.actions import record
from agencies.models import AuditEntry, Membership, Role
from tests.factories import make_user


@access.membership_required(Role.COORDINATOR, Role.ANALYST)
def report(request):
    entries = AuditEntry.objects.count()
    return HttpResponse(f"{request.agency} {request.membership.role} {entries}")


@access.membership_required()
def anyone(request):
    return HttpResponse(request.membership.role)


@pytest.fixture
def request_of(rf, db):
    def make(user):
        request = rf.get("/report/")
        request.user = user
        request.session = SessionStore()
        return request

    return make


def test_membership_required_sends_a_stranger_to_the_sign_in_page(request_of):
    response = report(request_of(AnonymousUser()))

    assert (response.status_code, response.url) == (302, "/account/login/?next=/report/")


def test_membership_required_opens_the_agency_scope(request_of, tom, cara):
    record(agency=tom.agency, actor=tom.user, verb="invited", obj=tom.membership)
    record(agency=cara.agency, actor=cara.user, verb="invited", obj=cara.membership)

    response = report(request_of(tom.user))

    assert response.content == b"North Agency coordinator 1"


def test_query_outside_a_scope_raises(db):
    with pytest.raises(ScopeError):
        AuditEntry.objects.count()


def test_membership_required_refuses_another_role_in_a_sentence(request_of, asha):
    with pytest.raises(PermissionDenied) as refusal:
        report(request_of(asha.user))

    assert str(refusal.value) == (
        "This page is for: Coordinator, Analyst. You are signed in as: Assessor."
    )


def test_membership_required_refuses_a_person_without_an_agency(request_of, db):
    with pytest.raises(PermissionDenied, match="do not belong to an agency yet"):
        anyone(request_of(make_user("Nobody")))


def test_second_role_in_the_same_agency_opens_its_page(request_of, asha):
    Membership.objects.create(user=asha.user, agency=asha.agency, role=Role.ANALYST)
    request = request_of(asha.user)

    assert report(request).content == b"North Agency analyst 0"
    assert access.current_membership(request).role == Role.ANALYST


def test_role_in_another_agency_does_not_open_a_page_here(request_of, asha, south):
    Membership.objects.create(user=asha.user, agency=south, role=Role.COORDINATOR)

    with pytest.raises(PermissionDenied, match="Coordinator"):
        report(request_of(asha.user))


def test_current_membership_ignores_a_choice_that_is_not_ones_own(request_of, asha, cara):
    request = request_of(asha.user)
    request.session[access.SESSION_KEY] = cara.membership.pk

    assert access.current_membership(request) == asha.membership


def test_members_are_of_one_agency_and_role_and_may_sign_in(asha, ben, cara, tom):
    ben.user.is_active = False
    ben.user.save()

    assert list(access.members(asha.agency, Role.ASSESSOR)) == [asha.membership]


def test_signed_in_refuses_a_stranger(request_of):
    with pytest.raises(PermissionDenied, match="sign in first"):
        access.signed_in(request_of(AnonymousUser()))
