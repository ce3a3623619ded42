"""The key under which people and files are hashed."""

import stat
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from reliability.actions.studying import keys
from reliability.models import StudyRules

pytestmark = pytest.mark.usefixtures("unscoped")


def test_the_key_is_made_at_first_use_and_stays(north, pseudonym_key):
    first = keys.agency_key(north)

    assert keys.agency_key(north) == first
    assert len(first) == 32
    assert stat.S_IMODE(pseudonym_key.stat().st_mode) == 0o600
    assert [file.name for file in pseudonym_key.parent.iterdir()] == [pseudonym_key.name]


def test_two_agencies_have_two_keys(north, south):
    assert keys.agency_key(north) != keys.agency_key(south)


def test_the_key_needs_both_halves(north, settings):
    settings.PSEUDONYM_KEY = "one-" * 16
    first = keys.agency_key(north)
    StudyRules.objects.update(salt="00" * 32, key_mark="")

    assert keys.agency_key(north) != first


def test_another_pseudonym_key_is_refused_until_it_is_accepted(north, pseudonym_key):
    first = keys.agency_key(north)
    pseudonym_key.unlink()

    with pytest.raises(keys.KeyChangedError, match="put back the pseudonym key") as refused:
        keys.agency_key(north)

    with override("fr-ca"):
        assert "clé" in str(refused.value)
    output = StringIO()
    call_command("pseudonym_key", accept=True, stdout=output)
    assert "1 agencies go on with this key" in output.getvalue()
    assert keys.agency_key(north) != first


def test_the_command_shows_a_fingerprint_and_not_the_key(north, settings):
    settings.PSEUDONYM_KEY = "secret-part-" * 4
    output = StringIO()

    call_command("pseudonym_key", stdout=output)

    assert output.getvalue().strip() == keys.fingerprint()
    assert "secret" not in output.getvalue()


def test_a_short_key_is_refused_in_a_sentence(north, settings):
    settings.PSEUDONYM_KEY = "short"

    with pytest.raises(keys.BadKeyError, match="fewer than 32 characters"):
        keys.agency_key(north)
    with pytest.raises(CommandError, match="PSEUDONYM_KEY"):
        call_command("pseudonym_key", stdout=StringIO())


def test_a_pseudonym_looks_like_any_blinded_cell(north):
    key = keys.agency_key(north)

    found = keys.pseudonym(key, "person 1")

    assert found[0] == "#"
    assert len(found) == 17
    assert found == keys.pseudonym(key, "person 1") != keys.pseudonym(key, "person 2")
