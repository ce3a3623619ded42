"""Three assessors of North on three cases: two agree with gold, the third does not."""

from types import SimpleNamespace

import pytest
from django_scopes import scopes_disabled

from agencies.models import Role
from tests.factories import make_person
from tests.reliability.factories import make_study
from tests.training.factories import assign, gold_of, hand_in, with_changes
from tests.vignettes.factories import make_version

CODES = ("maple-crossing", "winter-ledger", "heron-bridge")


@pytest.fixture
def unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def studied(unscoped, asha, ben, north):
    """The study, its versions and raters. Dan counts strangers one too many on every case."""
    dan = make_person("Dan", north, Role.ASSESSOR)
    versions = [make_version(code) for code in CODES]
    for version in versions:
        gold = gold_of(version).scores
        hand_in(asha, assign(asha, version), gold)
        hand_in(ben, assign(ben, version), gold)
        hand_in(dan, assign(dan, version), with_changes(gold, i9=1, i8=1))
    return SimpleNamespace(
        study=make_study(north, versions), versions=versions, raters=(asha, ben, dan)
    )


@pytest.fixture
def badge_keys(settings, tmp_path):
    """Keys of their own: no test signs with those of this checkout."""
    settings.BADGE_KEYS = ""
    settings.BADGE_KEYS_FILE = tmp_path / "badge-keys.json"
    settings.BASE_URL = "https://training.example"
    return settings.BADGE_KEYS_FILE
