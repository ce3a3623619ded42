"""What `manage.py check --deploy` says about an installation on several machines."""

import os
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks

SHARED = ("SECRET_KEY", "BADGE_KEYS", "PSEUDONYM_KEY", "SECOND_STEP_KEY")
_HERE = ("", "localhost", "127.0.0.1", "::1")


@checks.register(checks.Tags.security, deploy=True)
def keys_of_several_machines(
    app_configs: Sequence[Any] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Keys that each machine would make for itself, where the database is another machine's."""
    host = str(settings.DATABASES["default"].get("HOST", ""))
    own = [name for name in SHARED if not (os.environ.get(name) or os.environ.get(f"{name}_FILE"))]
    if host in _HERE or host.startswith("/") or not own:
        return []
    told = (
        f"The database is on {host}, and {', '.join(own)} lie in this machine's VAR_DIR. With web "
        "processes or workers on several machines, every one needs the same keys: otherwise "
        "sign-ins end as the proxy changes the machine, and badges, studies and second steps of "
        "one machine are refused by the next."
    )
    hint = (
        "Name them in the environment of each machine, by value or with _FILE. One machine: fine."
    )
    return [checks.Info(told, hint=hint, id="config.I001")]
