"""Reads the environment for the settings: a value, a default, or a sentence why it will not do."""

import os
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS = {
    # Writers queue instead of failing, and readers never wait for them.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-8000;"
    ),
}
# A page says within seconds that the database is away, instead of keeping people waiting.
POOL_SECONDS = 10
POSTGRES_OPTIONS = {"connect_timeout": "5"}
KEPT_SECONDS = 60
"""How long a thread keeps its connection to a SQLite file."""
PLACEHOLDER = "replace-me"
"""Stands in .env.example where a secret belongs: whoever left it there has not chosen one."""
_YES = {"1", "true", "yes", "on"}
_NO = {"", "0", "false", "no", "off"}
_LEAST_TOKEN = 20


def switch(name: str, *, default: bool = False) -> bool:
    """A yes or a no."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in _YES:
        return True
    if value.strip().lower() in _NO:
        return False
    raise ImproperlyConfigured(
        f"The environment says {name}={value!r}, expected yes or no. Set it to 1 or 0."
    )


def words(name: str, *, default: str = "") -> list[str]:
    """Comma-separated words."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def whole_number(name: str, *, default: int) -> int:
    """A whole number, 0 or more."""
    value = os.environ.get(name, str(default)).strip()
    if not value.isdecimal():
        raise ImproperlyConfigured(
            f"The environment says {name}={value!r}, expected a whole number, 0 or more."
        )
    return int(value)


def collected(static: Path) -> bool:
    """Whether static files carry fingerprints: once collected, and while being collected at first.

    Without the second the first `collectstatic` would leave plain names for good.
    """
    return "collectstatic" in sys.argv[1:2] or (static / "staticfiles.json").is_file()


def base_url(*, hosts: list[str], is_https: bool) -> str:
    """Where people outside find this installation, without a slash at the end.

    From BASE_URL; else the first of `hosts` behind an HTTPS proxy; else this machine.
    """
    told = os.environ.get("BASE_URL", "").strip().rstrip("/")
    if not told:
        named = [host for host in hosts if not host.startswith((".", "*"))]
        if is_https and named:
            return f"https://{named[0]}"
        return f"http://127.0.0.1:{whole_number('PORT', default=8000)}"
    parts = urlsplit(told)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            f"The environment says BASE_URL={told!r}, expected an address such as "
            "https://training.example.ca. Certificates and their QR codes lead there."
        )
    return told


def openid_connect() -> dict[str, Any]:
    """allauth's settings for the one sign-in service that the environment names; none without."""
    server = os.environ.get("OIDC_SERVER_URL", "").strip()
    if not server:
        return {}
    client, hidden = os.environ.get("OIDC_CLIENT_ID", "").strip(), secret("OIDC_CLIENT_SECRET")
    if not client or not hidden:
        raise ImproperlyConfigured(
            "OIDC_SERVER_URL is set, OIDC_CLIENT_ID or OIDC_CLIENT_SECRET is not. "
            "Set all three, or none to sign in by password and passkey only."
        )
    parts = urlsplit(server)
    is_here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if parts.scheme != "https" and not (parts.scheme == "http" and is_here):
        raise ImproperlyConfigured(
            f"The environment says OIDC_SERVER_URL={server!r}, expected an address that begins "
            "with https://. Over plain HTTP anybody in between could sign in as anybody."
        )
    told = {"server_url": server.rstrip("/"), "oauth_pkce_enabled": True}
    app = {
        "provider_id": "agency",
        "name": os.environ.get("OIDC_NAME", "").strip() or str(parts.hostname),
        "client_id": client,
        "secret": hidden,
        "settings": told | {"verified_email": switch("OIDC_VERIFIES_EMAIL")},
    }
    return {"openid_connect": {"APPS": [app]}}


