"""Script in every text that the database holds comes out of every page as text.

Not through the forms, which refuse some of it: straight into the tables, so that no page relies on
what a form let in. A new field of text is attacked as soon as it is there, unless `CODES` names it.
"""

import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.test import Client, override_settings
from django_scopes import scopes_disabled

from tests.routes import table
from tests.routes.table import COLUMNS
from tests.routes.world import make_shipped, make_system_admin, make_world

pytestmark = pytest.mark.full
PAYLOAD = (
    "\"'><script>boom()</script><img src=x onerror=boom()><svg/onload=boom()>"
    "{{ 7|add:7 }}{% now 'Y' %}</textarea></title><a href=javascript:boom()>"
    "\N{RIGHT-TO-LEFT OVERRIDE}\N{ZERO WIDTH SPACE}"
)
OURS = ("agencies", "vignettes", "training", "reliability", "config")
CODES = {
    # codes of tools, rules, items, languages and the like, which no person writes
    *("code", "slug", "tool", "tool_version", "item", "rule", "page", "question", "place"),
    *("language", "key", "event", "verb", "object_type", "object_id", "span_id", "label", "band"),
    *("step", "signal", "engine", "task", "start", "device", "operation", "kind"),
    # hashes, secrets, signed texts
    *("secret", "secret_hash", "request_hash", "previous", "seal", "content_hash", "digest"),
    *("data_digest", "salt", "key_mark", "code_hash", "badge", "password"),
    # looked up by
    *("email", "url", "target", "rater", "same_as", "part"),
    # Markdown of a case with its marks, which has tests of its own (tests/vignettes/test_text.py)
    *("text_en", "text_fr"),
}
LINKS = {"href", "src", "action", "formaction", "xlink:href", "data", "poster"}


class Danger(HTMLParser):
    """Collects what a browser would run or follow."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.is_script = False

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.is_script = tag == "script" and "json" not in (told.get("type") or "")
        if "boom" in str(told) and any(name.startswith("on") for name in told):
            self.found.append((tag, attrs))
        for name in LINKS & told.keys():
            if re.sub(r"[\s\x00-\x20]", "", told[name] or "").lower().startswith("javascript:"):
                self.found.append((tag, attrs))

    def handle_data(self, data):
        if self.is_script and data.strip():
            self.found.append(("script", data[:60]))


def fields():
    """(model, field) of every text that is no code."""
    return [
        (model, field)
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.primary_key
        and field.name not in CODES
    ]


def unlocked(cursor):
    """Past the triggers that keep the record; all of it is rolled back."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        return
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table_name in {model._meta.db_table for model, _ in fields()}:
        cursor.execute(f'ALTER TABLE "{table_name}" DISABLE TRIGGER USER')


def poison():
    """The payload into every one of them."""
    with connection.cursor() as cursor:
        unlocked(cursor)
        for model, field in fields():
            room = field.max_length or 999
            table_name, key = model._meta.db_table, model._meta.pk.column
            text = PAYLOAD[: room - 8] if field.unique else PAYLOAD[:room]
            value = f'%s || CAST("{key}" AS text)' if field.unique else "%s"
            command = f'UPDATE "{table_name}" SET "{field.column}" = {value}'  # noqa: S608
            try:
                with transaction.atomic():
                    cursor.execute(command, [text])
            except IntegrityError:  # a text that may only stand where something else does
                filled = f"{command} WHERE \"{field.column}\" <> ''"
                cursor.execute(filled, [text])


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One agency with everything in it, every text of which is poisoned."""
    folder = tmp_path_factory.mktemp("poison")
    changed = {
        "BADGE_KEYS": "",
        "BADGE_KEYS_FILE": folder / "badge-keys.json",
        "SESSION_ENGINE": "django.contrib.sessions.backends.cache",
    }
    with django_db_blocker.unblock(), override_settings(**changed), transaction.atomic():
        with scopes_disabled():
            made = make_world("North", make_shipped(), folder)
            made.people["system_admin"] = make_system_admin()
            poison()
        yield made
        transaction.set_rollback(True)


def test_fields_of_every_app_are_attacked():
    named = {f"{model._meta.label}.{field.name}" for model, field in fields()}

    assert len(named) > 40
    assert {"agencies.User.name", "agencies.Agency.name", "training.Rating.reason"} <= named
    assert {"reliability.Study.title", "training.Contest.answer", "config.Schedule.name"} <= named


@pytest.mark.parametrize("role", COLUMNS)
def test_no_page_runs_what_the_tables_hold(world, role, db):
    client = Client(raise_request_exception=False)
    if role != "signed_out":
        client.force_login(world.people[role])
    seen, wrong = 0, []
    for row in table.read_rows():
        if row.answers.get("GET", {}).get(role) != "200":
            continue
        with transaction.atomic():
            answer = client.get(row.url(world))
            transaction.set_rollback(True)
        if answer.status_code != 200:
            wrong.append(f"{row.key}: {answer.status_code}")
        elif answer.headers["Content-Type"].startswith("text/html") and not answer.streaming:
            seen += "boom()" in answer.text
            danger = Danger()
            danger.feed(answer.text)
            wrong += [f"{row.key}: {found}" for found in danger.found]
            if "{{ 7|add:7 }}" not in answer.text and "14{% now" in answer.text:
                wrong.append(f"{row.key}: a template of the database was run")
    assert wrong == []
    assert seen > (1 if role == "signed_out" else 8)


def test_the_admins_tables_run_nothing_either(world, db):
    client = Client(raise_request_exception=False)
    client.force_login(world.people["system_admin"])
    wrong = []
    for model in {model for model, _ in fields()}:
        name = model._meta.label_lower.replace(".", "_")
        answer = client.get(f"/admin/{name.replace('_', '/', 1)}/")
        danger = Danger()
        danger.feed(answer.text)
        wrong += [f"{name}: {found}" for found in danger.found]
        assert answer.status_code in (200, 404), name
    assert wrong == []
