"""Certificates, transcripts and supervision notes as tagged PDF: the same row, the same bytes.

All data go to Typst as values, never as source, so a name that looks like markup is printed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import typst
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from instruments.sheet import Text
from reliability.credentials.addresses import verification_url
from reliability.credentials.qr import qr_svg
from reliability.credentials.status import name_of
from reliability.models import Credential
from training.questions import spoken

SOURCES = Path(__file__).resolve().parent.parent / "typst"
_LANGUAGES = {"en": Text(en="English", fr="anglais"), "fr": Text(en="French", fr="français")}
"""Not messages: those of these words name each language in itself."""
STANDARD: Literal["ua-1"] = "ua-1"


class PdfRefusedError(Exception):
    """No PDF can be made. The message is a sentence."""


def certificate_pdf(credential: Credential, language: str) -> bytes:
    """The certificate in one language: the page as issued, whatever its status is now."""
    with translation.override(language):
        return compiled("certificate.typ", _certificate(credential, language))


def transcript_pdf(told: Mapping[str, Any], language: str) -> bytes:
    """The transcript that `reliability.reports.transcript.as_printed` worded."""
    return compiled("transcript.typ", dict(told) | {"lang": language[:2]})


def supervision_pdf(told: Mapping[str, Any], language: str) -> bytes:
    """The note that `reliability.reports.supervision_print.as_printed` worded."""
    return compiled("supervision.typ", dict(told) | {"lang": language[:2]})


def compiled(source: str, told: Mapping[str, Any]) -> bytes:
    """A source of the folder typst as tagged PDF, with what it is told.

    First with Typst's own fonts, which are the same everywhere; then with this machine's.
    """
    problem = ""
    for own_fonts_only in (True, False):
        try:
            return typst.compile(
                SOURCES / source,
                root=SOURCES,
                format="pdf",
                sys_inputs={"told": json.dumps(told, ensure_ascii=False, sort_keys=True)},
                pdf_standards=STANDARD,
                ignore_system_fonts=own_fonts_only,
            )
        except typst.TypstError as error:
            problem = str(error)
            if "could not be displayed" not in problem:
                raise
    raise PdfRefusedError(
        _(
            "The PDF was not made: no font on the server has a letter that it needs (%(problem)s). "
            "Ask whoever runs this installation to add a font that has it, such as Noto. "
            "The verification page and the badge show it already."
        )
        % {"problem": problem}
    )


def _certificate(credential: Credential, language: str) -> dict[str, Any]:
    address = verification_url(credential)
    return {
        "lang": language[:2],
        "issued": _day(localdate(credential.issued_at)),
        "title": _("Certificate"),
        "agency": credential.agency.name,
        "holder": credential.holder_name,
        "lead": _("This certifies that"),
        "sentence": _(
            "has scored fictional cases with %(tool)s in agreement with the reference scoring, "
            "in an exam decided by the agency's certification policy and confirmed by a person."
        )
        % {"tool": name_of(credential.tool)},
        "facts": _facts(credential),
        "verify": _("Whether it holds today is shown at this address:"),
        "address": address,
        "qr": qr_svg(address),
        "qr_alt": _("QR code that leads to %(address)s") % {"address": address},
        "limits": _(
            "It is about fictional training cases and predicts nothing about any person. It does "
            "not replace the training or the licence that the owners of the instrument require."
        ),
        "demonstration": _demonstration(credential),
    }


def _facts(credential: Credential) -> list[list[str]]:
    return [
        [_("Instrument"), name_of(credential.tool)],
        [_("Version of the manual"), credential.tool_version],
        [_("Language of the exam"), language_name(credential.language)],
        [_("Issued on"), localdate(credential.issued_at).isoformat()],
        [_("Valid until"), credential.valid_until.isoformat()],
        [_("Issued by"), credential.agency.name],
    ]


def language_name(code: str) -> str:
    """The language of an exam in the reader's language."""
    return spoken(_LANGUAGES["fr" if code.startswith("fr") else "en"])


def _demonstration(credential: Credential) -> list[str]:
    if not credential.is_demonstration:
        return []
    return [
        _("DEMONSTRATION"),
        _("Demonstration: this certificate is an example and certifies nobody."),
    ]


def _day(day: date) -> list[int]:
    return [day.year, day.month, day.day]
