"""Reports on a study: their figures, and the files of them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from reliability import study_access
from reliability.api.describing import described
from reliability.api.problems import Problem
from reliability.api.shapes import studies as shapes
from reliability.api.shapes.parts import Listed
from reliability.api.views.base import ApiView, give
from reliability.models import ReportEdition
from reliability.study_output import FORMATS
from reliability.views.studies.files import file_of
from vignettes.models import content_language

READ = {"GET": "studies:read"}


class ReportList(ApiView):
    scopes = READ
    roles = study_access.MAKING_ROLES
    query = Listed

    @described("The reports on a study", gives=shapes.ReportList, also=(404,))
    def get(self, request: Request, pk: int) -> Response:
        study = self.one(study_access.studies(self.membership), pk)
        rows, following = self.page(_editions(self).filter(study=study), _line)
        return give(shapes.ReportList(results=rows, next=following))


class Report(ApiView):
    scopes = READ
    roles = study_access.MAKING_ROLES

    @described("One report with its figures", gives=shapes.ReportTold, also=(404,))
    def get(self, request: Request, pk: int, number: int) -> Response:
        edition = edition_or_404(self, pk, number)
        told = {"settings": edition.settings, "results": edition.results}
        return give(shapes.ReportTold(**_line(edition).model_dump(), **told))


class AsTheAddressSays(BaseContentNegotiation):
    """A file comes in the format that its address names, whatever the request accepts."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return None

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> Any:
        return renderers[0], renderers[0].media_type


class ReportFile(ApiView):
    scopes = READ
    roles = study_access.MAKING_ROLES
    content_negotiation_class = AsTheAddressSays

    @described(
        "A report as a file, in the language that the request accepts",
        files=("application/octet-stream",),
        also=(404,),
    )
    def get(self, request: Request, pk: int, number: int, key: str) -> HttpResponseBase:
        edition = edition_or_404(self, pk, number)
        if key not in FORMATS:
            raise Http404
        if FORMATS[key].holds_codings:
            study_access.check_codings_open(self.membership, edition.study)
        try:
            return file_of(edition, key, content_language())
        except Http404 as refused:  # its sentence says why there is none
            raise Problem(404, str(refused)) from None


def edition_or_404(view: ApiView, pk: int, number: int) -> ReportEdition:
    found = study_access.editions(view.membership).defer(None)
    found = found.select_related("study__agency", "compared_with__study")
    return get_object_or_404(found, study__pk=pk, number=number)


def _editions(view: ApiView) -> QuerySet[ReportEdition]:
    return study_access.editions(view.membership)


def _line(edition: ReportEdition) -> shapes.ReportLine:
    here = [edition.study_id, edition.number]
    return shapes.ReportLine(
        id=edition.pk,
        study=edition.study_id,
        number=edition.number,
        made_at=edition.made_at,
        engine=edition.engine,
        data_digest=edition.data_digest,
        files={key: reverse("api:report_file", args=[*here, key]) for key in FORMATS},
    )
