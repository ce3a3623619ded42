"""A report as a file: which kinds there are, and the answer that carries one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.http import Http404, StreamingHttpResponse
from django.utils.translation import gettext as _
from django_scopes import scope

from agencies.models import Agency
from reliability.credentials.pdf import PdfRefusedError
from reliability.models import ReportEdition
from reliability.study_output import FORMATS, Format

LANGUAGES = (("en", "English"), ("fr", "Français"))


def offered(edition: ReportEdition) -> list[tuple[Format, str]]:
    """Every kind of file, and why this report does not come as one any more ("" where it does)."""
    return [(file, file.why_not(edition)) for file in FORMATS.values()]


def file_of(edition: ReportEdition, key: str, language: str) -> StreamingHttpResponse:
    """The report as a file, sent part by part. Raises Http404 with a sentence."""
    file = FORMATS.get(key)
    if file is None or language not in dict(LANGUAGES):
        raise Http404(_("There is no report of this kind or in this language."))
    why_not = file.why_not(edition)
    if why_not:
        raise Http404(why_not)
    agency = edition.study.agency
    with scope(agency=agency):
        try:
            parts = iter(file.render(edition, language))
            first = next(parts, b"")
        except PdfRefusedError as refused:
            raise Http404(str(refused)) from refused
    response = StreamingHttpResponse(
        chain([first], _in_scope(agency, parts)), content_type=file.content_type
    )
    name = file.file_name(edition, language)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _in_scope(agency: Agency, parts: Iterator[bytes]) -> Iterator[bytes]:
    """The parts are made after the view has ended, each within the agency's scope."""
    while True:
        with scope(agency=agency):
            part = next(parts, None)
        if part is None:
            return
        yield part