def token(name: str) -> str:
    """A secret that others send with what they ask for; "" without one. Short ones are refused."""
    found = secret(name)
    if found and len(found) < _LEAST_TOKEN:
        raise ImproperlyConfigured(
            f"{name} has {len(found)} characters, expected {_LEAST_TOKEN} or more. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return found


def secret(name: str) -> str:
    """A secret from the environment, or from the file that NAME_FILE names."""
    value, file = os.environ.get(name, "").strip(), os.environ.get(f"{name}_FILE", "").strip()
    if value or not file:
        return value
    if not Path(file).is_file():
        raise ImproperlyConfigured(f"{name}_FILE names {file}, and there is no such file.")
    return Path(file).read_text(encoding="utf-8").strip()


def password(name: str) -> str:
    """A password from the environment, or from the file that NAME_FILE names; "" without one."""
    found = secret(name)
    if found.startswith(PLACEHOLDER):
        raise ImproperlyConfigured(
            f"{name} is still the placeholder of an example, which everybody knows. Put the "
            "password there, or leave the line out."
        )
    return found


def secret_key(key_file: Path) -> str:
    """The signing key: from SECRET_KEY, else from the private file that `./run` makes."""
    key = os.environ.get("SECRET_KEY", "").strip()
    if not key and key_file.is_file():
        key = key_file.read_text(encoding="ascii").strip()
    if key.startswith((PLACEHOLDER, "django-insecure-")):
        raise ImproperlyConfigured(
            "SECRET_KEY is still the placeholder of an example, which everybody knows. Make one "
            "with: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    if not key:
        raise ImproperlyConfigured(
            "No SECRET_KEY was found in the environment, and there is no key file at "
            f"{key_file}. Set SECRET_KEY to 50 or more random characters; on a workstation, "
            "./run makes a private key file by itself."
        )
    return key


def days_kept() -> dict[str, int]:
    """After how many days each kind of leftover is deleted; 0: never. PRUNE_..._DAYS says."""
    return {
        "sign_ins": whole_number("PRUNE_SIGN_INS_DAYS", default=90),
        "invitations": whole_number("PRUNE_INVITATIONS_DAYS", default=90),
        "jobs": whole_number("PRUNE_JOBS_DAYS", default=30),
        "messages": whole_number("PRUNE_MESSAGES_DAYS", default=90),
        "links": whole_number("PRUNE_LINKS_DAYS", default=365),
        "study_jobs": whole_number("PRUNE_STUDY_JOBS_DAYS", default=90),
    }


def secret_keys_before() -> list[str]:
    """Keys that sign nothing any more and still open what they signed; commas or lines between."""
    return re.split(r"[,\s]+", before) if (before := secret("SECRET_KEY_FALLBACKS")) else []


def database(url: str, *, sqlite_file: Path) -> dict[str, Any]:
    """Django's settings for one database URL; SQLite in `sqlite_file` when it is empty."""
    if not url:
        return _sqlite(sqlite_file)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(_sqlite_path(url, parts.path))
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(url)
    raise ImproperlyConfigured(
        f"DATABASE_URL begins with {parts.scheme or 'no scheme'!r}, expected sqlite or postgres. "
        "Write sqlite:////absolute/path.sqlite3 or postgres://user:password@host:5432/name."
    )


def _sqlite_path(url: str, path: str) -> Path:
    if not path.startswith("/") or not path.strip("/"):
        raise ImproperlyConfigured(
            f"DATABASE_URL {url!r} names no SQLite file. "
            "Write sqlite:////absolute/path.sqlite3 (four slashes)."
        )
    return Path(unquote(path.removeprefix("/") if path.startswith("//") else path))


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": dict(SQLITE_OPTIONS),
        # Closing the last connection writes the whole log back: not after every request.
        "CONN_MAX_AGE": KEPT_SECONDS,
        # In memory, a browser's parallel requests meet "database table is locked".
        "TEST": {"NAME": str(path.with_name(f"test-{path.name}"))},
    }


def _pool(told: dict[str, str]) -> dict[str, Any]:
    """How connections are shared; takes what is about them out of what the URL told."""
    seconds = told.pop("pool_timeout", str(POOL_SECONDS))
    largest = told.pop("pool_size", "")
    if not seconds.isdecimal() or not (largest or "4").isdecimal():
        raise ImproperlyConfigured(
            f"DATABASE_URL says pool_timeout={seconds!r} and pool_size={largest!r}, expected whole "
            "numbers: seconds to wait for a connection, and the most connections of one process."
        )
    return {"timeout": int(seconds)} | ({"max_size": int(largest)} if largest else {})


def _kept_after(told: dict[str, str]) -> int | None:
    """How often a connection is asked a prepared query until its server keeps the plan."""
    times = told.pop("prepare_threshold", "2").lower()
    if times == "none":
        return None
    if not times.isdecimal():
        raise ImproperlyConfigured(
            f"DATABASE_URL says prepare_threshold={times!r}, expected a whole number or none: how "
            "often a query is asked before PostgreSQL keeps its plan."
        )
    return int(times)


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if (parts.password or "").startswith(PLACEHOLDER):
        raise ImproperlyConfigured(
            "The password in DATABASE_URL is still the placeholder of an example. Choose one."
        )
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL has a port that is not a number. "
            "Write postgres://user:password@host:5432/name."
        ) from error
    if not name:
        raise ImproperlyConfigured(
            "DATABASE_URL names no database. Write postgres://user:password@host:5432/name."
        )
    told = dict(parse_qsl(parts.query))
    made = {"pool": _pool(told), "prepare_threshold": _kept_after(told)}
    options: dict[str, Any] = {**POSTGRES_OPTIONS, **made, **told}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or "") or password("DATABASE_PASSWORD"),
        "HOST": unquote(parts.hostname or "") or str(options.pop("host", "")),
        "PORT": "" if port is None else str(port),
        "OPTIONS": options,
        # A connection that the server has dropped meanwhile is replaced before it is used.
        "CONN_HEALTH_CHECKS": True,
    }
