"""The library: cases for staff, gold for those whom it bars from nothing."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from instruments.phrases import say
from reliability.api import access
from reliability.api.describing import described
from reliability.api.shapes import cases as shapes
from reliability.api.views.base import ApiView, give
from vignettes.access import published_versions, version_for
from vignettes.actions import note_gold_seen
from vignettes.models import GoldCoding, VignetteVersion, content_language

READ = {"GET": "vignettes:read"}


class VignetteList(ApiView):
    scopes = READ
    query = shapes.CasesAsked

    @described("The cases of the library", gives=shapes.CaseList)
    def get(self, request: Request) -> Response:
        access.check_library(self.membership)
        asked = self.question(shapes.CasesAsked)
        versions = published_versions(self.agency)
        if asked.kind is not None:
            versions = versions.filter(vignette__kind=asked.kind)
        if asked.difficulty is not None:
            versions = versions.filter(difficulty=asked.difficulty)
        rows, following = self.page(versions, _line)
        return give(shapes.CaseList(results=rows, next=following))


class Vignette(ApiView):
    scopes = READ

    @described("One case with its text", gives=shapes.CaseTold, also=(404,))
    def get(self, request: Request, code: str) -> Response:
        access.check_library(self.membership)
        version = version_for(self.membership, code)
        language = content_language()
        line = _line(version).model_dump()
        told = {"language": language, "text": version.text(language)}
        return give(shapes.CaseTold(**line, **told, notice=say("notice", language)))


class Gold(ApiView):
    scopes = READ
    query = shapes.GoldAsked

    @described(
        "What is right on a case, for those who do not have to score it",
        gives=shapes.GoldList,
        also=(404,),
    )
    def get(self, request: Request, code: str) -> Response:
        asked = self.question(shapes.GoldAsked)
        version = access.open_case(self.membership, code)
        note_gold_seen(user=self.membership.user, versions=[version])
        found = access.gold_of(self.membership, version)
        told = [_gold(gold) for gold in found if asked.tool in (None, gold.tool)]
        return give(shapes.GoldList(results=told))


def _line(version: VignetteVersion) -> shapes.CaseLine:
    return shapes.CaseLine(
        id=version.pk,
        code=version.vignette.code,
        version=version.number,
        title=version.title,
        kind=version.vignette.kind,
        difficulty=version.difficulty,
        shipped=version.vignette.agency_id is None,
        published_at=version.published_at,
    )


def _gold(gold: GoldCoding) -> shapes.GoldTold:
    return shapes.GoldTold(
        tool=gold.tool,
        tool_version=gold.tool_version,
        eligible=gold.eligibility,
        scores=gold.scores,
        accepted=gold.accepted,
        provenance=gold.provenance,
        revision=gold.revision,
    )
