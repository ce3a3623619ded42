"""What the database must never hold, and how people are made."""

import pytest
from django.db import IntegrityError

from agencies.models import Membership, Role, User
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def test_roles_are_the_six_of_an_agency():
    assert Role.values == [
        "assessor",
        "expert",
        "adjudicator",
        "coordinator",
        "analyst",
        "agency_admin",
    ]


def test_user_signs_in_by_e_mail_in_any_case():
    user = make_user("Asha", email="Asha@Example.org")

    assert user.email == "asha@example.org"
    assert User.objects.get_by_natural_key("ASHA@example.org") == user
    assert user.check_password(PASSWORD)
    assert (user.get_full_name(), user.get_short_name(), str(user)) == ("Asha",) * 3


def test_user_e_mail_is_unique_in_any_case():
    make_user("Asha", email="asha@example.org")

    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="ASHA@EXAMPLE.ORG", name="Other")])


def test_user_without_e_mail_is_refused():
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("")


def test_superuser_is_a_system_admin():
    user = User.objects.create_superuser("root@example.org", PASSWORD, name="Root")

    assert user.is_staff
    assert user.is_superuser
    assert not user.is_editor


def test_membership_is_once_per_role(asha):
    with pytest.raises(IntegrityError):
        Membership.objects.create(user=asha.user, agency=asha.agency, role=Role.ASSESSOR)


def test_membership_has_a_known_role(asha):
    with pytest.raises(IntegrityError):
        Membership.objects.create(user=asha.user, agency=asha.agency, role="boss")


def test_membership_reads_as_a_sentence(asha):
    assert str(asha.membership) == "Asha, Assessor, North Agency"
