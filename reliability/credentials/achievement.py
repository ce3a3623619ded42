"""What a certificate attests, in both languages: agreement with the reference scoring, no more."""

from __future__ import annotations

from typing import Any

from instruments import catalogue
from reliability.credentials import addresses

ENGLISH = (
    "Scores fictional cases with {name} (version {version}) in agreement with the reference "
    "scoring, by the agency's own policy."
)
FRENCH = (
    "Cote des cas fictifs avec l'outil {name} (version {version}) en accord avec la cotation "
    "de référence, selon la politique de l'organisme."
)
ENGLISH_CRITERIA = (
    "An exam on fictional cases not seen before, decided by the agency's certification policy and "
    "confirmed by a person. It does not replace the training that the owners of the instrument "
    "require."
)
FRENCH_CRITERIA = (
    "Un examen sur des cas fictifs jamais vus, tranché selon la politique de certification de "
    "l'organisme et confirmé par une personne. Il ne remplace pas la formation qu'exigent les "
    "titulaires de l'outil."
)


def achievement(
    tool: str, version: str, language: str, *, is_demonstration: bool = False
) -> dict[str, Any]:
    """What is certified: an Achievement of Open Badges 3.0 in the words of one language."""
    is_french = language.startswith("fr")
    name = catalogue.tool(tool).name.to(language)
    title = f"Cotation de l'outil {name}" if is_french else f"Scoring of {name}"
    if is_demonstration:
        title += " (démonstration)" if is_french else " (demonstration)"
    return {
        "id": addresses.achievement_url(tool),
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": title,
        "description": (FRENCH if is_french else ENGLISH).format(name=name, version=version),
        "inLanguage": "fr-CA" if is_french else "en",
        "version": version,
        "criteria": {"narrative": FRENCH_CRITERIA if is_french else ENGLISH_CRITERIA},
    }
