"""A platform that belongs to North, and its agency admin."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.core.cache import cache
from django_scopes import scope
from lti_tool.models import Key

from agencies.models import Role
from lti.actions.platforms import Registered, add_platform
from lti.models import Account
from tests.factories import make_person
from tests.lti import double

OWN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(autouse=True)
def _local(settings):
    settings.WEBHOOKS_MAY_BE_LOCAL = True
    cache.clear()


@pytest.fixture
def college():
    """A learning platform that runs, registered nowhere yet."""
    with double.running() as platform:
        yield platform


@pytest.fixture
def boss(north):
    """North's agency admin."""
    return make_person("Bo", north, Role.AGENCY_ADMIN)


@pytest.fixture
def registered(college, boss):
    """The platform, registered by North. Our own key is there: making one takes long."""
    Key.objects.create(
        public_key=OWN_KEY.public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        .decode(),
        private_key=OWN_KEY.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        ).decode(),
    )
    with scope(agency=boss.agency):
        return add_platform(told=Registered(**college.registered), by=boss.membership)


@pytest.fixture
def known(registered, college, asha):
    """Asha said earlier that she is the platform's subject."""
    with scope(agency=asha.agency):
        return Account.objects.create(
            agency=asha.agency, platform=registered, subject=college.subject, user=asha.user
        )
