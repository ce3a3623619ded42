"""Writes: a report on a frozen study is asked for, and what its checklist leaves to be said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.actions import record
from agencies.models import Agency, Membership
from reliability.actions.studying.correcting import EMPTIED, WITHDRAWN
from reliability.actions.studying.jobs import ask
from reliability.actions.studying.making import check_who, default_settings
from reliability.actions.studying.refusing import StudyRefusedError
from reliability.models import ReportEdition, Study, StudyJob, StudyRules
from reliability.plain_text import printable
from reliability.studies.results import Settings

LONGEST_STATEMENT = 2000
MOST_STATEMENTS = 40
MOST_REPLICATES = 10_000
TOO_LONG = _("A text of the checklist has at most %(n)s characters, and this one has %(found)s.")
NO_LEVEL = _("The confidence is a share between .50 and .999, such as .95.")
NO_REPLICATES = _("The resamples are a number from 100 to %(n)s. Usual is 2000.")
SMALLER = _(
    "Your agency shows no figure on fewer than %(n)s codings. Choose at least as many, or ask your "
    "agency admin to change the rules."
)
OTHER_TOOL = _("Reports are compared where they are about the same tool. Choose another report.")


@transaction.atomic
def make_report(
    *,
    study: Study,
    by: Membership,
    settings: Settings | None = None,
    compared_with: ReportEdition | None = None,
) -> StudyJob:
    """Compute another report on a study in a job (REPORT); `job.edition` is it when done.

    Without settings those of the agency's rules. Raises StudyRefusedError for a study that was
    withdrawn or emptied, for settings out of range, and for another tool's report beside it.
    """
    check_who(study.agency, by)
    study = Study.objects.select_related("agency").get(pk=study.pk)  # as it is now
    if study.is_withdrawn:
        raise StudyRefusedError(WITHDRAWN)
    if study.emptied_at is not None:
        raise StudyRefusedError(EMPTIED)
    asked = checked_settings(study.agency, settings)
    if compared_with is not None and compared_with.study.tool != study.tool:
        raise StudyRefusedError(OTHER_TOOL)
    told = {
        "title": study.title,
        "settings": asdict(asked),
        "compared_with": compared_with.pk if compared_with else None,
    }
    return ask(agency=study.agency, by=by, kind=StudyJob.Kind.REPORT, study=study, settings=told)


def checked_settings(agency: Agency, settings: Settings | None) -> Settings:
    """Settings that the agency's rules allow. Raises StudyRefusedError."""
    usual = default_settings(agency)
    if settings is None:
        return usual
    if not 0.5 <= settings.confidence <= 0.999:
        raise StudyRefusedError(NO_LEVEL)
    if not 100 <= settings.replicates <= MOST_REPLICATES:
        raise StudyRefusedError(NO_REPLICATES, n=MOST_REPLICATES)
    if settings.smallest_cell < usual.smallest_cell:
        raise StudyRefusedError(SMALLER, n=usual.smallest_cell)
    return settings


@transaction.atomic
def answer_statements(*, study: Study, by: Membership, statements: Mapping[str, str]) -> None:
    """Keep what an analyst writes into the blanks of the reporting checklist, by their keys.

    Raises StudyRefusedError for a text of more than 2,000 characters.
    """
    check_who(study.agency, by)
    kept = {key: printable(text.strip()) for key, text in statements.items() if text.strip()}
    for text in kept.values():
        if len(text) > LONGEST_STATEMENT:
            raise StudyRefusedError(TOO_LONG, n=LONGEST_STATEMENT, found=len(text))
    if len(kept) > MOST_STATEMENTS:
        raise ValueError(f"{len(kept)} statements, and the checklist has fewer")
    study = Study.objects.select_for_update(of=("self",)).get(pk=study.pk)
    study.statements = kept
    study.save(update_fields=["statements"])
    detail = {"keys": sorted(kept)}
    record(agency=study.agency, actor=by.user, verb="answer_statements", obj=study, detail=detail)


@transaction.atomic
def set_rules(
    *, agency: Agency, by: Membership, smallest_cell: int, keep_months: int
) -> StudyRules:
    """Lay down the smallest cell shown and how long data are kept, for studies from now on.

    Raises StudyRefusedError for numbers out of range.
    """
    check_who(agency, by)
    rules, _made = StudyRules.objects.select_for_update().get_or_create(agency=agency)
    rules.smallest_cell, rules.keep_months = smallest_cell, keep_months
    try:
        rules.full_clean()
    except ValidationError as error:
        raise StudyRefusedError(" ".join(error.messages)) from error
    rules.save()
    detail = {"smallest_cell": smallest_cell, "keep_months": keep_months}
    record(agency=agency, actor=by.user, verb="set_study_rules", obj=rules, detail=detail)
    return rules
