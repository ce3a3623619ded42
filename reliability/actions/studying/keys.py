"""The key under which identifiers of people and files are hashed before anything is stored.

One pseudonym key for the whole installation, in PSEUDONYM_KEY or in a private file that is made at
first use, and one salt for each agency in the database: who has only one of the two can try out no
identifier. Each agency's first study notes a mark of the key, so that a key that was lost, and a
new one made in its place, is found before two hashes of one person stand side by side.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.whole_files import write_whole
from reliability.actions.studying.refusing import StudyRefusedError
from reliability.models import StudyRules

LEAST_BYTES = 32
MARK_LENGTH = 16


class KeyChangedError(StudyRefusedError):
    """The pseudonym key is not the one of this agency's earlier studies."""


class BadKeyError(StudyRefusedError):
    """The pseudonym key cannot be used at all."""


def agency_key(agency: Agency) -> bytes:
    """The agency's own key: HMAC-SHA256 of its salt under the installation's pseudonym key.

    Raises KeyChangedError where the pseudonym key is not the one that the agency's studies used,
    and BadKeyError where there is none that could be used.
    """
    with transaction.atomic():
        rules, _made = StudyRules.objects.get_or_create(agency=agency)
        key = _derived(rules.salt)
        mark = _mark(key)
        if not rules.key_mark:
            StudyRules.objects.filter(pk=rules.pk, key_mark="").update(key_mark=mark)
        elif not hmac.compare_digest(rules.key_mark, mark):
            raise KeyChangedError(CHANGED)
    return key


def pseudonym(key: bytes, identity: str) -> str:
    """A hash of the form that blinded cells have, for somebody known here."""
    digest = hmac.new(key, identity.encode(), hashlib.sha256).digest()
    return "#" + base64.b32encode(digest).decode("ascii")[:16]


def fingerprint() -> str:
    """The first characters of the pseudonym key's SHA-256, to compare a backup with."""
    return hashlib.sha256(b"fingerprint" + _pseudonym_key()).hexdigest()[:MARK_LENGTH]


@transaction.atomic
def accept_new_key() -> int:
    """Go on with the key there is now; returns how many agencies had another one before.

    From then on the same person or file gets another hash than in earlier studies.
    """
    changed = 0
    for rules in StudyRules.objects.select_for_update().exclude(key_mark=""):
        mark = _mark(_derived(rules.salt))
        if rules.key_mark != mark:
            rules.key_mark = mark
            rules.save(update_fields=["key_mark"])
            changed += 1
    return changed


def _derived(salt: str) -> bytes:
    return hmac.new(_pseudonym_key(), bytes.fromhex(salt), hashlib.sha256).digest()


def _mark(key: bytes) -> str:
    return hmac.new(key, b"mark", hashlib.sha256).hexdigest()[:MARK_LENGTH]


def _pseudonym_key() -> bytes:
    told = settings.PSEUDONYM_KEY or _from_file(Path(settings.PSEUDONYM_KEY_FILE))
    if len(told) < LEAST_BYTES:
        raise BadKeyError(TOO_SHORT, n=LEAST_BYTES)
    return str(told).encode()


def _from_file(file: Path) -> str:
    if not file.exists():
        write_whole(file, secrets.token_urlsafe(48), must_be_new=True)
    return file.read_text(encoding="utf-8").strip()


CHANGED = _(
    "The key under which people and files are hashed is not the one of this agency's earlier "
    "studies, so that the same person would look like two. Ask whoever runs this installation to "
    "put back the pseudonym key from the backup."
)
TOO_SHORT = _(
    "The pseudonym key has fewer than %(n)s characters. Whoever runs this installation sets "
    "PSEUDONYM_KEY to at least as many random ones, or removes it to have a key made."
)
