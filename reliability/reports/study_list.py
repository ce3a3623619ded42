"""The list of studies and the work under way, as rows that a page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from reliability.actions.certifying import months_later
from reliability.models import ReportEdition, Study, StudyJob
from reliability.reports.studies.numbers import assessors, codings, files
from reliability.study_access import rules_of
from training.questions import tool_name

SHOWN_FOR = timedelta(days=1)
"""Work that failed or was stopped stays in the list for a day."""
TONES = {"failed": "bad", "stopped": "warn", "done": "ok"}
STEPS = {
    "check": gettext_lazy("Reading and checking the rows"),
    "store": gettext_lazy("Storing the codings"),
    "freeze": gettext_lazy("Freezing the study"),
    "load": gettext_lazy("Reading the codings"),
    "design": gettext_lazy("Checking the design"),
    "totals": gettext_lazy("Computing agreement"),
    "items": gettext_lazy("Computing agreement"),
    "sections": gettext_lazy("Computing agreement"),
    "ranges": gettext_lazy("Computing agreement"),
    "resamples": gettext_lazy("Resampling for the intervals"),
    "models": gettext_lazy("Fitting the models"),
    "rules": gettext_lazy("Looking for broken rules"),
    "done": gettext_lazy("Writing the report"),
}


@dataclass(frozen=True)
class StudyRow:
    """One study of the list, with its newest report."""

    study: Study
    tool_name: str
    size: str
    state: str
    tone: str
    edition: ReportEdition | None


@dataclass(frozen=True)
class JobRow:
    """Long work as the list and its own page tell it."""

    pk: int
    title: str
    words: str
    state: str
    tone: str
    asked_at: datetime
    step: str
    step_words: str
    done: int
    to_do: int
    is_waiting: bool
    is_over: bool
    is_stopping: bool
    failure: str
    kind: str
    intake: int | None
    study: int | None

    @property
    def percent(self) -> int:
        """How much of the step is done, of a hundred."""
        return min(100, 100 * self.done // self.to_do) if self.to_do else 0


def study_rows(studies: Iterable[Study]) -> list[StudyRow]:
    """One row a study; the newest reports of all of them are read together."""
    listed = list(studies)
    found = ReportEdition.objects.filter(study__in=listed).defer("results")
    newest: dict[int, ReportEdition] = {}
    for edition in found.order_by("study", "number"):
        newest[edition.study_id] = edition
    return [_study_row(study, newest.get(study.pk)) for study in listed]


def _study_row(study: Study, edition: ReportEdition | None) -> StudyRow:
    state, tone = state_of(study)
    return StudyRow(
        study=study,
        tool_name=tool_name(study.tool),
        size=size_of(study),
        state=state,
        tone=tone,
        edition=edition,
    )


def size_of(study: Study) -> str:
    """Codings, files and people, such as "240 codings, 120 files, 8 assessors"."""
    counted = (codings(study.codings), files(study.targets), assessors(study.raters))
    return ", ".join(counted)


def state_of(study: Study) -> tuple[str, str]:
    """What holds of a study now, in a word, and its tone."""
    if study.is_withdrawn:
        return _("withdrawn"), "bad"
    if hasattr(study, "replaced_by"):
        return _("replaced"), "warn"
    if study.emptied_at is not None:
        return _("data deleted"), "warn"
    return _("frozen"), "ok"


def job_rows(jobs: QuerySet[StudyJob]) -> list[JobRow]:
    """The work that waits or runs, and what went wrong within the last day."""
    recent = Q(finished_at__gt=now() - SHOWN_FOR, state__in=("failed", "stopped"))
    unfinished = Q(state__in=("waiting", "running"))
    return [job_row(job) for job in jobs.filter(unfinished | recent)]


def job_row(job: StudyJob) -> JobRow:
    """One piece of work in words."""
    about = job.study or job.intake
    return JobRow(
        pk=job.pk,
        title=str(about or _title_told(job) or _("A study")),
        words=job.get_kind_display(),
        state=job.get_state_display(),
        tone=TONES.get(job.state, ""),
        asked_at=job.asked_at,
        step=job.step,
        step_words=str(STEPS.get(job.step, job.get_kind_display())),
        done=job.done,
        to_do=job.to_do,
        is_waiting=job.state == StudyJob.State.WAITING,
        is_over=job.is_over,
        is_stopping=job.asked_to_stop_at is not None and not job.is_over,
        failure=job.failure,
        kind=job.kind,
        intake=job.intake_id,
        study=job.study_id,
    )


def _title_told(job: StudyJob) -> str:
    """The title as whoever asked for the work gave it, where nothing of that name is there yet."""
    told = job.settings.get("study") or {}
    return str(job.settings.get("title") or told.get("title") or "")


def latest_day(agency: Agency) -> date:
    """Until when the agency's rules let data that are brought today be kept."""
    return months_later(localdate(), rules_of(agency).keep_months)
