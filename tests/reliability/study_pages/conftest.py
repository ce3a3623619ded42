"""A frozen study of North with its report, made as a program makes one."""

import pytest
from django_scopes import scopes_disabled

from tests.reliability.study_pages.made import make_frozen


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def frozen(ana):
    return make_frozen(ana)


@pytest.fixture
def edition(frozen):
    return frozen.editions.get()


@pytest.fixture
def as_ana(client, ana):
    client.force_login(ana.user)
    return client
