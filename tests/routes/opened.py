"""The two agencies of the table, made once for a whole file of tests and rolled back after it."""

import gc
from contextlib import contextmanager

from django.db import transaction
from django.test import Client, override_settings
from django_scopes import scopes_disabled

from tests.routes.table import COLUMNS
from tests.routes.world import make_shipped, make_system_admin, make_world


@contextmanager
def two_agencies(folder, before_each=lambda: None):
    """Both worlds, North first; `before_each` is called before and after each is made."""
    changed = {
        "BADGE_KEYS": "",
        "BADGE_KEYS_FILE": folder / "badge-keys.json",
        "SESSION_ENGINE": "django.contrib.sessions.backends.cache",
        "API_REQUESTS_A_MINUTE": 1_000_000,
    }
    with override_settings(**changed), transaction.atomic():
        with scopes_disabled():
            shipped, made = make_shipped(), []
            for name in ("North", "South"):
                before_each()
                made.append(make_world(name, shipped, folder))
            before_each()
            made[0].people["system_admin"] = make_system_admin()
        gc.freeze()  # thousands of requests follow: none has to walk what is here already
        yield made
        gc.unfreeze()
        transaction.set_rollback(True)


def clients_of(world):
    """One browser for each role, signed in once."""
    made = {role: Client(raise_request_exception=False) for role in COLUMNS}
    for role, client in made.items():
        if role != "signed_out":
            client.force_login(world.people[role])
    return made
