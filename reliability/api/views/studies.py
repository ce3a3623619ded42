"""Studies: reading them, and sending the codings of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from reliability import study_access
from reliability.actions import studying
from reliability.actions.studying import RowsRefusedError, StudyRefusedError
from reliability.api.describing import IDEMPOTENCY_KEY, described
from reliability.api.problems import Problem
from reliability.api.sending_once import once
from reliability.api.shapes import studies as shapes
from reliability.api.views.base import ApiView, give
from reliability.api.views.jobs import job_told, place_of
from reliability.models import Study as StudyRow
from vignettes.models import content_language

LARGEST = 20_000_000
"""Bytes: the largest published field study, sent at once."""
MOST_TOLD = 200


class StudyList(ApiView):
    scopes = {"GET": "studies:read", "POST": "studies:write"}
    roles = study_access.MAKING_ROLES
    query = shapes.StudiesAsked
    largest = LARGEST

    @described("Studies of your agency", gives=shapes.StudyList)
    def get(self, request: Request) -> Response:
        asked = self.question(shapes.StudiesAsked)
        found = study_access.studies(self.membership)
        if asked.tool is not None:
            found = found.filter(tool=asked.tool)
        if asked.kind is not None:
            found = found.filter(kind=asked.kind)
        rows, following = self.page(found, _told)
        return give(shapes.StudyList(results=rows, next=following))

    @described(
        "Send field codings: they are checked, frozen and reported on in a job",
        takes=shapes.StudySent,
        gives=shapes.JobTold,
        status=202,
        also=(409, 413, 415, 422),
        more=(IDEMPOTENCY_KEY,),
    )
    def post(self, request: Request) -> Response:
        return once(self, self._make)

    def _make(self) -> Response:
        sent = self.body(shapes.StudySent)
        try:
            job = studying.study_of_rows(
                agency=self.agency,
                by=self.membership,
                title=sent.title,
                tool=sent.tool,
                kind=sent.kind,
                keep_until=sent.keep_until,
                rows=[row.model_dump(mode="json", exclude_unset=True) for row in sent.rows],
            )
        except RowsRefusedError as error:
            raise Problem(422, str(error), _findings(error)) from None
        except StudyRefusedError as error:
            raise Problem(422, str(error)) from None
        return give(job_told(job), 202, {"Location": place_of(job)})


class Study(ApiView):
    scopes = {"GET": "studies:read"}
    roles = study_access.MAKING_ROLES

    @described("One study", gives=shapes.StudyLine, also=(404,))
    def get(self, request: Request, pk: int) -> Response:
        return give(_told(self.one(study_access.studies(self.membership), pk)))


def _told(study: StudyRow) -> shapes.StudyLine:
    following = getattr(study, "replaced_by", None)
    return shapes.StudyLine(
        id=study.pk,
        title=study.title,
        tool=study.tool,
        kind=study.kind,
        source=study.source,
        frozen_at=study.frozen_at,
        digest=study.digest,
        targets=study.targets,
        raters=study.raters,
        codings=study.codings,
        ratings=study.ratings,
        keep_until=study.keep_until,
        emptied_at=study.emptied_at,
        withdrawn_at=study.withdrawn_at,
        replaces=study.replaces_id,
        replaced_by=following.pk if following else None,
    )


def _findings(error: RowsRefusedError) -> tuple[dict[str, str], ...]:
    """The place of each finding with its sentence: never what was sent."""
    language = content_language()
    return tuple(
        {"place": _place(finding), "text": _words(finding.get("text"), language)}
        for finding in error.findings[:MOST_TOLD]
    )


def _place(finding: Mapping[str, Any]) -> str:
    """Rows are counted from 0 here, as in JSON; in the finding from 1, and less is all of them."""
    row = finding.get("row") or 0
    steps = ["rows", str(row - 1) if row > 0 else "", str(finding.get("column") or "")]
    return "/".join(step for step in steps if step)


def _words(text: object, language: str) -> str:
    return str(text.get(language, "")) if isinstance(text, dict) else str(text)
