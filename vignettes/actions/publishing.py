"""Publishing: a version of a case with its spans and gold codings."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import F

from agencies.actions import record
from agencies.models import Agency, User
from vignettes import text
from vignettes.access import shipped_or_own
from vignettes.casefile import FACTS, LIBRARY, CaseFile, read_case
from vignettes.findings import Finding
from vignettes.gold import StatedGold, gold_of_case
from vignettes.linter import lint_case
from vignettes.models import EvidenceSpan, GoldCoding, Vignette, VignetteVersion
from vignettes.phrases import LANGUAGES


class VignetteRefusedError(ValueError):
    """The folder breaks a content rule, or does not tell its facts. Nothing was stored."""

    def __init__(self, name: str, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        lines = "\n".join(f"  {name}/{finding}" for finding in self.findings)
        super().__init__(f"{name}: not loaded, {len(self.findings)} to mend.\n{lines}")


@dataclass(frozen=True)
class Loaded:
    """The current version of a case, and whether it was published just now."""

    version: VignetteVersion
    is_new: bool


@transaction.atomic
def load_library(
    *, folder: Path = LIBRARY, actor: User | None = None, agency: Agency | None = None
) -> list[Loaded]:
    """Publish every case in a folder of cases; all of them or, when one is refused, none.

    Variants come after the cases that they were made from.
    """
    cases = [_case_in(path) for path in sorted(folder.iterdir()) if path.is_dir()]
    cases.sort(key=lambda case: case.sheet.variant_of is not None)
    return [_load(case, actor, agency) for case in cases]


def load_vignette(
    *, folder: Path, actor: User | None = None, agency: Agency | None = None
) -> Loaded:
    """Publish the case in this folder: a new version when content or gold changed, else nothing.

    Raises VignetteRefusedError with the findings of the linter.
    """
    return _load(_case_in(folder), actor, agency)


@transaction.atomic
def publish_case(*, case: CaseFile, actor: User | None, agency: Agency | None) -> Loaded:
    """Publish a case to the shipped library, or to the cases of one agency.

    Raises VignetteRefusedError with the findings of the linter.
    """
    content_hash = _content_hash(case)
    gold = gold_of_case(case)
    current = (
        VignetteVersion.objects.filter(vignette__agency=agency, vignette__code=case.code)
        .select_related("vignette")
        .prefetch_related("gold_codings")
        .last()
    )
    if current and current.content_hash == content_hash and _same_gold(current, gold):
        return Loaded(_with_new_tools(current, gold), is_new=False)
    findings = lint_case(case)
    if findings:
        raise VignetteRefusedError(case.code, findings)
    told = {"kind": case.sheet.kind, "variant_of": parent_of(case.sheet.variant_of, agency)}
    vignette, _ = Vignette.objects.update_or_create(agency=agency, code=case.code, defaults=told)
    return Loaded(_publish(vignette, case, content_hash, gold, actor), is_new=True)


def parent_of(code: str | None, agency: Agency | None) -> Vignette | None:
    """The case that a variant names: the agency's own or, where there is none, the shipped one."""
    cases = Vignette.objects.filter(shipped_or_own(agency), code=code or "")
    return cases.order_by(F("agency").asc(nulls_last=True)).first()


def _case_in(folder: Path) -> CaseFile:
    case, findings = read_case(folder)
    if case is None:
        raise VignetteRefusedError(folder.name, findings)
    return case


def _load(case: CaseFile, actor: User | None, agency: Agency | None) -> Loaded:
    corrected = _corrected(case, agency)
    return corrected or publish_case(case=case, actor=actor, agency=agency)


def _corrected(case: CaseFile, agency: Agency | None) -> Loaded | None:
    """The correction made in the browser of just this wording: its files do not undo it."""
    versions = VignetteVersion.objects.filter(vignette__agency=agency, vignette__code=case.code)
    newest = versions.last()
    if newest is None or not newest.drafts.exists():
        return None
    earlier = versions.exclude(pk=newest.pk).filter(content_hash=_content_hash(case))
    return Loaded(newest, is_new=False) if earlier.exists() else None


def _content_hash(case: CaseFile) -> str:
    """What readers and rules see of the case, as one number. The author's own scores are not."""
    content = {
        "facts": json.loads(case.sources[FACTS]),
        "texts": case.texts,
        "sheet": case.sheet.model_dump(exclude={"gold", "untold"}),
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _same_gold(version: VignetteVersion, gold: list[StatedGold]) -> bool:
    """Do the stored gold codings say what the rules give today? A new tool is no change."""
    stored = _stored(version)
    return all(
        asdict(stated) == _as_stored(stored[stated.tool])
        for stated in gold
        if stated.tool in stored
    )


def _stored(version: VignetteVersion) -> dict[str, GoldCoding]:
    """The gold that was published with the version, by tool; what panels decided is not of it."""
    own = [c for c in version.gold_codings.all() if c.agency_id == version.vignette.agency_id]
    return {coding.tool: coding for coding in own if coding.revision == 1}


def _as_stored(coding: GoldCoding) -> dict[str, object]:
    return {
        "tool": coding.tool,
        "tool_version": coding.tool_version,
        "eligibility": coding.eligibility,
        "scores": coding.scores,
        "rulings": coding.rulings,
        "provenance": coding.provenance,
    }


def _with_new_tools(version: VignetteVersion, gold: list[StatedGold]) -> VignetteVersion:
    stored = _stored(version)
    _store_gold(version, [stated for stated in gold if stated.tool not in stored])
    return version


def _publish(
    vignette: Vignette,
    case: CaseFile,
    content_hash: str,
    gold: list[StatedGold],
    actor: User | None,
) -> VignetteVersion:
    version = VignetteVersion.objects.create(
        vignette=vignette,
        number=vignette.versions.count() + 1,
        title_en=case.sheet.title.en,
        title_fr=case.sheet.title.fr,
        difficulty=case.sheet.difficulty,
        facts=case.facts.model_dump(mode="json"),
        text_en=case.texts["en"],
        text_fr=case.texts["fr"],
        why=case.sheet.model_dump(include={"why"})["why"],
        sheet=case.sheet.model_dump(mode="json", exclude_defaults=True),
        content_hash=content_hash,
    )
    _store_spans(version, case)
    _store_gold(version, gold)
    detail = {"code": case.code, "version": version.number, "content_hash": content_hash}
    record(
        agency=vignette.agency, actor=actor, verb="vignette_published", obj=version, detail=detail
    )
    return version


def _store_spans(version: VignetteVersion, case: CaseFile) -> None:
    for language in LANGUAGES:
        source = case.texts[language]
        titles = {document.number: document.title for document in text.documents(source)}
        EvidenceSpan.objects.bulk_create(
            EvidenceSpan(
                version=version,
                language=language,
                span_id=span.span_id,
                document=span.document,
                document_title=titles[span.document],
                fact_paths=list(case.sheet.spans[span.span_id]),
                text=span.text,
                quote=span.quote,
            )
            for span in text.spans(source)
        )


def _store_gold(version: VignetteVersion, gold: list[StatedGold]) -> None:
    GoldCoding.objects.bulk_create(
        GoldCoding(version=version, agency=version.vignette.agency, **asdict(stated))
        for stated in gold
    )
