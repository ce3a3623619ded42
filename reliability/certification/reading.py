"""The one door for a policy that somebody wrote: validated, each mistake a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from instruments.sheet import Text
from reliability.certification.policy import Contradiction, Policy


@dataclass(frozen=True)
class PolicyError:
    """One mistake: where it stands, such as `items.acceptable` (empty: the whole), and what."""

    field: str
    sentence: Text


class BadPolicy(ValueError):  # noqa: N818 - reads as a sentence where it is caught
    """What was told is no policy. `errors` has one sentence for each mistake."""

    def __init__(self, errors: tuple[PolicyError, ...]) -> None:
        self.errors = errors
        super().__init__("; ".join(error.sentence.en for error in errors))


def read_policy(told: str | bytes | Mapping[str, Any]) -> Policy:
    """A policy from JSON text or from what was parsed of it. Raises BadPolicy.

    `policy.model_dump(mode="json")` is the way back.
    """
    try:
        return Policy.model_validate(_parsed(told))
    except ValidationError as error:
        raise BadPolicy(tuple(_sentence(one) for one in error.errors())) from error


def _parsed(told: str | bytes | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(told, Mapping):
        return told
    try:
        found = json.loads(told)
    except ValueError as error:
        raise BadPolicy((_not_json(str(error)),)) from error
    if not isinstance(found, dict):
        raise BadPolicy((_not_json(type(found).__name__),))
    return found


def _not_json(found: str) -> PolicyError:
    return PolicyError(
        "",
        Text(
            en=f"Found no policy: {found}. Expected one JSON object with the rules of a policy.",
            fr=f"Aucune politique trouvée : {found}. On attendait un objet JSON contenant les "
            "règles d'une politique.",
        ),
    )


def _sentence(error: ErrorDetails) -> PolicyError:
    place = ".".join(str(part) for part in error["loc"])
    if isinstance(cause := error.get("ctx", {}).get("error"), Contradiction):
        return PolicyError(place, cause.sentence)
    told = error.get("ctx", {})
    limit = next((told[name] for name in LIMITS if name in told), "")
    expected = EXPECTED.get(error["type"], OTHERWISE)
    en, fr = expected.en.format(limit), expected.fr.format(limit)
    if error["type"] == "missing":
        found_en, found_fr = "nothing", "rien"
    else:
        found_en = found_fr = _shown(error["input"])
    return PolicyError(
        place,
        Text(
            en=f"{place}: found {found_en}; expected {en}.",
            fr=f"{place} : trouvé {found_fr}; on attendait {fr}.",
        ),
    )


def _shown(found: object) -> str:
    said = json.dumps(found, ensure_ascii=False, default=str)
    return said if len(said) <= 60 else said[:57] + "..."


LIMITS = ("gt", "ge", "lt", "le", "min_length", "expected")
OTHERWISE = Text(en="a value that this field can hold", fr="une valeur que ce champ peut contenir")
EXPECTED = {
    "missing": Text(en="this field to be given", fr="que ce champ soit rempli"),
    "extra_forbidden": Text(
        en="no field of this name; see the default policy for those there are",
        fr="aucun champ de ce nom; voir la politique par défaut pour ceux qui existent",
    ),
    "greater_than": Text(en="more than {}", fr="plus de {}"),
    "greater_than_equal": Text(en="at least {}", fr="au moins {}"),
    "less_than": Text(en="less than {}", fr="moins de {}"),
    "less_than_equal": Text(en="at most {}", fr="au plus {}"),
    "int_parsing": Text(en="a whole number", fr="un nombre entier"),
    "int_from_float": Text(en="a whole number", fr="un nombre entier"),
    "int_type": Text(en="a whole number", fr="un nombre entier"),
    "float_parsing": Text(en="a number", fr="un nombre"),
    "float_type": Text(en="a number", fr="un nombre"),
    "string_pattern_mismatch": Text(
        en="the id of a rule, such as S99R-I8-IMG",
        fr="l'identifiant d'une règle, par exemple S99R-I8-IMG",
    ),
    "string_type": Text(en="words", fr="des mots"),
    "string_too_short": Text(en="words", fr="des mots"),
    "too_short": Text(en="at least {} of them", fr="qu'il y en ait au moins {}"),
    "literal_error": Text(en="one of {}", fr="l'un de {}"),
}
