"""What the program holds on a person, gathered from every app, and what becomes of it.

`agencies` knows none of the other apps: each registers what it hands out and what it forgets.
"""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import Promise
from django_scopes import scopes_disabled

from agencies.models import User


@dataclass(frozen=True)
class Holding:
    """What one app holds on a person.

    `export` gives what JSON can hold. `forget` takes away what names the person; `keeps` says what
    stays and why. Where there is a choice, `question` asks whether more shall stay.
    """

    name: str
    export: Callable[[User], Any]
    keeps: str | Promise = ""
    question: str | Promise = ""
    forget: Callable[[User, bool], None] | None = None


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Ask this app too, from now on."""
    _holdings[holding.name] = holding


def holdings() -> tuple[Holding, ...]:
    return tuple(_holdings[name] for name in sorted(_holdings))


def archive(user: User) -> bytes:
    """Everything on this person as a zip of JSON files, one for each app."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file, scopes_disabled():
        for holding in holdings():
            told = json.dumps(
                holding.export(user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2
            )
            file.writestr(f"{holding.name}.json", told)
    return out.getvalue()
