"""A statement as a record store reads it: under a made-up name, without a case and a score."""

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.utils import translation

from training.questions import tool_name
from xapi.models import Part, RecordStore, Statement, Verb

VERSION = "1.0.3"
VERBS = "http://adlnet.gov/expapi/verbs/"
ACTIVITIES = "http://adlnet.gov/expapi/activities/"
KINDS = {Part.PRACTICE: "simulation", Part.EXAM: "assessment"}
LANGUAGES = {"en": "en", "fr-CA": "fr-ca"}
"""As xAPI writes them: as Django does."""


def wording(statement: Statement) -> dict[str, Any]:
    """The same at every try: all of it follows from what was written down."""
    told: dict[str, Any] = {
        "id": str(statement.pk),
        "actor": _actor(statement),
        "verb": {
            "id": f"{VERBS}{statement.verb}",
            "display": _in_both(lambda: str(Verb(statement.verb).label)),
        },
        "object": _activity(statement),
        "timestamp": statement.at.isoformat(timespec="milliseconds"),
        "context": {"platform": "Plumbline"},
    }
    if statement.verb == Verb.COMPLETED:
        told["result"] = {"completion": True}
    elif statement.verb in (Verb.PASSED, Verb.FAILED):
        told["result"] = {"completion": True, "success": statement.verb == Verb.PASSED}
    return told


def name_of(store: RecordStore, user: int) -> str:
    """The name under which a store knows a person: nothing to those without the agency's list."""
    return hmac.new(store.salt.encode(), str(user).encode(), hashlib.sha256).hexdigest()[:24]


def _actor(statement: Statement) -> dict[str, Any]:
    home = f"{settings.BASE_URL}/xapi/agencies/{statement.agency_id}"
    name = name_of(statement.store, statement.user_id)
    return {"objectType": "Agent", "account": {"homePage": home, "name": name}}


def _activity(statement: Statement) -> dict[str, Any]:
    place = f"{statement.programme_id or 0}/{statement.tool}/{statement.part}"
    part = Part(statement.part)
    return {
        "objectType": "Activity",
        "id": f"{settings.BASE_URL}/xapi/activities/{place}",
        "definition": {
            "type": f"{ACTIVITIES}{KINDS[part]}",
            "name": _in_both(lambda: f"{part.label}: {tool_name(statement.tool)}"),
        },
    }


def _in_both(words: Any) -> dict[str, str]:
    told = {}
    for name, language in LANGUAGES.items():
        with translation.override(language):
            told[name] = words()
    return told
