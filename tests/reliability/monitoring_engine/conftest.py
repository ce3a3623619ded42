"""A bank that lies on the practice side of North, an assessor with one fault, and coordinators."""

import pytest
from django_scopes import scopes_disabled

from agencies.models import Role
from tests.factories import make_person
from tests.reliability.monitored import enrolled, make_checks_bank
from tests.training.exam_bank import place_in
from training.models import Side


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def bank(north):
    made = make_checks_bank(20)
    place_in(north, *(version.vignette for version in made), side=Side.PRACTICE)
    return made


@pytest.fixture
def enrolment(asha, bank):
    return enrolled(asha)


@pytest.fixture
def sara(south):
    """South's coordinator: to North's alerts, an outsider."""
    return make_person("Sara", south, Role.COORDINATOR)
