"""A case given to Asha, and the agency's scope around every test."""

import pytest
from django_scopes import scopes_disabled

from tests.training.factories import assign, gold_of
from tests.vignettes.factories import make_version


@pytest.fixture(autouse=True)
def _unscoped():
    """Tests look at every agency; the views open their own scope inside."""
    with scopes_disabled():
        yield


@pytest.fixture
def version(db):
    return make_version()


@pytest.fixture
def gold(version):
    return gold_of(version)


@pytest.fixture
def assignment(asha, version):
    """Asha's practice case."""
    return assign(asha, version)


@pytest.fixture
def as_asha(client, asha):
    client.force_login(asha.user)
    return client


@pytest.fixture
def as_tom(client, tom):
    client.force_login(tom.user)
    return client
