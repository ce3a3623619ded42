"""Certificates: one's own and the agency's; whether one holds, for anybody who has its code."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from reliability.api import access
from reliability.api.describing import described
from reliability.api.problems import Problem
from reliability.api.shapes import people as shapes
from reliability.api.views.base import ApiView, give
from reliability.credentials import guesses
from reliability.credentials.access import by_code
from reliability.credentials.status import standing_of
from reliability.models import Credential
from reliability.reports.certificates import of_status

READ = {"GET": "certificates:read"}


class CertificateList(ApiView):
    scopes = READ
    query = shapes.CertificatesAsked

    @described("Certificates that your role sees", gives=shapes.CertificateList)
    def get(self, request: Request) -> Response:
        asked = self.question(shapes.CertificatesAsked)
        found = access.certificates(self.membership)
        if asked.tool is not None:
            found = found.filter(tool=asked.tool)
        if asked.status is not None:
            found = of_status(found, asked.status, localdate())
        rows, following = self.page(found, _told)
        return give(shapes.CertificateList(results=rows, next=following))


class Certificate(ApiView):
    scopes = READ

    @described("One certificate", gives=shapes.CertificateTold, also=(404,))
    def get(self, request: Request, pk: int) -> Response:
        return give(_told(self.one(access.certificates(self.membership), pk)))


class Verification(ApiView):
    is_public = True

    @described(
        "Whether a certificate holds, by the code on it; needs no token",
        gives=shapes.CertificateTold,
        also=(404,),
        is_public=True,
    )
    def get(self, request: Request, code: str) -> Response:
        address = get_adapter().get_client_ip(request._request)
        if guesses.are_too_many(address):
            raise Problem(
                429,
                _("Too many unknown codes came from your address. Try again later."),
                headers={"Retry-After": str(guesses.WINDOW_SECONDS)},
            )
        credential = by_code(code)
        if credential is None:
            guesses.count(address)
            raise Http404
        return give(_told(credential))


def _told(credential: Credential) -> shapes.CertificateTold:
    standing = standing_of(credential)
    return shapes.CertificateTold(
        id=credential.pk,
        holder=credential.holder_name,
        tool=credential.tool,
        tool_version=credential.tool_version,
        language=credential.language,
        status=standing.status,
        sentence=standing.sentence,
        issued_at=credential.issued_at,
        valid_until=credential.valid_until,
        is_demonstration=credential.is_demonstration,
        issued_by=credential.agency.name,
        code=credential.code,
    )
