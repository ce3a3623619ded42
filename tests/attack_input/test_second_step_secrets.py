"""Who has the database, but not the key, cannot make codes."""

import importlib
import logging
import os
import time
from io import StringIO
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from agencies import second_step_keys
from agencies.second_step_keys import MARK, LostKeyError
from config.backup import keys
from tests.attack_input.test_replay import SECRET, code_at, first_step

pytestmark = pytest.mark.django_db
KEY, NEW = "k" * 40, "n" * 40


@pytest.fixture(autouse=True)
def _key(settings, tmp_path):
    settings.SECOND_STEP_KEY = KEY
    settings.SECOND_STEP_KEY_FILE = tmp_path / "second-step-key"


@pytest.fixture
def app(asha):
    RecoveryCodes.activate(asha.user)
    return TOTP.activate(asha.user, SECRET).instance


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        return " ".join(str(row[0]) for row in cursor.fetchall())


def test_neither_secret_nor_seed_lies_in_the_clear(app):
    codes = Authenticator.objects.get(type="recovery_codes")

    assert SECRET not in stored()
    assert stored().count(MARK) == 2
    assert codes.data["seed"].startswith(MARK)
    assert len(codes.wrap().get_unused_codes()) == 10


def test_what_earlier_versions_stored_is_encrypted_by_the_upgrade(asha):
    TOTP.activate(asha.user, SECRET)
    Authenticator.objects.update(data={"secret": SECRET})
    upgrade = importlib.import_module("agencies.migrations.0010_second_steps_are_encrypted")

    upgrade.encrypt(apps, SimpleNamespace(connection=connection))

    assert SECRET not in stored()
    assert second_step_keys.decrypt(Authenticator.objects.get().data["secret"]) == SECRET


def test_what_was_changed_by_hand_decrypts_to_nothing(app):
    spoilt = app.data["secret"][:-6] + "AAAAA="

    with pytest.raises(LostKeyError, match="not here"):
        second_step_keys.decrypt(spoilt)


def test_a_new_key_is_put_before_the_old_one(app, settings):
    settings.SECOND_STEP_KEY = f"{NEW},{KEY}"
    said = StringIO()

    call_command("encrypt_second_steps", stdout=said)
    settings.SECOND_STEP_KEY = NEW

    assert said.getvalue().startswith("2 secrets")
    app.refresh_from_db()
    assert second_step_keys.decrypt(app.data["secret"]) == SECRET


def test_the_command_says_that_the_old_key_is_lost(app, settings):
    settings.SECOND_STEP_KEY = NEW

    with pytest.raises(CommandError, match="Put back the key"):
        call_command("encrypt_second_steps")


def test_with_a_lost_key_nobody_gets_in_by_a_code_and_the_log_says_why(
    asha, app, settings, caplog, client
):
    settings.SECOND_STEP_KEY = NEW
    client = first_step(asha)

    with caplog.at_level(logging.ERROR):
        answer = client.post(reverse("mfa_authenticate"), {"code": code_at(time.time())})

    assert answer.status_code == 200
    assert "Please tell your system admin" in answer.text
    assert "_auth_user_id" not in client.session
    assert "Put back the key" in caplog.text


def test_with_a_lost_key_the_page_of_recovery_codes_says_so(client, asha, app, settings, caplog):
    client.force_login(asha.user)
    client.raise_request_exception = False
    settings.SECOND_STEP_KEY = NEW

    page = client.get(reverse("mfa_view_recovery_codes"))

    assert page.status_code == 503
    assert "Codes cannot be checked just now" in page.text
    assert "Put back the key" in caplog.text


def test_a_short_key_is_refused(settings):
    settings.SECOND_STEP_KEY = "short"

    with pytest.raises(LostKeyError, match="fewer than 32"):
        second_step_keys.encrypt("x")


def test_without_one_a_private_file_is_made_and_kept(settings):
    settings.SECOND_STEP_KEY = ""
    file = settings.SECOND_STEP_KEY_FILE

    told = second_step_keys.encrypt("x")

    assert oct(file.stat().st_mode & 0o777) == "0o600"
    assert second_step_keys.decrypt(told) == "x"


def test_the_backup_of_the_keys_holds_it(settings, tmp_path, monkeypatch):
    monkeypatch.setitem(os.environ, "SECOND_STEP_KEY", KEY)

    written = keys.write(tmp_path / "keys.json")

    assert "SECOND_STEP_KEY" in written
    assert KEY in (tmp_path / "keys.json").read_text()
