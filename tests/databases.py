"""The test's own database as another program is told of it."""

from urllib.parse import quote

from django.db import connection


def address(name=""):
    """What DATABASE_URL must say; another database of the same server, where one is named."""
    told = connection.settings_dict
    name = name or told["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"postgres://{told['USER']}@/{name}?host={quote(told['HOST'], safe='')}"
