"""Who attacks: browsers that check forgery tokens, and limits as a service has them."""

import pytest
from django.core.cache import cache
from django.test import Client

from agencies.models import Role
from tests.factories import make_person, make_user


@pytest.fixture
def root(db):
    """A system admin."""
    return make_user("Root", is_staff=True, is_superuser=True)


@pytest.fixture
def ada(north):
    """North's agency admin."""
    return make_person("Ada", north, Role.AGENCY_ADMIN)


@pytest.fixture
def strict():
    """Makes a browser whose forms need the token of the page."""

    def make(user=None, **environ):
        client = Client(enforce_csrf_checks=True, raise_request_exception=False, **environ)
        if user is not None:
            client.force_login(user)
        return client

    return make


@pytest.fixture
def limits(settings):
    """The limits of a service: the other tests sign in far too often for them."""
    del settings.ACCOUNT_RATE_LIMITS
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def staff(north):
    """North's people of every role, each signed in."""
    made = {}
    for role in Role:
        client = Client(raise_request_exception=False)
        client.force_login(make_person(f"Staff {role.value}", north, role).user)
        made[role] = client
    return made
