"""The tools and their coding rules."""

from __future__ import annotations

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from instruments import catalogue
from instruments.documents import tool_document
from instruments.sheet import Instrument, Rule, Total
from reliability.api.describing import described
from reliability.api.shapes import tools as shapes
from reliability.api.views.base import ApiView, give
from reliability.confirmed_rules import confirmed_rules
from vignettes.models import content_language

READ = {"GET": "tools:read"}


class ToolList(ApiView):
    scopes = READ

    @described("The tools there are", gives=shapes.ToolList)
    def get(self, request: Request) -> Response:
        lines = [tool_document(tool, content_language()) for tool in catalogue.tools()]
        return give(shapes.ToolList(results=[shapes.ToolLine(**line) for line in lines]))


class Tool(ApiView):
    scopes = READ

    @described("One tool: its items, options, totals and bands", gives=shapes.ToolTold, also=(404,))
    def get(self, request: Request, tool: str) -> Response:
        return give(_tool(_found(tool), content_language()))


class Rules(ApiView):
    scopes = READ
    query = shapes.RulesAsked

    @described(
        "The coding rules of a tool, each with its status and source",
        gives=shapes.RuleList,
        also=(404,),
    )
    def get(self, request: Request, tool: str) -> Response:
        asked = self.question(shapes.RulesAsked)
        confirmed = confirmed_rules(self.agency.pk, _found(tool).id)
        rules = [
            _rule(rule, confirmed, content_language())
            for rule in _found(tool).rules
            if asked.kind in (None, rule.kind) and asked.status in (None, rule.status)
        ]
        return give(shapes.RuleList(results=rules))


def _found(tool: str) -> Instrument:
    try:
        return catalogue.tool(tool)
    except catalogue.UnknownTool:
        raise Http404 from None


def _tool(tool: Instrument, language: str) -> shapes.ToolTold:
    return shapes.ToolTold(
        tool=tool.id,
        version=tool.version,
        name=tool.name.to(language),
        purpose=tool.purpose.to(language),
        licence=tool.licence.to(language),
        scored_by=tool.scored_by,
        items=[
            shapes.ItemTold(
                item=item.id,
                name=item.name.to(language),
                question=item.question.to(language),
                options=[
                    shapes.OptionTold(value=option.value, anchor=option.anchor.to(language))
                    for option in item.options
                ],
                may_be_missing=item.may_be_missing,
                status=item.status,
                source=item.source,
            )
            for item in tool.items
        ],
        totals=[_total(total, language) for total in tool.totals],
        sources=list(tool.sources),
    )


def _total(total: Total, language: str) -> shapes.TotalSheet:
    return shapes.TotalSheet(
        total=total.id,
        name=total.name.to(language),
        items=list(total.items),
        low=total.low,
        high=total.high,
        bands=[
            shapes.BandTold(
                band=band.id,
                name=band.name.to(language),
                low=band.low,
                high=band.high,
                status=band.status,
                source=band.source,
            )
            for band in total.bands
        ],
    )


def _rule(rule: Rule, confirmed: frozenset[str], language: str) -> shapes.RuleTold:
    return shapes.RuleTold(
        id=rule.id,
        kind=rule.kind,
        items=list(rule.items),
        same_as=rule.same_as,
        status=rule.status,
        confirmed=rule.id in confirmed,
        source=rule.source,
        version=rule.version,
        title=rule.title.to(language),
        statement=rule.statement.to(language),
        use_when=rule.use_when.to(language),
        do_not_use_when=rule.do_not_use_when.to(language),
        misread=rule.misread.to(language),
    )
