"""The codings of earlier studies, as the rows of another one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from agencies.models import Agency, Membership
from reliability import study_access
from reliability.actions.studying.from_codings import Plan
from reliability.actions.studying.refusing import StudyRefusedError
from reliability.models import Study
from reliability.studies.frame import CodingRow

MOST_IN_A_LABEL = 50
CLOSED = _("One of these studies is not open to you any more. Choose the studies again.")
NOTHING_LEFT = _("No coding of this study is left. Withdraw it instead.")


def plan_of_study(agency: Agency, study: int, without: Collection[int] = ()) -> Plan:
    """A study's codings but for some, under the names by which its raters are known now.

    Numbers stay those of the first study, so that a finding points to the same row.
    """
    old = Study.objects.get(agency=agency, pk=study)
    known, out = study_access.aliases(agency), frozenset(without)
    rows = [
        replace(row, rater=known.get(row.rater, row.rater))
        for row in study_access.codings(old)
        if row.number not in out
    ]
    if not rows:
        raise StudyRefusedError(NOTHING_LEFT)
    return Plan(
        rows=rows,
        left_out=old.left_out + old.codings - len(rows),
        versions=frozenset(old.versions.values_list("pk", flat=True)),
        parts=frozenset(old.parts.values_list("pk", flat=True)),
    )


def plan_of_studies(by: Membership, pks: Collection[int]) -> Plan:
    """Every coding of several studies, each study a part. Of agencies that `by` still reads."""
    with scopes_disabled():
        found = {study.pk: study for study in study_access.poolable(by).filter(pk__in=pks)}
        if len(found) != len(set(pks)):
            raise StudyRefusedError(CLOSED)
        known = study_access.aliases(by.agency)
        rows: list[CodingRow] = []
        for study, part in zip(found.values(), labels(found.values()), strict=True):
            for row in study_access.codings(study):
                rater = known.get(row.rater, row.rater)
                rows.append(replace(row, number=len(rows) + 1, part=part, rater=rater))
    left_out = sum(study.left_out for study in found.values())
    return Plan(rows=rows, left_out=left_out, parts=frozenset(found))


def labels(studies: Iterable[Study]) -> list[str]:
    """A short name for each, no two alike."""
    named: list[str] = []
    for study in studies:
        label, n = study.title[:MOST_IN_A_LABEL].strip(), 1
        while (told := label if n == 1 else f"{label} ({n})") in named:
            n += 1
        named.append(told)
    return named
