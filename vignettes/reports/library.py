"""The list of cases, and the cases that a rule decides."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet
from django.utils.functional import Promise

from agencies.models import Agency, Membership
from instruments import catalogue
from vignettes import access
from vignettes.models import Eligibility, ExpertCoding, GoldCoding, VignetteVersion
from vignettes.phrases import Language

TONES = {Eligibility.YES: "ok", Eligibility.NO: "warn", Eligibility.UNDECIDED: ""}


@dataclass(frozen=True)
class ToolUse:
    """Whether a tool may be used on a case, in words."""

    tool: str
    tone: str
    words: str | Promise


@dataclass(frozen=True)
class LibraryRow:
    """One case in the list; `panel` counts the codings of the reader's own experts."""

    version: VignetteVersion
    tools: tuple[ToolUse, ...]
    panel: int


def library_rows(
    versions: QuerySet[VignetteVersion], agency: Agency, language: Language
) -> list[LibraryRow]:
    """The cases of a list, in three queries however many there are."""
    panels = dict(
        ExpertCoding.objects.filter(agency=agency)
        .order_by()
        .values_list("version")
        .annotate(Count("pk"))
    )
    return [
        LibraryRow(
            version, _tool_uses(version.gold_codings.all(), language), panels.get(version.pk, 0)
        )
        for version in _with_gold(versions, agency).order_by("vignette__code")
    ]


def cases_of_rule(tool: str, rule_id: str, membership: Membership) -> list[VignetteVersion]:
    """The newest cases whose gold coding rests on this rule, for readers of the library.

    None for those whom a panel may seat: which rules decide a case is part of what is right.
    """
    if not access.may_see_library(membership) or access.may_code_blind(membership.user):
        return []
    versions = _with_gold(access.published_versions(membership.agency), membership.agency)
    return [
        version
        for version in versions.order_by("vignette__code")
        if any(
            rule_id in entry["rules"]
            for coding in version.gold_codings.all()
            if coding.tool == tool
            for entry in coding.rulings.values()
        )
    ]


def _with_gold(versions: QuerySet[VignetteVersion], agency: Agency) -> QuerySet[VignetteVersion]:
    """The same versions, their `gold_codings` being those in force for the agency."""
    return versions.prefetch_related(Prefetch("gold_codings", access.gold_in_force(agency)))


def _tool_uses(codings: Iterable[GoldCoding], language: Language) -> tuple[ToolUse, ...]:
    return tuple(
        ToolUse(
            tool=catalogue.tool(coding.tool).name.to(language),
            tone=TONES[Eligibility(coding.eligibility)],
            words=Eligibility(coding.eligibility).label,
        )
        for coding in codings
    )
