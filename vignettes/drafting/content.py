"""What a draft says, finished or not, and the four texts that it makes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from instruments.facts import SCHEMA_VERSION, Facts
from vignettes.casefile import FACTS, GOLD, TEXTS, CaseFile, read_sources
from vignettes.drafting import toml
from vignettes.findings import Finding
from vignettes.models import CaseDraft, GoldCoding, Provenance, VignetteVersion
from vignettes.phrases import Language


@dataclass(frozen=True)
class Content:
    """A case as far as it is written: what gold.toml and facts.json will say, and the texts."""

    sheet: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    text_en: str = ""
    text_fr: str = ""

    def text(self, language: Language) -> str:
        return self.text_fr if language == "fr" else self.text_en


def blank(code: str) -> Content:
    """A case of which only the code is known."""
    return with_code(Content(), code)


def with_code(content: Content, code: str) -> Content:
    """The same content; the sheet and the facts go by this code."""
    rest = {key: value for key, value in content.facts.items() if key != "schema_version"}
    return replace(
        content,
        sheet=content.sheet | {"code": code},
        facts={"schema_version": SCHEMA_VERSION, **rest, "case": code},
    )


def of_draft(draft: CaseDraft) -> Content:
    """What is saved in a draft."""
    return Content(draft.sheet, draft.facts, draft.text_en, draft.text_fr)


def of_case(case: CaseFile) -> Content:
    """What the files of a case say, defaults left out."""
    return Content(
        sheet=case.sheet.model_dump(mode="json", exclude_defaults=True),
        facts=_without_defaults(case.facts),
        text_en=case.texts["en"],
        text_fr=case.texts["fr"],
    )


def of_version(version: VignetteVersion) -> Content:
    """What a published version says; its sheet is made from its parts where none was kept."""
    return Content(
        sheet=version.sheet if version.sheet else _sheet_from_parts(version),
        facts=_without_defaults(Facts.model_validate_json(json.dumps(version.facts))),
        text_en=version.text_en,
        text_fr=version.text_fr,
    )


def sources(content: Content) -> dict[str, str]:
    """The four files of the case, by name: the same content always gives the same bytes."""
    return {
        FACTS: json.dumps(_in_order(content.facts), indent=2, ensure_ascii=False) + "\n",
        TEXTS["en"]: content.text_en,
        TEXTS["fr"]: content.text_fr,
        GOLD: toml.written(content.sheet),
    }


def _in_order(told: Any) -> Any:
    """The same facts in the order of their schema: databases differ on the order they keep."""
    if isinstance(told, list):
        return [_in_order(one) for one in told]
    if not isinstance(told, dict):
        return told
    places = _places()
    names = sorted(told, key=lambda name: (places.get(name, len(places)), name))
    return {name: _in_order(told[name]) for name in names}


@cache
def _places() -> dict[str, int]:
    """Every field of the facts and of their parts, in the order in which the schema names them."""
    schema = Facts.model_json_schema()
    found: dict[str, int] = {}
    for part in (schema, *schema.get("$defs", {}).values()):
        for name in part.get("properties", {}):
            found.setdefault(name, len(found))
    return found


def read(code: str, content: Content) -> tuple[CaseFile | None, list[Finding]]:
    """The case, if it can be read; else what keeps it from being read."""
    return read_sources(code, sources(content))


def _without_defaults(facts: Facts) -> dict[str, Any]:
    told: dict[str, Any] = facts.model_dump(mode="json", exclude_defaults=True)
    return told


def _sheet_from_parts(version: VignetteVersion) -> dict[str, Any]:
    """Title, kind, difficulty, spans, whys and proposals; own scores and untold facts are lost."""
    tied = {span.span_id: span.fact_paths for span in version.spans.all()}
    sheet: dict[str, Any] = {
        "code": version.vignette.code,
        "kind": version.vignette.kind,
        "difficulty": version.difficulty,
        "title": {"en": version.title_en, "fr": version.title_fr},
        "spans": tied,
    }
    gold = version.gold_codings.filter(revision=1, agency=version.vignette.agency)
    proposed = gold.filter(provenance=Provenance.AUTHOR_PROPOSAL)
    sheet["proposal"] = {coding.tool: _proposal(coding) for coding in proposed}
    sheet["why"] = version.why
    return {key: value for key, value in sheet.items() if value}


def _proposal(coding: GoldCoding) -> dict[str, Any]:
    scores = {item: score for item, score in coding.scores.items() if score is not None}
    entries: Mapping[str, Any] = coding.rulings
    told = {item: entries[item].get("rationale") for item in scores}
    return {
        "eligible": coding.eligibility,
        "scores": scores,
        "rationale": {item: words for item, words in told.items() if words},
    }
