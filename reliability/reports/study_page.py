"""What the page of one study shows: facts, reports, and what may still be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Membership
from reliability import study_access
from reliability.models import ReportEdition, Study, StudyCoding
from reliability.reports.studies.document import Fact
from reliability.reports.studies.numbers import codings, count, day
from reliability.reports.study_list import size_of, state_of
from training.questions import tool_name

CODE_LENGTH = 6
"""So much of a rater's hash is shown where raters are chosen from."""


@dataclass(frozen=True)
class StudyPage:
    """One study with its reports, the newest first."""

    state: str
    tone: str
    facts: tuple[Fact, ...]
    editions: tuple[ReportEdition, ...]
    parts: tuple[Study, ...]
    replaced_by: Study | None
    may_compute: bool
    """Reports can be computed, the study corrected and withdrawn: it holds, with its data."""

    @property
    def newest(self) -> ReportEdition | None:
        return self.editions[0] if self.editions else None


def study_page(study: Study, membership: Membership) -> StudyPage:
    """Everything about a study but the figures of its reports."""
    state, tone = state_of(study)
    still_open = Q(links__closed_at=None, links__expires_at__gt=now())
    editions = study_access.editions(membership).filter(study=study)
    editions = editions.annotate(open_links=Count("links", filter=still_open))
    holds = not study.is_withdrawn and study.emptied_at is None
    return StudyPage(
        state=state,
        tone=tone,
        facts=tuple(Fact(label, value) for label, value in _facts(study) if value),
        editions=tuple(editions.order_by("-number")),
        parts=tuple(study.parts.order_by("created_at", "pk")),
        replaced_by=getattr(study, "replaced_by", None),
        may_compute=holds,
    )


def _facts(study: Study) -> list[tuple[str, str]]:
    return [
        (_("Tool"), tool_name(study.tool)),
        (_("What the study asks"), study.get_kind_display()),
        (_("Where the codings come from"), study.get_source_display()),
        (_("Size"), size_of(study)),
        (_("Item scores"), count(study.ratings)),
        (_("Left out, because they could not be taken"), _rows_left_out(study)),
        (_("Frozen on"), day(study.frozen_at)),
        (_("Made by"), str(study.created_by.user) if study.created_by else ""),
        (_("Data kept until"), day(study.keep_until)),
        (_("Data deleted on"), day(study.emptied_at)),
        (_("Fingerprint of the data (SHA-256)"), study.digest),
    ]


def _rows_left_out(study: Study) -> str:
    return codings(study.left_out) if study.left_out else ""


def comparable(study: Study, membership: Membership) -> QuerySet[ReportEdition]:
    """Earlier reports of the same tool, of this study and of others, the newest first."""
    found = study_access.editions(membership).filter(
        study__tool=study.tool, study__withdrawn_at=None
    )
    return found.order_by("-made_at", "-pk")


def rater_choices(study: Study) -> list[tuple[str, str]]:
    """Every rater of a study: the whole hash to choose, its beginning and its codings to read."""
    rows = StudyCoding.objects.filter(study=study).values_list("rater")
    counted = rows.annotate(n=Count("pk")).order_by("rater")
    return [(rater, f"{shown(rater)} ({codings(n)})") for rater, n in counted]


def shown(rater: str) -> str:
    """A rater as a page names one: the beginning of the hash."""
    return "A-" + rater.lstrip("#")[:CODE_LENGTH]
