"""Codings: one's own, and those of a group for those who read it."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import QuerySet
from django.utils.timezone import make_aware
from rest_framework.request import Request
from rest_framework.response import Response

from reliability.api import access
from reliability.api.describing import described
from reliability.api.shapes import people as shapes
from reliability.api.views.base import ApiView, give
from training.models import Coding as CodingRow


class CodingList(ApiView):
    scopes = {"GET": "codings:read"}
    query = shapes.CodingsAsked

    @described("Codings that your role sees", gives=shapes.CodingList)
    def get(self, request: Request) -> Response:
        asked = self.question(shapes.CodingsAsked)
        found = _narrowed(access.codings(self.membership), asked)
        rows, following = self.page(found.prefetch_related("ratings"), _told)
        return give(shapes.CodingList(results=rows, next=following))


class Coding(ApiView):
    scopes = {"GET": "codings:read"}

    @described("One coding", gives=shapes.CodingTold, also=(404,))
    def get(self, request: Request, pk: int) -> Response:
        return give(_told(self.one(access.codings(self.membership), pk)))


def _narrowed(found: QuerySet[CodingRow], asked: shapes.CodingsAsked) -> QuerySet[CodingRow]:
    if asked.tool is not None:
        found = found.filter(tool=asked.tool)
    if asked.mode is not None:
        found = found.filter(assignment__mode=asked.mode)
    if asked.since is not None:
        found = found.filter(submitted_at__gte=make_aware(datetime.combine(asked.since, time.min)))
    if asked.until is not None:
        found = found.filter(submitted_at__lte=make_aware(datetime.combine(asked.until, time.max)))
    return found


def _told(coding: CodingRow) -> shapes.CodingTold:
    return shapes.CodingTold(
        id=coding.pk,
        assessor=str(coding.assessor.user),
        case=coding.version.vignette.code,
        version=coding.version.number,
        tool=coding.tool,
        tool_version=coding.tool_version,
        mode=coding.assignment.mode,
        attempt=coding.attempt,
        eligible=coding.eligibility or None,
        scores=coding.scores,
        language=coding.language,
        submitted_at=coding.submitted_at,
    )
